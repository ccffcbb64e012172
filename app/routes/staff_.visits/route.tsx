import { useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { hasRoleFor } from "#app/domain/actor.ts";
import { visitorRoles, visitReaderRoles } from "#app/domain/visits/visit-policy.ts";
import { listVisits, type VisitFilter, visitsPerPage } from "#app/domain/visits/visit-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { pageOf } from "#app/http/page-number.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink, LinkList } from "#app/ui/links.tsx";
import { Pagination, Tabs } from "#app/ui/navigation.tsx";
import { Page } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { VisitTable } from "./visit-table.tsx";

const views = ["all", "mine", "held"] as const;

export const loader = guardLoader(staff(...visitReaderRoles), async ({ services, actor, url, t }) => {
  const village = url.searchParams.get("village");
  const view = views.find((one) => one === url.searchParams.get("view")) ?? "all";
  const filter: VisitFilter = village === null ? { by: view } : { by: "village", regionCode: village };
  const page = pageOf(url);
  const { items, total } = await listVisits(services.db, { actor, filter, page });
  return {
    page: { title: t.visits.title, isPrivate: true },
    items,
    view,
    village: village ?? undefined,
    pageNumber: page,
    pages: Math.ceil(total / visitsPerPage),
    mayVisit: actor.grants.some(({ regionCode }) => hasRoleFor(actor, visitorRoles, regionCode)),
  };
});

export default function StaffVisitsPage() {
  const t = useMessages();
  const words = t.visits;
  const { items, view, village, pageNumber, pages, mayVisit } = useLoaderData<typeof loader>();
  return (
    <Page
      title={words.title}
      lead={words.listLead}
      breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}
      actions={
        mayVisit && (
          <ButtonLink to={paths.staffVisitNew()} icon="plus">
            {words.add}
          </ButtonLink>
        )
      }
    >
      <Tabs
        label={words.title}
        tabs={views.map((one) => ({
          to: paths.staffVisits({ view: one }),
          label: words.tabs[one],
          isCurrent: village === undefined && one === view,
        }))}
      />
      {items.length === 0 ? (
        <EmptyState title={words.none}>{words.noneHint}</EmptyState>
      ) : (
        <VisitTable visits={items} />
      )}
      <Pagination page={pageNumber} pages={pages} to={(page) => paths.staffVisits({ view, village, page })} />
      <LinkList
        items={[
          { to: paths.staffVisitsDue(), label: words.dueTitle },
          { to: paths.staffVisitCoverage(), label: words.coverageTitle },
          { to: paths.staffVisitPaper(), label: words.paperLink },
        ]}
      />
    </Page>
  );
}
