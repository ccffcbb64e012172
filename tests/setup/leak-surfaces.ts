import { CFB } from "@e965/xlsx";
import sharp from "sharp";
import type { Canary } from "./canaries.ts";
import { unescapeHtml } from "./html-forms.ts";
import { readPdf } from "./read-pdf.ts";

/** What kind of place somebody may read something at; the report counts them. */
export const surfaceKinds = [
  "page",
  "payload (.data)",
  "JSON",
  "feed",
  "export CSV",
  "export JSONL",
  "export XLSX",
  "document PDF",
  "picture",
  "plain text (metrics, health, scripts)",
  "response headers",
  "mail",
  "log of the site",
  "log of the jobs",
  "row of search documents",
  "row of outbox, mails, alarms and chain",
  "body sent to the payment provider",
] as const;
export type SurfaceKind = (typeof surfaceKinds)[number];

/** A place somebody reads. `to`: the addressee, who may read what is their own. `reader`: who read it. */
export type Surface = { kind: SurfaceKind; where: string; text: string; to?: string; reader?: string };

const kindsByType: readonly (readonly [RegExp, SurfaceKind])[] = [
  [/text\/html/, "page"],
  [/text\/csv/, "export CSV"],
  [/jsonl|ndjson/, "export JSONL"],
  [/(rss|atom)\+xml|\bxml\b(?!.*openxml)/, "feed"],
  [/spreadsheetml/, "export XLSX"],
  [/json|text\/x-script/, "JSON"],
  [/pdf/, "document PDF"],
  [/^image\/(?!svg)/, "picture"],
];

export function kindOfAnswer(path: string, type: string): SurfaceKind {
  if (/\.data(\?|$)/.test(path)) return "payload (.data)";
  return kindsByType.find(([pattern]) => pattern.test(type))?.[1] ?? "plain text (metrics, health, scripts)";
}

/** What can be read in an answer: of a picture also what is hidden in it, of a workbook every part, of a document its text. */
export async function textOf(bytes: Uint8Array, type: string): Promise<string> {
  const raw = new TextDecoder("utf-8").decode(bytes);
  if (/^image\/(?!svg)/.test(type)) {
    const { exif, xmp, iptc, comments } = await sharp(bytes).metadata();
    const hidden = [exif, xmp, iptc].filter((part) => part !== undefined);
    if (hidden.length === 0 && !comments?.length) return raw;
    return `${raw} EXIF OR XMP OR IPTC ${hidden.map((part) => part.toString("utf-8")).join(" ")} ${JSON.stringify(comments)}`;
  }
  if (type.includes("spreadsheetml")) {
    const parts: { name: string; content?: Uint8Array }[] = CFB.read(Buffer.from(bytes), { type: "buffer" }).FileIndex;
    return parts.map(({ name, content }) => `${name} ${Buffer.from(content ?? []).toString("utf-8")}`).join("\n");
  }
  if (type.includes("pdf")) return `${JSON.stringify(await readPdf(bytes))} ${raw}`;
  return raw;
}

/** Where which value stands: `place: name`. Values that are the addressee's own are no leak to them. */
export function findLeaks(surfaces: readonly Surface[], canaries: readonly Canary[]): string[] {
  const search = searchFor(canaries.map(({ value }) => value));
  return surfaces.flatMap(({ where, text, to }) => {
    const found = search(text);
    if (found.size === 0) return [];
    return canaries
      .filter(({ value, own }) => found.has(value) && !(to !== undefined && own === to))
      .map(({ name }) => `${where}: ${name}`);
  });
}

/** Finds values however they are written: escaped for an address, JSON or HTML, in full-width digits, with gaps, across tags, in base64. */
function searchFor(values: readonly string[]): (text: string) => Set<string> {
  const written = new Map(values.flatMap((value) => [[value, value] as const, [encodeURIComponent(value), value]]));
  const pattern = new RegExp(
    [...written.keys()].map((value) => value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"),
    "g",
  );
  return (text) => {
    const found = new Set<string>();
    for (const spelling of spellingsOf(text)) {
      for (const [hit] of spelling.matchAll(pattern)) found.add(written.get(hit) ?? hit);
    }
    return found;
  };
}

function* spellingsOf(text: string): Generator<string> {
  yield text;
  const plain = unescapeHtml(text)
    .replace(/&#x([0-9a-f]{1,5});/gi, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replace(/&#(\d{1,6});/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/\\u([0-9a-f]{4})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .normalize("NFKC");
  yield plain;
  // Digits in groups of four, a name across two elements or two pieces of a document's line.
  yield plain.replace(/<[^>]{0,500}>/g, "").replace(/(?<=[\d\u3400-\u9fff])[\s\u00a0-]+(?=[\d\u3400-\u9fff])/g, "");
  for (const [coded] of text.matchAll(/[A-Za-z0-9+/]{16,4000}={0,2}/g)) {
    if (!/^[0-9a-f]+$/.test(coded)) yield Buffer.from(coded, "base64").toString("utf-8");
  }
}

/** How much was searched, a line for each kind; a kind that was not met says so. */
export function countByKind(surfaces: readonly Surface[]): { kind: SurfaceKind; count: number }[] {
  return surfaceKinds.map((kind) => ({ kind, count: surfaces.filter((one) => one.kind === kind).length }));
}
