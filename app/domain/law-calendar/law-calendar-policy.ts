/** Who sees what is due: staff of the subtree, supervisors and auditors too; a charity its own. */
import { type Actor, membershipOf, type StaffRole } from "../actor.ts";

export const dueReaderRoles = [
  "town_verifier",
  "county_verifier",
  "supervisor",
  "auditor",
] as const satisfies readonly StaffRole[];

/** Who reads complaints reads when they are due; a town does not. */
export const complaintDueReaderRoles = [
  "county_verifier",
  "supervisor",
  "auditor",
] as const satisfies readonly StaffRole[];

/** A charity records its own duties; the county looks on. */
export function canRecordDuty(actor: Actor, organizationId: string): boolean {
  const membership = membershipOf(actor, organizationId);
  return membership !== undefined && membership.kind === "charity" && membership.isVerified;
}
