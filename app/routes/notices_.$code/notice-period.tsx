import type { PublicNotice } from "#app/domain/notices/notice-queries.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { type Description, DescriptionList } from "#app/ui/table.tsx";

/** From when to when, by which rule, and the phone: what a notice must say (U29). */
export function NoticePeriod({ notice }: { notice: PublicNotice }) {
  const t = useMessages();
  const words = t.notices;
  const items: (Description | null)[] = [
    { term: words.facts.place, details: <span lang="zh-CN">{notice.places.join(" ")}</span> },
    { term: words.openedAt, details: formatMinute(notice.openedAt) },
    notice.pausedAt === null ? null : { term: words.pausedSince, details: formatMinute(notice.pausedAt) },
    notice.closedAt === null
      ? { term: words.endsAt, details: formatMinute(notice.closesNotBefore) }
      : { term: words.closedAt, details: formatMinute(notice.closedAt) },
    {
      term: words.phone,
      details: (
        <a href={`tel:${notice.objectionPhone}`} className="whitespace-nowrap">
          {notice.objectionPhone}
        </a>
      ),
    },
  ];
  return (
    <Panel title={words.period} tone="pine">
      <DescriptionList items={items.filter((item) => item !== null)} />
      <p className="text-sm text-muted">
        {words.rule(notice.minDays)}
        <br />
        {words.ruleSource(notice.ruleSource)}
      </p>
    </Panel>
  );
}
