import type { FieldMetadata, FormMetadata } from "@conform-to/react";
import { useMessages } from "#app/i18n/use-messages.ts";
import { SelectField } from "#app/ui/choice-fields.tsx";
import { Form, HiddenField, SubmitButton } from "#app/ui/form.tsx";
import { DateField, TextArea, TextField } from "#app/ui/text-fields.tsx";
import { BudgetLines, type LineValues } from "./budget-lines.tsx";

export type ProjectValues = {
  version?: string;
  regionCode?: string;
  title?: string;
  purpose?: string;
  description?: string;
  plannedFrom?: string;
  plannedTo?: string;
  lines?: LineValues[];
};

type ProjectFieldsProps = {
  form: FormMetadata<ProjectValues, string[]>;
  fields: Required<{ [Name in keyof ProjectValues]: FieldMetadata<ProjectValues[Name], ProjectValues, string[]> }>;
  places: readonly { code: string; name: string }[];
};

/** The application of a project: what, where, when, and its budget. */
export function ProjectFields({ form, fields, places }: ProjectFieldsProps) {
  const words = useMessages().libraryProjects.form;
  return (
    <Form form={form}>
      <HiddenField field={fields.version} />
      <SelectField
        field={fields.regionCode}
        label={words.place}
        options={places.map(({ code, name }) => ({ value: code, label: name }))}
      />
      <TextField field={fields.title} label={words.title} hint={words.titleHint} />
      <TextField field={fields.purpose} label={words.purpose} hint={words.purposeHint} />
      <TextArea field={fields.description} label={words.description} hint={words.descriptionHint} />
      <DateField field={fields.plannedFrom} label={words.plannedFrom} />
      <DateField field={fields.plannedTo} label={words.plannedTo} />
      <BudgetLines form={form} lines={fields.lines} />
      <SubmitButton icon="check" wide>
        {words.save}
      </SubmitButton>
    </Form>
  );
}
