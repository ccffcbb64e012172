import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Contract, charity, giftRequest, startContract, stripeErrorOf } from "./stripe-setup.ts";

let contract: Contract;
beforeAll(async () => {
  contract = await startContract();
});
afterAll(() => contract.stop());
beforeEach(() => contract.standIn.control.reset());

const control = () => contract.standIn.control;
const openSession = () => contract.stripe.checkout.sessions.create(giftRequest(), charity);
const sessionNow = (id: string) => contract.stripe.checkout.sessions.retrieve(id, {}, charity);
const eventTypes = async () => (await control().events()).map(({ event }) => event.type);

/** The paid session's payment, read as the site reads it: with charge and fee in one request. */
async function paymentOf(session: Stripe.Checkout.Session) {
  const intent = await contract.stripe.paymentIntents.retrieve(
    String(session.payment_intent),
    { expand: ["latest_charge.balance_transaction"] },
    charity,
  );
  const charge = intent.latest_charge;
  if (charge === null || typeof charge === "string") throw new Error("charge was not expanded");
  const movement = charge.balance_transaction;
  if (movement === null || typeof movement === "string") throw new Error("balance transaction was not expanded");
  return { intent, charge, movement };
}

async function paid(method: "card" | "alipay" | "wechat_pay") {
  const session = await control().paySession((await openSession()).id, { method });
  return { session, ...(await paymentOf(session)) };
}

describe("payments", () => {
  test.each([
    ["card", 170],
    ["alipay", 110],
    ["wechat_pay", 110],
  ] as const)("A8: ¥50 by %s is paid, with a fee of %i fen apart from the gift", async (method, fee) => {
    const { session, intent, charge, movement } = await paid(method);
    expect(session).toMatchObject({ status: "complete", payment_status: "paid", url: null });
    expect(intent).toMatchObject({ status: "succeeded", amount_received: 5_000, metadata: { donation: "donation-1" } });
    expect(charge).toMatchObject({ paid: true, captured: true, payment_method_details: { type: method } });
    expect(movement).toMatchObject({ amount: 5_000, fee, net: 5_000 - fee, currency: "cny", source: charge.id });
    expect(await eventTypes()).toEqual(["charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"]);
  });

  test("fees are rounded up to a whole fen", async () => {
    const line = { quantity: 1, price_data: { currency: "cny", unit_amount: 1_001, product_data: { name: "x" } } };
    const { id } = await contract.stripe.checkout.sessions.create(giftRequest({ line_items: [line] }), charity);
    expect((await paymentOf(await control().paySession(id))).movement.fee).toBe(35);
  });

  test("a declined card leaves the session open and can be followed by a payment", async () => {
    const { id } = await openSession();
    const declined = await control().paySession(id, { outcome: "declined" });
    expect(declined).toMatchObject({ status: "open", payment_status: "unpaid" });
    const intent = await contract.stripe.paymentIntents.retrieve(String(declined.payment_intent), {}, charity);
    expect(intent).toMatchObject({
      status: "requires_payment_method",
      last_payment_error: { code: "card_declined", decline_code: "generic_decline" },
    });
    const done = await control().paySession(id);
    expect([done.payment_intent, done.payment_status]).toEqual([declined.payment_intent, "paid"]);
    expect(await eventTypes()).toEqual([
      "payment_intent.payment_failed",
      "charge.succeeded",
      "payment_intent.succeeded",
      "checkout.session.completed",
    ]);
    const movements = await contract.stripe.balanceTransactions.list({}, charity);
    expect(movements.data).toHaveLength(1);
  });

  test.each([
    ["succeeded", "paid", "checkout.session.async_payment_succeeded"],
    ["failed", "unpaid", "checkout.session.async_payment_failed"],
  ] as const)("B7: a pending payment completes unpaid and then has %s", async (outcome, status, event) => {
    const { id } = await openSession();
    const pending = await control().paySession(id, { method: "alipay", outcome: "pending" });
    expect(pending).toMatchObject({ status: "complete", payment_status: "unpaid" });
    expect(await eventTypes()).toEqual(["checkout.session.completed"]);
    await control().settleSession(id, outcome);
    expect((await sessionNow(id)).payment_status).toBe(status);
    expect((await eventTypes()).at(-1)).toBe(event);
    await expect(control().settleSession(id, outcome)).rejects.toThrow("409");
  });

  test("a finished or expired session cannot be paid again", async () => {
    const { id } = await openSession();
    await control().paySession(id);
    await expect(control().paySession(id)).rejects.toThrow("409");
    const other = await openSession();
    await control().expireSession(other.id);
    await expect(control().paySession(other.id)).rejects.toThrow("409");
    expect((await eventTypes()).at(-1)).toBe("checkout.session.expired");
  });

  test("a property that holds no object cannot be expanded", async () => {
    const { id } = await openSession();
    const error = await stripeErrorOf(
      contract.stripe.checkout.sessions.retrieve(id, { expand: ["metadata.donation"] }, charity),
    );
    expect(error).toMatchObject({ statusCode: 400, param: "expand" });
  });
});

