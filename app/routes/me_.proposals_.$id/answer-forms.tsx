import { declineCodes } from "#app/domain/matching/proposal.ts";
import type { PledgeNeed } from "#app/domain/pledges/pledge-queries.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup } from "#app/ui/choice-fields.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { Section } from "#app/ui/page.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";
import { PledgeFields } from "../needs_.$code_.pledge/pledge-fields.tsx";

export type AnswerFields = Record<
  "needItemId" | "quantity" | "amount" | "organizationId" | "promisedFor" | "note" | "isBinding" | "declineCode",
  FormField
>;

type AcceptFormProps = {
  form: FormState;
  fields: AnswerFields;
  need: PledgeNeed;
  kind: "item" | "money" | "plain";
  today: string;
};

/** The yes: the pledge's own form, in the name the intent was left in. */
export function AcceptForm({ form, fields, need, kind, today }: AcceptFormProps) {
  const words = useMessages().matching.proposals;
  return (
    <Section title={words.acceptTitle} lead={kind === "plain" ? words.acceptPlain : words.acceptLead}>
      {kind === "plain" ? (
        <StepForm form={form} intent="plain" button={words.acceptNow}>
          <TextArea field={fields.note} label={words.note} rows={2} optional />
        </StepForm>
      ) : (
        <PledgeFields form={form} fields={fields} need={need} isMoney={kind === "money"} helpers={[]} today={today} />
      )}
    </Section>
  );
}

/** The no, with its reason. */
export function DeclineForm({ form, fields }: { form: FormState; fields: Pick<AnswerFields, "declineCode" | "note"> }) {
  const words = useMessages().matching.proposals;
  return (
    <StepForm
      form={form}
      intent="decline"
      hint={words.declineLead}
      button={words.decline}
      foldedUnder={words.declineTitle}
    >
      <RadioGroup
        field={fields.declineCode}
        label={words.declineCode}
        options={declineCodes.map((code) => ({ value: code, label: words.declineCodes[code] }))}
      />
      <TextArea field={fields.note} label={words.declineNote} rows={2} optional />
    </StepForm>
  );
}
