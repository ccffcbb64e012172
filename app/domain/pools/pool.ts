/**
 * 爱心池: money that a need no longer took, waiting where its donors chose: for the same household, village or category (D10). It leaves a
 * pool only for an open need that fits, proposed by one person of the charity and approved by another (A12), and every contributor's lot
 * gives its share (各记其功, S98).
 */
import type { LedgerAccountKind, TransferState } from "../ledger/ledger.ts";
import type { Transition } from "../transitions.ts";

export const poolKinds = [
  "village_pool",
  "household_pool",
  "category_pool",
] as const satisfies readonly LedgerAccountKind[];
export type PoolKind = (typeof poolKinds)[number];

export const poolAllocationTransitions = [
  { from: "proposed", event: "approve", to: "approved", label: "复核通过", who: "charity, second person" },
  { from: "proposed", event: "reject", to: "rejected", label: "不予分配", who: "charity" },
  { from: "proposed", event: "refuse_same_person", to: "proposed", label: "同一人复核，未通过", who: "system" },
] as const satisfies readonly Transition<TransferState, string>[];
