import { Link } from "@remix-run/react";
import { dayInChina } from "#app/domain/clock.ts";
import type { RoleGrant } from "#app/domain/roles/role-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { StateBadge } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";
import { placeWords, untilWords } from "./role-words.ts";

/** The people of a place by level, place and role. */
export function RoleTable({ rows }: { rows: readonly RoleGrant[] }) {
  const t = useMessages();
  const words = t.roles;
  return (
    <DataTable
      caption={words.title}
      hideCaption
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          key: "name",
          header: words.name,
          rowHeader: true,
          cell: (row) => (
            <Link to={paths.staffRole(row.id)} className="tap">
              {row.name}
            </Link>
          ),
        },
        { key: "role", header: words.role, cell: (row) => t.staff.roles[row.role] },
        { key: "place", header: words.place, cell: (row) => placeWords(t, row) },
        {
          key: "email",
          header: words.email,
          cell: (row) => <span className="break-all">{row.email}</span>,
          wide: true,
        },
        { key: "since", header: words.since, cell: (row) => dayInChina(row.validFrom) },
        { key: "until", header: words.until, cell: (row) => untilWords(t, row) },
        { key: "state", header: words.state, cell: (row) => <RoleState row={row} /> },
      ]}
    />
  );
}

function RoleState({ row }: { row: RoleGrant }) {
  const words = useMessages().roles;
  if (row.endedAt !== null) return <StateBadge tone="neutral">{words.over}</StateBadge>;
  if (row.isDisabled) return <StateBadge tone="danger">{words.disabled}</StateBadge>;
  if (row.isInvited) return <StateBadge tone="warning">{words.invited}</StateBadge>;
  return <StateBadge tone="success">{words.active}</StateBadge>;
}
