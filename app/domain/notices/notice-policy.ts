/** Who acts on a notice. Objecting is everybody's right, without a name (S7); answering is the county's duty. */
import type { StaffRole } from "../actor.ts";
import type { NoticeState } from "./notice.ts";

export const objectionAnswererRoles = ["county_verifier"] as const satisfies readonly StaffRole[];

/** Staff who see objections and their words; supervisors look on (S9). */
export const objectionReaderRoles = [
  "county_verifier",
  "town_verifier",
  "supervisor",
  "auditor",
] as const satisfies readonly StaffRole[];

/** An objection counts while the notice is up, also after its days are full and before it is closed. */
export function takesObjections(state: NoticeState): boolean {
  return state === "open" || state === "paused";
}
