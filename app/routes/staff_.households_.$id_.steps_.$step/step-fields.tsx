import type { HouseholdStep } from "#app/domain/household-cases/household-case-policy.ts";
import { signatureMethods } from "#app/domain/verification/signature-methods.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Checkbox, RadioGroup } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { DateField, FileField, MoneyField, TextArea, TextField } from "#app/ui/text-fields.tsx";
import { MeetingFields, type MeetingValues } from "../staff_.needs_.$id_.meeting/meeting-fields.tsx";

type StepFieldsProps = {
  step: HouseholdStep;
  form: FormState;
  fields: Readonly<Record<string, FormField>>;
  today: string;
};

const withEvidence: readonly HouseholdStep[] = [
  "propose_exit",
  "propose_removal",
  "propose_inclusion",
  "apply_reentry",
];
const onlyReason: readonly HouseholdStep[] = [
  "return",
  "reject",
  "stop_exit",
  "review_reentry",
  "approve_reentry",
  "refuse_reentry",
];
const grave: readonly HouseholdStep[] = ["return", "reject", "stop_exit", "refuse_reentry"];

/** The form of one step. The picture comes last, so that nothing typed is lost when it is too large. */
export function StepFields({ step, form, fields, today }: StepFieldsProps) {
  const t = useMessages();
  const words = t.householdCases;
  // biome-ignore lint/style/noNonNullAssertion: conform makes every field it is asked for
  const field = (name: string) => fields[name]!;
  if (step === "review") {
    const names = ["heldOn", "place", "attendees", "attendeeCount", "votesFor", "votesAgainst", "votesAbstained"];
    const own = Object.fromEntries([...names, "minutes", "photo"].map((name) => [name, field(name)]));
    return <MeetingFields form={form} fields={own as Record<keyof MeetingValues, FormField>} latestDay={today} />;
  }
  const reason = <TextArea field={field("reason")} label={words.reason} hint={words.reasonHint} rows={4} />;
  const hasPhoto = withEvidence.includes(step) || step === "sign" || step === "exit";
  return (
    <Form form={form} multipart={hasPhoto}>
      {(step === "notice" || step === "notice_exit") && (
        <TextField
          field={field("objectionPhone")}
          label={t.verification.steps.notice.phone}
          hint={t.verification.steps.notice.phoneHint}
          type="tel"
          autoComplete="off"
          width="medium"
        />
      )}
      {step === "sign" && <SignatureFields field={field} />}
      {step === "approve" && <Checkbox field={field("hasComparedRegister")} label={words.register} />}
      {step === "exit" && <InspectionFields field={field} />}
      {step === "decide_correction" && (
        <RadioGroup
          field={field("outcome")}
          label={words.outcome}
          options={(["approved", "refused"] as const).map((value) => ({ value, label: words.outcomes[value] }))}
        />
      )}
      {(onlyReason.includes(step) || withEvidence.includes(step) || step === "decide_correction") && reason}
      {withEvidence.includes(step) && (
        <FileField
          field={field("photo")}
          label={words.evidencePhoto}
          hint={words.evidencePhotoHint}
          capture="environment"
        />
      )}
      <SubmitButton icon="check" tone={grave.includes(step) ? "danger" : undefined} wide>
        {words.steps[step].submit}
      </SubmitButton>
    </Form>
  );
}

type Named = { field: (name: string) => FormField };

function SignatureFields({ field }: Named) {
  const t = useMessages();
  const words = t.verification.steps.signature;
  return (
    <>
      <TextField
        field={field("signerName")}
        label={words.signerName}
        hint={t.householdCases.signerHint}
        autoComplete="off"
        width="medium"
      />
      <RadioGroup
        field={field("method")}
        label={words.method}
        options={signatureMethods.map((value) => ({ value, label: words.methods[value] }))}
      />
      <FileField
        field={field("photo")}
        label={t.householdCases.signaturePhoto}
        hint={words.photoHint}
        capture="environment"
      />
    </>
  );
}

function InspectionFields({ field }: Named) {
  const t = useMessages();
  const words = t.householdCases;
  return (
    <>
      <TextArea field={field("findings")} label={words.findings} hint={words.findingsHint} rows={5} />
      <MoneyField field={field("incomePerPersonFen")} label={words.income} optional />
      <DateField field={field("helpUntil")} label={words.helpUntilField} hint={words.helpUntilHint} />
      <TextField
        field={field("inspectorName")}
        label={words.inspectorName}
        hint={words.inspectorNameHint}
        autoComplete="off"
        width="medium"
      />
      <FileField
        field={field("photo")}
        label={words.acceptancePhoto}
        hint={words.acceptancePhotoHint}
        capture="environment"
      />
    </>
  );
}
