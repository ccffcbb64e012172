import { Link, useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import {
  getLibraryTotals,
  listLibraryCounties,
  listPublicProjects,
} from "#app/domain/library-projects/public-project-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { LinkList } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { PrintHeader } from "#app/ui/print.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { DataTable, DescriptionList } from "#app/ui/table.tsx";
import { ProjectBadge } from "../staff_.projects/project-badge.tsx";

/** 县级项目库 (S99, S100): a county's projects with what was approved and paid; the sums are the ledger's. */
export const loader = guardLoader(anyone, async ({ services, url, t }) => {
  const { db } = services;
  const counties = await listLibraryCounties(db);
  const asked = url.searchParams.get("region") ?? "";
  const regionCode = /^\d{6,12}$/.test(asked) ? asked : (counties[0]?.code ?? "");
  return {
    page: { title: t.libraryProjects.publicTitle, description: t.libraryProjects.publicLead },
    counties,
    regionCode,
    projects: await listPublicProjects(db, { regionCode }),
    totals: await getLibraryTotals(db, { regionCode }),
    asOf: formatMinute(services.clock.now()),
  };
});

export default function LibraryPage() {
  const t = useMessages();
  const words = t.libraryProjects;
  const { counties, regionCode, projects, totals, asOf } = useLoaderData<typeof loader>();
  const sum = (of: (project: (typeof projects)[number]) => bigint) =>
    projects.reduce((total, project) => total + of(project), 0n);
  const place = counties.find((county) => county.code === regionCode)?.name;
  return (
    <Page
      title={place ? `${place}${words.title}` : words.publicTitle}
      lead={words.publicLead}
      eyebrow={t.common.asOf(asOf)}
      breadcrumbs={[{ to: paths.ledger(), label: t.ledger.title }]}
    >
      <PrintHeader asOf={asOf} />
      {projects.length === 0 ? (
        <EmptyState title={words.publicNone} />
      ) : (
        <DataTable
          caption={words.publicTitle}
          hideCaption
          rows={projects}
          rowKey={(project) => project.publicCode}
          columns={[
            {
              key: "title",
              header: words.project,
              rowHeader: true,
              wide: true,
              cell: (project) => (
                <Link to={paths.ledgerProject(project.publicCode)} lang="zh-CN">
                  {project.title}
                </Link>
              ),
            },
            { key: "place", header: words.place, cell: (project) => <span lang="zh-CN">{project.regionName}</span> },
            { key: "purpose", header: words.purpose, cell: (project) => <span lang="zh-CN">{project.purpose}</span> },
            { key: "state", header: words.state, cell: (project) => <ProjectBadge state={project.state} /> },
            {
              key: "budget",
              header: words.budget,
              cell: (project) => <Amount fen={project.approvedFen} bare />,
              numeric: true,
            },
            {
              key: "paid",
              header: words.paid,
              cell: (project) => <Amount fen={project.spentFen} bare />,
              numeric: true,
            },
          ]}
          footer={{
            title: words.totals,
            budget: <Amount fen={sum((project) => project.approvedFen)} bare />,
            paid: <Amount fen={sum((project) => project.spentFen)} bare />,
          }}
        />
      )}
      <Section title={words.totals} lead={words.equal}>
        <DescriptionList
          items={[
            { term: words.fundsPaid, details: <Amount fen={totals.fundsPaidFen} /> },
            { term: words.inLibrary, details: <Amount fen={totals.inLibraryFen} /> },
            { term: words.beforeLibrary, details: <Amount fen={totals.beforeLibraryFen} /> },
          ]}
        />
      </Section>
      {counties.length > 1 && (
        <Section title={words.counties}>
          <LinkList
            items={counties.map((county) => ({
              to: paths.ledgerProjects({ region: county.code }),
              label: <span lang="zh-CN">{county.name}</span>,
              note: words.count(county.count),
            }))}
          />
        </Section>
      )}
    </Page>
  );
}
