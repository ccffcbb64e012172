import { and, eq } from "drizzle-orm";
import type { PaymentGateway } from "#app/payments/payment-gateway.ts";
import type { Db } from "#db/client.server.ts";
import { monthlyGifts } from "#db/schema/monthly-gifts.server.ts";
import { dayInChina } from "../clock.ts";
import { getGivingNeed } from "../donations/donation-queries.server.ts";
import { err, ok, type Result } from "../result.ts";
import { getMonthlyGiftForPayment, type MonthlyGiftForPayment } from "./monthly-payment-queries.server.ts";
import { settleMonthlyCheckout } from "./settle-monthly-checkout.server.ts";

const checkoutMinutes = 60;

export type OpenMonthlyCheckoutInput = {
  monthlyGiftId: string;
  successUrl: string;
  cancelUrl: string;
  expectsLive: boolean;
};
export type OpenMonthlyCheckoutCode =
  | "not_found"
  | "already_started"
  | "not_open"
  | "unavailable"
  | "refused"
  | "conflict";

/**
 * Leads the donor to the provider's page for the first month. The attempt is stored and committed first; the provider is called with a
 * key made of our row and that attempt, so that twenty clicks open one page (B8, B9). A page that has ended unpaid is replaced.
 */
export async function openMonthlyCheckout(
  db: Db,
  payments: PaymentGateway,
  input: OpenMonthlyCheckoutInput,
  at: Date,
): Promise<Result<{ url: string }, OpenMonthlyCheckoutCode>> {
  const gift = await getMonthlyGiftForPayment(db, input);
  if (gift === null) return err("not_found");
  if (gift.state !== "started") return err("already_started");
  const need = await getGivingNeed(db, { publicCode: gift.needCode, today: dayInChina(at) });
  if (need === null || need.noGiftReason !== null) return err("not_open");
  if (gift.checkoutSessionId !== null && gift.checkoutUrl !== null) {
    const status = await payments.retrieveMonthlyCheckout(gift.checkoutSessionId, gift.accountId);
    if (!status.ok) return err("unavailable");
    if (status.value.state === "paid" || status.value.state === "awaiting_payment") {
      await settleMonthlyCheckout(db, payments, { ...input, event: null }, at);
      return err("already_started");
    }
    if (status.value.isPayable) return ok({ url: gift.checkoutUrl });
  }
  const attempt = await beginAttempt(db, gift, at);
  if (attempt === null) return err("conflict");
  const opened = await payments.openMonthlyCheckout({
    monthlyGiftId: gift.id,
    attempt: attempt.number,
    amountFen: attempt.amountFen,
    itemName: gift.needTitle,
    accountId: gift.accountId,
    locale: gift.locale === "en" ? "en" : "zh",
    successUrl: input.successUrl,
    cancelUrl: input.cancelUrl,
    expiresAt: attempt.expiresAt,
    email: attempt.email,
  });
  if (!opened.ok) return err(opened.code);
  await db
    .update(monthlyGifts)
    .set({ checkoutSessionId: opened.value.sessionId, checkoutUrl: opened.value.url, updatedAt: at })
    .where(and(eq(monthlyGifts.id, gift.id), eq(monthlyGifts.checkoutAttempt, attempt.number)));
  return ok({ url: opened.value.url });
}

type Attempt = { number: number; expiresAt: Date; amountFen: bigint; email: string };

/** The attempt begun and not answered yet, or the next one. Every request of one attempt carries the same parameters: they are read back. */
async function beginAttempt(db: Db, gift: MonthlyGiftForPayment, at: Date): Promise<Attempt | null> {
  const isUnanswered =
    gift.checkoutSessionId === null && gift.checkoutExpiresAt !== null && gift.checkoutExpiresAt > at;
  if (!isUnanswered) {
    await db
      .update(monthlyGifts)
      .set({
        checkoutAttempt: gift.checkoutAttempt + 1,
        checkoutExpiresAt: new Date(at.getTime() + checkoutMinutes * 60_000),
        checkoutSessionId: null,
        checkoutUrl: null,
        updatedAt: at,
      })
      .where(
        and(
          eq(monthlyGifts.id, gift.id),
          eq(monthlyGifts.checkoutAttempt, gift.checkoutAttempt),
          eq(monthlyGifts.state, "started"),
        ),
      );
  }
  const [now] = await db.select().from(monthlyGifts).where(eq(monthlyGifts.id, gift.id));
  if (now?.state !== "started" || now.checkoutExpiresAt === null) return null;
  return {
    number: now.checkoutAttempt,
    expiresAt: now.checkoutExpiresAt,
    amountFen: now.amountFen,
    email: now.email,
  };
}
