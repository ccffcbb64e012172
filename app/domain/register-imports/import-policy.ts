/** Who may import: those who keep or verify files, into the subtree of their posting only (S31). The shell acts as the operator of the machine. */
import { type Actor, hasRoleFor, type StaffRole } from "../actor.ts";

export const importerRoles = [
  "village_officer",
  "town_verifier",
  "county_verifier",
] as const satisfies readonly StaffRole[];

export function canImportInto(actor: Actor, regionCode: string): boolean {
  return actor.kind === "system" || hasRoleFor(actor, importerRoles, regionCode);
}
