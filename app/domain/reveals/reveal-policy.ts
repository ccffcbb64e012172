import type { StaffRole } from "../actor.ts";

/** Who may have a sealed field of a file in their subtree shown: those who work on the case. Supervisors and auditors read masks (F8). */
export const revealRoles = [
  "village_officer",
  "town_verifier",
  "county_verifier",
] as const satisfies readonly StaffRole[];
