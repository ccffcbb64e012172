import type { ChargeFailure, Instrument } from "#tests/stand-ins/stripe/objects/charge.ts";
import type { PayPageError } from "./texts.ts";

export type CardInput = { number: string; expiry: string; securityCode: string };

/** What the bank says to a card: it pays, it refuses an attempt, or the input is wrong and no attempt is made. */
export type CardAnswer =
  | { kind: "pays"; instrument: Instrument }
  | { kind: "declined"; instrument: Instrument; error: PayPageError; failure: ChargeFailure }
  | { kind: "invalid"; error: PayPageError };

const working = new Set(["4242424242424242", "5555555555554444", "6200000000000005"]);
const declined: Record<string, { error: PayPageError; failure: ChargeFailure }> = {
  "4000000000000002": {
    error: "card_declined",
    failure: { code: "card_declined", declineCode: "generic_decline", message: "Your card was declined." },
  },
  "4000000000009995": {
    error: "insufficient_funds",
    failure: { code: "card_declined", declineCode: "insufficient_funds", message: "Your card has insufficient funds." },
  },
};

/** Checks what was typed as a card form does, and answers for Stripe's test cards only. Nothing typed is kept but four digits. */
export function askBank(input: CardInput, now: Date): CardAnswer {
  const number = input.number.normalize("NFKC").replace(/[\s-]/g, "");
  if (!/^\d{12,19}$/.test(number) || !passesLuhn(number)) return { kind: "invalid", error: "incorrect_number" };
  const expiry = readExpiry(input.expiry, now);
  if (!expiry) return { kind: "invalid", error: "invalid_expiry" };
  if (!/^\d{3,4}$/.test(input.securityCode.normalize("NFKC").trim())) return { kind: "invalid", error: "invalid_cvc" };
  const instrument: Instrument = { method: "card", last4: number.slice(-4), ...expiry };
  if (working.has(number)) return { kind: "pays", instrument };
  const refusal = declined[number];
  if (refusal) return { kind: "declined", instrument, ...refusal };
  return { kind: "invalid", error: "test_mode_live_card" };
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