describe("refunds", () => {
  test("a card payment is refunded in parts, never beyond what was paid", async () => {
    const { intent, charge } = await paid("card");
    const first = await contract.stripe.refunds.create(
      { payment_intent: intent.id, amount: 2_000, reason: "requested_by_customer", metadata: { refund: "r1" } },
      charity,
    );
    expect(first).toMatchObject({ status: "succeeded", amount: 2_000, charge: charge.id, metadata: { refund: "r1" } });
    const tooMuch = await stripeErrorOf(contract.stripe.refunds.create({ charge: charge.id, amount: 3_001 }, charity));
    expect(tooMuch.message).toContain("greater than unrefunded amount");
    const rest = await contract.stripe.refunds.create({ charge: charge.id }, charity);
    expect(rest.amount).toBe(3_000);
    const again = await stripeErrorOf(contract.stripe.refunds.create({ charge: charge.id }, charity));
    expect(again.code).toBe("charge_already_refunded");
    expect(await contract.stripe.charges.retrieve(charge.id, {}, charity)).toMatchObject({
      refunded: true,
      amount_refunded: 5_000,
    });
    const refunds = await contract.stripe.refunds.list({ payment_intent: intent.id }, charity);
    expect(refunds.data.map(({ id }) => id)).toEqual([rest.id, first.id]);
    const movements = await contract.stripe.balanceTransactions.list({ source: first.id }, charity);
    expect(movements.data).toMatchObject([{ amount: -2_000, fee: 0, type: "refund" }]);
  });

  test("B12: a WeChat Pay refund is pending first, and may succeed or fail later", async () => {
    const { charge } = await paid("wechat_pay");
    const [good, bad] = [
      await contract.stripe.refunds.create({ charge: charge.id, amount: 1_000 }, charity),
      await contract.stripe.refunds.create({ charge: charge.id, amount: 500 }, charity),
    ];
    expect(good).toMatchObject({ status: "pending", pending_reason: "processing" });
    expect(await control().settleRefund(good.id, "succeeded")).toMatchObject({ status: "succeeded" });
    contract.advance(3 * 24 * 3600 * 1000);
    expect(await control().settleRefund(bad.id, "failed")).toMatchObject({ status: "failed" });
    expect((await eventTypes()).slice(-3)).toEqual(["refund.updated", "refund.updated", "refund.failed"]);
    const after = await contract.stripe.charges.retrieve(charge.id, {}, charity);
    expect(after.amount_refunded).toBe(1_000);
    const returned = await contract.stripe.balanceTransactions.list({ type: "refund_failure" }, charity);
    expect(returned.data).toMatchObject([{ amount: 500, source: bad.id }]);
  });

  test("B12: after 180 days WeChat Pay takes nothing back", async () => {
    const { charge } = await paid("wechat_pay");
    contract.advance(180 * 24 * 3600 * 1000 + 1_000);
    const error = await stripeErrorOf(contract.stripe.refunds.create({ charge: charge.id }, charity));
    expect(error.code).toBe("charge_not_refundable");
  });

  test("an unpaid payment has nothing to refund", async () => {
    const { id } = await openSession();
    const { payment_intent } = await control().paySession(id, { outcome: "declined" });
    const error = await stripeErrorOf(
      contract.stripe.refunds.create({ payment_intent: String(payment_intent) }, charity),
    );
    expect(error.statusCode).toBe(400);
    expect((await stripeErrorOf(contract.stripe.refunds.create({}, charity))).message).toContain("payment_intent");
  });
});

describe("disputes", () => {
  test.each([
    ["won", [-5_000, 5_000], ["charge.dispute.funds_reinstated", "charge.dispute.closed"]],
    ["lost", [-5_000], ["charge.dispute.closed"]],
  ] as const)("B13: a dispute freezes the money and is %s", async (outcome, amounts, ends) => {
    const { charge } = await paid("card");
    const dispute = await control().openDispute(charge.id);
    expect((await contract.stripe.charges.retrieve(charge.id, {}, charity)).disputed).toBe(true);
    expect((await stripeErrorOf(contract.stripe.refunds.create({ charge: charge.id }, charity))).code).toBe(
      "charge_disputed",
    );
    await control().closeDispute(dispute.id, outcome);
    expect(await contract.stripe.disputes.retrieve(dispute.id, {}, charity)).toMatchObject({ status: outcome });
    const movements = await contract.stripe.balanceTransactions.list({ type: "adjustment" }, charity);
    expect(movements.data.map(({ amount }) => amount).reverse()).toEqual(amounts);
    expect((await eventTypes()).slice(3)).toEqual([
      "charge.dispute.created",
      "charge.dispute.funds_withdrawn",
      ...ends,
    ]);
  });

  test("WeChat Pay payments cannot be disputed", async () => {
    const { charge } = await paid("wechat_pay");
    await expect(control().openDispute(charge.id)).rejects.toThrow("409");
  });
});

test("A9: a control makes Stripe's books disagree with ours", async () => {
  const { movement, charge } = await paid("card");
  await control().changeObject(movement.id, { amount: 5_001 });
  expect((await contract.stripe.balanceTransactions.retrieve(movement.id, {}, charity)).amount).toBe(5_001);
  await control().deleteObject(charge.id);
  expect((await stripeErrorOf(contract.stripe.charges.retrieve(charge.id, {}, charity))).statusCode).toBe(404);
});
