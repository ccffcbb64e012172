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

type Payment = {
  proposedBy: string;
  approvedBy: string | null;
  paidBy: string | null;
  regionCode: string;
  charityId: string;
};

/** Whether this person proposed, approved or paid it already. */
export function isInvolved(actor: Actor, payment: Pick<Payment, "proposedBy" | "approvedBy" | "paidBy">): boolean {
  return actor.kind === "user" && [payment.proposedBy, payment.approvedBy, payment.paidBy].includes(actor.userId);
}

/** A person of the charity that pays. */
export function isOfCharity(actor: Actor, payment: Pick<Payment, "charityId">): boolean {
  return membershipOf(actor, payment.charityId)?.isVerified === true;
}

export function canPropose(actor: Actor, regionCode: string): boolean {
  return hasRoleFor(actor, disbursementProposerRoles, regionCode);
}

/** The charity agrees to a large payment: not the one who proposed it, nor the one who will pay it (A12). */
export function canApprove(actor: Actor, payment: Payment): boolean {
  return isOfCharity(actor, payment) && !isInvolved(actor, payment);
}

/** The charity's own people pay, but never the one who proposed or approved. */
export function canPayOut(actor: Actor, payment: Payment): boolean {
  return isOfCharity(actor, payment) && !isInvolved(actor, payment);
}

/** The charity sees its money come back and says so; the proposer does not. */
export function canRecordReturn(actor: Actor, payment: Payment): boolean {
  return isOfCharity(actor, payment) && actor.kind === "user" && actor.userId !== payment.proposedBy;
}

/** The recipient's side confirms, or hands over the slip with the code: neither the one who proposed, approved nor paid. */
export function canConfirm(actor: Actor, payment: Payment): boolean {
  return hasRoleFor(actor, disbursementConfirmerRoles, payment.regionCode) && !isInvolved(actor, payment);
}
