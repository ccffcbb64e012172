import { Link, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { complaintQueues, isOverdue } from "#app/domain/complaints/complaint.ts";
import { complaintReaderRoles } from "#app/domain/complaints/complaint-policy.ts";
import {
  type ComplaintItem,
  countComplaints,
  listComplaints,
} from "#app/domain/complaints/complaint-staff-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatDay, formatMinute } from "#app/i18n/dates.ts";
import { useLocale, useMessages } from "#app/i18n/use-messages.ts";
import { Tabs } from "#app/ui/navigation.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner, EmptyState, StateBadge } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";

export const loader = guardLoader(staff(...complaintReaderRoles), async ({ services, actor, url, t }) => {
  const today = dayInChina(services.clock.now());
  const counts = await countComplaints(services.db, { actor, today });
  const asked = complaintQueues.find((one) => one === url.searchParams.get("queue"));
  const queue = asked ?? (counts.overdue > 0 ? "overdue" : "waiting");
  const complaints = await listComplaints(services.db, { queue, actor, today });
  return {
    page: { title: t.complaints.staff.title, isPrivate: true },
    queue,
    counts,
    complaints: complaints.map((complaint) => ({ ...complaint, isLate: isOverdue(complaint, today) })),
    isDone: url.searchParams.has("done"),
  };
});

type Row = ComplaintItem & { isLate: boolean };

export default function StaffComplaintsPage() {
  const t = useMessages();
  const locale = useLocale();
  const words = t.complaints.staff;
  const { queue, counts, complaints, isDone } = useLoaderData<typeof loader>();
  const columns: Column<Row>[] = [
    {
      key: "number",
      header: words.columns.number,
      rowHeader: true,
      cell: (row) => (
        <Link to={paths.staffComplaint(row.id)} className="tap figure">
          {row.caseNumber}
        </Link>
      ),
    },
    { key: "kind", header: words.columns.kind, cell: (row) => t.complaints.kinds[row.kind] },
    { key: "place", header: words.columns.place, cell: (row) => row.regionName ?? words.wholeSite },
    {
      key: "state",
      header: words.columns.state,
      wide: true,
      cell: (row) => (
        <span className="flex flex-wrap gap-2">
          <StateBadge tone="neutral">{t.complaints.states[row.state]}</StateBadge>
          {row.isLate && <StateBadge tone="danger">{words.overdue}</StateBadge>}
          {row.isSerious && <StateBadge tone="warning">{words.serious}</StateBadge>}
          {row.freezesMoney && (
            <StateBadge tone="warning" icon="lock">
              {words.frozen}
            </StateBadge>
          )}
        </span>
      ),
    },
    { key: "received", header: words.columns.received, numeric: true, cell: (row) => formatMinute(row.receivedAt) },
    { key: "due", header: words.columns.due, numeric: true, cell: (row) => formatDay(locale, row.dueOn) },
  ];
  return (
    <Page title={words.title} lead={words.lead} breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}>
      {isDone && <Banner tone="success" title={words.done} />}
      <Tabs
        label={words.title}
        tabs={complaintQueues.map((key) => ({
          to: paths.staffComplaints({ queue: key }),
          label: words.queues[key],
          count: counts[key],
          isCurrent: key === queue,
        }))}
      />
      {complaints.length === 0 ? (
        <EmptyState title={words.none} />
      ) : (
        <DataTable
          caption={words.queues[queue]}
          hideCaption
          columns={columns}
          rows={complaints}
          rowKey={(row) => row.id}
        />
      )}
    </Page>
  );
}
