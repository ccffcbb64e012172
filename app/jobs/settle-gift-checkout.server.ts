import { raiseAlarm } from "#app/domain/alarms/raise-alarm.server.ts";
import { isCharityAccount } from "#app/domain/donations/provider-event.server.ts";
import { settleCheckout } from "#app/domain/donations/settle-checkout.server.ts";
import { type SettleOutcome, settleDonation } from "#app/domain/donations/settle-donation.server.ts";
import type { PaidPage } from "#app/domain/donations/settle-paid-together.server.ts";
import { isId } from "#app/domain/ids.ts";
import { err, ok, type Result } from "#app/domain/result.ts";
import type { ProviderEvent } from "#app/payments/payment-gateway.ts";
import type { HandleCode, ProviderServices } from "./handle-provider-event.server.ts";

/** A message about a gift's pay page: a paid one is settled as told, of any other the provider is asked. */
export async function settleGiftCheckout(
  services: ProviderServices,
  event: ProviderEvent,
  at: Date,
): Promise<Result<string, HandleCode>> {
  // Another project's page on the same account.
  if (event.donationId === null || !isId(event.donationId)) return ok("ignored");
  const told = await settleAsTold(services, event, event.donationId, at);
  if (told === "unknown_donation") return whetherOurs(services, event);
  if (told === "other_account") {
    const alarm = { kind: "event_of_other_account", subject: event.id, detail: event.accountId ?? "" };
    await raiseAlarm(services.settlementDb, alarm, at);
    return ok("ignored");
  }
  if (told !== null) return ok(told);
  const result = await settleCheckout(
    services.settlementDb,
    services.payments,
    {
      donationId: event.donationId,
      sessionId: event.sessionId,
      event: { id: event.id, type: event.type },
      expectsLive: expectsLive(services),
    },
    at,
  );
  return !result.ok && result.code === "unknown_donation" ? whetherOurs(services, event) : result;
}

/**
 * A page that was paid is settled by the signed message itself: that it was paid stays true whatever else is said later, and the amount,
 * currency, account and mode are compared with our own gift (B6) as if we had asked. Fee and payment method are fetched afterwards by the
 * job (`completePaidGift`), so money that has arrived never waits for the provider to answer. Null: another message, ask the provider.
 */
async function settleAsTold(
  services: ProviderServices,
  event: ProviderEvent,
  donationId: string,
  at: Date,
): Promise<SettleOutcome | null> {
  const { paidCheckout, sessionId, accountId, isLive } = event;
  if (paidCheckout === null || sessionId === null) return null;
  const page: PaidPage = {
    truth: {
      ...paidCheckout,
      donationId,
      sessionId,
      state: "paid",
      accountId,
      isLive,
      paymentMethod: null,
      feeFen: null,
      failureCode: null,
    },
    event: { id: event.id, type: event.type },
  };
  if (services.settlePaidPage) return services.settlePaidPage(page);
  return settleDonation(services.settlementDb, page.truth, page.event, { expectsLive: expectsLive(services) }, at);
}

/** An id of ours that we do not know: on a charity's account it must come again, on any other it is none of our business. */
export async function whetherOurs(
  services: ProviderServices,
  event: ProviderEvent,
): Promise<Result<string, "unknown_donation">> {
  const isOurs = await isCharityAccount(services.settlementDb, { accountId: event.accountId ?? "" });
  return isOurs ? err("unknown_donation") : ok("ignored");
}

/** Test and live money never mix (B6). */
export function expectsLive(services: Pick<ProviderServices, "env">): boolean {
  return services.env.mode === "production";
}
