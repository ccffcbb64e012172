import { Link } from "@remix-run/react";
import type { HouseholdListItem } from "#app/domain/households/list-households.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { HouseholdStateBadge } from "#app/ui/state-badges.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";

/** The files of a page of the list. */
export function HouseholdTable({ items }: { items: readonly HouseholdListItem[] }) {
  const t = useMessages();
  const words = t.households;
  const columns: Column<HouseholdListItem>[] = [
    {
      key: "head",
      header: words.head,
      rowHeader: true,
      cell: (row) => (
        <Link to={paths.staffHousehold(row.id)} className="tap">
          {row.headName}
        </Link>
      ),
    },
    { key: "number", header: words.registerNumber, cell: (row) => row.registerNumber },
    {
      key: "village",
      header: words.village,
      cell: (row) => [row.villageName, row.groupName].filter(Boolean).join(" "),
    },
    { key: "members", header: words.members, numeric: true, cell: (row) => words.memberCount(row.memberCount) },
    {
      key: "causes",
      header: words.causes,
      cell: (row) => row.causes.map((cause) => t.vocabulary.causes[cause]).join(" "),
    },
    {
      key: "responsible",
      header: words.responsible,
      cell: (row) => row.responsibleName ?? <StateBadge tone="danger">{words.noResponsible}</StateBadge>,
    },
    {
      key: "consent",
      header: words.consent,
      cell: (row) =>
        row.consentPurposes.includes("publish_masked") ? (
          <StateBadge tone="success">{words.consentGiven}</StateBadge>
        ) : (
          <StateBadge tone="neutral">{words.consentMissing}</StateBadge>
        ),
    },
    { key: "state", header: words.state, cell: (row) => <HouseholdStateBadge state={row.state} /> },
  ];
  return <DataTable caption={words.title} hideCaption columns={columns} rows={items} rowKey={(row) => row.id} />;
}
