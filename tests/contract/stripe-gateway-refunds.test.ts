import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RefundRequest } from "#app/payments/payment-gateway.ts";
import { accountId, answered, type GatewayContract, startGateway } from "./stripe-gateway-setup.ts";

let contract: GatewayContract;
beforeAll(async () => {
  contract = await startGateway();
});
afterAll(() => contract.stop());
beforeEach(() => contract.standIn.control.reset());

const control = () => contract.standIn.control;

/** A paid gift of ¥50; returns its payment. */
async function paid(method: "card" | "alipay" | "wechat_pay" = "card"): Promise<string> {
  const { sessionId } = answered(await contract.gateway.openCheckout(contract.giftCheckout()));
  return String((await control().paySession(sessionId, { method })).payment_intent);
}

const refundOf = (paymentIntentId: string, changes: Partial<RefundRequest> = {}): RefundRequest => ({
  refundId: "refund-1",
  donationId: "donation-1",
  attempt: 1,
  paymentIntentId,
  amountFen: 2_000n,
  accountId,
  ...changes,
});

describe("one-time gifts", () => {
  test("B11: the request for a pay page is exactly this", async () => {
    const expiresAt = contract.inAnHour();
    await contract.gateway.openCheckout(contract.giftCheckout({ expiresAt }));
    const [request] = await control().requests();
    expect(request).toMatchObject({ account: accountId, idempotencyKey: "checkout:donation-1:1", status: 200 });
    expect(request?.form).toEqual({
      mode: "payment",
      submit_type: "donate",
      locale: "zh",
      client_reference_id: "donation-1",
      metadata: { donation_id: "donation-1" },
      payment_intent_data: { metadata: { donation_id: "donation-1" } },
      line_items: {
        0: {
          quantity: "1",
          price_data: { currency: "cny", unit_amount: "5000", product_data: { name: "步栏村饮水工程" } },
        },
      },
      allowed_payment_method_types: { 0: "card", 1: "alipay", 2: "wechat_pay" },
      payment_method_options: { wechat_pay: { client: "web" } },
      adaptive_pricing: { enabled: "false" },
      expires_at: String(Math.floor(expiresAt.getTime() / 1000)),
      success_url: "http://127.0.0.1:9/done",
      cancel_url: "http://127.0.0.1:9/back",
    });
  });

  test("B8: a request that another one is still busy with is unavailable, not refused", async () => {
    await control().addFault({ kind: "error_before_commit", status: 409, times: 2 });
    expect(await contract.gateway.openCheckout(contract.giftCheckout())).toEqual({ ok: false, code: "unavailable" });
    expect((await contract.gateway.openCheckout(contract.giftCheckout())).ok).toBe(true);
  });

  test("a payment says what was taken, kept by the channel, given back and disputed", async () => {
    const payment = await paid("alipay");
    answered(await contract.gateway.requestRefund(refundOf(payment)));
    await control().openDispute(payment);
    expect(answered(await contract.gateway.retrievePayment(payment, accountId))).toMatchObject({
      paymentIntentId: payment,
      donationId: "donation-1",
      state: "succeeded",
      amountFen: 5_000n,
      refundedFen: 2_000n,
      isDisputed: true,
      currency: "cny",
      isLive: false,
      paymentMethod: "alipay",
      feeFen: 110n,
      failureCode: null,
    });
    expect(await contract.gateway.retrievePayment(payment, "acct_other")).toEqual({ ok: false, code: "unknown" });
  });
});

