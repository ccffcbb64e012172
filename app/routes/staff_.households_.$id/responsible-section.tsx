import type { HouseholdFile } from "#app/domain/households/household-queries.server.ts";
import type { ResponsibleCandidate } from "#app/domain/households/responsible-person-queries.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { SelectField } from "#app/ui/choice-fields.tsx";
import { Disclosure } from "#app/ui/disclosure.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Section } from "#app/ui/page.tsx";
import { StateBadge, Timeline } from "#app/ui/status.tsx";
import { TextField } from "#app/ui/text-fields.tsx";
import { type HouseholdForms, isRefused } from "./household-forms.ts";

type ResponsibleSectionProps = {
  file: HouseholdFile;
  candidates: readonly ResponsibleCandidate[];
  canAssign: boolean;
  forms: HouseholdForms;
};

/** The one 帮扶责任人 and those before, with the hand-over (S23). */
export function ResponsibleSection({ file, candidates, canAssign, forms }: ResponsibleSectionProps) {
  const t = useMessages();
  const words = t.households;
  const current = file.responsible.find((row) => row.toAt === null);
  const others = candidates.filter(({ userId }) => userId !== current?.userId);
  return (
    <Section title={words.responsible}>
      {current === undefined && <StateBadge tone="danger">{words.noResponsible}</StateBadge>}
      <Timeline
        items={file.responsible.map((row) => ({
          id: row.id,
          title: row.displayName,
          time:
            row.toAt === null
              ? `${words.since(formatMinute(row.fromAt))} · ${words.current}`
              : words.fromTo(formatMinute(row.fromAt), formatMinute(row.toAt)),
          note: row.handOverNote,
          status: row.toAt === null ? ("current" as const) : ("done" as const),
        }))}
      />
      {canAssign && others.length > 0 && (
        <Disclosure summary={words.handOver} isOpen={isRefused(forms.assign)} noPrint>
          <Form form={forms.assign}>
            <input type="hidden" name="intent" value="assign" />
            <SelectField
              field={forms.assignFields.responsibleUserId}
              label={words.responsible}
              hint={words.responsibleHint}
              options={others.map(({ userId, displayName }) => ({ value: userId, label: displayName }))}
            />
            <TextField
              field={forms.assignFields.handOverNote}
              label={words.handOverNote}
              hint={words.handOverNoteHint}
              autoComplete="off"
            />
            <SubmitButton tone="secondary">{words.assign}</SubmitButton>
          </Form>
        </Disclosure>
      )}
    </Section>
  );
}
