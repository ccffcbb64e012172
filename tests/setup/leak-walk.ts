import { readLinks } from "./html-forms.ts";
import { kindOfAnswer, type Surface, textOf } from "./leak-surfaces.ts";

type Ask = (path: string, init: { cookie: string }) => Promise<Response>;

export type Walk = {
  request: Ask;
  reader: string;
  cookie: string;
  starts: readonly string[];
  /** Of pages that differ only in their record so many are read. */
  pagesPerKind: number;
};

const notWalked = /^\/(display|logout|assets|login)/;

/** The address without what differs between records: `/needs/:x`. */
export function addressKind(path: string): string {
  return (path.split("?", 1)[0] ?? "").replace(
    /[0-9A-Z]{5}-[0-9A-Z]{5}|[0-9a-f]{8}-[0-9a-f-]{27}|\d{9,12}|[A-Z0-9]{16,}/g,
    ":x",
  );
}

/** Reads every page somebody comes to from the starts, its payload, its other language, its files and what its answers say beside it. */
export async function walkFor({ request, reader, cookie, starts, pagesPerKind }: Walk): Promise<Surface[]> {
  const surfaces: Surface[] = [];
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  const queue = [...starts];
  const take = async (path: string) => {
    const answer = await request(path, { cookie });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const type = answer.headers.get("Content-Type") ?? "";
    const where = `${reader}: ${path}`;
    surfaces.push({ kind: kindOfAnswer(path, type), where, text: await textOf(bytes, type), reader });
    const headers = [...answer.headers].join("\n");
    surfaces.push({ kind: "response headers", where: `${reader}: headers of ${path}`, text: headers, reader });
    return { isPage: type.includes("html"), text: type.includes("html") ? new TextDecoder().decode(bytes) : "" };
  };
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const kind = addressKind(path);
    const count = counts.get(kind) ?? 0;
    if (seen.has(path) || notWalked.test(path) || (count >= pagesPerKind && !starts.includes(path))) continue;
    seen.add(path);
    counts.set(kind, count + 1);
    const page = await take(path);
    if (!page.isPage) continue;
    queue.push(...readLinks(page.text), ...filesOf(page.text));
    const [address = "", query] = path.split("?");
    await take(`${address === "/" ? "/_root" : address}.data${query ? `?${query}` : ""}`);
    if (count === 0) await take(`${address}?lang=en`);
  }
  return surfaces;
}

function filesOf(html: string): string[] {
  return [...html.matchAll(/(?:src|href|content)="(?:https?:\/\/[^/"]+)?(\/files\/[^"]+)"/g)].map(
    ([, file = ""]) => file,
  );
}
