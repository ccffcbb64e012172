/** One line of PostgreSQL's COPY text: null is \N, what would end a field or a line is escaped, arrays of plain words in braces. */
export function copyLine(values: readonly (string | number | boolean | null | readonly string[])[]): string {
  let line = "";
  for (let index = 0; index < values.length; index += 1) {
    if (index > 0) line += "\t";
    line += copyField(values[index] ?? null);
  }
  return `${line}\n`;
}

function copyField(value: string | number | boolean | null | readonly string[]): string {
  if (value === null) return "\\N";
  if (typeof value === "boolean") return value ? "t" : "f";
  if (typeof value === "number") return String(value);
  if (typeof value !== "string") return `{${value.join(",")}}`;
  return special.test(value) ? value.replace(specials, (one) => escapes[one] ?? one) : value;
}

const special = /[\\\t\n\r]/;
const specials = /[\\\t\n\r]/g;
const escapes: Readonly<Record<string, string>> = { "\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r" };
