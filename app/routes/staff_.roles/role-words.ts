import { dayInChina } from "#app/domain/clock.ts";
import type { RoleGrant } from "#app/domain/roles/role-queries.server.ts";
import type { Messages } from "#app/i18n/catalog.ts";

/** The place of a role in words. */
export function placeWords(
  t: Messages,
  { regionCode, placeName }: Pick<RoleGrant, "regionCode" | "placeName">,
): string {
  return regionCode === "" ? t.placeRules.country : (placeName ?? regionCode);
}

/** The last day of a role, or that it has none. The end is the midnight after its last day. */
export function untilWords(t: Messages, { validTo }: Pick<RoleGrant, "validTo">): string {
  return validTo === null ? t.roles.openEnd : dayInChina(new Date(validTo.getTime() - 1));
}

/** What the page says after a step. */
export function doneWords(t: Messages, done: string | null): string | null {
  const words: Readonly<Record<string, string>> = t.roles.done;
  return done !== null && Object.hasOwn(words, done) ? (words[done] ?? null) : null;
}
