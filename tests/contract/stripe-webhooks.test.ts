import Stripe from "stripe";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { tamperings } from "#tests/stand-ins/stripe/webhooks/delivery-mode.ts";
import { type Contract, charity, giftRequest, startContract, webhookSecret } from "./stripe-setup.ts";

let contract: Contract;
beforeEach(async () => {
  contract = await startContract();
});
afterEach(() => contract.stop());

const control = () => contract.standIn.control;

/** Pays one gift and waits until its three events were tried. */
async function payOne(): Promise<string> {
  const { id } = await contract.stripe.checkout.sessions.create(giftRequest(), charity);
  await control().paySession(id);
  return id;
}

/** The received events as the site's own check would let them through; a refused one throws. */
function verified(secret = webhookSecret): Stripe.Event[] {
  return contract.site.received.map(({ body, signature }) =>
    contract.stripe.webhooks.constructEvent(
      body,
      signature ?? "",
      secret,
      300,
      undefined,
      contract.nowSeconds() * 1000,
    ),
  );
}

const types = (events: Stripe.Event[]) => events.map(({ type }) => type);
const paidEvents = ["charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"];

describe("signed deliveries", () => {
  test("B2: the SDK verifies the raw bytes; the event names account, version and what it is about", async () => {
    const id = await payOne();
    expect(await control().settled()).toBe(true);
    const events = verified();
    expect(types(events)).toEqual(paidEvents);
    expect(events[2]).toMatchObject({
      object: "event",
      account: "acct_charity",
      api_version: Stripe.API_VERSION,
      livemode: false,
      created: contract.nowSeconds(),
      data: { object: { id, payment_status: "paid" } },
    });
    expect((await control().events()).map(({ delivery }) => delivery)).toEqual(["delivered", "delivered", "delivered"]);
  });

  test.each(tamperings.filter((tamper) => tamper !== "none" && tamper !== "future_1h"))(
    "B2: a delivery spoiled by %s fails the SDK's check, and the repeat passes",
    async (tamper) => {
      await control().setDeliveryMode({ tamper });
      contract.site.nextStatuses.push(400, 400, 400);
      await payOne();
      await expect.poll(() => contract.site.received.length).toBe(3);
      for (const { body, signature } of contract.site.received)
        expect(() =>
          contract.stripe.webhooks.constructEvent(
            body,
            signature ?? "",
            webhookSecret,
            300,
            undefined,
            contract.nowSeconds() * 1000,
          ),
        ).toThrow(Stripe.errors.StripeSignatureVerificationError);
      contract.site.received.length = 0;
      await control().setDeliveryMode({ tamper: "none" });
      await control().flushDeliveries();
      expect(types(verified())).toEqual(paidEvents);
    },
  );

  test("B2: a timestamp of the future passes the SDK, so the site needs a check of its own", async () => {
    await control().setDeliveryMode({ tamper: "future_1h" });
    await payOne();
    await control().settled();
    const [, seconds] = /^t=(\d+)/.exec(contract.site.received[0]?.signature ?? "") ?? [];
    expect(Number(seconds)).toBe(contract.nowSeconds() + 3_600);
    expect(verified()).toHaveLength(3);
  });

  test("B2: while a secret is rotated, deliveries verify with the old and the new one", async () => {
    await control().setEndpoint({ secrets: [webhookSecret, "whsec_next"] });
    await payOne();
    await control().settled();
    expect(verified(webhookSecret)).toHaveLength(3);
    expect(verified("whsec_next")).toHaveLength(3);
  });

  test("B6: a flipped livemode is signed all the same", async () => {
    await control().setDeliveryMode({ livemode: true });
    await payOne();
    await control().settled();
    expect(verified().every(({ livemode }) => livemode)).toBe(true);
  });

  test("B14: an event of a kind that nobody knows can be sent", async () => {
    const id = await payOne();
    await control().emitEvent({ type: "checkout.session.applauded", objectId: id });
    await control().settled();
    expect(contract.site.received.at(-1)?.body.toString()).toContain('"checkout.session.applauded"');
  });
});

