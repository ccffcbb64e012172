/**
 * Who deals with complaints. Sending one is everybody's right, without a name. The county answers; what is about no place, and what the
 * county's own people are part of, is for the platform's administrators. Supervisors and auditors look on (S9).
 */
import type { StaffRole } from "../actor.ts";

export const complaintHandlerRoles = ["county_verifier", "platform_admin"] as const satisfies readonly StaffRole[];

export const complaintReaderRoles = [
  "county_verifier",
  "platform_admin",
  "supervisor",
  "auditor",
] as const satisfies readonly StaffRole[];
