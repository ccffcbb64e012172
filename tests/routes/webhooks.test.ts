import { createHmac } from "node:crypto";
import { eq } from "drizzle-orm";
import Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { anonymousActor } from "#app/domain/actor.ts";
import type { OpenCheckoutCode } from "#app/domain/donations/open-checkout.server.ts";
import { openCheckout } from "#app/domain/donations/open-checkout.server.ts";
import { startDonation } from "#app/domain/donations/start-donation.server.ts";
import { newId } from "#app/domain/ids.ts";
import type { Result } from "#app/domain/result.ts";
import { donations, stripeEvents } from "#db/schema/donations.server.ts";
import { ledgerTransactions } from "#db/schema/ledger.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import {
  createNeed,
  createQualifiedCharity,
  createTestRegions,
  type QualifiedCharity,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";
import { type StripeStandIn, startStripeStandIn } from "#tests/stand-ins/stripe/start-stripe-stand-in.ts";

const secret = "whsec_webhook_test";
let database: TestDatabase;
let site: TestSite;
let stripe: StripeStandIn;
let charity: QualifiedCharity;
let need: { id: string; publicCode: string };

beforeAll(async () => {
  database = await createTestDatabase();
  await createTestRegions(database.db);
  charity = await createQualifiedCharity(database.db);
  stripe = await startStripeStandIn({ port: 0, webhookUrl: null, webhookSecret: secret });
  site = await startSite(database, { env: { STRIPE_API_BASE: stripe.url, STRIPE_WEBHOOK_SECRET: secret } });
}, 120_000);
afterAll(async () => {
  await site.close();
  await stripe.stop();
  await database.drop();
});
beforeEach(async () => {
  await stripe.control.reset();
  need = await createNeed(database.db, {
    goalFen: 100_000n,
    charityId: charity.charityId,
    filingId: charity.filingId,
    publicationMode: "public",
  });
});

function give(amountFen: bigint, formNonce: string = newId(), message = "") {
  return startDonation(
    database.db,
    {
      needCode: need.publicCode,
      formNonce,
      amountFen,
      surplusChoice: "same_village",
      allowsOperating: false,
      receiptName: "",
      email: "donor@jiedui.example",
      publicName: null,
      message,
      locale: "zh-CN",
    },
    anonymousActor,
    new Date(),
  );
}

async function startedId(amountFen = 5_000n): Promise<string> {
  const started = await give(amountFen);
  if (!started.ok) throw new Error(started.code);
  return started.value.donationId;
}

function open(donationId: string): Promise<Result<{ url: string }, OpenCheckoutCode>> {
  const url = `${site.url}/donations/${donationId}`;
  return openCheckout(
    database.db,
    site.services.payments,
    { donationId, successUrl: url, cancelUrl: url, expectsLive: false },
    anonymousActor,
    new Date(),
  );
}

async function rowOf(donationId: string) {
  const [row] = await database.db.select().from(donations).where(eq(donations.id, donationId));
  if (!row) throw new Error("no donation");
  return row;
}

async function sessionOf(donationId: string): Promise<string> {
  return (await rowOf(donationId)).checkoutSessionId ?? "";
}

const sdk = new Stripe("sk_test_webhooks");

/** Posts an event the way the provider does. */
function post(event: object, options: { secret?: string; secondsFromNow?: number; header?: string } = {}) {
  const payload = JSON.stringify(event);
  const header =
    options.header ??
    sdk.webhooks.generateTestHeaderString({
      payload,
      secret: options.secret ?? secret,
      timestamp: Math.floor(Date.now() / 1000) + (options.secondsFromNow ?? 0),
    });
  return fetch(`${site.url}/webhooks/stripe`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(header === "" ? {} : { "Stripe-Signature": header }) },
    body: payload,
  });
}

