import { type HtmlForm, readForms } from "./html-forms.ts";

/** A form as somebody with the right to it would send it: what the page proposes, and the empty fields filled in. */
export type Sending = { path: string; values: [name: string, value: string][]; isMultipart: boolean };

const byKind: Readonly<Record<string, string>> = {
  date: "2026-11-20",
  "datetime-local": "2026-11-20T10:00",
  time: "10:00",
  number: "1",
  tel: "13800001234",
  email: "somebody@jiedui.example",
  month: "2026-11",
  url: "https://jiedui.example/",
};

type Words = (() => string) | undefined;

function fill({ kind, name, value }: { kind: string; name: string; value: string }, words: Words): string {
  if (kind !== "hidden" && words !== undefined && /^(text|textarea|search)$/.test(kind) && !isAmount(name))
    return words();
  if (value !== "" || kind === "hidden") return value;
  if (isAmount(name)) return "10.00";
  return byKind[kind] ?? "情况已经核对过，与记录相符";
}

function isAmount(name: string): boolean {
  return /Fen$|[aA]mount$/.test(name);
}

/** Every way a page's POST forms can be sent: each once per button, all boxes ticked. */
export function sendingsOf(path: string, html: string): Sending[] {
  return readForms(html)
    .filter(({ isPost }) => isPost)
    .flatMap((form) => sendingsOfForm(path, form, undefined));
}

/** The same for one form; `words` fills every box for free text, also one that has a value. */
export function sendingsOfForm(path: string, { action, fields }: HtmlForm, words?: Words): Sending[] {
  const isMultipart = fields.some(({ kind }) => kind === "file");
  const seen = new Set<string>();
  const values = fields.flatMap((field): [string, string][] => {
    if (["file", "button", "submit"].includes(field.kind)) return [];
    if (field.kind === "radio" || field.kind === "checkbox") {
      // The first of a group of radios; every box.
      if (field.kind === "radio" && seen.has(field.name)) return [];
      seen.add(field.name);
      return [[field.name, field.value || "on"]];
    }
    return [[field.name, fill(field, words)]];
  });
  const buttons = fields.filter(({ kind, name }) => kind === "button" && name !== "__intent__");
  const one = { path: action ?? path, isMultipart };
  if (buttons.length === 0) return [{ ...one, values }];
  return buttons.map(({ name, value }) => ({ ...one, values: [...values, [name, value]] }));
}

/** The body to send. */
export function bodyOf({ values, isMultipart }: Sending): URLSearchParams | FormData {
  if (!isMultipart) return new URLSearchParams(values);
  const body = new FormData();
  for (const [name, value] of values) body.append(name, value);
  return body;
}

/** Two sendings are the same when they go to the same kind of place with the same names and the same button. */
export function keyOf({ path, values }: Sending): string {
  const names = [...new Set(values.map(([name]) => name.replace(/\[\d+\]/g, "[]")))].sort();
  const button = values.at(-1) ?? ["", ""];
  const intent = values.find(([name]) => name === "intent") ?? button;
  return `${path.split("?", 1)[0]} ${names.join(" ")} ${intent.join("=")} ${button.join("=").slice(0, 60)}`;
}
