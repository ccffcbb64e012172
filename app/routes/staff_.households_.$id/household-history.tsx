import type { RecordedStep } from "#app/domain/transition-queries.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { Timeline } from "#app/ui/status.tsx";

/** Every step of the file, with who and why. */
export function HouseholdHistory({ history }: { history: readonly RecordedStep[] }) {
  const t = useMessages();
  const eventWords = new Map<string, string>(Object.entries(t.vocabulary.householdEvents));
  if (history.length === 0) return null;
  return (
    <Section title={t.households.history}>
      <Timeline
        items={history.map((step) => ({
          id: step.id,
          title: eventWords.get(step.event) ?? step.event,
          time: formatMinute(step.at),
          note: (
            <>
              {t.needsStaff.byWhom(step.actorName ?? t.needsStaff.system)}
              {step.reason && <p>{t.needsStaff.reason(step.reason)}</p>}
            </>
          ),
        }))}
      />
    </Section>
  );
}
