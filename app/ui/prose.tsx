import { Link } from "@remix-run/react";
import type { ReactNode } from "react";

/** The only elements long text may have. Whatever wrote the text, nothing else reaches the page. */
export const proseTags = [
  "p",
  "h2",
  "h3",
  "ul",
  "ol",
  "li",
  "strong",
  "blockquote",
  "table",
  "thead",
  "tbody",
  "tr",
  "th",
  "td",
  "br",
] as const;
export type ProseTag = (typeof proseTags)[number];

export type ProseNode =
  | string
  | { readonly tag: ProseTag; readonly children: readonly ProseNode[] }
  | { readonly tag: "a"; readonly href: string; readonly children: readonly ProseNode[] };

/** Long text, already parsed (from markdown, for example), in a readable column. */
export function Prose({ nodes, lang }: { nodes: readonly ProseNode[]; lang?: string }) {
  return (
    <div className="prose" lang={lang}>
      {nodes.map(renderNode)}
    </div>
  );
}

function renderNode(node: ProseNode, key: number): ReactNode {
  if (typeof node === "string") return node;
  const children = node.children.length > 0 ? node.children.map(renderNode) : undefined;
  if (node.tag !== "a") {
    const Tag = node.tag;
    return <Tag key={key}>{children}</Tag>;
  }
  return node.href.startsWith("/") ? (
    <Link key={key} to={node.href}>
      {children}
    </Link>
  ) : (
    <a key={key} href={node.href} rel="noreferrer">
      {children}
    </a>
  );
}
