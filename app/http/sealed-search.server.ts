import type { Sealer } from "#db/sealer.server.ts";

const placeOf = (userId: string) => `search:${userId}:words`;
const longestSealed = 600;

/**
 * What somebody looked for among people, as an address may carry it: sealed, and for them alone (F14). A name or a file number in an address
 * would stay in the browser's history, in proxies and in bookmarks.
 */
export function sealSearch(sealer: Sealer, userId: string, words: string): string {
  return sealer.seal(words, placeOf(userId));
}

/** The words of an address; none where they were altered or are another person's. */
export function openSearch(sealer: Sealer, userId: string, sealed: string | null): string {
  if (sealed === null || sealed === "" || sealed.length > longestSealed) return "";
  try {
    return sealer.open(sealed, placeOf(userId)).normalize("NFKC");
  } catch {
    return "";
  }
}
