import Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BalanceMovement } from "#app/payments/payment-gateway.ts";
import { accountId, answered, type GatewayContract, startGateway } from "./stripe-gateway-setup.ts";
import { webhookSecret } from "./stripe-setup.ts";

let contract: GatewayContract;
beforeAll(async () => {
  contract = await startGateway();
});
afterAll(() => contract.stop());
beforeEach(() => contract.standIn.control.reset());

const control = () => contract.standIn.control;
const hourMs = 3_600_000;

async function paid(donationId: string, method: "card" | "wechat_pay" = "card"): Promise<string> {
  const { sessionId } = answered(await contract.gateway.openCheckout(contract.giftCheckout({ donationId })));
  return String((await control().paySession(sessionId, { method })).payment_intent);
}

async function movements(hoursBack = 1): Promise<BalanceMovement[]> {
  const now = contract.nowSeconds() * 1000;
  const all: BalanceMovement[] = [];
  const request = { accountId, from: new Date(now - hoursBack * hourMs), to: new Date(now + 1_000) };
  for await (const page of contract.gateway.listBalanceTransactions(request)) all.push(...answered(page));
  return all;
}

describe("A9: the balance as the provider has it", () => {
  test("every movement says its kind, amounts, payment and refund", async () => {
    const payment = await paid("donation-1");
    answered(
      await contract.gateway.requestRefund({
        refundId: "refund-1",
        donationId: "donation-1",
        attempt: 1,
        paymentIntentId: payment,
        amountFen: 1_000n,
        accountId,
      }),
    );
    const { id } = await control().openDispute(await paid("donation-2"), undefined, { feeFen: 1_500 });
    await control().closeDispute(id, "won");
    expect((await movements()).reverse()).toMatchObject([
      { kind: "payment", type: "charge", amountFen: 5_000n, feeFen: 170n, netFen: 4_830n, paymentIntentId: payment },
      { kind: "refund", amountFen: -1_000n, feeFen: 0n, refundId: "refund-1", paymentIntentId: payment },
      { kind: "payment", amountFen: 5_000n },
      { kind: "dispute", amountFen: -5_000n, feeFen: 1_500n, netFen: -6_500n, sourceId: id },
      { kind: "dispute_reversal", amountFen: 5_000n, sourceId: id },
    ]);
  });

  test("pages of any number, and only of the time asked for", async () => {
    for (let index = 0; index < 205; index += 1)
      await control().addBalanceTransaction({ account: accountId, amount: 100 + index });
    expect(new Set((await movements()).map(({ id }) => id)).size).toBe(205);
    contract.advance(2 * hourMs);
    expect(await movements()).toEqual([]);
  });

  test("controls drop, add and change one each", async () => {
    await paid("donation-1");
    await paid("donation-2");
    const [second, first] = await movements();
    await control().deleteObject(first?.id ?? "");
    await control().changeObject(second?.id ?? "", { amount: 4_999, net: 4_829 });
    await control().addBalanceTransaction({
      account: accountId,
      type: "payout",
      reportingCategory: "payout",
      amount: -7,
    });
    expect((await movements()).map(({ kind, amountFen, sourceId }) => [kind, amountFen, sourceId === null])).toEqual([
      ["payout", -7n, true],
      ["payment", 4_999n, false],
    ]);
  });

  test("trouble ends the list with one answer that says so", async () => {
    await control().addFault({ kind: "error_before_commit", status: 500, times: 2 });
    const pages = [];
    const request = { accountId, from: new Date(0), to: new Date() };
    for await (const page of contract.gateway.listBalanceTransactions(request)) pages.push(page);
    expect(pages).toEqual([{ ok: false, code: "unavailable" }]);
  });
});

describe("B10: events that did not arrive", () => {
  test("are listed oldest first, with what they are about; what arrived is not", async () => {
    await paid("donation-0");
    expect(await control().settled()).toBe(true);
    await control().setDeliveryMode({ drop: 1 });
    const payment = await paid("donation-1");
    const since = new Date((contract.nowSeconds() - 60) * 1000);
    const events = answered(await contract.gateway.listUndeliveredEvents({ accountId, since }));
    expect(events.map(({ type, donationId, paymentIntentId }) => [type, donationId, paymentIntentId])).toEqual([
      ["charge.succeeded", "donation-1", payment],
      ["payment_intent.succeeded", "donation-1", payment],
      ["checkout.session.completed", "donation-1", payment],
    ]);
    expect(events.every((event) => event.accountId === accountId && !event.isLive)).toBe(true);
    const later = new Date((contract.nowSeconds() + 1) * 1000);
    expect(answered(await contract.gateway.listUndeliveredEvents({ accountId, since: later }))).toEqual([]);
  });

  test("three hundred are listed over several pages", async () => {
    await control().setDeliveryMode({ drop: 1 });
    for (let index = 0; index < 100; index += 1) await paid(`donation-${index}`);
    const events = answered(await contract.gateway.listUndeliveredEvents({ accountId, since: new Date(0) }));
    expect(events).toHaveLength(300);
    expect(new Set(events.map(({ donationId }) => donationId)).size).toBe(100);
  });
});

