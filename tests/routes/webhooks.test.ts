import { createHmac } from "node:crypto";
import { gzipSync } from "node:zlib";
import { eq, sql } from "drizzle-orm";
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

  it("B3: copies of a message that is settled ask the provider nothing", async () => {
    const id = await startedId();
    await open(id);
    const sessionId = await sessionOf(id);
    const session = await stripe.control.paySession(sessionId);
    const message = {
      ...eventAbout(id, sessionId, "payment_intent.succeeded"),
      data: { object: { id: session.payment_intent, object: "payment_intent", metadata: { donation_id: id } } },
    };
    expect(await (await post(message)).text()).toBe("settled");
    const asked = (await stripe.control.requests()).length;
    const copies = await Promise.all([1, 2, 3, 4].map(async () => (await post(message)).text()));
    expect(copies).toEqual(["repeated", "repeated", "repeated", "repeated"]);
    expect(await stripe.control.requests()).toHaveLength(asked);
    expect(await fundedFen()).toBe(5_000n);
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

/** A signed body of any bytes, sent as it is. */
function postBytes(body: Buffer, headers: Record<string, string> = {}, signed: Buffer = body) {
  const header = sdk.webhooks.generateTestHeaderString({ payload: signed.toString("utf8"), secret });
  return fetch(`${site.url}/webhooks/stripe`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "Stripe-Signature": header, ...headers },
    body: new Uint8Array(body),
  });
}

async function recordedOutcome(id: string): Promise<string | null> {
  const [row] = await database.db.select().from(stripeEvents).where(eq(stripeEvents.id, id));
  return row?.outcome ?? null;
}

type Changed = Record<string, unknown>;

describe("safety.md section 5: bad messages, each signed", () => {
  const plain = (): { id: string; message: Changed } => {
    const id = `evt_${newId()}`;
    const object = { id: "cs_x", object: "checkout.session", mode: "payment", metadata: null };
    const type = "checkout.session.completed";
    return {
      id,
      message: { id, object: "event", type, livemode: false, account: charity.stripeAccountId, data: { object } },
    };
  };

  const ignored: readonly [string, () => Changed][] = [
    ["metadata is null", () => ({})],
    [
      "another project's metadata",
      () => ({ data: { object: { id: "cs_x", object: "checkout.session", metadata: { donation_id: "order 4711" } } } }),
    ],
    ["metadata is a list", () => ({ data: { object: { id: "cs_x", object: "checkout.session", metadata: ["a"] } } })],
    [
      "an account that is no charity here",
      () => ({
        account: "acct_foreign",
        data: { object: { id: "pi_x", object: "payment_intent", metadata: { donation_id: newId() } } },
      }),
    ],
    [
      "live money in a test site",
      () => ({
        livemode: true,
        data: { object: { id: "cs_x", object: "checkout.session", metadata: { donation_id: newId() } } },
      }),
    ],
    ["no account", () => ({ account: undefined })],
    [
      "a kind we do not know",
      () => ({
        type: "radar.early_fraud_warning.created",
        data: { object: { id: "issfr_1", object: "radar.early_fraud_warning" } },
      }),
    ],
    [
      "v2.core.event",
      () => ({
        object: "v2.core.event",
        type: "v2.core.account.updated",
        data: undefined,
        related_object: { id: "acct_x" },
      }),
    ],
    ["data is a text", () => ({ data: "x" })],
    [
      "new fields and states everywhere",
      () => ({ novel: { deep: [1] }, data: { object: { id: "xx_1", object: "novelty", status: "sparkling" } } }),
    ],
  ];
  it.each(ignored)("B5: %s: acknowledged, counted, nothing else", async (_name, changes) => {
    const before = await fundedFen();
    const { id, message } = plain();
    const reply = await post({ ...message, ...changes() });
    expect(reply.status).toBe(200);
    expect(await reply.text()).toBe("ignored");
    expect(await recordedOutcome(id)).toBe("ignored");
    expect(await fundedFen()).toBe(before);
  });

  const refused: readonly [string, number, () => Promise<Response>][] = [
    ["empty", 400, () => postBytes(Buffer.alloc(0))],
    ["a list", 400, () => postBytes(Buffer.from("[]"))],
    ["a number", 400, () => postBytes(Buffer.from("7"))],
    ["no JSON", 400, () => postBytes(Buffer.from("<event/>"))],
    ["cut in the middle", 400, () => postBytes(Buffer.from(JSON.stringify(plain().message).slice(0, -5)))],
    ["without id", 400, () => postBytes(Buffer.from(JSON.stringify({ type: "x" })))],
    ["with a byte order mark", 400, () => postBytes(Buffer.from(`\ufeff${JSON.stringify(plain().message)}`))],
    [
      "a mark put before a signed body",
      400,
      () => {
        const body = Buffer.from(JSON.stringify(plain().message));
        return postBytes(Buffer.concat([Buffer.from("\ufeff"), body]), {}, body);
      },
    ],
    [
      "gzip of a signed body",
      400,
      () => {
        const body = Buffer.from(JSON.stringify(plain().message));
        return postBytes(gzipSync(body), { "Content-Encoding": "gzip" }, body);
      },
    ],
    [
      "more than 1 MB",
      413,
      () => postBytes(Buffer.from(JSON.stringify({ ...plain().message, padding: "x".repeat(1_000_001) }))),
    ],
  ];
  it.each(refused)("B2: %s: %i and no row", async (_name, status, send) => {
    const before = (await database.db.select().from(stripeEvents)).length;
    expect((await send()).status).toBe(status);
    expect((await database.db.select().from(stripeEvents)).length).toBe(before);
  });

  it("B2: nearly 1 MB, another content type and duplicated keys are read as what they are signed to be", async () => {
    const large = plain();
    const padded = Buffer.from(JSON.stringify({ ...large.message, padding: "x".repeat(990_000) }));
    expect((await postBytes(padded)).status).toBe(200);
    expect(await recordedOutcome(large.id)).toBe("ignored");
    const odd = plain();
    expect((await postBytes(Buffer.from(JSON.stringify(odd.message)), { "Content-Type": "text/plain" })).status).toBe(
      200,
    );
    expect(await recordedOutcome(odd.id)).toBe("ignored");
    const twice = plain();
    const doubled = JSON.stringify(twice.message).replace("{", `{"id":"evt_first","livemode":true,`);
    expect((await postBytes(Buffer.from(doubled))).status).toBe(200);
    expect(await recordedOutcome("evt_first")).toBeNull();
    expect(await recordedOutcome(twice.id)).toBe("ignored");
  });

  it("ids that PostgreSQL cannot hold are acknowledged without a row", async () => {
    const { message } = plain();
    for (const id of ["evt_\u0000", `evt_${"x".repeat(300)}`]) {
      expect((await post({ ...message, id })).status).toBe(200);
      expect(
        await database.db
          .select()
          .from(stripeEvents)
          .where(sql`left(id, 20) = ${id.slice(0, 20).replace("\u0000", "")}`),
      ).toHaveLength(0);
    }
  });

  it("B5: what we cannot settle is kept, comes five times, and then waits for us instead of the provider", async () => {
    const event = eventAbout(newId(), "cs_unknown", "checkout.session.completed");
    const answers: number[] = [];
    for (let tries = 0; tries < 6; tries += 1) answers.push((await post(event)).status);
    expect(answers).toEqual([503, 503, 503, 503, 200, 200]);
    const parked = await database.db.execute<{ attempts: number }>(
      sql`select attempts from parked_events where id = ${"id" in event ? String(event.id) : ""}`,
    );
    expect(parked[0]?.attempts).toBe(6);
  });
});

