import { Form, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { addDays, dayInChina } from "#app/domain/clock.ts";
import { isRealDay } from "#app/domain/form-fields.ts";
import { getWholeNumberSetting } from "#app/domain/regions/jurisdiction-queries.server.ts";
import { listCoverage, type OfficialCoverage } from "#app/domain/visits/coverage-queries.server.ts";
import { coveragePercent, visitRules } from "#app/domain/visits/visit.ts";
import { visitReaderRoles } from "#app/domain/visits/visit-policy.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { SubmitButton } from "#app/ui/form.tsx";
import { Page } from "#app/ui/page.tsx";
import { EmptyState, StateBadge } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";

/** The month asked for, `YYYY-MM`, or the present one. */
function monthOf(asked: string | null, today: string): string {
  return asked !== null && isRealDay(`${asked}-01`) && asked <= today.slice(0, 7) ? asked : today.slice(0, 7);
}

function lastDayOf(month: string): string {
  const [year = 0, number = 0] = month.split("-").map(Number);
  const next = number === 12 ? `${year + 1}-01-01` : `${year}-${String(number + 1).padStart(2, "0")}-01`;
  return addDays(next, -1);
}

export const loader = guardLoader(staff(...visitReaderRoles), async ({ services, actor, url, t }) => {
  const { db } = services;
  const month = monthOf(url.searchParams.get("month"), dayInChina(services.clock.now()));
  const to = lastDayOf(month);
  const rows = await listCoverage(db, { actor, from: `${month}-01`, to });
  const [regionCode = ""] = actor.grants.map((grant) => grant.regionCode);
  const rule = await getWholeNumberSetting(db, { regionCode, key: visitRules.minDaysPerMonth, day: to });
  return { page: { title: t.visits.coverageTitle, isPrivate: true }, month, rows, rule };
});

/** 遍访 per official and month, with the days rule (S28). */
export default function CoveragePage() {
  const t = useMessages();
  const words = t.visits;
  const { month, rows, rule } = useLoaderData<typeof loader>();
  const columns: Column<OfficialCoverage>[] = [
    { key: "official", header: words.official, rowHeader: true, cell: (row) => row.displayName },
    { key: "area", header: words.area, cell: (row) => row.regionName },
    { key: "households", header: words.householdCount, numeric: true, cell: (row) => row.householdCount },
    { key: "visited", header: words.visitedCount, numeric: true, cell: (row) => row.visitedCount },
    {
      key: "percent",
      header: words.percent,
      numeric: true,
      cell: (row) => {
        const percent = coveragePercent(row);
        return percent === null ? "—" : `${percent}%`;
      },
    },
    { key: "visits", header: words.visitCount, numeric: true, cell: (row) => row.visitCount },
    {
      key: "days",
      header: words.dayCount,
      numeric: true,
      cell: (row) => (
        <>
          {row.dayCount}{" "}
          {rule !== null && row.dayCount < rule.value && <StateBadge tone="warning">{words.daysShort}</StateBadge>}
        </>
      ),
    },
  ];
  return (
    <Page
      title={words.coverageTitle}
      eyebrow={month}
      lead={words.coverageLead}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffVisits(), label: words.title },
      ]}
    >
      <Form method="get" className="no-print flex flex-wrap items-end gap-3">
        <div className="field">
          <label htmlFor="month" className="font-bold">
            {words.month}
          </label>
          <input id="month" name="month" type="month" defaultValue={month} className="field-input w-short" />
        </div>
        <SubmitButton tone="secondary">{words.show}</SubmitButton>
      </Form>
      <p>{rule === null ? words.noDaysRule : words.daysRule(rule.value, rule.source)}</p>
      {rows.length === 0 ? (
        <EmptyState title={words.nobodyInOffice} />
      ) : (
        <DataTable
          caption={words.coverageTitle}
          hideCaption
          columns={columns}
          rows={rows}
          rowKey={(row) => `${row.userId} ${row.role} ${row.regionCode}`}
        />
      )}
    </Page>
  );
}
