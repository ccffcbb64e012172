import type { getAcceptance, LibraryProject } from "#app/domain/library-projects/library-project-queries.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { DescriptionList } from "#app/ui/table.tsx";

type ProjectFactsProps = { project: LibraryProject; acceptance: Awaited<ReturnType<typeof getAcceptance>> };

/** Place, purpose, plan, money and acceptance: the same facts for staff and for the public. */
export function ProjectFacts({ project, acceptance }: ProjectFactsProps) {
  const words = useMessages().libraryProjects;
  const chinese = (text: string) => <span lang="zh-CN">{text}</span>;
  const items = [
    { term: words.place, details: chinese(project.regionName) },
    { term: words.purpose, details: chinese(project.purpose) },
    { term: words.form.description, details: <span lang="zh-CN">{project.description}</span> },
    { term: words.plannedDays, details: `${project.plannedFrom} – ${project.plannedTo}` },
    {
      term: project.approvedFen === 0n ? words.askedBudget : words.budget,
      details: <Amount fen={project.approvedFen === 0n ? project.latestFen : project.approvedFen} />,
    },
    { term: words.documentNumber, details: project.documentNumber },
    { term: words.paid, details: <Amount fen={project.spentFen} /> },
    ...(acceptance === null
      ? []
      : [
          { term: words.acceptedOn, details: acceptance.acceptedOn },
          { term: words.members, details: chinese(acceptance.members) },
          { term: words.conclusion, details: chinese(acceptance.conclusion) },
        ]),
  ];
  return <DescriptionList items={items.filter((item) => item.details)} />;
}
