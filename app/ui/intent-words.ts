import type { IntentWhat } from "#app/domain/intents/intent.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import type { Messages } from "#app/i18n/catalog.ts";

type Offer = { what: IntentWhat; amountFen: bigint | null; quantity: number | null; itemName: string };

/** What an intent offers, in a few words. */
export function offerWords(t: Messages, { what, amountFen, quantity, itemName }: Offer): string {
  const words = t.intents.amounts;
  if (what === "money" || what === "purchase") return words[what](formatYuanWithSign(amountFen ?? 0n));
  if (what === "goods" || what === "skill") return words[what](quantity ?? 0, itemName);
  return words[what](quantity ?? 0);
}
