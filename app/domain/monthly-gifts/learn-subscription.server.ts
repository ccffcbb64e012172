import { and, eq, isNull } from "drizzle-orm";
import type { MonthlyCheckoutStatus } from "#app/payments/monthly-payments.ts";
import type { PaymentGateway } from "#app/payments/payment-gateway.ts";
import type { Db } from "#db/client.server.ts";
import { monthlyGifts } from "#db/schema/monthly-gifts.server.ts";
import { err, ok, type Result } from "../result.ts";
import type { MonthlyGiftForPayment } from "./monthly-payment-queries.server.ts";

/**
 * Asks the pay page of a gift for the subscription it began, and keeps it: nothing else says that a subscription is this gift's, whoever
 * writes our ids into the provider's objects (B1). `unknown`: there is no such page, or it is of another gift, account or mode.
 */
export async function learnSubscription(
  db: Db,
  payments: PaymentGateway,
  gift: MonthlyGiftForPayment,
  options: { expectsLive: boolean },
): Promise<Result<MonthlyCheckoutStatus, "unavailable" | "unknown">> {
  if (gift.checkoutSessionId === null) return err("unknown");
  const page = await payments.retrieveMonthlyCheckout(gift.checkoutSessionId, gift.accountId);
  if (!page.ok) return page;
  if (page.value.monthlyGiftId !== gift.id || page.value.isLive !== options.expectsLive) return err("unknown");
  if (page.value.subscriptionId !== null) {
    await db
      .update(monthlyGifts)
      .set({ providerSubscriptionId: page.value.subscriptionId })
      .where(and(eq(monthlyGifts.id, gift.id), isNull(monthlyGifts.providerSubscriptionId)));
  }
  return ok(page.value);
}
