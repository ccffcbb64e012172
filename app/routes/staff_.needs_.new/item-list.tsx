import type { FieldMetadata, FormMetadata } from "@conform-to/react";
import { useMessages } from "#app/i18n/use-messages.ts";
import { FieldErrors } from "#app/ui/field-frame.tsx";
import { Fieldset, HiddenField, SubmitButton } from "#app/ui/form.tsx";
import { MoneyField, NumberField, TextField } from "#app/ui/text-fields.tsx";
import type { ItemValues, NeedFields, NeedValues } from "./need-values.ts";

type ItemListProps = { form: FormMetadata<NeedValues, string[]>; items: NeedFields["items"] };

/** The budget line by line. Rows are added and removed by submit buttons, so it works without JavaScript. */
export function ItemList({ form, items }: ItemListProps) {
  const t = useMessages();
  const words = t.needsStaff;
  const insert = form.insert.getButtonProps({ name: items.name, defaultValue: {} });
  const list = items.getFieldList();
  return (
    <Fieldset legend={words.sectionBudget} hint={`${words.itemsHint}${words.itemsHintGoods}`}>
      <FieldErrors field={items} />
      {list.map((item, index) => {
        const remove = form.remove.getButtonProps({ name: items.name, index });
        return (
          <fieldset key={item.key} className="panel stack min-w-0">
            <legend className="font-bold">{words.itemNumber(index + 1)}</legend>
            <ItemFields item={item} />
            {list.length > 1 && (
              <div>
                <SubmitButton tone="quiet" icon="x" name={remove.name} value={remove.value}>
                  {words.removeItem(index + 1)}
                </SubmitButton>
              </div>
            )}
          </fieldset>
        );
      })}
      <SubmitButton tone="secondary" icon="plus" name={insert.name} value={insert.value} wide>
        {words.addItem}
      </SubmitButton>
      <p className="text-muted">{words.goalIsSum}</p>
    </Fieldset>
  );
}

function ItemFields({ item }: { item: FieldMetadata<ItemValues, NeedValues, string[]> }) {
  const t = useMessages();
  const words = t.needsStaff;
  const fields = item.getFieldset();
  return (
    <>
      {fields.id.defaultValue && <HiddenField field={fields.id} />}
      <TextField field={fields.name} label={words.item} hint={words.itemNameHint} autoComplete="off" />
      <div className="grid grid-cols-2 gap-3">
        <NumberField field={fields.quantity} label={words.quantity} />
        <TextField field={fields.unit} label={words.unit} hint={words.unitHint} autoComplete="off" />
      </div>
      <MoneyField field={fields.unitPriceFen} label={words.unitPriceLabel} optional />
    </>
  );
}
