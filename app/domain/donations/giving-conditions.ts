/**
 * When a need may take money online at all (L2-L5): published in public mode, run by a verified charity whose 公开募捐资格 and whose
 * filed plan are valid that day, and which has a payment account of its own; and whose report on earlier gifts is not late (U13). Otherwise
 * the page says why, and pledges stay open.
 */
import { isReportLate } from "../needs/next-report.ts";

export type GivingConditions = {
  needState: string;
  needType: string;
  publicationMode: string;
  goalFen: bigint | null;
  charity: {
    state: string;
    qualificationNumber: string | null;
    qualificationValidTo: string | null;
    stripeAccountId: string | null;
  } | null;
  filing: { validFrom: string; validTo: string } | null;
  nextReportOn: string | null;
};

export type NoGiftReason =
  | "not_open"
  | "fulfilled"
  | "no_money_need"
  | "intent_only"
  | "no_charity"
  | "charity_not_verified"
  | "qualification_missing"
  | "qualification_expired"
  | "filing_not_valid"
  | "no_payment_account"
  | "report_late";

/** Null when the need may take a gift on that day (`YYYY-MM-DD`, China); otherwise the first reason why not. */
export function whyNoGift(conditions: GivingConditions, today: string): NoGiftReason | null {
  const { charity, filing } = conditions;
  if (["fulfilled", "reported", "closed"].includes(conditions.needState)) return "fulfilled";
  if (conditions.needState !== "published") return "not_open";
  if (conditions.goalFen === null) return "no_money_need";
  if (conditions.publicationMode !== "public") return "intent_only";
  if (charity === null) return "no_charity";
  if (charity.state !== "verified") return "charity_not_verified";
  if (charity.qualificationNumber === null || charity.qualificationValidTo === null) return "qualification_missing";
  if (charity.qualificationValidTo < today) return "qualification_expired";
  if (filing === null || filing.validFrom > today || filing.validTo < today) return "filing_not_valid";
  if (charity.stripeAccountId === null) return "no_payment_account";
  if (isReportLate(conditions.nextReportOn, today)) return "report_late";
  return null;
}

/**
 * Whether monthly gifts that run already go on. A late report stops new gifts only: who gives every month gets a word on the page and can
 * stop with one click, but nobody's standing gift ends because an officer wrote too late (decision of U13).
 */
export function keepsMonthlyGifts(noGiftReason: NoGiftReason | null): boolean {
  return noGiftReason === null || noGiftReason === "report_late";
}