function eventAbout(donationId: unknown, sessionId: string, type: string, id = `evt_${newId()}`): object {
  const isSession = type.startsWith("checkout.session");
  return {
    id,
    object: "event",
    type,
    livemode: false,
    account: charity.stripeAccountId,
    data: {
      object: {
        id: isSession ? sessionId : `pi_${sessionId}`,
        object: isSession ? "checkout.session" : "payment_intent",
        metadata: { donation_id: donationId },
      },
    },
  };
}

async function fundedFen(): Promise<bigint> {
  const [row] = await database.db.select({ fen: needs.fundedFen }).from(needs).where(eq(needs.id, need.id));
  return row?.fen ?? -1n;
}

describe("messages of the payment provider", () => {
  it("B2: unsigned, wrongly signed, old and future messages are refused and leave no row", async () => {
    const id = await startedId();
    await open(id);
    await stripe.control.paySession(await sessionOf(id));
    const event = eventAbout(id, await sessionOf(id), "checkout.session.completed");
    const before = (await database.db.select().from(stripeEvents)).length;
    const old = `t=1,v0=${createHmac("sha256", secret).update(JSON.stringify(event)).digest("hex")}`;
    for (const options of [
      { header: "" },
      { header: "t=,v1=" },
      { header: old },
      { secret: "whsec_other" },
      { secondsFromNow: -301 },
      { secondsFromNow: 3_600 },
    ]) {
      expect((await post(event, options)).status, JSON.stringify(options)).toBe(400);
    }
    expect((await database.db.select().from(stripeEvents)).length).toBe(before);
    expect(await fundedFen()).toBe(0n);
  });

  it.each([["order 4711"], ["' or 1=1 --"], ["\u0000"], [""]])(
    "B5: a message about another project's object (%j) is acknowledged and changes nothing",
    async (foreignId) => {
      expect((await post(eventAbout(foreignId, "cs_foreign", "checkout.session.completed"))).status).toBe(200);
    },
  );

  it("B5: without metadata or of an unknown kind it is acknowledged", async () => {
    const event = { id: "evt_x", object: "event", type: "invoice.paid", livemode: false };
    const object = { id: "in_1", object: "invoice", metadata: null };
    expect((await post({ ...event, data: { object } })).status).toBe(200);
  });

  it("B5: about a donation we do not know it comes again", async () => {
    expect((await post(eventAbout(newId(), "cs_unknown", "checkout.session.completed"))).status).toBe(503);
  });

  it("B6: one gift's message with another gift's paid page settles neither", async () => {
    const [paid, unpaid] = [await startedId(), await startedId()];
    await open(paid);
    await open(unpaid);
    await stripe.control.paySession(await sessionOf(paid));
    const forged = eventAbout(unpaid, await sessionOf(paid), "checkout.session.completed");
    expect((await post(forged)).status).toBe(503);
    expect((await rowOf(unpaid)).state).toBe("pending");
    expect(await fundedFen()).toBe(0n);
  });

  it("B4: six messages about one paid gift end in the same place, whatever their order", async () => {
    const types = [
      "checkout.session.completed",
      "checkout.session.async_payment_succeeded",
      "checkout.session.async_payment_failed",
      "checkout.session.expired",
      "payment_intent.succeeded",
      "payment_intent.payment_failed",
    ];
    const orders = permutationsOf(types);
    expect(orders).toHaveLength(720);
    const id = await startedId();
    await open(id);
    const sessionId = await sessionOf(id);
    await stripe.control.paySession(sessionId);
    // Every 40th order: they differ in their first four places, and each settles over HTTP.
    for (const order of orders.filter((_, index) => index % 40 === 0)) {
      for (const type of order) expect((await post(eventAbout(id, sessionId, type))).status).toBe(200);
      expect((await rowOf(id)).state).toBe("settled");
    }
    expect(await fundedFen()).toBe(5_000n);
    const postings = await database.db.select().from(ledgerTransactions);
    expect(postings.filter(({ reference }) => reference.includes(id)).map(({ kind }) => kind)).toEqual([
      "donation",
      "fee",
    ]);
  });
});

