import type { StaffRole } from "../actor.ts";

/** The county decides that the numbers of an ended file are kept no longer; two of its people. */
export const erasureRoles = ["county_verifier"] as const satisfies readonly StaffRole[];

/** Who sees what is due and what was done. */
export const erasureReaderRoles = ["county_verifier", "auditor"] as const satisfies readonly StaffRole[];
