import type { HouseholdFile } from "#app/domain/households/household-queries.server.ts";
import type { RecordedStep } from "#app/domain/transition-queries.server.ts";
import type { Messages } from "#app/i18n/catalog.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { Timeline } from "#app/ui/status.tsx";

type HouseholdHistoryProps = { history: readonly RecordedStep[]; members: HouseholdFile["members"] };

/** Every step of the file, and every change of a cause or of somebody's ability to work, with who and why (S10). */
export function HouseholdHistory({ history, members }: HouseholdHistoryProps) {
  const t = useMessages();
  if (history.length === 0) return null;
  return (
    <Section title={t.households.history}>
      <Timeline
        items={history.map((step) => ({
          id: step.id,
          title: titleOf(t, step, members),
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

function titleOf(t: Messages, step: RecordedStep, members: HouseholdFile["members"]): string {
  const words = t.households;
  if (step.noun === "household_causes") {
    return words.changeLine(words.causes, causesOf(t, step.fromState), causesOf(t, step.toState));
  }
  if (step.noun === "household_member") {
    const name = members.find((member) => member.id === step.subjectId)?.name ?? words.members;
    const labourWords = new Map<string, string>(Object.entries(t.vocabulary.labourAbilities));
    return words.changeLine(name, labourWords.get(step.fromState ?? "") ?? "", labourWords.get(step.toState) ?? "");
  }
  return new Map<string, string>(Object.entries(t.vocabulary.householdEvents)).get(step.event) ?? step.event;
}

function causesOf(t: Messages, codes: string | null): string {
  const causeWords = new Map<string, string>(Object.entries(t.vocabulary.causes));
  return (codes ?? "")
    .split(",")
    .map((code) => causeWords.get(code) ?? code)
    .join(" ");
}
