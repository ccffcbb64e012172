/** Who looks after a household in the years on file and after (S12, S15, S19): those who stand at its door, and the town and county above them. */
import type { StaffRole } from "../actor.ts";

/** Who fills in checklists, keeps the ledger of those left behind, and looks back. */
export const monitorRoles = [
  "village_officer",
  "town_verifier",
  "county_verifier",
] as const satisfies readonly StaffRole[];
