/**
 * Contact is relayed by staff and never swapped (S39): who works on a case of the place reaches its helpers; who only looks on
 * (supervisors, auditors) does not need their phones and addresses.
 */
import { type Actor, hasRoleFor } from "./actor.ts";

type Contact = { personEmail: string | null; contactPhone: string | null; contactEmail?: string | null };

/** The row as this reader may see it: the helper's phone and e-mail only for those who relay. */
export function withRelayedContact<Row extends Contact & { regionCode: string }>(actor: Actor, row: Row): Row {
  if (hasRoleFor(actor, ["village_officer", "town_verifier", "county_verifier"], row.regionCode)) return row;
  return { ...row, personEmail: null, contactPhone: null, ...("contactEmail" in row ? { contactEmail: null } : {}) };
}
