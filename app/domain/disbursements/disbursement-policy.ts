/** Who may do what with money out. Proposer, payer and confirmer are three people whatever roles they hold (D6); PostgreSQL agrees. */
import { type Actor, hasRoleFor, membershipOf, type StaffRole } from "../actor.ts";

export const disbursementProposerRoles = ["village_officer", "town_verifier"] as const satisfies readonly StaffRole[];
export const disbursementConfirmerRoles = [
  "village_officer",
  "town_verifier",
  "county_verifier",
] as const satisfies readonly StaffRole[];
export const disbursementReaderRoles = [
  "village_officer",
  "town_verifier",
  "county_verifier",
  "supervisor",
  "auditor",
] as const satisfies readonly StaffRole[];

type Payment = { proposedBy: string; paidBy: string | null; regionCode: string; charityId: string };

export function canPropose(actor: Actor, regionCode: string): boolean {
  return hasRoleFor(actor, disbursementProposerRoles, regionCode);
}

/** The charity's own people pay, but never the one who proposed. */
export function canPayOut(actor: Actor, payment: Payment): boolean {
  if (actor.kind !== "user" || actor.userId === payment.proposedBy) return false;
  return membershipOf(actor, payment.charityId)?.isVerified === true;
}

/** The recipient's side confirms, but neither the one who proposed nor the one who paid. */
export function canConfirm(actor: Actor, payment: Payment): boolean {
  if (actor.kind !== "user" || actor.userId === payment.proposedBy || actor.userId === payment.paidBy) return false;
  return hasRoleFor(actor, disbursementConfirmerRoles, payment.regionCode);
}
