import type { useForm } from "@conform-to/react";
import { columnLetters } from "#app/domain/cell.ts";
import { registerFields } from "#app/domain/register-imports/columns.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { type SelectChoice, SelectField } from "#app/ui/choice-fields.tsx";
import { Fieldset, Form, SubmitButton } from "#app/ui/form.tsx";
import type { FormField } from "#app/ui/form-field.ts";
import { DateField } from "#app/ui/text-fields.tsx";

export type MapColumn = { header: string; field: string; sample: readonly string[] };
export type MapValues = { columns: string[]; programme: string; programmeFrom: string };
type MapFormState = ReturnType<typeof useForm<MapValues>>;

/** Step 识别列: every column with its head, its first rows and what it is taken for; wrong guesses are corrected here. */
export function MapSection({ columns, form: [form, fields] }: { columns: readonly MapColumn[]; form: MapFormState }) {
  const t = useMessages();
  const words = t.registerImports;
  const options = [
    { value: "-", label: words.ignored },
    ...registerFields.map((field) => ({ value: field, label: words.fields[field] })),
  ];
  const selects = fields.columns.getFieldList();
  return (
    <Form form={form}>
      <input type="hidden" name="intent" value="map" />
      <ColumnSelects columns={columns} fields={selects} options={options} />
      <Fieldset legend={words.defaults}>
        <SelectField
          field={fields.programme}
          label={words.programme}
          hint={words.programmeHint}
          emptyLabel={words.inTheTable}
          options={(["registered_poor", "monitoring"] as const).map((value) => ({
            value,
            label: t.vocabulary.programmes[value],
          }))}
          optional
        />
        <DateField field={fields.programmeFrom} label={words.programmeFrom} hint={words.programmeFromHint} optional />
      </Fieldset>
      <SubmitButton icon="check">{words.mapSubmit}</SubmitButton>
    </Form>
  );
}

type ColumnSelectsProps = {
  columns: readonly MapColumn[];
  fields: readonly FormField[];
  options: readonly SelectChoice[];
};

/** Every column with its letters, its head and its first rows, and what it is taken for. */
export function ColumnSelects({ columns, fields, options }: ColumnSelectsProps) {
  return columns.map((column, index) => {
    const field = fields[index];
    if (field === undefined) return null;
    const letters = columnLetters(index);
    return (
      <SelectField
        key={letters}
        field={field}
        label={`${letters} ${column.header}`}
        hint={column.sample.filter(Boolean).join(" / ")}
        options={options}
        emptyLabel={false}
      />
    );
  });
}
