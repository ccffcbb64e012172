import MarkdownIt, { type Token } from "markdown-it";
import { type ProseNode, type ProseTag, proseTags } from "#app/ui/prose.tsx";

// HTML in the text stays text; links are not guessed from words.
const markdown = new MarkdownIt({ html: false, linkify: false });

/**
 * Markdown → a tree of allowed elements, never HTML: there is nothing to escape and nothing to inject. What is not allowed
 * (images, code) leaves its text. Links lead to pages of this site or to https.
 */
export function parseMarkdown(text: string): ProseNode[] {
  return treeOf(markdown.parse(text, {}));
}

function treeOf(tokens: readonly Token[]): ProseNode[] {
  const root: ProseNode[] = [];
  const open: { children: ProseNode[]; close: (children: ProseNode[]) => ProseNode[] }[] = [];
  const add = (nodes: readonly ProseNode[]) => (open.at(-1)?.children ?? root).push(...nodes);
  for (const token of tokens) {
    if (token.type === "inline") add(treeOf(token.children ?? []));
    else if (token.nesting === 1) open.push({ children: [], close: closerOf(token) });
    else if (token.nesting === -1) {
      const closed = open.pop();
      if (closed) add(closed.close(closed.children));
    } else add(leafOf(token));
  }
  return root;
}

function closerOf(token: Token): (children: ProseNode[]) => ProseNode[] {
  const { tag } = token;
  const href = String(token.attrGet("href") ?? "");
  if (tag === "a") return (children) => (isSafeAddress(href) ? [{ tag, href, children }] : children);
  // The page has the only h1; a paragraph inside a tight list item is just its text.
  if (tag === "h1") return (children) => [{ tag: "h2", children }];
  if (token.hidden || !isProseTag(tag)) return (children) => children;
  return (children) => [{ tag, children }];
}

function leafOf(token: Token): ProseNode[] {
  if (token.type === "hardbreak") return [{ tag: "br", children: [] }];
  if (token.type === "softbreak") return ["\n"];
  return token.content === "" ? [] : [token.content];
}

function isProseTag(tag: string): tag is ProseTag {
  return proseTags.some((allowed) => allowed === tag);
}

function isSafeAddress(href: string): boolean {
  return /^\/(?![/\\])/.test(href) || href.startsWith("https://");
}
