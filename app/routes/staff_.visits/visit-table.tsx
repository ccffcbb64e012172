import { Link } from "@remix-run/react";
import type { VisitListItem } from "#app/domain/visits/visit-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { StateBadge } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";

type Badged = Pick<VisitListItem, "state" | "conflict" | "decision" | "isCorrected">;

/** How far a visit is, and whether it counts. */
export function VisitBadges({ visit }: { visit: Badged }) {
  const words = useMessages().visits;
  return (
    <>
      <StateBadge tone={visit.state === "confirmed" ? "success" : "info"}>{words.states[visit.state]}</StateBadge>
      {visit.conflict !== null && visit.decision === null && <StateBadge tone="warning">{words.held}</StateBadge>}
      {visit.decision !== null && <StateBadge tone="neutral">{words.decisions[visit.decision]}</StateBadge>}
      {visit.isCorrected && <StateBadge tone="neutral">{words.corrected}</StateBadge>}
    </>
  );
}

/** Visits as a list; on the page of a household without the household. */
export function VisitTable({ visits, ofHousehold }: { visits: readonly VisitListItem[]; ofHousehold?: boolean }) {
  const words = useMessages().visits;
  const columns: Column<VisitListItem>[] = [
    {
      key: "visitedAt",
      header: words.visitedAt,
      rowHeader: true,
      cell: (row) => (
        <Link to={paths.staffVisit(row.id)} className="tap">
          {formatMinute(row.visitedAt)}
        </Link>
      ),
    },
    ...(ofHousehold
      ? []
      : [
          {
            key: "household",
            header: words.household,
            cell: (row: VisitListItem) => row.headName ?? words.villageVisit,
          },
          { key: "village", header: words.village, cell: (row: VisitListItem) => row.villageName },
        ]),
    { key: "visitor", header: words.visitor, cell: (row) => row.visitorName },
    { key: "found", header: words.found, wide: true, cell: (row) => row.found.slice(0, 60) },
    {
      key: "next",
      header: words.nextStep,
      wide: true,
      cell: (row) => (row.nextStep === "" ? words.noNextStep : `${row.nextStep} ${row.nextStepOn ?? ""}`),
    },
    { key: "state", header: words.state, cell: (row) => <VisitBadges visit={row} /> },
  ];
  return <DataTable caption={words.title} hideCaption columns={columns} rows={visits} rowKey={(row) => row.id} />;
}
