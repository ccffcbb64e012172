import { z } from "zod";
import {
  listCharityAccounts,
  listParkedEvents,
  listUnseenEventIds,
  takeOpenRefunds,
} from "#app/domain/donations/open-money-queries.server.ts";
import { sendRefund } from "#app/domain/donations/send-refund.server.ts";
import type { ProviderEvent } from "#app/payments/payment-gateway.ts";
import type { Services } from "#app/services.server.ts";
import { handleProviderEvent } from "./handle-provider-event.server.ts";

type CatchUpServices = Pick<Services, "db" | "settlementDb" | "payments" | "env" | "clock">;

/** How far back we ask; the provider itself keeps trying for three days and remembers for thirty. */
const lookBackDays = 7;
const quietMinutes = 60;
const batchSize = 50;

/**
 * Asks every charity's account for messages that reached no address of ours and handles them the one way (B10). What we have recorded before
 * is passed over, so a second run does nothing. Returns how many messages were handled.
 */
export async function catchUpEvents(services: CatchUpServices, signal: AbortSignal): Promise<number> {
  const { db, payments, clock } = services;
  const since = new Date(clock.now().getTime() - lookBackDays * 86_400_000);
  let handled = 0;
  for (const accountId of await listCharityAccounts(db)) {
    if (signal.aborted) break;
    const events = await payments.listUndeliveredEvents({ accountId, since });
    if (!events.ok) continue;
    const unseen = await listUnseenEventIds(db, { ids: events.value.map((event) => event.id) });
    for (const event of events.value) {
      if (signal.aborted || !unseen.has(event.id)) continue;
      await handleProviderEvent(services, event, clock.now());
      handled += 1;
    }
  }
  return handled;
}

const hints = z.object({
  about: z.enum([
    "gift_checkout",
    "monthly_checkout",
    "card_replacement",
    "payment",
    "refund",
    "dispute",
    "invoice",
    "subscription",
    "other",
  ]),
  donationId: z.string().default(""),
  sessionId: z.string().default(""),
  refundId: z.string().default(""),
  providerRefundId: z.string().default(""),
  disputeId: z.string().default(""),
  invoiceId: z.string().default(""),
  subscriptionId: z.string().default(""),
  monthlyGiftId: z.string().default(""),
  paymentIntentId: z.string().default(""),
});

/** Tries messages again that could not be settled, less and less often (B5). Returns how many were settled now. */
export async function retryParkedEvents(services: CatchUpServices, signal: AbortSignal): Promise<number> {
  const at = services.clock.now();
  let settled = 0;
  for (const parked of await listParkedEvents(services.db, { at, limit: batchSize })) {
    if (signal.aborted) break;
    const { about, ...ids } = hints.parse({ about: "other", ...parked.hints });
    const known = Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, id === "" ? null : id]));
    const event: ProviderEvent = {
      ...noIds,
      ...known,
      id: parked.id,
      type: parked.type,
      accountId: parked.account,
      isLive: parked.isLive,
      about,
    };
    const result = await handleProviderEvent(services, event, at);
    if (result.ok && result.value !== "parked") settled += 1;
  }
  return settled;
}

const noIds = {
  donationId: null,
  sessionId: null,
  refundId: null,
  providerRefundId: null,
  disputeId: null,
  invoiceId: null,
  subscriptionId: null,
  monthlyGiftId: null,
  paymentIntentId: null,
  paidCheckout: null,
};

/** Asks about refunds nobody has heard of for an hour, and sends those whose sending broke off (B12). Returns how many moved. */
export async function settleOpenRefunds(services: CatchUpServices, signal: AbortSignal): Promise<number> {
  const at = services.clock.now();
  const before = new Date(at.getTime() - quietMinutes * 60_000);
  let moved = 0;
  for (const { id } of await takeOpenRefunds(services.db, { before, limit: batchSize, at })) {
    if (signal.aborted) break;
    const input = { refundId: id, expectsLive: services.env.mode === "production" };
    const sent = await sendRefund(services.settlementDb, services.payments, input, at);
    if (sent.ok && ["pending", "succeeded", "failed"].includes(sent.value)) moved += 1;
  }
  return moved;
}
