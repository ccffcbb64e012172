/** Who may call a recipient back: nobody who had a part in the payment, whatever roles they hold (D6); PostgreSQL agrees. */
import { type Actor, hasRoleFor, type StaffRole } from "../actor.ts";

/** They look on anyway; town staff only for other towns of their county. */
export const callbackOverseerRoles = ["supervisor", "auditor"] as const satisfies readonly StaffRole[];
export const callbackRoles = [...callbackOverseerRoles, "town_verifier"] as const satisfies readonly StaffRole[];

const countyDigits = 6;
const townDigits = 9;

export type CalledPayment = {
  regionCode: string;
  charityId: string;
  /** Everybody who proposed, approved, paid or confirmed it or handed over the slip; null where nobody did. */
  people: readonly (string | null)[];
};

/** The counties in which the actor calls back as town staff, and the towns of their own that they leave to others. */
export function callbackTowns(actor: Actor): { county: string; ownTown: string }[] {
  if (actor.kind !== "user") return [];
  return actor.grants
    .filter((grant) => grant.role === "town_verifier" && grant.regionCode.length === townDigits)
    .map((grant) => ({ county: grant.regionCode.slice(0, countyDigits), ownTown: grant.regionCode }));
}

/** Had a part in it: one of its people, or a member of the charity that paid. */
export function hadPart(actor: Actor, payment: CalledPayment): boolean {
  if (actor.kind !== "user") return true;
  return (
    payment.people.includes(actor.userId) ||
    actor.memberships.some((membership) => membership.organizationId === payment.charityId)
  );
}

export function canCallBack(actor: Actor, payment: CalledPayment): boolean {
  if (hadPart(actor, payment)) return false;
  if (hasRoleFor(actor, callbackOverseerRoles, payment.regionCode)) return true;
  const towns = callbackTowns(actor);
  const isOwnTown = towns.some(({ ownTown }) => payment.regionCode.startsWith(ownTown));
  return !isOwnTown && towns.some(({ county }) => payment.regionCode.startsWith(county));
}
