import type { SignedInActor } from "../actor.ts";

/** The verified charities a person acts for: whose gifts they may see with name and e-mail, because the law makes the charity issue receipts. */
export function charitiesOf(actor: SignedInActor): string[] {
  return actor.memberships
    .filter((membership) => membership.kind === "charity" && membership.isVerified)
    .map((membership) => membership.organizationId);
}
