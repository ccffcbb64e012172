import { Link } from "@remix-run/react";
import type { ChangeTarget } from "#app/domain/matching/change-target-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup } from "#app/ui/choice-fields.tsx";
import { HiddenField } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { helperWords } from "#app/ui/helper-words.ts";
import { reasonsLine } from "#app/ui/match-reasons.tsx";
import { Section } from "#app/ui/page.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";

export type ChangeFields = Record<"needId" | "insteadOf" | "intentId" | "reason", FormField>;
type ChangeFormProps = {
  form: FormState;
  fields: ChangeFields;
  target: ChangeTarget;
  partId: string;
  placeNames: Readonly<Record<string, string>>;
};

/** One need of the part: who is assigned, who could be instead and why, and the reason for the change. */
export function ChangeForm({ form, fields, target, partId, placeNames }: ChangeFormProps) {
  const t = useMessages();
  const words = t.matching.rounds;
  const places = [
    ...target.assigned.map((one) => ({ value: one.id, label: helperWords(t, one) })),
    ...(target.hasSeat ? [{ value: "none", label: words.oneMore }] : []),
  ];
  const candidates = target.candidates.map((one) => ({
    value: one.intentId,
    label: helperWords(t, one),
    hint: reasonsLine(t, one, placeNames),
  }));
  const nobody = target.assigned.length > 0 ? [{ value: "none", label: words.nobody }] : [];
  return (
    <Section
      title={words.changeTitle(target.title)}
      action={<Link to={paths.staffRound(partId)}>{words.closeChange}</Link>}
    >
      {candidates.length === 0 && <p className="text-muted">{words.noCandidates}</p>}
      {candidates.length + nobody.length > 0 && (
        <StepForm form={form} intent="change" button={words.save}>
          <HiddenField field={fields.needId} value={target.id} />
          {places.length === 1 ? (
            <>
              <HiddenField field={fields.insteadOf} value={places[0]?.value ?? "none"} />
              {target.assigned[0] && (
                <p>
                  {words.insteadOf}: <b>{helperWords(t, target.assigned[0])}</b>
                </p>
              )}
            </>
          ) : (
            <RadioGroup field={fields.insteadOf} label={words.insteadOf} options={places} />
          )}
          <RadioGroup field={fields.intentId} label={words.whom} options={[...candidates, ...nobody]} />
          <TextArea field={fields.reason} label={words.reason} rows={2} />
        </StepForm>
      )}
    </Section>
  );
}
