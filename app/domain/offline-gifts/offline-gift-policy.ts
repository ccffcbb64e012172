/** Who may do what with gifts outside the site. Any member of the verified charity, but two of them for each gift (A12); PostgreSQL agrees. */
import { type Actor, membershipOf } from "../actor.ts";

/** The verified charities the actor acts for: every query and command here is limited to them. */
export function charitiesOf(actor: Actor): { id: string; name: string }[] {
  if (actor.kind !== "user") return [];
  return actor.memberships
    .filter((membership) => membership.kind === "charity" && membership.isVerified)
    .map((membership) => ({ id: membership.organizationId, name: membership.organizationName }));
}

export function isOfCharity(actor: Actor, charityId: string): boolean {
  const membership = membershipOf(actor, charityId);
  return membership?.kind === "charity" && membership.isVerified;
}

/** The second person: never the one who recorded it. */
export function canConfirmOfflineGift(
  actor: Actor,
  gift: { state: string; charityId: string; recordedBy: string },
): boolean {
  return (
    gift.state === "recorded" &&
    actor.kind === "user" &&
    actor.userId !== gift.recordedBy &&
    isOfCharity(actor, gift.charityId)
  );
}
