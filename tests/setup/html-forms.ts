/** A field as the page shows it; what a browser would send for it when nobody touches it. */
export type HtmlField = { name: string; kind: string; value: string; isSent: boolean };
export type HtmlForm = { action: string | null; isPost: boolean; fields: HtmlField[] };

const entities: Readonly<Record<string, string>> = {
  "&amp;": "&",
  "&lt;": "<",
  "&gt;": ">",
  "&quot;": '"',
  "&#x27;": "'",
};

/** Undoes what React does to text. */
export function unescapeHtml(text: string): string {
  return text.replace(/&(?:amp|lt|gt|quot|#x27);/g, (entity) => entities[entity] ?? entity);
}

function attribute(tag: string, name: string): string | null {
  const match = new RegExp(`\\s${name}(?:="([^"]*)")?(?=[\\s/>])`).exec(tag);
  return match === null ? null : unescapeHtml(match[1] ?? "");
}

/** The forms of a page that React rendered: enough of HTML for our own pages, not a parser. */
export function readForms(html: string): HtmlForm[] {
  return [...html.matchAll(/<form[^>]*>[\s\S]*?<\/form>/g)].map(([form]) => {
    const [open = ""] = /^<form[^>]*>/.exec(form) ?? [];
    return {
      action: attribute(open, "action"),
      isPost: attribute(open, "method")?.toLowerCase() === "post",
      fields: readFields(form),
    };
  });
}

function readFields(form: string): HtmlField[] {
  const tags = form.matchAll(/<(select|textarea)\b[^>]*>([\s\S]*?)<\/\1>|<(input|button)\b[^>]*>/g);
  return [...tags].flatMap(([found, box, inner = "", single]) => {
    const element = box ?? single ?? "";
    const [tag = ""] = /^<[^>]*>/.exec(found) ?? [];
    const name = attribute(tag, "name");
    if (name === null) return [];
    const kind = element === "input" ? (attribute(tag, "type") ?? "text") : element;
    const isBox = kind === "checkbox" || kind === "radio";
    const isSent = isBox
      ? attribute(tag, "checked") !== null
      : kind !== "button" && kind !== "file" && kind !== "submit";
    return [{ name, kind, value: valueSent(element, tag, inner), isSent }];
  });
}

function valueSent(element: string, tag: string, inner: string): string {
  if (element === "textarea") return unescapeHtml(inner);
  if (element !== "select") return attribute(tag, "value") ?? "";
  const options = [...inner.matchAll(/<option[^>]*>/g)].map(([option]) => option);
  const chosen = options.find((option) => attribute(option, "selected") !== null) ?? options.at(-1) ?? "";
  return attribute(chosen, "value") ?? "";
}

/** The addresses of our own that a page leads to. */
export function readLinks(html: string): string[] {
  const links = [...html.matchAll(/<a\b[^>]*\shref="(\/[^"#]*)/g)].map(([, href = ""]) => unescapeHtml(href));
  return [...new Set(links)].sort();
}

/** Whether the page marks this field as refused. */
export function isMarkedInvalid(html: string, name: string): boolean {
  return [...html.matchAll(/<(?:input|textarea)\b[^>]*>/g)].some(
    ([tag]) => attribute(tag, "name") === name && attribute(tag, "aria-invalid") === "true",
  );
}
