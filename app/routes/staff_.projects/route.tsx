import { Link, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { scopesOf } from "#app/domain/actor.ts";
import { projectApplicantRoles, projectReaderRoles, stepsOf } from "#app/domain/library-projects/library-project.ts";
import { listStaffProjects } from "#app/domain/library-projects/library-project-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Tabs } from "#app/ui/navigation.tsx";
import { Page } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";
import { ProjectBadge } from "./project-badge.tsx";

/** The projects of the actor's area (S100): what waits for this person, or all of them. */
export const loader = guardLoader(staff(...projectReaderRoles), async ({ services, actor, url, t }) => {
  const all = await listStaffProjects(services.db, { actor });
  const open = all.filter((project) => stepsOf(actor, project).length > 0);
  const view = url.searchParams.get("view") === "open" ? "open" : "all";
  return {
    page: { title: t.libraryProjects.title, isPrivate: true },
    view,
    projects: view === "open" ? open : all,
    mayApply: scopesOf(actor, projectApplicantRoles).length > 0,
  };
});

export default function StaffProjectsPage() {
  const t = useMessages();
  const words = t.libraryProjects;
  const { projects, view, mayApply } = useLoaderData<typeof loader>();
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}
      actions={mayApply && <ButtonLink to={paths.staffProjectNew()}>{words.apply}</ButtonLink>}
    >
      <Tabs
        label={words.title}
        tabs={[
          { to: paths.staffProjects(), label: words.all, isCurrent: view === "all" },
          { to: paths.staffProjects({ view: "open" }), label: words.open, isCurrent: view === "open" },
        ]}
      />
      {projects.length === 0 ? (
        <EmptyState title={words.none} />
      ) : (
        <DataTable
          caption={words.title}
          hideCaption
          rows={projects}
          rowKey={(project) => project.id}
          columns={[
            {
              key: "title",
              header: words.project,
              rowHeader: true,
              wide: true,
              cell: (project) => (
                <Link to={paths.staffProject(project.id)} lang="zh-CN">
                  {project.title}
                </Link>
              ),
            },
            { key: "place", header: words.place, cell: (project) => <span lang="zh-CN">{project.regionName}</span> },
            { key: "state", header: words.state, cell: (project) => <ProjectBadge state={project.state} /> },
            {
              key: "asked",
              header: words.askedBudget,
              cell: (project) => <Amount fen={project.latestFen} />,
              numeric: true,
            },
            {
              key: "approved",
              header: words.budget,
              cell: (project) => <Amount fen={project.approvedFen} />,
              numeric: true,
            },
            { key: "paid", header: words.paid, cell: (project) => <Amount fen={project.spentFen} />, numeric: true },
          ]}
        />
      )}
    </Page>
  );
}
