import { invalidRequest } from "./stripe-error.ts";

/** A decoded form: text at the leaves, and for `a[b]` or `a[0]` an object whose keys are the words between the brackets. */
export type FormNode = { [key: string]: string | FormNode };

const deepest = 8;

/** Decodes the bracketed form encoding of the v1 API (`line_items[0][price_data][currency]=cny`). Throws Stripe's 400 when it cannot. */
export function decodeForm(text: string): FormNode {
  const root = emptyNode();
  for (const [name, value] of new URLSearchParams(text)) {
    const keys = splitName(name);
    if (keys === null) throw invalidRequest(`Invalid parameter name: ${name}`, { param: name });
    put(root, keys, value, name);
  }
  return root;
}

/** Names come from outside: without a prototype `__proto__` is a key like any other. */
function emptyNode(): FormNode {
  return Object.create(null);
}

function splitName(name: string): string[] | null {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name);
  if (!match) return null;
  const rest = [...(match[2] ?? "").matchAll(/\[([^[\]]*)\]/g)].map((part) => part[1] ?? "");
  const keys = [match[1] ?? "", ...rest];
  return keys.length > deepest ? null : keys;
}

function put(root: FormNode, keys: string[], value: string, name: string): void {
  let node = root;
  for (const [index, rawKey] of keys.entries()) {
    // `expand[]=a&expand[]=b` counts up, `expand[0]=a` says its place.
    const key = rawKey === "" ? Object.keys(node).length.toString() : rawKey;
    if (index === keys.length - 1) {
      node[key] = value;
      return;
    }
    const next = node[key] ?? emptyNode();
    if (typeof next === "string") throw invalidRequest(`Invalid parameter: ${name}`, { param: name });
    node[key] = next;
    node = next;
  }
}

/** One text for equal parameters whatever their order: what the idempotency store compares. */
export function canonicalForm(node: FormNode): string {
  const entries = Object.keys(node)
    .sort()
    .map((key) => {
      const value = node[key] ?? "";
      return `${JSON.stringify(key)}:${typeof value === "string" ? JSON.stringify(value) : canonicalForm(value)}`;
    });
  return `{${entries.join(",")}}`;
}
