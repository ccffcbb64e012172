import type { PublicationCrowd } from "#app/domain/needs/crowd-queries.server.ts";
import type { FilingChoice } from "#app/domain/verification/filing-queries.server.ts";
import type { IntentOnlyReason } from "#app/domain/verification/publication-mode.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Checkbox, type Choice, RadioGroup } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { CrowdField } from "../staff_.needs_.$id/crowd-field.tsx";

export type PublishValues = { filingId: string; publicCauses: string; hasComparedRegister: boolean };

type PublishFieldsProps = {
  form: FormState;
  fields: Readonly<Record<keyof PublishValues, FormField>>;
  filings: readonly (FilingChoice & { reasons: readonly IntentOnlyReason[] })[];
  asksForMoney: boolean;
  /** Null where the village itself asks. */
  crowd: PublicationCrowd | null;
};

/** Who may receive money, by law: a filing that does not hold today is shown with the reason and cannot be chosen. */
export function PublishFields({ form, fields, filings, asksForMoney, crowd }: PublishFieldsProps) {
  const t = useMessages();
  const words = t.verification.steps.publish;
  const options: Choice[] = [
    ...filings.map((filing) => ({
      value: filing.id,
      label: words.filingChoice(filing.charity.name, filing.filingNumber),
      hint:
        filing.reasons.length === 0
          ? words.filingValid(filing.validFrom, filing.validTo)
          : `${words.willBeIntentOnly}${t.common.colon}${filing.reasons.map((reason) => words.modeReasons[reason]).join(" · ")}`,
      disabled: filing.reasons.length > 0,
    })),
    { value: "", label: words.noFiling },
  ];
  return (
    <Form form={form}>
      {asksForMoney ? (
        <RadioGroup field={fields.filingId} label={words.filing} hint={words.filingHint} options={options} />
      ) : (
        <p className="text-muted">{words.noMoney}</p>
      )}
      <CrowdField crowd={crowd} field={fields.publicCauses} />
      <Checkbox field={fields.hasComparedRegister} label={words.register} />
      <SubmitButton icon="badge-check" wide>
        {words.submit}
      </SubmitButton>
    </Form>
  );
}
