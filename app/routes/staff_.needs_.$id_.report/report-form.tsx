import type { FieldMetadata, FormMetadata } from "@conform-to/react";
import type { ImpactReportKind } from "#app/domain/impact-reports/impact-report.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup } from "#app/ui/choice-fields.tsx";
import { Fieldset, Form, HiddenField, SubmitButton } from "#app/ui/form.tsx";
import { DateField, MoneyField, NumberField, TextArea, TextField } from "#app/ui/text-fields.tsx";

type Line = { item: string; planned: string; spent: string; note: string };
type Draft = {
  kind: ImpactReportKind;
  version: string;
  title: string;
  body: string;
  confirmedByRole: string;
  confirmedOn: string;
  beneficiaryHouseholds: string;
  beneficiaryPersons: string;
  lines: Line[];
};
type ReportFormProps = {
  form: FormMetadata<Draft, string[]>;
  fields: { [Name in keyof Draft]: FieldMetadata<Draft[Name], Draft, string[]> };
  latestDay: string;
  kinds: readonly ImpactReportKind[];
};

/** The officer's report: words first, then who confirmed, then each budget line with what it really cost. */
export function ReportForm({ form, fields, latestDay, kinds }: ReportFormProps) {
  const t = useMessages();
  const words = t.impactReports.staff;
  return (
    <Form form={form}>
      <input type="hidden" name="intent" value="save" />
      <HiddenField field={fields.version} />
      <RadioGroup
        field={fields.kind}
        label={words.kind}
        options={kinds.map((kind) => ({
          value: kind,
          label: t.publicNeeds.reportKinds[kind],
          hint: words.kindHints[kind],
        }))}
      />
      <TextField field={fields.title} label={words.fields.title} hint={words.fields.titleHint} />
      <TextArea field={fields.body} label={words.fields.body} hint={words.fields.bodyHint} rows={8} />
      <NumberField field={fields.beneficiaryHouseholds} label={words.fields.beneficiaryHouseholds} />
      <NumberField field={fields.beneficiaryPersons} label={words.fields.beneficiaryPersons} />
      <TextField
        field={fields.confirmedByRole}
        label={words.fields.confirmedByRole}
        hint={words.fields.confirmedByRoleHint}
      />
      <DateField field={fields.confirmedOn} label={words.fields.confirmedOn} max={latestDay} />
      <Fieldset legend={words.lines} hint={words.linesHint}>
        {fields.lines.getFieldList().map((line) => {
          const parts = line.getFieldset();
          return (
            <fieldset key={line.key} className="panel grid gap-4 sm:grid-cols-2">
              <legend className="font-bold">{parts.item.value}</legend>
              <HiddenField field={parts.item} />
              <MoneyField field={parts.planned} label={words.fields.planned} />
              <MoneyField field={parts.spent} label={words.fields.spent} />
              <TextField field={parts.note} label={words.fields.note} optional />
            </fieldset>
          );
        })}
      </Fieldset>
      <SubmitButton>{words.save}</SubmitButton>
    </Form>
  );
}
