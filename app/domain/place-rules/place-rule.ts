/**
 * The rules of a place (mission-rows.md: never constants in code): settings such as notice days, reference prices of things asked for, and
 * words no public text may use. Each row holds from one day to another with its source, and is never edited: one person proposes the next
 * row, another of the same subtree approves it, and only then the old row is closed the day before and the new one begins (D7, S7, F13).
 * The rule with the most specific region wins, then the latest valid-from.
 */
import { type Actor, actorUserId, hasRoleFor, type StaffRole } from "../actor.ts";
import type { Transition } from "../transitions.ts";

export const placeRuleKinds = ["setting", "item_price", "wording"] as const;
export type PlaceRuleKind = (typeof placeRuleKinds)[number];

export const ruleProposalStates = ["proposed", "approved", "rejected"] as const;
export type RuleProposalState = (typeof ruleProposalStates)[number];

export const ruleProposalTransitions = [
  { from: "proposed", event: "approve", to: "approved", label: "批准规则", who: "county verifier, another person" },
  { from: "proposed", event: "reject", to: "rejected", label: "不予采用", who: "county verifier" },
] as const satisfies readonly Transition<RuleProposalState, string>[];

/** Staff who change the rules of their county or of a place in it. */
export const ruleKeeperRoles = ["county_verifier"] as const satisfies readonly StaffRole[];

/** Everybody who works by the rules reads them. */
export const ruleReaderRoles = [
  "village_officer",
  "town_verifier",
  "county_verifier",
  "supervisor",
  "auditor",
] as const satisfies readonly StaffRole[];

export function canProposeRule(actor: Actor, regionCode: string): boolean {
  return hasRoleFor(actor, ruleKeeperRoles, regionCode);
}

/** Another person of the place than the one who proposed it (F13). */
export function canApproveRule(actor: Actor, proposal: { regionCode: string; proposedBy: string }): boolean {
  return canProposeRule(actor, proposal.regionCode) && actorUserId(actor) !== proposal.proposedBy;
}

/** What a word does where it is found: it stops the need, or the checker has to say why it stands. */
export const wordingSeverities = ["block", "reason"] as const;
export type WordingSeverity = (typeof wordingSeverities)[number];

export const wordingKinds = ["brand", "luxury", "begging"] as const;
export type WordingKind = (typeof wordingKinds)[number];

export type ItemPriceValue = {
  readonly name: string;
  /** Words by which a budget line is known to be this item; the longest that fits wins. */
  readonly words: readonly string[];
  readonly unit: string;
  readonly referencePriceFen: string;
  readonly ceilingFen: string;
};
export type WordingValue = {
  readonly word: string;
  readonly kind: WordingKind;
  readonly severity: WordingSeverity;
  readonly advice: string;
};
export type SettingValue = { readonly value: string | number | boolean };

/** What a proposal would put in force; amounts in fen as text, because JSON knows no bigint. */
export type ProposedValue = ItemPriceValue | WordingValue | SettingValue;
