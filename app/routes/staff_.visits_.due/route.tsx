import { Link, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { getWholeNumberSetting } from "#app/domain/regions/jurisdiction-queries.server.ts";
import { visitRules } from "#app/domain/visits/visit.ts";
import {
  type DueHousehold,
  dueHouseholdsPerPage,
  listDueHouseholds,
} from "#app/domain/visits/visit-due-queries.server.ts";
import { visitReaderRoles } from "#app/domain/visits/visit-policy.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { pageOf } from "#app/http/page-number.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Pagination } from "#app/ui/navigation.tsx";
import { Page } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";

export const loader = guardLoader(staff(...visitReaderRoles), async ({ services, actor, url, t }) => {
  const { db } = services;
  const today = dayInChina(services.clock.now());
  const [regionCode = ""] = actor.grants.map((grant) => grant.regionCode);
  const rule = await getWholeNumberSetting(db, { regionCode, key: visitRules.maxIdleDays, day: today });
  const page = pageOf(url);
  const due = await listDueHouseholds(db, { actor, today, maxIdleDays: rule?.value ?? null, page });
  return {
    page: { title: t.visits.dueTitle, isPrivate: true },
    rule,
    items: due.items,
    pageNumber: page,
    pages: Math.ceil(due.total / dueHouseholdsPerPage),
  };
});

/** Whom to visit next: the tracker of each, the next step and its day, and how long nobody was there (S12, S73). */
export default function DueVisitsPage() {
  const t = useMessages();
  const words = t.visits;
  const { rule, items, pageNumber, pages } = useLoaderData<typeof loader>();
  const columns: Column<DueHousehold>[] = [
    {
      key: "household",
      header: words.household,
      rowHeader: true,
      cell: (row) => (
        <Link to={paths.staffVisitNew({ household: row.householdId })} className="tap">
          {row.headName}
        </Link>
      ),
    },
    {
      key: "village",
      header: words.village,
      cell: (row) => [row.villageName, row.groupName].filter(Boolean).join(" "),
    },
    { key: "tracker", header: words.tracker, cell: (row) => row.responsibleName ?? t.households.noResponsible },
    { key: "last", header: words.lastVisitedOn, cell: (row) => row.lastVisitedOn ?? words.neverVisited },
    { key: "idle", header: words.idleDays, numeric: true, cell: (row) => row.idleDays },
    {
      key: "next",
      header: words.nextStep,
      wide: true,
      cell: (row) => (row.nextStep === null ? words.noNextStep : `${row.nextStep} ${row.nextStepOn ?? ""}`),
    },
  ];
  return (
    <Page
      title={words.dueTitle}
      lead={words.dueLead}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffVisits(), label: words.title },
      ]}
    >
      <p>{rule === null ? words.noIdleRule : words.idleRule(rule.value, rule.source)}</p>
      {items.length === 0 ? (
        <EmptyState title={words.noneDue} />
      ) : (
        <DataTable
          caption={words.dueTitle}
          hideCaption
          columns={columns}
          rows={items}
          rowKey={(row) => row.householdId}
        />
      )}
      <Pagination page={pageNumber} pages={pages} to={(page) => paths.staffVisitsDue({ page })} />
    </Page>
  );
}
