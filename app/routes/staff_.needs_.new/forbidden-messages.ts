import type { ForbiddenKind } from "#app/domain/needs/public-text-gate.ts";
import type { Messages } from "#app/i18n/catalog.ts";

const kinds: readonly ForbiddenKind[] = ["id_number", "phone", "bank_account", "member_name"];

/** Words for the codes `forbidden.<kind>:<found>` of the public-text gate: each names what was found. */
export function forbiddenMessages(t: Messages, codes: readonly string[]): Record<string, string> {
  const words: Record<string, string> = {};
  for (const code of codes) {
    for (const kind of kinds) {
      const prefix = `forbidden.${kind}:`;
      if (code.startsWith(prefix)) words[code] = t.needsStaff.forbidden[kind](code.slice(prefix.length));
    }
  }
  return words;
}
