import type { Messages } from "#app/i18n/catalog.ts";

/** Field name → label for the error summary; a line of the budget says which. */
export function needLabels(t: Messages, names: readonly string[]): Record<string, string> {
  const words = t.needsStaff;
  const own = new Map([
    ["type", words.kind],
    ["category", words.category],
    ["title", words.titleField],
    ["summary", words.summary],
    ["story", words.story],
    ["staffNote", words.staffNote],
    ["neededBy", words.neededBy],
    ["items", words.items],
    ["name", words.item],
    ["unit", words.unit],
    ["quantity", words.quantity],
    ["unitPriceFen", words.unitPriceLabel],
  ]);
  const labels: Record<string, string> = {};
  for (const name of names) {
    const match = /^items\[(\d+)\]\.(\w+)$/.exec(name);
    const label = own.get(match?.[2] ?? name);
    if (label) labels[name] = match ? `${words.itemNumber(Number(match[1]) + 1)} ${label}` : label;
  }
  return labels;
}
