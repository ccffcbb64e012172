/**
 * A gift that came outside the site: a bank transfer or goods. One person of the charity records it with its document, another confirms
 * it, and only then it counts (two people, A12). Money is posted to the charity's bank account and follows every rule of a gift; goods
 * have a stated value (S93) that is never money in the books. The giver may take the record to an account with the code on the paper slip.
 */
import type { SurplusChoice } from "../donations/donation.ts";
import type { Transition } from "../transitions.ts";

export const offlineGiftKinds = ["money", "goods"] as const;
export type OfflineGiftKind = (typeof offlineGiftKinds)[number];

export const offlineGiftStates = ["recorded", "confirmed", "rejected"] as const;
export type OfflineGiftState = (typeof offlineGiftStates)[number];

export const offlineGiftTransitions = [
  { from: "recorded", event: "confirm", to: "confirmed", label: "复核入账", who: "charity, second person" },
  { from: "recorded", event: "reject", to: "rejected", label: "不予入账", who: "charity, second person" },
  { from: "recorded", event: "refuse_same_person", to: "recorded", label: "同一人复核，未通过", who: "system" },
  { from: "confirmed", event: "issue_slip", to: "confirmed", label: "出具认领单", who: "charity" },
  { from: "confirmed", event: "claim", to: "confirmed", label: "捐赠人认领", who: "donor" },
  { from: "confirmed", event: "show_name", to: "confirmed", label: "公开称呼", who: "donor" },
  { from: "confirmed", event: "hide_name", to: "confirmed", label: "不公开称呼", who: "donor" },
] as const satisfies readonly Transition<OfflineGiftState, string>[];

/** Where the value of goods comes from (S93). */
export const valuationBases = ["invoice", "market_price", "giver_statement"] as const;
export type ValuationBasis = (typeof valuationBases)[number];

/**
 * As for gifts paid here, but nothing goes back through the books: a transfer that should go back is not entered, and the charity's bank
 * returns it.
 */
export const offlineSurplusChoices = [
  "same_household",
  "same_village",
  "same_category",
] as const satisfies readonly SurplusChoice[];
export type OfflineSurplusChoice = (typeof offlineSurplusChoices)[number];
