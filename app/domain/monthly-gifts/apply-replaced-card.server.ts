import { and, eq, isNull } from "drizzle-orm";
import type { SubscriptionStatus } from "#app/payments/monthly-payments.ts";
import type { PaymentGateway } from "#app/payments/payment-gateway.ts";
import type { Db } from "#db/client.server.ts";
import { monthlyGiftChanges, monthlyGifts } from "#db/schema/monthly-gifts.server.ts";
import { recordEvents } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { cardFacts } from "./follow-subscription.server.ts";
import { isGoingOn } from "./monthly-gift.ts";
import { getMonthlyGiftForPayment, type MonthlyGiftForPayment } from "./monthly-payment-queries.server.ts";
import { retryMonthlyCharge } from "./retry-monthly-charge.server.ts";
import { settleInvoice } from "./settle-invoice.server.ts";

/**
 * Charges the card of the finished page from now on, told by message, return or the job. A month that had failed is tried again at once.
 * `not_done`: the page has not been finished (`expired` once its hour is over).
 */
export async function applyReplacedCard(
  db: Db,
  payments: PaymentGateway,
  input: { monthlyGiftId: string; expectsLive: boolean },
  at: Date,
): Promise<Result<"replaced" | "charged" | "ended", "nothing_open" | "not_done" | "expired" | "unavailable">> {
  const gift = await getMonthlyGiftForPayment(db, input);
  if (gift === null || gift.cardSessionId === null) return err("nothing_open");
  if (!isGoingOn(gift.state)) {
    await closeCardChange(db, gift, "superseded", null, at);
    return err("nothing_open");
  }
  const applied = await payments.applyReplacedCard(gift.cardSessionId, gift.accountId);
  if (!applied.ok) {
    if (applied.code === "unavailable") return err("unavailable");
    const isOver = await isCardPageOver(db, gift, at);
    if (applied.code !== "not_done") await closeCardChange(db, gift, "refused", null, at);
    else if (isOver) await closeCardChange(db, gift, "expired", null, at);
    return err(isOver || applied.code !== "not_done" ? "expired" : "not_done");
  }
  await closeCardChange(db, gift, "done", applied.value, at);
  if (gift.state !== "past_due" || gift.failedInvoiceId === null) return ok("replaced");
  // A try that nobody has told us of yet counts first, so that the one with the new card is a try of its own.
  await settleInvoice(db, payments, { ...input, invoiceId: gift.failedInvoiceId, event: null }, at);
  const tried = await retryMonthlyCharge(db, payments, input, at);
  if (tried.ok && tried.value === "ended") return ok("ended");
  return ok(tried.ok && (tried.value === "settled" || tried.value === "paid") ? "charged" : "replaced");
}

async function isCardPageOver(db: Db, gift: MonthlyGiftForPayment, at: Date): Promise<boolean> {
  const [change] = await db.select().from(monthlyGiftChanges).where(openCardOf(gift));
  return !change?.expiresAt || change.expiresAt <= at;
}

function openCardOf(gift: MonthlyGiftForPayment) {
  return and(
    eq(monthlyGiftChanges.monthlyGiftId, gift.id),
    eq(monthlyGiftChanges.kind, "card"),
    eq(monthlyGiftChanges.outcome, "open"),
  );
}

/** Ends the change with its news, once: the session on the row is the key. A failed month becomes due at once, should we be cut off here. */
async function closeCardChange(
  db: Db,
  gift: MonthlyGiftForPayment,
  outcome: "done" | "refused" | "expired" | "superseded",
  subscription: SubscriptionStatus | null,
  at: Date,
): Promise<void> {
  if (gift.cardSessionId === null) return;
  const sessionId = gift.cardSessionId;
  await db.transaction(async (tx) => {
    const isDue = outcome === "done" && gift.state === "past_due";
    const closed = await tx
      .update(monthlyGifts)
      .set({
        cardSessionId: null,
        ...(subscription === null ? {} : cardFacts(subscription)),
        ...(isDue ? { nextRetryAt: at } : {}),
        updatedAt: at,
      })
      .where(and(eq(monthlyGifts.id, gift.id), eq(monthlyGifts.cardSessionId, sessionId)))
      .returning({ number: monthlyGifts.changeNumber });
    if (closed.length === 0) return;
    const [change] = await tx
      .update(monthlyGiftChanges)
      .set({ outcome, answeredAt: at })
      .where(and(openCardOf(gift), isNull(monthlyGiftChanges.answeredAt)))
      .returning({ number: monthlyGiftChanges.number });
    if (outcome !== "done" || !change) return;
    await recordEvents(tx, at, {
      kind: "monthly_gift.changed",
      monthlyGiftId: gift.id,
      news: "card_replaced",
      key: String(change.number),
    });
  });
}