function permutationsOf<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first, index) =>
    permutationsOf([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [first, ...rest]),
  );
}

describe("the way to pay again", () => {
  it("a declined card leaves the same page open, and the second card pays it", async () => {
    const id = await startedId();
    const first = await open(id);
    await stripe.control.paySession(await sessionOf(id), { outcome: "declined" });
    await post(eventAbout(id, await sessionOf(id), "payment_intent.payment_failed"));
    expect((await rowOf(id)).state).toBe("failed");
    expect(await open(id)).toEqual(first);
    await stripe.control.paySession(await sessionOf(id));
    await post(eventAbout(id, await sessionOf(id), "checkout.session.completed"));
    expect((await rowOf(id)).state).toBe("settled");
  });

  it("B7: while a slow payment is under way no second page is opened; once it failed, a new one is", async () => {
    const id = await startedId();
    await open(id);
    const sessionId = await sessionOf(id);
    await stripe.control.paySession(sessionId, { method: "alipay", outcome: "pending" });
    expect(await open(id)).toEqual({ ok: false, code: "in_progress" });
    await stripe.control.settleSession(sessionId, "failed");
    await post(eventAbout(id, sessionId, "checkout.session.async_payment_failed"));
    expect((await rowOf(id)).state).toBe("failed");
    const again = await open(id);
    expect(again.ok).toBe(true);
    expect(await sessionOf(id)).not.toBe(sessionId);
    // The old failure, told once more, does not touch the new page.
    await post(eventAbout(id, sessionId, "checkout.session.async_payment_failed"));
    expect((await rowOf(id)).state).toBe("pending");
    await stripe.control.paySession(await sessionOf(id));
    await post(eventAbout(id, await sessionOf(id), "checkout.session.completed"));
    expect(await fundedFen()).toBe(5_000n);
  });

  it("B9: another amount in a form whose pay page is open is a gift of its own, the same amount is the same gift", async () => {
    const nonce = newId();
    const first = await give(5_000n, nonce);
    if (!first.ok) throw new Error(first.code);
    await open(first.value.donationId);
    expect(await give(5_000n, nonce, "希望早日通水")).toEqual(first);
    expect((await rowOf(first.value.donationId)).message).toBe("希望早日通水");
    const changed = await Promise.all([give(2_000n, nonce), give(2_000n, nonce), give(2_000n, nonce)]);
    const ids = new Set(changed.map((one) => (one.ok ? one.value.donationId : one.code)));
    expect(ids.size).toBe(1);
    const [changedId = ""] = ids;
    expect(changedId).not.toBe(first.value.donationId);
    expect((await rowOf(changedId)).amountFen).toBe(2_000n);
    expect((await rowOf(first.value.donationId)).amountFen).toBe(5_000n);
  });

  it("U10: after paying, the same form leads back to the paid gift, whatever it says", async () => {
    const nonce = newId();
    const first = await give(5_000n, nonce);
    if (!first.ok) throw new Error(first.code);
    await open(first.value.donationId);
    const sessionId = await sessionOf(first.value.donationId);
    await stripe.control.paySession(sessionId);
    await post(eventAbout(first.value.donationId, sessionId, "checkout.session.completed"));
    expect(await give(2_000n, nonce)).toEqual(first);
    expect(await open(first.value.donationId)).toEqual({ ok: false, code: "already_paid" });
  });

  it("an expired page is replaced, and the new amount is what is paid", async () => {
    const nonce = newId();
    const first = await give(5_000n, nonce);
    if (!first.ok) throw new Error(first.code);
    await open(first.value.donationId);
    await stripe.control.expireSession(await sessionOf(first.value.donationId));
    const changed = await give(1_000n, nonce);
    if (!changed.ok) throw new Error(changed.code);
    const id = changed.value.donationId;
    await open(id);
    await stripe.control.paySession(await sessionOf(id));
    await post(eventAbout(id, await sessionOf(id), "checkout.session.completed"));
    expect(await fundedFen()).toBe(1_000n);
  });
});
