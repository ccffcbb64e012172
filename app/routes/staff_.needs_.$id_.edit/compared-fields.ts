import type { Messages } from "#app/i18n/catalog.ts";
import type { ComparedField } from "#app/ui/conflict-comparison.tsx";
import type { ItemValues, NeedFields, NeedValues } from "../staff_.needs_.new/need-values.ts";

/** The saved need and what was typed, in the words of the page. */
export function comparedFields(t: Messages, saved: NeedValues, typed: NeedFields): ComparedField[] {
  const words = t.needsStaff;
  return [
    { label: words.titleField, saved: saved.title ?? "", typed: typed.title.value ?? "" },
    { label: words.summary, saved: saved.summary ?? "", typed: typed.summary.value ?? "" },
    { label: words.story, saved: saved.story ?? "", typed: typed.story.value ?? "" },
    { label: words.staffNote, saved: saved.staffNote ?? "", typed: typed.staffNote.value ?? "" },
    { label: words.neededBy, saved: saved.neededBy ?? "", typed: typed.neededBy.value ?? "" },
    { label: words.items, saved: linesOf(saved.items), typed: linesOf(typed.items.getFieldList().map(itemOf)) },
  ];
}

function itemOf(item: ReturnType<NeedFields["items"]["getFieldList"]>[number]): ItemValues {
  const fields = item.getFieldset();
  return {
    name: fields.name.value,
    unit: fields.unit.value,
    quantity: fields.quantity.value,
    unitPriceFen: fields.unitPriceFen.value,
  };
}

function linesOf(items: readonly ItemValues[] = []): string {
  return items
    .map(({ name, quantity, unit, unitPriceFen }) => [name, quantity, unit, unitPriceFen].filter(Boolean).join(" "))
    .join("\n");
}