describe("delivery modes", () => {
  test("B3: every event five times", async () => {
    await control().setDeliveryMode({ times: 5, concurrency: 10 });
    await payOne();
    await control().settled();
    const copies = paidEvents.map((type) => verified().filter((event) => event.type === type));
    expect(copies.map((events) => events.length)).toEqual([5, 5, 5]);
    expect(new Set(verified().map(({ id }) => id)).size).toBe(3);
  });

  test("B4: events wait for a flush and come in reverse", async () => {
    await control().setDeliveryMode({ order: "reverse" });
    await payOne();
    expect(contract.site.received).toEqual([]);
    await control().flushDeliveries();
    expect(types(verified())).toEqual([...paidEvents].reverse());
  });

  test("B4: shuffling depends on the seed only", async () => {
    const orderFor = async (seed: number): Promise<string[]> => {
      contract.site.received.length = 0;
      await control().reset();
      await control().setDeliveryMode({ order: "shuffled", times: 3, seed });
      await payOne();
      await control().flushDeliveries();
      return types(verified());
    };
    const first = await orderFor(7);
    expect(first).toHaveLength(9);
    expect(await orderFor(7)).toEqual(first);
    expect(await orderFor(8)).not.toEqual(first);
  });

  test("a delayed event is sent by a flush before its time", async () => {
    await control().setDeliveryMode({ delayMs: 60_000 });
    await payOne();
    expect(contract.site.received).toEqual([]);
    expect(await control().settled(0)).toBe(false);
    await control().flushDeliveries();
    expect(types(verified())).toEqual(paidEvents);
  });

  test("chaos 5: a share of the events is held, another is lost", async () => {
    await control().setDeliveryMode({ hold: 0.3, drop: 0.2, seed: 5, concurrency: 20 });
    for (let index = 0; index < 20; index += 1) await payOne();
    await control().settled();
    const held = (await control().events()).filter(({ delivery }) => delivery === "pending").length;
    const lost = (await control().events()).filter(({ delivery }) => delivery === "failed").length;
    expect([held > 5, lost > 3, contract.site.received.length]).toEqual([true, true, 60 - held - lost]);
    await control().flushDeliveries();
    expect(contract.site.received.length).toBe(60 - lost);
  });
});

describe("unanswered deliveries", () => {
  test("B5: anything but 2xx is tried again until the site takes it", async () => {
    contract.site.nextStatuses.push(500, 302, 400);
    const id = await payOne();
    await expect.poll(() => contract.site.received.length).toBe(3);
    expect((await control().events()).every(({ delivery }) => delivery === "pending")).toBe(true);
    await control().flushDeliveries();
    expect((await control().events()).map(({ delivery, attempts }) => [delivery, attempts.length])).toEqual([
      ["delivered", 2],
      ["delivered", 2],
      ["delivered", 2],
    ]);
    const [event] = (await control().events()).filter(({ event: { type } }) => type === "checkout.session.completed");
    const attempts = await control().deliveries(event?.event.id);
    expect(attempts.map(({ status, ok, attempt }) => [status, ok, attempt])).toEqual([
      [400, false, 1],
      [200, true, 2],
    ]);
    expect(id).toMatch(/^cs_test_/);
  });

  test("after the last try an event has failed, and can be sent again by hand", async () => {
    contract.site.nextStatuses.push(...Array.from({ length: 9 }, () => 503));
    await payOne();
    await expect.poll(() => contract.site.received.length).toBe(3);
    await control().flushDeliveries();
    await control().flushDeliveries();
    expect((await control().events()).map(({ delivery }) => delivery)).toEqual(["failed", "failed", "failed"]);
    expect(await control().redeliver({ types: ["checkout.session.completed"], onlyUndelivered: true })).toBe(1);
    expect((await control().events()).map(({ delivery }) => delivery)).toEqual(["failed", "failed", "delivered"]);
  });

  test("B10: lost events are found by delivery_success, per account, by time, for 30 days", async () => {
    const { stripe } = contract;
    await payOne();
    await control().settled();
    await control().setDeliveryMode({ drop: 1 });
    contract.advance(60_000);
    const since = contract.nowSeconds();
    await payOne();
    const lost = await stripe.events.list({ delivery_success: false }, charity);
    expect(lost.data.map(({ type }) => type)).toEqual([...paidEvents].reverse());
    const done = await stripe.events.list({ delivery_success: true, types: ["checkout.session.completed"] }, charity);
    expect(done.data).toHaveLength(1);
    expect((await stripe.events.list({ created: { gte: since } }, charity)).data).toHaveLength(3);
    expect((await stripe.events.list({ created: { lt: since }, type: "charge.*" }, charity)).data).toHaveLength(1);
    expect((await stripe.events.list({ delivery_success: false }, { stripeAccount: "acct_other" })).data).toEqual([]);
    const [event] = lost.data;
    expect(await stripe.events.retrieve(event?.id ?? "", {}, charity)).toMatchObject({ id: event?.id });
    contract.advance(30 * 24 * 3600 * 1000);
    expect((await stripe.events.list({}, charity)).data).toEqual([]);
  });

  test("a site that is down gets its events when it is back", async () => {
    await control().setEndpoint({ url: "http://127.0.0.1:9/webhooks/stripe" });
    await payOne();
    await expect.poll(async () => (await control().deliveries()).length).toBe(3);
    expect((await control().deliveries()).every(({ status, error }) => status === null && error !== null)).toBe(true);
    await control().setEndpoint({ url: contract.site.url });
    await control().flushDeliveries();
    expect(types(verified())).toEqual(paidEvents);
  });
});
