import { eq } from "drizzle-orm";
import Stripe from "stripe";
import { anonymousActor } from "#app/domain/actor.ts";
import { openCheckout } from "#app/domain/donations/open-checkout.server.ts";
import { startDonation } from "#app/domain/donations/start-donation.server.ts";
import { newId } from "#app/domain/ids.ts";
import { readEnv } from "#app/env.server.ts";
import { drainOutbox } from "#app/jobs/drain-outbox.server.ts";
import { eventHandlers } from "#app/jobs/event-handlers.server.ts";
import { handleProviderEvent } from "#app/jobs/handle-provider-event.server.ts";
import type { ProviderEvent } from "#app/payments/payment-gateway.ts";
import { createServices, type Services } from "#app/services.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import {
  createNeed,
  createQualifiedCharity,
  createTestRegions,
  type QualifiedCharity,
} from "#db/seed/factories.server.ts";
import { type StripeStandIn, startStripeStandIn } from "#tests/stand-ins/stripe/start-stripe-stand-in.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";

/** A charity, its local Stripe and our services, without the site: gifts, messages and jobs as functions. */
export type GiftBench = Awaited<ReturnType<typeof startGiftBench>>;

const noSignal = new AbortController().signal;

export async function startGiftBench() {
  const database: TestDatabase = await createTestDatabase();
  await createTestRegions(database.db);
  const charity: QualifiedCharity = await createQualifiedCharity(database.db);
  const stripe: StripeStandIn = await startStripeStandIn({
    port: 0,
    webhookUrl: "http://127.0.0.1:9/webhooks/stripe",
    webhookSecret: "whsec_bench",
  });
  // A message sent nowhere: each test handles it when and as often as it likes.
  await stripe.control.setDeliveryMode({ drop: 1 });
  const env = readEnv({
    JIEDUI_MODE: "test",
    DATABASE_URL: database.url,
    BASE_URL: "http://127.0.0.1:9",
    STRIPE_API_BASE: stripe.url,
    STRIPE_WEBHOOK_SECRET: "whsec_bench",
  });
  let offsetMs = 0;
  const clock = { now: () => new Date(Date.now() + offsetMs) };
  const services: Services = { ...createServices(env), clock };

  const rowOf = async (donationId: string) => {
    const [row] = await database.db.select().from(donations).where(eq(donations.id, donationId));
    if (!row) throw new Error("no donation");
    return row;
  };
  const openNeed = (goalFen = 10_000n) =>
    createNeed(database.db, {
      goalFen,
      charityId: charity.charityId,
      filingId: charity.filingId,
      publicationMode: "public",
    });
  const openGift = async (
    needCode: string,
    amountFen: bigint,
    surplusChoice: "same_village" | "refund" = "same_village",
  ) => {
    const started = await startDonation(
      database.db,
      {
        needCode,
        formNonce: newId(),
        amountFen,
        surplusChoice,
        allowsOperating: false,
        receiptName: "",
        email: "donor@jiedui.example",
        publicName: null,
        message: "",
        locale: "zh-CN",
      },
      anonymousActor,
      clock.now(),
    );
    if (!started.ok) throw new Error(started.code);
    const { donationId } = started.value;
    const url = "http://127.0.0.1:9/x";
    await openCheckout(
      database.db,
      services.payments,
      { donationId, successUrl: url, cancelUrl: url, expectsLive: false },
      anonymousActor,
      clock.now(),
    );
    return donationId;
  };
  /** Everything the local Stripe has told so far: none of it is delivered, so the list of the undelivered has it all. */
  const events = async (): Promise<ProviderEvent[]> => {
    const since = new Date(Date.now() - 86_400_000);
    const listed = await services.payments.listUndeliveredEvents({ accountId: charity.stripeAccountId, since });
    if (!listed.ok) throw new Error(listed.code);
    return listed.value;
  };
  const handleAll = async () => {
    for (const event of await events()) await handleProviderEvent(services, event, clock.now());
  };
  const { hostname, port } = new URL(stripe.url);
  const dashboard = new Stripe("sk_test_dashboard", { host: hostname, port, protocol: "http" });
  return {
    ...database,
    charity,
    stripe,
    services,
    rowOf,
    openNeed,
    openGift,
    events,
    handleAll,
    /** A paid gift of a need; returns its id and its payment. */
    paidGift: async (
      needCode: string,
      amountFen: bigint,
      surplusChoice: "same_village" | "refund" = "same_village",
    ) => {
      const donationId = await openGift(needCode, amountFen, surplusChoice);
      const session = await stripe.control.paySession((await rowOf(donationId)).checkoutSessionId ?? "");
      await handleAll();
      return { donationId, paymentIntentId: String(session.payment_intent) };
    },
    /** What a clerk does in the provider's own pages, past us. */
    refundInDashboard: (paymentIntentId: string, amountFen: number) =>
      dashboard.refunds.create(
        { payment_intent: paymentIntentId, amount: amountFen },
        { stripeAccount: charity.stripeAccountId },
      ),
    /** Runs what the outbox holds until it holds nothing that is due. */
    drain: async () => {
      while ((await drainOutbox(services, eventHandlers, noSignal)) > 0);
    },
    /** The local Stripe keeps its own time: gifts are opened by the real clock. */
    resetClock: () => {
      offsetMs = 0;
    },
    moveClock: (ms: number) => {
      offsetMs += ms;
    },
    signal: noSignal,
    stop: async () => {
      await services.close();
      await stripe.stop();
      await database.drop();
    },
  };
}
