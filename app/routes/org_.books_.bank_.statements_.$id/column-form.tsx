import type { useForm } from "@conform-to/react";
import { ignoredColumn, statementFields } from "#app/domain/bank-statements/statement-columns.ts";
import { columnLetters } from "#app/domain/cell.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { SelectField } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import type { StatementPage } from "./statement-page.server.ts";

export type ColumnValues = { intent: string; columns: string[] };
type Props = { columns: StatementPage["columns"]; form: ReturnType<typeof useForm<ColumnValues>> };

/** Every column with its head, its first rows and what it is taken for; wrong guesses are corrected here. */
export function ColumnForm({ columns, form: [form, fields] }: Props) {
  const words = useMessages().bankStatements.preview;
  const selects = fields.columns.getFieldList();
  return (
    <Form form={form}>
      <input type="hidden" name="intent" value="map" />
      <div className="grid gap-4 md:grid-cols-2">
        {columns.map((column, index) => {
          const field = selects[index];
          if (field === undefined) return null;
          const letters = columnLetters(index);
          return (
            <SelectField
              key={letters}
              field={field}
              label={`${letters} ${column.header}`}
              hint={column.sample.filter(Boolean).join(" / ")}
              options={[
                { value: ignoredColumn, label: words.ignored },
                ...statementFields.map((value) => ({ value, label: words.fields[value] })),
              ]}
              emptyLabel={false}
            />
          );
        })}
      </div>
      <SubmitButton tone="secondary">{words.remap}</SubmitButton>
    </Form>
  );
}
