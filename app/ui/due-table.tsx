import { Link } from "@remix-run/react";
import type { Due } from "#app/domain/law-calendar/due.ts";
import { lawRule } from "#app/domain/law-calendar/law-rules.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { EmptyState, StateBadge, type Tone } from "./status.tsx";
import { DataTable } from "./table.tsx";

const tones: Readonly<Record<Due["status"], Tone>> = { overdue: "danger", soon: "warning", later: "neutral" };

/** Deadlines with their article and what missing them stops; overdue ones first, as they come (D11). */
export function DueTable({ dues, linkOf }: { dues: readonly Due[]; linkOf?: (due: Due) => string | null }) {
  const t = useMessages();
  const words = t.lawCalendar;
  if (dues.length === 0) return <EmptyState title={words.none} />;
  const rows = dues.map((due) => ({ ...due, to: linkOf?.(due) ?? null, stops: lawRule(due.rule).blocks }));
  return (
    <DataTable
      caption={words.title}
      hideCaption
      rows={rows}
      rowKey={(due) => `${due.rule}:${due.target.id}:${due.startedOn}:${due.subject}`}
      columns={[
        { key: "what", header: words.what, cell: (due) => words.rules[due.rule], rowHeader: true },
        { key: "due", header: words.due, cell: (due) => due.dueOn },
        {
          key: "status",
          header: words.status,
          cell: (due) => (
            <StateBadge tone={due.rule === "notice_days" ? "info" : tones[due.status]}>
              {(due.rule === "notice_days" ? words.noticeStatuses : words.statuses)[due.status]}
            </StateBadge>
          ),
        },
        {
          key: "subject",
          header: words.subject,
          cell: (due) => (due.to === null ? due.subject : <Link to={due.to}>{due.subject}</Link>),
          wide: true,
        },
        {
          key: "article",
          header: words.article,
          cell: (due) => <span lang="zh-CN">{due.article}</span>,
          wide: true,
        },
        {
          key: "stops",
          header: words.blocks,
          cell: (due) => (due.stops === null ? words.onlyWarns : words.blockWords[due.stops]),
          wide: true,
        },
      ]}
    />
  );
}
