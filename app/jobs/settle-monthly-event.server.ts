import { isCharityAccount } from "#app/domain/donations/provider-event.server.ts";
import { applyReplacedCard } from "#app/domain/monthly-gifts/apply-replaced-card.server.ts";
import {
  findMonthlyGiftOf,
  getMonthlyGiftForPayment,
  hasMonthlyGifts,
} from "#app/domain/monthly-gifts/monthly-payment-queries.server.ts";
import { settleInvoice } from "#app/domain/monthly-gifts/settle-invoice.server.ts";
import { settleLatestInvoice } from "#app/domain/monthly-gifts/settle-latest-invoice.server.ts";
import { settleMonthlyCheckout } from "#app/domain/monthly-gifts/settle-monthly-checkout.server.ts";
import { err, ok, type Result } from "#app/domain/result.ts";
import type { ProviderEvent } from "#app/payments/payment-gateway.ts";
import type { HandleCode, ProviderServices } from "./handle-provider-event.server.ts";

/**
 * Settles messages about monthly gifts: pay pages of the first month, bills, subscriptions, replaced cards. It also hears of payments, refunds
 * and disputes that name no gift of ours and whose payment we do not know, for a renewal names none: settle its bill here, and the caller
 * looks again. `ignored`: not ours either.
 */
export async function settleMonthlyEvent(
  services: ProviderServices,
  event: ProviderEvent,
  at: Date,
): Promise<Result<string, HandleCode>> {
  const db = services.settlementDb;
  const monthlyGiftId = await findMonthlyGiftOf(db, event);
  const gift = monthlyGiftId === null ? null : await getMonthlyGiftForPayment(db, { monthlyGiftId });
  if (gift === null) return withoutGift(services, event);
  // Whoever writes our id into another account's objects is not heard.
  if (gift.accountId !== event.accountId) return ok("ignored");
  return settle(services, event, gift.id, at);
}

async function settle(
  services: ProviderServices,
  event: ProviderEvent,
  monthlyGiftId: string,
  at: Date,
): Promise<Result<string, HandleCode>> {
  const { settlementDb: db, payments } = services;
  const input = {
    monthlyGiftId,
    event: { id: event.id, type: event.type },
    expectsLive: services.env.mode === "production",
  };
  if (event.about === "monthly_checkout") {
    const settled = await settleMonthlyCheckout(db, payments, input, at);
    return settled.ok ? settled : err(settled.code === "unknown_gift" ? "unknown" : settled.code);
  }
  if (event.about === "card_replacement") {
    const applied = await applyReplacedCard(db, payments, input, at);
    if (!applied.ok && applied.code === "unavailable") return err("unavailable");
    return ok(applied.ok ? applied.value : "unchanged");
  }
  if (event.invoiceId !== null) {
    const settled = await settleInvoice(db, payments, { ...input, invoiceId: event.invoiceId }, at);
    return settled.ok ? settled : err(settled.code === "unavailable" ? "unavailable" : "unknown");
  }
  const followed = await settleLatestInvoice(db, payments, input, at);
  if (followed.ok) return ok("unchanged");
  // The pay page's own message brings the subscription; until then there is nothing to follow.
  return followed.code === "unavailable" ? err("unavailable") : ok("unchanged");
}

/** Money that goes back for a payment we do not know may be of a renewal whose bill we have not heard of: it must come again. */
async function withoutGift(
  { settlementDb: db }: ProviderServices,
  event: ProviderEvent,
): Promise<Result<string, HandleCode>> {
  if (event.about !== "refund" && event.about !== "dispute") return ok("ignored");
  const accountId = event.accountId ?? "";
  if (!(await isCharityAccount(db, { accountId }))) return ok("ignored");
  return (await hasMonthlyGifts(db, { accountId })) ? err("unknown_donation") : ok("ignored");
}
