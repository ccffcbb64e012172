import type { Sealer } from "#db/sealer.server.ts";

/** What was erased is as if it had never been there (F12). */
export function openUnlessErased(sealer: Sealer, sealed: string | null, place: string): string | null {
  return sealed === null || sealer.isErased(sealed) ? null : sealer.open(sealed, place);
}
