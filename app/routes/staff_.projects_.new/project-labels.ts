import type { Messages } from "#app/i18n/catalog.ts";

/** Field name → label for the error summary; a line of the budget says which. */
export function projectLabels(t: Messages, names: readonly string[]): Record<string, string> {
  const words = t.libraryProjects.form;
  const own = new Map<string, string>([
    ["regionCode", words.place],
    ["title", words.title],
    ["purpose", words.purpose],
    ["description", words.description],
    ["plannedFrom", words.plannedFrom],
    ["plannedTo", words.plannedTo],
    ["lines", words.lines],
    ["item", words.item],
    ["quantity", words.quantity],
    ["unit", words.unit],
    ["unitPrice", words.unitPrice],
    ["reason", words.reason],
  ]);
  const labels: Record<string, string> = {};
  for (const name of names) {
    const match = /^lines\[(\d+)\]\.(\w+)$/.exec(name);
    const label = own.get(match?.[2] ?? name);
    if (label) labels[name] = match ? `${words.line(Number(match[1]) + 1)} ${label}` : label;
  }
  return labels;
}
