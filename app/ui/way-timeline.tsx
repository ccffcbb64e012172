import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Timeline, type TimelineItem } from "./status.tsx";

type WayStep = { id: string; event: string; at: Date; reason: string | null; actorName?: string | null };

type WayTimelineProps = {
  /** What was done, oldest first. */
  history: readonly WayStep[];
  eventWords: Readonly<Record<string, string>>;
  /** The states when all goes well, in order, and the one it is in now. */
  way: readonly string[];
  wayWords: Readonly<Record<string, string>>;
  state: string;
};

/** The life of a record with dates, and the steps still to come (U18). A record off its way shows only what was done. */
export function WayTimeline({ history, eventWords, way, wayWords, state }: WayTimelineProps) {
  const t = useMessages();
  const position = way.indexOf(state);
  const done = history.map(
    (step): TimelineItem => ({
      id: step.id,
      title: eventWords[step.event] ?? step.event,
      time: formatMinute(step.at),
      note: (step.actorName || step.reason) && (
        <>
          {step.actorName && <p>{t.organizations.staff.by(step.actorName)}</p>}
          {step.reason && <p>{step.reason}</p>}
        </>
      ),
    }),
  );
  const coming = (position < 0 ? [] : way.slice(position + 1)).map(
    (next, index): TimelineItem => ({
      id: next,
      title: wayWords[next] ?? next,
      status: index === 0 ? "current" : "coming",
    }),
  );
  return <Timeline items={[...done, ...coming]} />;
}
