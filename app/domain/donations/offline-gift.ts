/**
 * A gift that came outside the site: a bank transfer or goods. One person of the charity records it with its document, another confirms
 * it, and only then it counts (two people, A12). The giver may take the record to an account with the code on the paper receipt.
 */
import type { Transition } from "../transitions.ts";

export const offlineGiftKinds = ["money", "goods"] as const;
export type OfflineGiftKind = (typeof offlineGiftKinds)[number];

export const offlineGiftStates = ["recorded", "confirmed", "rejected"] as const;
export type OfflineGiftState = (typeof offlineGiftStates)[number];

export const offlineGiftTransitions = [
  { from: "recorded", event: "confirm", to: "confirmed", label: "复核入账", who: "charity" },
  { from: "recorded", event: "reject", to: "rejected", label: "不予入账", who: "charity" },
] as const satisfies readonly Transition<OfflineGiftState, string>[];
