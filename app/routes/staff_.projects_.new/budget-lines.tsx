import type { FieldMetadata, FormMetadata } from "@conform-to/react";
import { useMessages } from "#app/i18n/use-messages.ts";
import { FieldErrors } from "#app/ui/field-frame.tsx";
import { Fieldset, SubmitButton } from "#app/ui/form.tsx";
import { MoneyField, NumberField, TextField } from "#app/ui/text-fields.tsx";

export type LineValues = { item?: string; quantity?: string; unit?: string; unitPrice?: string };

type BudgetLinesProps<Values extends Record<string, unknown>> = {
  form: FormMetadata<Values, string[]>;
  lines: FieldMetadata<LineValues[] | undefined, Values, string[]>;
};

/** The budget line by line. Rows are added and removed by submit buttons, so it works without JavaScript. */
export function BudgetLines<Values extends Record<string, unknown>>({ form, lines }: BudgetLinesProps<Values>) {
  const words = useMessages().libraryProjects.form;
  const insert = form.insert.getButtonProps({ name: lines.name, defaultValue: {} });
  const list = lines.getFieldList();
  return (
    <Fieldset legend={words.lines} hint={words.linesHint}>
      <FieldErrors field={lines} />
      {list.map((line, index) => {
        const remove = form.remove.getButtonProps({ name: lines.name, index });
        const fields = line.getFieldset();
        return (
          <fieldset key={line.key} className="panel stack min-w-0">
            <legend className="font-bold">{words.line(index + 1)}</legend>
            <TextField field={fields.item} label={words.item} autoComplete="off" />
            <div className="grid grid-cols-2 gap-3">
              <NumberField field={fields.quantity} label={words.quantity} />
              <TextField field={fields.unit} label={words.unit} autoComplete="off" />
            </div>
            <MoneyField field={fields.unitPrice} label={words.unitPrice} />
            {list.length > 1 && (
              <div>
                <SubmitButton tone="quiet" icon="x" name={remove.name} value={remove.value}>
                  {words.removeLine(index + 1)}
                </SubmitButton>
              </div>
            )}
          </fieldset>
        );
      })}
      <SubmitButton tone="secondary" icon="plus" name={insert.name} value={insert.value} wide>
        {words.addLine}
      </SubmitButton>
    </Fieldset>
  );
}