describe("what an event is about", () => {
  /** What the site reads from the webhooks it got, by kind. */
  async function received() {
    expect(await control().settled()).toBe(true);
    const at = new Date(contract.nowSeconds() * 1000);
    return contract.site.received
      .splice(0)
      .map(({ body, signature }) => answered(contract.gateway.verifyEvent(body, signature ?? null, at)));
  }
  beforeEach(() => {
    contract.site.received.length = 0;
  });

  test("gift, refund and dispute", async () => {
    const payment = await paid("donation-1", "card");
    const refund = answered(
      await contract.gateway.requestRefund({
        refundId: "refund-1",
        donationId: "donation-1",
        attempt: 1,
        paymentIntentId: payment,
        amountFen: 1_000n,
        accountId,
      }),
    );
    const dispute = await control().openDispute(payment);
    const events = await received();
    const by = (type: string) => events.find((event) => event.type === type);
    expect(by("checkout.session.completed")).toMatchObject({
      about: "gift_checkout",
      accountId,
      donationId: "donation-1",
      sessionId: expect.stringMatching(/^cs_/),
      paymentIntentId: payment,
    });
    expect(by("payment_intent.succeeded")).toMatchObject({
      about: "payment",
      paymentIntentId: payment,
      sessionId: null,
    });
    expect(by("refund.created")).toMatchObject({
      about: "refund",
      donationId: "donation-1",
      refundId: "refund-1",
      providerRefundId: refund.providerRefundId,
      paymentIntentId: payment,
    });
    expect(by("charge.refunded")).toMatchObject({ about: "payment", donationId: "donation-1", providerRefundId: null });
    expect(by("charge.dispute.funds_withdrawn")).toMatchObject({
      about: "dispute",
      disputeId: dispute.id,
      donationId: null,
      paymentIntentId: payment,
    });
  });

  test("monthly gift, its bills and its cards", async () => {
    const { sessionId } = answered(await contract.gateway.openMonthlyCheckout(contract.monthlyCheckout()));
    const { subscription } = await control().paySession(sessionId);
    const subscriptionId = String(subscription);
    const [invoice] = await control().billMonth(subscriptionId);
    const page = answered(
      await contract.gateway.openCardReplacement({
        monthlyGiftId: "monthly-1",
        attempt: 1,
        subscriptionId,
        accountId,
        locale: "en",
        successUrl: "http://127.0.0.1:9/done",
        cancelUrl: "http://127.0.0.1:9/back",
        expiresAt: contract.inAnHour(),
      }),
    );
    await control().paySession(page.sessionId);
    const events = await received();
    const own = { monthlyGiftId: "monthly-1", subscriptionId, donationId: null };
    expect(events.filter(({ type }) => type === "checkout.session.completed")).toMatchObject([
      { about: "monthly_checkout", sessionId, ...own },
      { about: "card_replacement", sessionId: page.sessionId, ...own },
    ]);
    const [first, next] = events.filter(({ type }) => type === "invoice.paid");
    expect([first, next]).toMatchObject([
      { about: "invoice", ...own },
      { about: "invoice", invoiceId: invoice?.id, ...own },
    ]);
    expect(events.find(({ type }) => type === "customer.subscription.updated")).toMatchObject({
      about: "subscription",
      ...own,
    });
  });

  test.each<[string, Record<string, unknown>]>([
    ["a thin event of the second API", { object: "v2.core.event", related_object: { id: "x", type: "y" } }],
    ["no object at all", { livemode: false, data: null }],
    [
      "null metadata and ids of other kinds",
      { data: { object: { id: 7, object: [], metadata: null, payment_intent: 3 } } },
    ],
    [
      "metadata that is no text",
      { data: { object: { id: "x", object: "refund", metadata: { refund_id: { a: 1 } } } } },
    ],
    [
      "a kind and fields nobody knows",
      { livemode: true, extra: [1], data: { object: { id: "x", object: "moon", new: {} } } },
    ],
  ])("B14: %s is read as far as it goes", (_, changes) => {
    const at = new Date();
    const payload = JSON.stringify({ id: "evt_1", type: "moon.risen", ...changes });
    const timestamp = Math.floor(at.getTime() / 1000);
    const header = Stripe.webhooks.generateTestHeaderString({ payload, secret: webhookSecret, timestamp });
    const event = answered(contract.gateway.verifyEvent(Buffer.from(payload), header, at));
    expect(event).toMatchObject({ id: "evt_1", type: "moon.risen", donationId: null, refundId: null });
  });

  test.each(["", "[]", "null", "7", "{}", '{"id":"evt_1"}', '{"id":1,"type":"x"}'])(
    "a signed body that is no event is refused: %s",
    (payload) => {
      const at = new Date();
      const timestamp = Math.floor(at.getTime() / 1000);
      const header = Stripe.webhooks.generateTestHeaderString({ payload, secret: webhookSecret, timestamp });
      expect(contract.gateway.verifyEvent(Buffer.from(payload), header, at).ok).toBe(false);
    },
  );
});
