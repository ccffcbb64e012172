import { type Fen, formatYuanWithSign } from "#app/domain/money.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { SelectField } from "#app/ui/choice-fields.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { StepForm } from "#app/ui/step-form.tsx";
import { MoneyField, TextField } from "#app/ui/text-fields.tsx";

export type ProposeAllocationValues = { needId: string; amount: string; reason: string };

type ProposeAllocationProps = {
  form: FormState;
  fields: Readonly<Record<keyof ProposeAllocationValues, FormField>>;
  needs: readonly { id: string; publicCode: string; title: string; villageName: string; roomFen: Fen }[];
};

export function ProposeAllocation({ form, fields, needs }: ProposeAllocationProps) {
  const words = useMessages().pools;
  return (
    <StepForm form={form} intent="propose" button={words.submit} icon="check">
      <SelectField
        field={fields.needId}
        label={words.fields.needId}
        hint={words.hints.needId}
        options={needs.map((need) => ({
          value: need.id,
          label: words.needOption(need.villageName, need.title, need.publicCode, formatYuanWithSign(need.roomFen)),
        }))}
      />
      <MoneyField field={fields.amount} label={words.fields.amount} />
      <TextField field={fields.reason} label={words.fields.reason} hint={words.hints.reason} />
    </StepForm>
  );
}
