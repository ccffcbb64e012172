import { Link } from "@remix-run/react";
import type { StaffObjectionItem } from "#app/domain/notices/notice-staff-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { type Column, DataTable } from "#app/ui/table.tsx";

/** Objections that wait for an answer, the oldest first. */
export function ObjectionTable({ objections }: { objections: readonly StaffObjectionItem[] }) {
  const t = useMessages();
  const words = t.notices.staff;
  const columns: Column<StaffObjectionItem>[] = [
    {
      key: "notice",
      header: words.columns.notice,
      rowHeader: true,
      cell: (objection) => (
        <Link to={paths.staffObjection(objection.id)} className="tap">
          {objection.noticeTitle}
        </Link>
      ),
    },
    { key: "village", header: words.columns.village, cell: (objection) => objection.regionName },
    { key: "received", header: words.received, numeric: true, cell: (objection) => formatMinute(objection.createdAt) },
    { key: "code", header: words.columns.code, numeric: true, cell: (objection) => objection.publicCode },
  ];
  return (
    <DataTable
      caption={words.openObjections}
      hideCaption
      columns={columns}
      rows={objections}
      rowKey={(objection) => objection.id}
    />
  );
}
