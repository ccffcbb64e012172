import type { Guardian } from "#app/domain/households/guardian.ts";
import type { Messages } from "./catalog.ts";

/** 谢**（祖辈） 138****5678: of a mask as of the whole. */
export function guardianInWords(t: Messages, { name, relation, phone }: Guardian): string {
  const line = t.households.guardianOf(name, t.vocabulary.guardianRelations[relation]);
  return phone === null ? line : `${line} ${phone}`;
}
