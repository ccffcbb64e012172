import type { FieldMetadata, FormMetadata } from "@conform-to/react";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { Checkbox } from "#app/ui/choice-fields.tsx";
import { Form, HiddenField, SubmitButton } from "#app/ui/form.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";
import { Finding, type ShownGate } from "../staff_.needs_.$id/gate-section.tsx";

export type CheckValues = {
  hasComparedEvidence: boolean;
  hasComparedRegister: boolean;
  version: string;
  reasons: { key: string; reason: string }[];
};

type CheckFormProps = {
  form: FormMetadata<CheckValues, string[]>;
  fields: { [Name in keyof CheckValues]-?: FieldMetadata<CheckValues[Name], CheckValues, string[]> };
  version: number;
  /** What waits for a reason, in the order of `fields.reasons`. */
  open: ShownGate["findings"];
};

/** The town's confirmation, with a reason for everything the gate found that is not forbidden (D7). */
export function CheckForm({ form, fields, version, open }: CheckFormProps) {
  const t = useMessages();
  const words = t.verification.steps.check;
  const reasons = fields.reasons.getFieldList();
  return (
    <Panel title={words.title} tone="pine">
      <Form form={form}>
        <HiddenField field={fields.version} value={String(version)} />
        {open.map((finding, index) => {
          const reason = reasons[index]?.getFieldset();
          if (reason === undefined) return null;
          return (
            <div key={finding.key} className="stack">
              <Finding finding={finding} />
              <HiddenField field={reason.key} value={finding.key} />
              <TextArea
                field={reason.reason}
                label={t.reasonableNeeds.reasonFor}
                hint={t.reasonableNeeds.reasonHint}
                rows={2}
              />
            </div>
          );
        })}
        <Checkbox field={fields.hasComparedEvidence} label={words.evidence} />
        <Checkbox field={fields.hasComparedRegister} label={words.register} />
        <SubmitButton icon="check" wide>
          {words.submit}
        </SubmitButton>
      </Form>
    </Panel>
  );
}
