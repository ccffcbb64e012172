import type { PublicNotice } from "#app/domain/notices/notice-queries.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Timeline, type TimelineItem } from "#app/ui/status.tsx";

type Step = TimelineItem & { at: Date };

/** Put up, objections with their answers, end: in the order of time. What an objection says is not shown. */
export function NoticeHistory({ notice }: { notice: PublicNotice }) {
  const t = useMessages();
  const words = t.notices;
  const steps: Step[] = [{ id: "opened", at: notice.openedAt, title: words.events.opened }];
  notice.objections.forEach((objection, index) => {
    const { receivedAt, answeredAt, answer, outcome } = objection;
    steps.push({
      id: `received ${index}`,
      at: receivedAt,
      title: words.events.objected,
      ...(answeredAt === null ? { note: words.notAnswered, status: "current" as const } : {}),
    });
    if (answeredAt === null || outcome === null) return;
    steps.push({
      id: `answered ${index}`,
      at: answeredAt,
      title: words.events[outcome],
      note: (
        <span lang="zh-CN" className="whitespace-pre-line">
          {words.answerLabel(answer ?? "")}
        </span>
      ),
    });
  });
  if (notice.closedAt !== null) {
    const title = notice.state === "closed" ? words.events.closed : words.events.cancelled;
    steps.push({ id: "ended", at: notice.closedAt, title });
  }
  steps.sort((one, other) => one.at.getTime() - other.at.getTime());
  return <Timeline items={steps.map(({ at, ...step }) => ({ ...step, time: formatMinute(at) }))} />;
}
