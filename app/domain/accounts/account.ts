/**
 * What an administrator may do to somebody's account, and to whose (E3). An account belongs to the places of its roles and of its organizations;
 * who administers all of them reaches it, and an account without a place is the country's. Taking a lost authenticator away, or opening a
 * disabled account again, hands somebody the keys of whoever holds a role or moves a charity's money: for them a second administrator agrees
 * (F13), who is neither the first nor the person. Disabling is the safe side: one is enough, at once.
 */
import { type Actor, actorUserId, type StaffRole } from "../actor.ts";
import type { Transition } from "../transitions.ts";

export const accountKeeperRoles = ["platform_admin"] as const satisfies readonly StaffRole[];

/** Steps that are proposed by one and agreed to by another. */
export const accountSteps = ["reset_second_factor", "enable"] as const;
export type AccountStep = (typeof accountSteps)[number];

/** What happened to an account, for the mail to its holder. A reset is told of when it is proposed: the holder may object in time. */
export type AccountChange = "reset_proposed" | "reset" | "disabled" | "enabled";

export const accountProposalStates = ["proposed", "approved", "rejected"] as const;
export type AccountProposalState = (typeof accountProposalStates)[number];

export const accountProposalTransitions = [
  {
    from: "proposed",
    event: "approve",
    to: "approved",
    label: "同意",
    who: "a second administrator of the person's places",
  },
  { from: "proposed", event: "reject", to: "rejected", label: "不同意", who: "administrator of the person's places" },
] as const satisfies readonly Transition<AccountProposalState, string>[];

/** Whether the actor is neither who proposed it nor whom it is about. The places are asked in the query. */
export function isSecondPerson(actor: Actor, proposal: { userId: string; proposedBy: string }): boolean {
  const me = actorUserId(actor);
  return me !== null && me !== proposal.proposedBy && me !== proposal.userId;
}

/** Why a page does not offer a step on an account to its reader. */
export function isOwnAccount(actor: Actor, account: { userId: string }): boolean {
  return actorUserId(actor) === account.userId;
}

/** The field of the code that is asked for once more (E3): it stands beside the kept fields of any form, and some have a `code` of their own. */
export const secondFactorCodeField = "secondFactorCode";
