/**
 * What a receipt is worth now: it states what was given, and stays true when money goes back. It is our own slip and never the official
 * 公益事业捐赠票据 (L10, L27), which only the receiving charity issues; its number is shown once the charity has recorded it.
 */
import type { Fen } from "../money.ts";
import type { DonationState } from "./donation.ts";

export const receiptStandings = ["valid", "disputed", "partly_refunded", "void"] as const;
export type ReceiptStanding = (typeof receiptStandings)[number];

/** Void when nothing of the gift is left: all refunded or on its way back, or a dispute lost. */
export function receiptStanding(gift: { state: DonationState; amountFen: Fen; refundedFen: Fen }): ReceiptStanding {
  if (gift.refundedFen >= gift.amountFen || gift.state === "refunded") return "void";
  if (gift.state === "disputed") return "disputed";
  return gift.refundedFen > 0n ? "partly_refunded" : "valid";
}

/** What of a gift is still given: the amount less what went back, and never less than nothing. */
export function keptFen(gift: { amountFen: Fen; refundedFen: Fen }): Fen {
  return gift.amountFen > gift.refundedFen ? gift.amountFen - gift.refundedFen : 0n;
}

const verifyCodePattern = /^[0-9A-Z]{5}(-[0-9A-Z]{5}){3}$/;

/**
 * A verify code as somebody types it from paper: any case, full-width, with or without dashes and spaces; O, I and L stand for the digits
 * they are mistaken for (our codes have none). Null: it cannot be one, and the database is not asked.
 */
export function parseVerifyCode(typed: string): string | null {
  const characters = typed
    .slice(0, 100)
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\p{Pd}]/gu, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  const code = characters.match(/.{1,5}/gu)?.join("-") ?? "";
  return verifyCodePattern.test(code) ? code : null;
}

/** The calendar years a statement can be made for, as they come in an address; null for anything else. */
export function parseStatementYear(text: string | undefined): number | null {
  return text !== undefined && /^20[0-9]{2}$/.test(text) ? Number(text) : null;
}

/** First instant of a year in China. */
export function startOfYear(year: number): Date {
  return new Date(`${year}-01-01T00:00:00+08:00`);
}
