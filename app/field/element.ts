/** Makes elements without a framework and without inline scripts or styles, as the CSP wants it. Text is always text. */
type Child = Node | string | null;
type Attributes = Readonly<Record<string, string | boolean | ((event: Event) => void) | undefined>>;

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, "");
    else if (typeof value === "string") made.setAttribute(key, value);
  }
  made.append(...children.filter((child): child is Node | string => child !== null));
  return made;
}

export function button(label: string, onClick: () => void, kind = ""): HTMLButtonElement {
  return element("button", { type: "button", class: `button ${kind}`.trim(), click: () => onClick() }, label);
}

export function link(label: string, href: string, kind = ""): HTMLAnchorElement {
  return element("a", { href, class: kind }, label);
}
