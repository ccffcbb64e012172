import { raiseAlarm } from "#app/domain/alarms/raise-alarm.server.ts";
import {
  findGiftOfPayment,
  type GiftOfPayment,
  isCharityAccount,
  parkProviderEvent,
  recordProviderEvent,
  wasEventSettled,
} from "#app/domain/donations/provider-event.server.ts";
import { settleCheckout } from "#app/domain/donations/settle-checkout.server.ts";
import { settleDispute } from "#app/domain/donations/settle-dispute.server.ts";
import {
  type PaymentToSettle,
  settlePayment,
  settleRefundsOfPayment,
} from "#app/domain/donations/settle-payment.server.ts";
import { isId } from "#app/domain/ids.ts";
import { err, ok, type Result } from "#app/domain/result.ts";
import type { Env } from "#app/env.server.ts";
import type { PaymentGateway, ProviderEvent } from "#app/payments/payment-gateway.ts";
import type { Db } from "#db/client.server.ts";
import { expectsLive, settleGiftCheckout, whetherOurs } from "./settle-gift-checkout.server.ts";
import { settleMonthlyEvent } from "./settle-monthly-event.server.ts";
import type { SettlePaidPage } from "./settle-queue.server.ts";

/** What settling needs of the services; a site also hands in its queue for pages that are paid at the same moment. */
export type ProviderServices = {
  settlementDb: Db;
  payments: PaymentGateway;
  env: Pick<Env, "mode">;
  settlePaidPage?: SettlePaidPage;
};

/** Why a message could not be settled now. */
export type HandleCode =
  | "unavailable"
  | "unknown"
  | "unknown_donation"
  | "unknown_checkout"
  | "no_checkout"
  | "not_paid";

/**
 * The one way for every message of the payment provider, whoever brings it: webhook, catch-up, parked messages. It never believes the body:
 * it reads ids, asks the provider for the present truth and settles that, so any order and any number of times end in the same place (B3,
 * B4); only that a gift's page was paid is taken from the signed message. Ok is an answer of 2xx: settled (its outcome), `repeated` (this very message was settled before), `ignored` (none of our business; recorded and counted), or `parked` (failed so often
 * that staff were told; the job goes on trying). An error says to send it again (B5).
 */
export async function handleProviderEvent(
  services: ProviderServices,
  event: ProviderEvent,
  at: Date,
): Promise<Result<string, HandleCode>> {
  const db = services.settlementDb;
  // PostgreSQL stores no NUL, and no id of the provider is this long: such a message is signed but about nothing.
  if (!isRecordable(event.id) || !isRecordable(event.type)) return ok("ignored");
  const settled = await settle(services, event, at);
  if (settled.ok) {
    if (settled.value === "ignored") await recordProviderEvent(db, keptEvent(event), "ignored", at);
    return settled;
  }
  const isParked = await parkProviderEvent(db, { ...keptEvent(event), hints: hintsOf(event) }, settled.code, at);
  return isParked ? ok("parked") : settled;
}

const asksProvider: ReadonlySet<ProviderEvent["about"]> = new Set(["payment", "refund", "dispute"]);

async function settle(services: ProviderServices, event: ProviderEvent, at: Date): Promise<Result<string, HandleCode>> {
  // A charity's account also sends us test messages, and an application may listen to accounts that are not charities here.
  if (event.accountId === null || event.isLive !== expectsLive(services)) return ok("ignored");
  // The provider repeats itself, and each of these would ask it anew; a paid page needs no answer and is settled in one call anyway.
  if (asksProvider.has(event.about) && (await wasEventSettled(services.settlementDb, { eventId: event.id })))
    return ok("repeated");
  switch (event.about) {
    case "gift_checkout":
      return settleGiftCheckout(services, event, at);
    case "payment":
      return settleAboutPayment(services, event, event.paymentIntentId, at, settlePaymentMessage);
    case "refund":
      return settleAboutPayment(services, event, event.paymentIntentId, at, settleRefundMessage);
    case "dispute":
      return settleDisputeMessage(services, event, at);
    case "monthly_checkout":
    case "card_replacement":
    case "invoice":
    case "subscription":
      return settleMonthlyEvent(services, event, at);
    default:
      return ok("ignored");
  }
}

type SettleMessage = (
  services: ProviderServices,
  payment: PaymentToSettle,
  at: Date,
) => Promise<Result<string, HandleCode>>;

/** Finds the gift a message about a payment is about, and settles it; a renewal's gift may have to be made first. */
async function settleAboutPayment(
  services: ProviderServices,
  event: ProviderEvent,
  paymentIntentId: string | null,
  at: Date,
  settleMessage: SettleMessage,
): Promise<Result<string, HandleCode>> {
  if (paymentIntentId === null) return ok("ignored");
  const found = await findGift(services, event, paymentIntentId);
  if (!found.ok) return found;
  let gift = found.value;
  if (gift === null) {
    const monthly = await settleMonthlyEvent(services, event, at);
    gift = await findGiftOfPayment(services.settlementDb, { donationId: null, paymentIntentId });
    if (!monthly.ok || gift === null) return monthly;
  }
  if (gift.accountId === null || gift.accountId !== event.accountId) {
    await raiseAlarm(
      services.settlementDb,
      { kind: "event_of_other_account", subject: event.id, detail: event.accountId ?? "" },
      at,
    );
    return ok("ignored");
  }
  return settleMessage(
    services,
    {
      gift: { ...gift, accountId: gift.accountId },
      paymentIntentId,
      event: { id: event.id, type: event.type },
      expectsLive: expectsLive(services),
    },
    at,
  );
}

