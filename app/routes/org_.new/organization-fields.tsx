import { organizationKinds } from "#app/domain/organizations/organization.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Checkbox, RadioGroup, SelectField } from "#app/ui/choice-fields.tsx";
import { Fieldset, Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField, FormState } from "#app/ui/form-field.ts";
import { DateField, TextArea, TextField } from "#app/ui/text-fields.tsx";

type OrganizationFieldsProps = {
  form: FormState;
  fields: Record<
    | "kind"
    | "name"
    | "creditCode"
    | "regionCode"
    | "introduction"
    | "contactName"
    | "contactPhone"
    | "contactEmail"
    | "qualificationNumber"
    | "qualificationValidTo"
    | "isAuthorized",
    FormField
  >;
  counties: readonly { code: string; name: string }[];
  isAgain: boolean;
};

/** What the county compares, then how to reach the organization, then what only charities have. */
export function OrganizationFields({ form, fields, counties, isAgain }: OrganizationFieldsProps) {
  const words = useMessages().organizations;
  return (
    <Form form={form}>
      <RadioGroup
        field={fields.kind}
        label={words.kind}
        options={organizationKinds.map((kind) => ({
          value: kind,
          label: words.kinds[kind],
          hint: words.kindHints[kind],
        }))}
      />
      <TextField field={fields.name} label={words.name} hint={words.nameHint} autoComplete="organization" />
      <TextField
        field={fields.creditCode}
        label={words.creditCode}
        hint={words.creditCodeHint}
        width="medium"
        autoComplete="off"
      />
      <SelectField
        field={fields.regionCode}
        label={words.region}
        hint={words.regionHint}
        options={counties.map(({ code, name }) => ({ value: code, label: name }))}
      />
      <TextArea field={fields.introduction} label={words.introduction} hint={words.introductionHint} rows={4} />
      <Fieldset legend={words.contactSection}>
        <p className="text-sm text-muted">{words.contactHint}</p>
        <TextField field={fields.contactName} label={words.contactName} width="medium" autoComplete="name" />
        <TextField
          field={fields.contactPhone}
          label={words.contactPhone}
          hint={words.contactPhoneHint}
          type="tel"
          width="medium"
          autoComplete="tel"
        />
        <TextField
          field={fields.contactEmail}
          label={words.contactEmail}
          type="email"
          inputMode="email"
          autoComplete="email"
        />
      </Fieldset>
      <Fieldset legend={words.qualificationSection}>
        <TextField
          field={fields.qualificationNumber}
          label={words.qualificationNumber}
          hint={words.qualificationNumberHint}
          width="medium"
          autoComplete="off"
          optional
        />
        <DateField field={fields.qualificationValidTo} label={words.qualificationValidTo} optional />
      </Fieldset>
      <Checkbox field={fields.isAuthorized} label={words.isAuthorized} />
      <SubmitButton wide>{isAgain ? words.submitAgain : words.submit}</SubmitButton>
    </Form>
  );
}