describe("refunds", () => {
  test("B12: a refund carries our row, and two of the same amount stay two", async () => {
    const payment = await paid();
    const first = answered(await contract.gateway.requestRefund(refundOf(payment)));
    expect(first).toMatchObject({
      refundId: "refund-1",
      paymentIntentId: payment,
      amountFen: 2_000n,
      state: "succeeded",
    });
    const second = answered(await contract.gateway.requestRefund(refundOf(payment, { refundId: "refund-2" })));
    expect(second.providerRefundId).not.toBe(first.providerRefundId);
    const all = answered(await contract.gateway.listRefundsOfPayment(payment, accountId));
    expect(all.map(({ refundId }) => refundId)).toEqual(["refund-1", "refund-2"]);
    const request = (await control().requests()).find(({ path }) => path === "/v1/refunds");
    expect([request?.idempotencyKey, request?.form]).toEqual([
      "refund:refund-1:1",
      {
        payment_intent: payment,
        amount: "2000",
        reason: "requested_by_customer",
        metadata: { refund_id: "refund-1", donation_id: "donation-1" },
      },
    ]);
  });

  test.each(["reset_before_commit", "reset_after_commit", "truncated_body"] as const)(
    "B8: after a %s the same attempt finds one refund",
    async (kind) => {
      const payment = await paid();
      await control().addFault({ kind, path: "/v1/refunds" });
      const answer = await contract.gateway.requestRefund(refundOf(payment));
      if (!answer.ok) expect(answer.code).toBe("unavailable");
      answered(await contract.gateway.requestRefund(refundOf(payment)));
      expect(answered(await contract.gateway.listRefundsOfPayment(payment, accountId))).toHaveLength(1);
    },
  );

  test.each([
    ["succeeded", "succeeded", null],
    ["failed", "failed", "declined"],
    ["canceled", "canceled", null],
    ["requires_action", "requires_action", null],
  ] as const)("B12: a refund that was pending is %s", async (outcome, state, failureReason) => {
    await control().startRefundsAs("pending");
    const { providerRefundId, state: first } = answered(await contract.gateway.requestRefund(refundOf(await paid())));
    expect(first).toBe("pending");
    await control().settleRefund(providerRefundId, outcome);
    const refund = answered(await contract.gateway.retrieveRefund(providerRefundId, accountId));
    expect(refund).toMatchObject({ state, failureReason });
  });

  test("B12: a refund that had succeeded fails three days later, and the money is back", async () => {
    const payment = await paid();
    const { providerRefundId } = answered(await contract.gateway.requestRefund(refundOf(payment)));
    contract.advance(3 * 24 * 3_600_000);
    await control().settleRefund(providerRefundId, "failed");
    expect(answered(await contract.gateway.retrieveRefund(providerRefundId, accountId)).state).toBe("failed");
    expect(answered(await contract.gateway.retrievePayment(payment, accountId)).refundedFen).toBe(0n);
  });

  test.each([
    [
      "already_refunded",
      { amountFen: 1n },
      async (payment: string) => {
        answered(await contract.gateway.requestRefund(refundOf(payment, { refundId: "all", amountFen: 5_000n })));
      },
    ],
    [
      "disputed",
      {},
      async (payment: string) => {
        await control().openDispute(payment);
      },
    ],
    ["refused", { amountFen: 5_001n }, async () => {}],
    ["unknown", { paymentIntentId: "pi_none" }, async () => {}],
  ] as const)("a refund that cannot be says why: %s", async (code, changes, prepare) => {
    const payment = await paid();
    await prepare(payment);
    expect(await contract.gateway.requestRefund(refundOf(payment, changes))).toEqual({ ok: false, code });
  });

  test("B14: a state that nobody knows counts as pending", async () => {
    const { providerRefundId } = answered(await contract.gateway.requestRefund(refundOf(await paid())));
    await control().changeObject(providerRefundId, { status: "being_thought_about", new_field: { a: 1 } });
    expect(answered(await contract.gateway.retrieveRefund(providerRefundId, accountId)).state).toBe("pending");
  });
});

