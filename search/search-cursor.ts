/** Where a page of hits ended: the next one goes on from there, whatever has come or gone in between (keyset paging). */
export type Cursor = { score: number; sort: string | null; id: string };

/** As part of an address: short, and without anything that a URL would have to escape. */
export function writeCursor({ score, sort, id }: Cursor): string {
  return [score, sort ?? "", id].join(".");
}

/** Null for anything that is no cursor: an odd address shows the first page. */
export function readCursor(text: string): Cursor | null {
  const [, score, sort, id] = /^(\d{1,6})\.(-?\d{1,18})?\.([A-Za-z0-9_-]{1,64})$/.exec(text) ?? [];
  return score === undefined || id === undefined ? null : { score: Number(score), sort: sort ?? null, id };
}
