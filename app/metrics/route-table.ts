/** The pattern of a route for an address, `/needs/:code` for `/needs/7KQ4D-M29XB`: what may stand in a figure. An address itself may not (L17). */
export type RouteTable = { patternOf: (url: string) => string };

type Node = {
  fixed: Map<string, Node>;
  parameter: Node | null;
  suffixed: { suffix: string; node: Node }[];
  pattern: string | null;
};

export const unknownRoute = "other";

/** `patterns` as Remix has them: `needs/:code`, `ledger/export.csv`, `*`. */
export function createRouteTable(patterns: readonly string[]): RouteTable {
  const root = newNode();
  for (const pattern of patterns) if (!pattern.includes("*")) add(root, pattern);
  return {
    patternOf: (url) => {
      const end = url.search(/[?#]/);
      const path = (end < 0 ? url : url.slice(0, end)).replace(/\.data$/, "");
      return (
        find(
          root,
          path.split("/").filter((part) => part !== ""),
          0,
        )?.pattern ?? unknownRoute
      );
    },
  };
}

function newNode(): Node {
  return { fixed: new Map(), parameter: null, suffixed: [], pattern: null };
}

function add(root: Node, pattern: string): void {
  let node = root;
  const parts = pattern.split("/").filter((part) => part !== "");
  for (const part of parts) {
    const suffix = /^:[^.]+(\..+)$/.exec(part)?.[1];
    if (suffix !== undefined) {
      const known = node.suffixed.find((one) => one.suffix === suffix);
      const next = known?.node ?? newNode();
      if (known === undefined) node.suffixed.push({ suffix, node: next });
      node = next;
    } else if (part.startsWith(":")) {
      node.parameter ??= newNode();
      node = node.parameter;
    } else {
      const next: Node = node.fixed.get(part) ?? newNode();
      node.fixed.set(part, next);
      node = next;
    }
  }
  node.pattern = `/${parts.join("/")}`;
}

/** Fixed words before names with an ending, those before any name. */
function find(node: Node, parts: readonly string[], index: number): Node | null {
  const part = parts[index];
  if (part === undefined) return node.pattern === null ? null : node;
  const fixed = node.fixed.get(part);
  const found = fixed ? find(fixed, parts, index + 1) : null;
  if (found) return found;
  for (const { suffix, node: next } of node.suffixed) {
    const under = part.endsWith(suffix) ? find(next, parts, index + 1) : null;
    if (under) return under;
  }
  return node.parameter ? find(node.parameter, parts, index + 1) : null;
}