describe("disputes", () => {
  test.each([
    ["won", "won", 0n],
    ["lost", "lost", 5_000n],
  ] as const)("B13: a dispute takes the money with its fee, and is %s", async (outcome, state, withdrawnFen) => {
    const payment = await paid();
    const { id } = await control().openDispute(payment, "product_not_received", { feeFen: 1_500 });
    const open = answered(await contract.gateway.retrieveDispute(id, accountId));
    expect(open).toMatchObject({
      disputeId: id,
      state: "open",
      amountFen: 5_000n,
      withdrawnFen: 5_000n,
      feeFen: 1_500n,
      paymentIntentId: payment,
      donationId: "donation-1",
      reason: "product_not_received",
      isLive: false,
    });
    await control().moveDispute(id, "under_review");
    expect(answered(await contract.gateway.retrieveDispute(id, accountId)).state).toBe("open");
    await control().closeDispute(id, outcome);
    const closed = answered(await contract.gateway.retrieveDispute(id, accountId));
    expect(closed).toMatchObject({ state, withdrawnFen, feeFen: 1_500n });
  });

  test("B13: an inquiry takes nothing, closed it is as good as won; escalated it takes the money", async () => {
    const first = await control().openDispute(await paid(), undefined, { isInquiry: true });
    expect(answered(await contract.gateway.retrieveDispute(first.id, accountId))).toMatchObject({
      state: "open",
      withdrawnFen: 0n,
    });
    await control().closeDispute(first.id, "won");
    expect(answered(await contract.gateway.retrieveDispute(first.id, accountId)).state).toBe("won");

    await contract.standIn.control.reset();
    const second = await control().openDispute(await paid(), undefined, { isInquiry: true });
    await control().moveDispute(second.id, "needs_response");
    expect(answered(await contract.gateway.retrieveDispute(second.id, accountId)).withdrawnFen).toBe(5_000n);
  });

  test("B14: an unknown state keeps a dispute open", async () => {
    const { id } = await control().openDispute(await paid());
    await control().changeObject(id, { status: "appeal_of_the_appeal" });
    expect(answered(await contract.gateway.retrieveDispute(id, accountId)).state).toBe("open");
    expect(await contract.gateway.retrieveDispute("dp_none", accountId)).toEqual({ ok: false, code: "unknown" });
  });
});

describe("B16: when the provider is down", () => {
  test.each([500, 503, 429, 409] as const)("%i is unavailable, for every question and change", async (status) => {
    const payment = await paid();
    await control().addFault({ kind: "error_before_commit", status, times: 20 });
    const { gateway } = contract;
    const answers = await Promise.all([
      gateway.retrievePayment(payment, accountId),
      gateway.requestRefund(refundOf(payment)),
      gateway.retrieveRefund("re_1", accountId),
      gateway.listRefundsOfPayment(payment, accountId),
      gateway.retrieveDispute("dp_1", accountId),
    ]);
    for (const answer of answers) expect(answer).toEqual({ ok: false, code: "unavailable" });
  });

  test("a provider that never answers is unavailable within 10 s, with what two questions in a row take", async () => {
    const { subscription } = await control().paySession(
      answered(await contract.gateway.openMonthlyCheckout(contract.monthlyCheckout())).sessionId,
    );
    const change = { monthlyGiftId: "monthly-1", attempt: 1, subscriptionId: String(subscription), accountId };
    await control().addFault({ kind: "stall_before_commit", stallMs: 30_000, times: 100 });
    const { gateway } = contract;
    const startedAt = performance.now();
    const answers = await Promise.all([
      gateway.openCheckout(contract.giftCheckout({ donationId: "donation-9" })),
      gateway.retrieveCheckout("cs_1", accountId),
      gateway.requestRefund(refundOf("pi_1")),
      gateway.openMonthlyCheckout(contract.monthlyCheckout({ attempt: 2 })),
      gateway.changeMonthlyAmount({ ...change, amountFen: 9_900n }),
      gateway.cancelMonthly(change),
    ]);
    for (const answer of answers) expect(answer).toEqual({ ok: false, code: "unavailable" });
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  }, 15_000);
});
