import type { StaffRole } from "../actor.ts";

/** The officer of the village writes; the county publishes; never the same person (the database agrees). */
export const reportWriterRoles = ["village_officer"] as const satisfies readonly StaffRole[];
export const reportPublisherRoles = ["county_verifier"] as const satisfies readonly StaffRole[];
export const reportReaderRoles = [
  "village_officer",
  "town_verifier",
  "county_verifier",
  "supervisor",
  "auditor",
] as const satisfies readonly StaffRole[];