describe("safety.md section 5: out of step", () => {
  const poolFen = async (donationId: string) => {
    const [row] = await database.db.execute<{ fen: string }>(sql`
      select coalesce(-sum(entry.amount_fen), 0)::text as fen from ledger_entries entry join ledger_accounts account on account.id = entry.account_id
        join ledger_lots lot on lot.id = entry.lot_id where lot.donation_id = ${donationId} and account.kind = 'village_pool'`);
    return BigInt(row?.fen ?? 0);
  };

  it.each([["withdrawn"], ["closed"], ["suspended"]])(
    "D10: paid after the need was %s: the gift is in the village's pool, and its page says so",
    async (state) => {
      const id = await startedId(700n);
      await open(id);
      await database.db.execute(sql`update needs set state = ${state} where id = ${need.id}`);
      await stripe.control.paySession(await sessionOf(id));
      expect((await post(eventAbout(id, await sessionOf(id), "checkout.session.completed"))).status).toBe(200);
      expect(["paid", "settled"]).toContain((await rowOf(id)).state);
      expect(await fundedFen()).toBe(0n);
      expect(await poolFen(id)).toBe(700n);
      expect(await (await fetch(`${site.url}/donations/${id}`)).text()).toContain("爱心池");
    },
  );

  it("D10: paid when the need is full: what it lacks goes there, the rest to the pool", async () => {
    await database.db.update(needs).set({ goalFen: 1_000n }).where(eq(needs.id, need.id));
    const [first, second] = [await startedId(800n), await startedId(900n)];
    for (const id of [first, second]) {
      await open(id);
      await stripe.control.paySession(await sessionOf(id));
    }
    for (const id of [first, second]) await post(eventAbout(id, await sessionOf(id), "checkout.session.completed"));
    expect(await fundedFen()).toBe(1_000n);
    expect(await poolFen(second)).toBe(700n);
  });

  it("B4: told to be expired first and paid afterwards, it is paid", async () => {
    const id = await startedId(600n);
    await open(id);
    const sessionId = await sessionOf(id);
    await database.db.update(donations).set({ state: "expired" }).where(eq(donations.id, id));
    await stripe.control.paySession(sessionId);
    await post(eventAbout(id, sessionId, "checkout.session.expired"));
    await post(eventAbout(id, sessionId, "checkout.session.completed"));
    expect(["paid", "settled"]).toContain((await rowOf(id)).state);
    expect(await fundedFen()).toBe(600n);
  });

  it("Q2: the same refund told twice, and two equal refunds, are one and two", async () => {
    const id = await startedId(900n);
    await open(id);
    const session = await stripe.control.paySession(await sessionOf(id));
    const { hostname, port } = new URL(stripe.url);
    const dashboard = new Stripe("sk_test_dashboard", { host: hostname, port, protocol: "http" });
    const refund = () =>
      dashboard.refunds.create(
        { payment_intent: String(session.payment_intent), amount: 300 },
        { stripeAccount: charity.stripeAccountId },
      );
    const tell = async (refundId: string) => {
      const object = { id: refundId, object: "refund", metadata: null, payment_intent: String(session.payment_intent) };
      const event = {
        id: `evt_${newId()}`,
        object: "event",
        type: "refund.updated",
        livemode: false,
        account: charity.stripeAccountId,
        data: { object },
      };
      expect((await post(event)).status).toBe(200);
    };
    const first = await refund();
    // Before anybody told us of the payment itself.
    for (let times = 0; times < 3; times += 1) await tell(first.id);
    expect(await rowOf(id)).toMatchObject({ state: "partly_refunded", refundedFen: 300n });
    await tell((await refund()).id);
    expect(await rowOf(id)).toMatchObject({ state: "partly_refunded", refundedFen: 600n });
    expect(await fundedFen()).toBe(300n);
  });
});

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
