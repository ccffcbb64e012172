import type { CardInstrument, ChargeFailure } from "#tests/stand-ins/stripe/objects/charge.ts";
import type { PresentedCard } from "#tests/stand-ins/stripe/world.ts";
import type { PayPageError } from "./texts.ts";

export type CardInput = { number: string; expiry: string; securityCode: string };

/**
 * What the bank says to a card: it agrees, it asks its owner first (3-D Secure), it refuses an attempt, or the input is wrong and no
 * attempt is made.
 */
export type CardAnswer =
  | { kind: "agreed"; card: PresentedCard }
  | { kind: "challenged"; card: PresentedCard }
  | { kind: "declined"; instrument: CardInstrument; error: PayPageError; failure: ChargeFailure }
  | { kind: "invalid"; error: PayPageError };

type TestCard = {
  first: "agreed" | "challenged" | { error: PayPageError; failure: ChargeFailure };
  /** When it is charged in a later month without its owner; null: it pays. */
  later: ChargeFailure | null;
  /** The bank lets it be kept although it does not pay. */
  isKeepable?: boolean;
};

const declinedFailure = { code: "card_declined", declineCode: "generic_decline", message: "Your card was declined." };
const fundsFailure = {
  code: "card_declined",
  declineCode: "insufficient_funds",
  message: "Your card has insufficient funds.",
};
const authenticationFailure = {
  code: "card_declined",
  declineCode: "authentication_required",
  message: "Your card was declined. This transaction requires authentication.",
};

/** Stripe's test cards (docs.stripe.com/testing). */
const testCards: Record<string, TestCard> = {
  "4242424242424242": { first: "agreed", later: null },
  "5555555555554444": { first: "agreed", later: null },
  "6200000000000005": { first: "agreed", later: null },
  "4000002500003155": { first: "challenged", later: null },
  "4000000000003220": { first: "challenged", later: authenticationFailure },
  "4000000000000002": { first: { error: "card_declined", failure: declinedFailure }, later: declinedFailure },
  "4000000000009995": { first: { error: "insufficient_funds", failure: fundsFailure }, later: fundsFailure },
  "4000000000000341": {
    first: { error: "card_declined", failure: declinedFailure },
    later: declinedFailure,
    isKeepable: true,
  },
};

/** Checks what was typed as a card form does, and answers for Stripe's test cards only. Nothing typed is kept but four digits. */
export function askBank(input: CardInput, now: Date, purpose: "pay" | "keep"): CardAnswer {
  const number = input.number.normalize("NFKC").replace(/[\s-]/g, "");
  if (!/^\d{12,19}$/.test(number) || !passesLuhn(number)) return { kind: "invalid", error: "incorrect_number" };
  const expiry = readExpiry(input.expiry, now);
  if (!expiry) return { kind: "invalid", error: "invalid_expiry" };
  if (!/^\d{3,4}$/.test(input.securityCode.normalize("NFKC").trim())) return { kind: "invalid", error: "invalid_cvc" };
  const instrument: CardInstrument = { method: "card", last4: number.slice(-4), ...expiry };
  const known = testCards[number];
  if (!known) return { kind: "invalid", error: "test_mode_live_card" };
  const card = { instrument, laterFailure: known.later };
  if (typeof known.first === "string") return { kind: known.first, card };
  if (purpose === "keep" && known.isKeepable) return { kind: "agreed", card };
  return { kind: "declined", instrument, ...known.first };
}

function readExpiry(text: string, now: Date): { expiryMonth: number; expiryYear: number } | null {
  const match = /^(\d{1,2})\s*\/?\s*(?:20)?(\d{2})$/.exec(text.normalize("NFKC").trim());
  if (!match) return null;
  const expiryMonth = Number(match[1]);
  const expiryYear = 2000 + Number(match[2]);
  if (expiryMonth < 1 || expiryMonth > 12) return null;
  // A card is good to the end of its month.
  return Date.UTC(expiryYear, expiryMonth, 1) > now.getTime() ? { expiryMonth, expiryYear } : null;
}

function passesLuhn(number: string): boolean {
  let sum = 0;
  for (const [index, digit] of [...number].reverse().entries()) {
    const doubled = Number(digit) * (index % 2 === 1 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
