import { lookBackFindings } from "#app/domain/household-monitoring/household-monitoring.ts";
import type { FileLookBack } from "#app/domain/household-monitoring/monitoring-queries.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { ReasonForm } from "./reason-form.tsx";

type LookBackSectionProps = { lookBacks: readonly FileLookBack[]; today: string; mayLookBack: boolean };

/** One round a year after the exit (S19). */
export function LookBackSection({ lookBacks, today, mayLookBack }: LookBackSectionProps) {
  const t = useMessages();
  const words = t.monitoring;
  if (lookBacks.length === 0) return null;
  return (
    <Section title={words.lookBacks}>
      <ul className="stack">
        {lookBacks.map((round) => (
          <li key={round.id} className="panel">
            <p className="flex flex-wrap gap-2">
              <b>{words.lookBackYear(round.year)}</b>
              {round.finding !== null && <StateBadge tone="neutral">{words.findings[round.finding]}</StateBadge>}
              {round.doneAt === null && round.dueOn < today && <StateBadge tone="danger">{words.overdue}</StateBadge>}
            </p>
            <p className="text-sm text-muted">
              {round.doneAt === null
                ? `${words.dueOn}${t.common.colon}${round.dueOn}`
                : `${formatMinute(round.doneAt)} · ${round.note ?? ""}`}
            </p>
            {round.doneAt === null && mayLookBack && (
              <ReasonForm
                intent="look_back"
                idName="lookBackId"
                id={round.id}
                textName="note"
                summary={words.lookBackYear(round.year)}
                submit={words.doLookBack}
              >
                <fieldset>
                  <legend className="font-bold">{words.finding}</legend>
                  {lookBackFindings.map((value) => (
                    <label key={value} className="flex min-h-target items-center gap-2">
                      <input type="radio" name="finding" value={value} required />
                      {words.findings[value]}
                    </label>
                  ))}
                </fieldset>
              </ReasonForm>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