/** By the id in the message, by the payment we know, by the id in the payment's own metadata. Null: none names a gift of ours. */
async function findGift(
  services: ProviderServices,
  event: ProviderEvent,
  paymentIntentId: string,
): Promise<Result<GiftOfPayment | null, HandleCode>> {
  const db = services.settlementDb;
  const isNamed = event.donationId !== null && isId(event.donationId);
  const gift = await findGiftOfPayment(db, { donationId: event.donationId, paymentIntentId });
  if (gift !== null) return ok(gift);
  if (!(await isCharityAccount(db, { accountId: event.accountId ?? "" }))) return ok(null);
  if (isNamed) return err("unknown_donation");
  const payment = await services.payments.retrievePayment(paymentIntentId, event.accountId ?? "");
  if (!payment.ok) return payment.code === "unknown" ? ok(null) : payment;
  return ok(await findGiftOfPayment(db, { donationId: payment.value.donationId, paymentIntentId: null }));
}

/** A payment that succeeded settles its gift; of any other its pay page knows more: declined cards may be tried again on it. */
async function settlePaymentMessage(
  services: ProviderServices,
  payment: PaymentToSettle,
  at: Date,
): Promise<Result<string, HandleCode>> {
  const { settlementDb: db, payments } = services;
  const isRefund = payment.event?.type.startsWith("charge.refund") ?? false;
  const settled = await settlePayment(db, payments, isRefund ? { ...payment, event: null } : payment, at);
  if (isRefund && settled.ok) return settleRefundsOfPayment(db, payments, payment, at);
  if (settled.ok || settled.code === "unavailable") return settled;
  return settleCheckout(
    db,
    payments,
    { donationId: payment.gift.id, sessionId: null, event: payment.event, expectsLive: payment.expectsLive },
    at,
  );
}

/** A refund that arrives before its payment settles the payment first (B4). */
async function settleRefundMessage(
  services: ProviderServices,
  payment: PaymentToSettle,
  at: Date,
): Promise<Result<string, HandleCode>> {
  const { settlementDb: db, payments } = services;
  const paid = await settleBefore(services, payment, at);
  return paid.ok ? settleRefundsOfPayment(db, payments, payment, at) : paid;
}

async function settleBefore(
  services: ProviderServices,
  payment: PaymentToSettle,
  at: Date,
): Promise<Result<undefined, HandleCode>> {
  const { gift, paymentIntentId } = payment;
  if (gift.paymentIntentId === paymentIntentId && gift.paidAt !== null) return ok();
  const paid = await settlePayment(services.settlementDb, services.payments, { ...payment, event: null }, at);
  return paid.ok ? ok() : paid;
}

async function settleDisputeMessage(
  services: ProviderServices,
  event: ProviderEvent,
  at: Date,
): Promise<Result<string, HandleCode>> {
  const { settlementDb: db, payments } = services;
  if (event.disputeId === null || event.accountId === null) return ok("ignored");
  const dispute = await payments.retrieveDispute(event.disputeId, event.accountId);
  if (!dispute.ok) {
    // Not even the provider knows it in this account, or it is nobody's we know.
    return dispute.code === "unknown" ? whetherOurs(services, event) : dispute;
  }
  const named = { ...event, donationId: dispute.value.donationId ?? event.donationId };
  const paymentIntentId = dispute.value.paymentIntentId ?? event.paymentIntentId;
  return settleAboutPayment(services, named, paymentIntentId, at, async (_, payment) => {
    const paid = await settleBefore(services, payment, at);
    if (!paid.ok) return paid;
    const outcome = await settleDispute(
      db,
      { ...dispute.value, donationId: payment.gift.id, accountId: payment.gift.accountId },
      payment.event,
      at,
    );
    return outcome === "not_paid" || outcome === "unknown_donation" ? err(outcome) : ok(outcome);
  });
}

function isRecordable(text: string): boolean {
  return text !== "" && text.length <= 255 && !text.includes("\u0000");
}

function keptEvent(event: ProviderEvent) {
  const objectId =
    event.providerRefundId ?? event.disputeId ?? event.sessionId ?? event.invoiceId ?? event.paymentIntentId;
  return {
    id: event.id,
    type: event.type,
    isLive: event.isLive,
    accountId: storable(event.accountId),
    objectId: storable(objectId),
  };
}

function storable(text: string | null): string | null {
  return text !== null && isRecordable(text) ? text : null;
}

/** The ids a message named, to handle it again without it. */
function hintsOf({
  id: _id,
  type: _type,
  isLive: _isLive,
  accountId: _account,
  paidCheckout: _paid,
  ...hints
}: ProviderEvent) {
  return Object.fromEntries(Object.entries(hints).flatMap(([key, value]) => (value === null ? [] : [[key, value]])));
}
