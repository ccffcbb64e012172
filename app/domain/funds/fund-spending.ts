/**
 * 专项资金支出 (S97, S100): the county proposes a spending for one of the fund's purposes, another person approves it, and a person who did
 * not approve it says what came of it. PostgreSQL refuses another purpose, more than there is, and falling below the floor.
 */
import { type Actor, hasRoleFor, type StaffRole } from "../actor.ts";
import type { TransferState } from "../ledger/ledger.ts";
import type { Fen } from "../money.ts";
import type { Transition } from "../transitions.ts";

export const fundSpendingTransitions = [
  { from: "proposed", event: "approve", to: "approved", label: "批准支出", who: "county, another person" },
  { from: "proposed", event: "reject", to: "rejected", label: "不予支出", who: "county" },
] as const satisfies readonly Transition<TransferState, string>[];

export const fundStaffRoles = ["county_verifier"] as const satisfies readonly StaffRole[];
export const fundReaderRoles = ["county_verifier", "supervisor", "auditor"] as const satisfies readonly StaffRole[];

export function canProposeSpending(actor: Actor, fund: { regionCode: string }): boolean {
  return hasRoleFor(actor, fundStaffRoles, fund.regionCode);
}

/** Another person than the one who proposed it (A12). */
export function canDecideSpending(
  actor: Actor,
  fund: { regionCode: string },
  spending: { proposedBy: string },
): boolean {
  return canProposeSpending(actor, fund) && actor.kind === "user" && actor.userId !== spending.proposedBy;
}

/** The result is told by somebody who did not approve the money (S100). */
export function canRecordResult(
  actor: Actor,
  fund: { regionCode: string },
  spending: { approvedBy: string | null },
): boolean {
  return canProposeSpending(actor, fund) && actor.kind === "user" && actor.userId !== spending.approvedBy;
}

/** What may still be spent: the balance above the floor, less what is proposed already; never below nothing. */
export function spendableFen(fund: { balanceFen: Fen; floorFen: Fen; proposedFen: Fen }): Fen {
  const left = fund.balanceFen - fund.floorFen - fund.proposedFen;
  return left > 0n ? left : 0n;
}

/** 低于下限: the fund has fallen below its floor, e.g. because the floor was raised (S97). */
export function isBelowFloor(fund: { balanceFen: Fen; floorFen: Fen }): boolean {
  return fund.balanceFen < fund.floorFen;
}
