/** Who may do what with gifts outside the site. Any member of the verified charity, but two of them for each gift (A12); PostgreSQL agrees. */
import type { Actor } from "../actor.ts";
import { charitiesOf } from "../organizations/organization-policy.ts";

/** The second person: never the one who recorded it. */
export function canConfirmOfflineGift(
  actor: Actor,
  gift: { state: string; charityId: string; recordedBy: string },
): boolean {
  return (
    gift.state === "recorded" &&
    actor.kind === "user" &&
    actor.userId !== gift.recordedBy &&
    charitiesOf(actor).some((charity) => charity.id === gift.charityId)
  );
}
