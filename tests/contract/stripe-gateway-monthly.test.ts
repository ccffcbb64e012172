import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { MonthlyChange } from "#app/payments/monthly-payments.ts";
import { accountId, answered, type GatewayContract, startGateway } from "./stripe-gateway-setup.ts";

let contract: GatewayContract;
beforeAll(async () => {
  contract = await startGateway();
});
afterAll(() => contract.stop());
beforeEach(() => contract.standIn.control.reset());

const control = () => contract.standIn.control;
const monthMs = 31 * 24 * 3_600_000;

/** A monthly gift of ¥50 whose first month is paid; returns the page's status. */
async function started() {
  const { sessionId } = answered(await contract.gateway.openMonthlyCheckout(contract.monthlyCheckout()));
  await control().paySession(sessionId);
  const status = answered(await contract.gateway.retrieveMonthlyCheckout(sessionId, accountId));
  if (status.subscriptionId === null || status.firstInvoiceId === null) throw new Error("nothing began");
  return { sessionId, subscriptionId: status.subscriptionId, firstInvoiceId: status.firstInvoiceId, status };
}

const change = (subscriptionId: string, attempt = 1): MonthlyChange => ({
  monthlyGiftId: "monthly-1",
  attempt,
  subscriptionId,
  accountId,
});
const subscriptionNow = async (id: string) => answered(await contract.gateway.retrieveSubscription(id, accountId));
const invoiceNow = async (id: string) => answered(await contract.gateway.retrieveInvoice(id, accountId));

async function nextInvoice(subscriptionId: string) {
  const [invoice] = await control().billMonth(subscriptionId);
  return invoiceNow(invoice?.id ?? "");
}

describe("the first month", () => {
  test("B11: the request for a monthly pay page is exactly this", async () => {
    const expiresAt = contract.inAnHour();
    await contract.gateway.openMonthlyCheckout(contract.monthlyCheckout({ expiresAt }));
    const [request] = await control().requests();
    expect(request).toMatchObject({ account: accountId, idempotencyKey: "monthly:monthly-1:checkout:1", status: 200 });
    expect(request?.form).toEqual({
      mode: "subscription",
      submit_type: "donate",
      locale: "zh",
      client_reference_id: "monthly-1",
      metadata: { monthly_gift_id: "monthly-1" },
      subscription_data: { metadata: { monthly_gift_id: "monthly-1" }, description: "每月助学" },
      line_items: {
        0: {
          quantity: "1",
          price_data: {
            currency: "cny",
            unit_amount: "5000",
            recurring: { interval: "month" },
            product_data: { name: "每月助学" },
          },
        },
      },
      allowed_payment_method_types: { 0: "card" },
      adaptive_pricing: { enabled: "false" },
      customer_email: "donor@jiedui.example",
      expires_at: String(Math.floor(expiresAt.getTime() / 1000)),
      success_url: "http://127.0.0.1:9/done",
      cancel_url: "http://127.0.0.1:9/back",
    });
  });

  test("is a bill like the others, with its payment and fee", async () => {
    const { status, subscriptionId, firstInvoiceId } = await started();
    expect(status).toMatchObject({ state: "paid", monthlyGiftId: "monthly-1", amountFen: 5_000n, isPayable: false });
    expect(await invoiceNow(firstInvoiceId)).toMatchObject({
      monthlyGiftId: "monthly-1",
      subscriptionId,
      amountFen: 5_000n,
      currency: "cny",
      state: "paid",
      paymentIntentId: expect.stringMatching(/^pi_/),
      paymentMethod: "card",
      feeFen: 170n,
      attemptCount: 1,
      failureCode: null,
      nextAttemptAt: null,
      isLive: false,
    });
    const subscription = await subscriptionNow(subscriptionId);
    expect(subscription).toMatchObject({
      monthlyGiftId: "monthly-1",
      state: "active",
      amountFen: 5_000n,
      latestInvoiceId: firstInvoiceId,
      card: { brand: "visa", last4: "4242", expiresMonth: 12, expiresYear: 2034 },
    });
    expect(subscription.nextChargeAt?.getTime()).toBeGreaterThan(contract.nowSeconds() * 1000 + 27 * 24 * 3_600_000);
  });

  test("a page that was declined, left or expired has begun nothing", async () => {
    const expiresAt = new Date((contract.nowSeconds() + 1_800) * 1000);
    const { sessionId } = answered(await contract.gateway.openMonthlyCheckout(contract.monthlyCheckout({ expiresAt })));
    await control().paySession(sessionId, { outcome: "declined" });
    const open = answered(await contract.gateway.retrieveMonthlyCheckout(sessionId, accountId));
    expect(open).toMatchObject({ state: "open", isPayable: true, subscriptionId: null, firstInvoiceId: null });
    contract.advance(1_800_000);
    const expired = answered(await contract.gateway.retrieveMonthlyCheckout(sessionId, accountId));
    expect(expired).toMatchObject({ state: "expired", isPayable: false });
    expect(await contract.gateway.retrieveMonthlyCheckout("cs_none", accountId)).toEqual({
      ok: false,
      code: "unknown",
    });
  });

  test("B8: twenty clicks open one page", async () => {
    const request = contract.monthlyCheckout();
    const pages = await Promise.all(Array.from({ length: 20 }, () => contract.gateway.openMonthlyCheckout(request)));
    expect(new Set(pages.flatMap((page) => (page.ok ? [page.value.sessionId] : []))).size).toBe(1);
  });
});

describe("the months after", () => {
  test("next month now: the card is charged again, once", async () => {
    const { subscriptionId, firstInvoiceId } = await started();
    const first = await invoiceNow(firstInvoiceId);
    const next = await nextInvoice(subscriptionId);
    expect(next).toMatchObject({ monthlyGiftId: "monthly-1", state: "paid", amountFen: 5_000n, feeFen: 170n });
    expect(next.paymentIntentId).not.toBe(first.paymentIntentId);
    expect(next.periodStart.getTime()).toBeGreaterThan(first.periodStart.getTime());
    // Its payment leads to no donation of ours: only the bill knows whose it is.
    const payment = answered(await contract.gateway.retrievePayment(next.paymentIntentId ?? "", accountId));
    expect(payment).toMatchObject({ donationId: null, state: "succeeded", amountFen: 5_000n });
  });

  test("the clock bills by itself, every month it passed", async () => {
    const { subscriptionId } = await started();
    contract.advance(3 * monthMs);
    await subscriptionNow(subscriptionId);
    const bills = await contract.stripe.invoices.list({ subscription: subscriptionId }, { stripeAccount: accountId });
    expect(bills.data).toHaveLength(4);
  });

  test("a card that fails leaves the bill open with the reason, and a retry pays it once", async () => {
    const { subscriptionId } = await started();
    await control().setCardFailure(subscriptionId, { declineCode: "insufficient_funds" });
    const failed = await nextInvoice(subscriptionId);
    expect(failed).toMatchObject({
      state: "open",
      attemptCount: 1,
      failureCode: "insufficient_funds",
      feeFen: null,
      paidAt: null,
    });
    expect((await subscriptionNow(subscriptionId)).state).toBe("past_due");
    const retry = (attempt: number) =>
      contract.gateway.retryInvoice({ monthlyGiftId: "monthly-1", attempt, invoiceId: failed.invoiceId, accountId });
    expect(await retry(1)).toEqual({ ok: false, code: "declined" });
    expect((await invoiceNow(failed.invoiceId)).attemptCount).toBe(2);
    await control().setCardFailure(subscriptionId, null);
    // The same attempt is the same question: it has been answered.
    expect(await retry(1)).toEqual({ ok: false, code: "declined" });
    expect(answered(await retry(2))).toMatchObject({ state: "paid", feeFen: 170n, failureCode: null });
    expect(await retry(3)).toEqual({ ok: false, code: "not_open" });
    expect((await subscriptionNow(subscriptionId)).state).toBe("active");
  });

  test.each(["reset_after_commit", "truncated_body", "error_after_commit"] as const)(
    "B8: a retry that breaks by %s charges once",
    async (kind) => {
      const { subscriptionId } = await started();
      await control().setCardFailure(subscriptionId, {});
      const { invoiceId } = await nextInvoice(subscriptionId);
      await control().setCardFailure(subscriptionId, null);
      await control().addFault({ kind, path: `/v1/invoices/${invoiceId}/pay`, times: 1, status: 500 });
      const request = { monthlyGiftId: "monthly-1", attempt: 1, invoiceId, accountId };
      const answer = await contract.gateway.retryInvoice(request);
      expect(answer.ok || answer.code === "unavailable").toBe(true);
      expect(answered(await contract.gateway.retryInvoice(request)).state).toBe("paid");
      const paid = await contract.stripe.charges.list({}, { stripeAccount: accountId });
      expect(paid.data.filter((charge) => charge.paid)).toHaveLength(2);
    },
  );
});

describe("changes of a monthly gift", () => {
  test("another amount counts from the next month, and nothing is charged now", async () => {
    const { subscriptionId } = await started();
    const changed = answered(
      await contract.gateway.changeMonthlyAmount({ ...change(subscriptionId), amountFen: 8_800n }),
    );
    expect(changed).toMatchObject({ state: "active", amountFen: 8_800n, card: { last4: "4242" } });
    expect((await contract.stripe.charges.list({}, { stripeAccount: accountId })).data).toHaveLength(1);
    expect(await nextInvoice(subscriptionId)).toMatchObject({ amountFen: 8_800n, state: "paid" });
    // Another amount under the same attempt is a mistake of ours, never a second change.
    expect(await contract.gateway.changeMonthlyAmount({ ...change(subscriptionId), amountFen: 100_000n })).toEqual({
      ok: false,
      code: "refused",
    });
    expect((await subscriptionNow(subscriptionId)).amountFen).toBe(8_800n);
  });

  test("while paused, months are void; resumed, they are charged again", async () => {
    const { subscriptionId } = await started();
    const paused = answered(await contract.gateway.pauseMonthly({ ...change(subscriptionId), resumeAt: null }));
    expect(paused).toMatchObject({ state: "paused", nextChargeAt: null });
    expect(await nextInvoice(subscriptionId)).toMatchObject({ state: "void", paymentIntentId: null, feeFen: null });
    const resumed = answered(await contract.gateway.resumeMonthly(change(subscriptionId, 2)));
    expect(resumed.state).toBe("active");
    expect(resumed.nextChargeAt).not.toBeNull();
    expect((await nextInvoice(subscriptionId)).state).toBe("paid");
  });

  test("a pause with an end ends by itself", async () => {
    const { subscriptionId } = await started();
    const resumeAt = new Date(contract.nowSeconds() * 1000 + 40 * 24 * 3_600_000);
    answered(await contract.gateway.pauseMonthly({ ...change(subscriptionId), resumeAt }));
    expect((await nextInvoice(subscriptionId)).state).toBe("void");
    expect((await nextInvoice(subscriptionId)).state).toBe("paid");
  });

  test("canceled is canceled, however often it is asked for; nothing is charged after it", async () => {
    const { subscriptionId } = await started();
    const canceled = answered(await contract.gateway.cancelMonthly(change(subscriptionId)));
    expect(canceled).toMatchObject({ state: "ended", nextChargeAt: null });
    expect(answered(await contract.gateway.cancelMonthly(change(subscriptionId, 2))).state).toBe("ended");
    await expect(control().billMonth(subscriptionId)).rejects.toThrow("409");
    contract.advance(3 * monthMs);
    expect((await subscriptionNow(subscriptionId)).state).toBe("ended");
    expect(await contract.gateway.cancelMonthly({ ...change("sub_none") })).toEqual({ ok: false, code: "unknown" });
    expect(await contract.gateway.resumeMonthly(change(subscriptionId, 3))).toEqual({ ok: false, code: "unknown" });
  });

  test("another card is taken on its own page, without a charge, and pays from then on", async () => {
    const { subscriptionId } = await started();
    await control().setCardFailure(subscriptionId, { declineCode: "expired_card" });
    const failed = await nextInvoice(subscriptionId);
    const page = answered(
      await contract.gateway.openCardReplacement({
        ...change(subscriptionId),
        locale: "zh",
        successUrl: "http://127.0.0.1:9/done",
        cancelUrl: "http://127.0.0.1:9/back",
        expiresAt: contract.inAnHour(),
      }),
    );
    const request = (await control().requests()).at(-1);
    expect(request?.form).toMatchObject({
      mode: "setup",
      currency: "cny",
      metadata: { monthly_gift_id: "monthly-1", subscription_id: subscriptionId },
      allowed_payment_method_types: { 0: "card" },
    });
    expect(await contract.gateway.applyReplacedCard(page.sessionId, accountId)).toEqual({
      ok: false,
      code: "not_done",
    });
    await control().paySession(page.sessionId);
    for (const _ of [1, 2])
      expect(answered(await contract.gateway.applyReplacedCard(page.sessionId, accountId))).toMatchObject({
        subscriptionId,
        monthlyGiftId: "monthly-1",
        card: { last4: "4242" },
      });
    expect(
      (await contract.stripe.charges.list({}, { stripeAccount: accountId })).data.filter((c) => c.paid),
    ).toHaveLength(1);
    const retried = await contract.gateway.retryInvoice({
      monthlyGiftId: "monthly-1",
      attempt: 1,
      invoiceId: failed.invoiceId,
      accountId,
    });
    expect(answered(retried).state).toBe("paid");
  });

  test("a page of another kind replaces no card", async () => {
    const { sessionId } = await started();
    expect(await contract.gateway.applyReplacedCard(sessionId, accountId)).toEqual({ ok: false, code: "unknown" });
  });

  test("B14: unknown words of the provider are no crash", async () => {
    const { subscriptionId, firstInvoiceId } = await started();
    await control().changeObject(subscriptionId, { status: "hibernating" });
    await control().changeObject(firstInvoiceId, { status: "in_the_mail", parent: null });
    expect(await subscriptionNow(subscriptionId)).toMatchObject({ state: "unknown", nextChargeAt: null });
    expect(await invoiceNow(firstInvoiceId)).toMatchObject({ state: "open", monthlyGiftId: null });
  });
});

test("B16: when the provider is down, every question and change is unavailable", async () => {
  const { subscriptionId, firstInvoiceId, sessionId } = await started();
  await control().addFault({ kind: "error_before_commit", status: 503, times: 100 });
  const { gateway } = contract;
  const page = { locale: "zh", successUrl: "http://127.0.0.1:9/a", cancelUrl: "http://127.0.0.1:9/b" } as const;
  const answers = await Promise.all([
    gateway.openMonthlyCheckout(contract.monthlyCheckout({ attempt: 2 })),
    gateway.retrieveMonthlyCheckout(sessionId, accountId),
    gateway.retrieveSubscription(subscriptionId, accountId),
    gateway.retrieveInvoice(firstInvoiceId, accountId),
    gateway.changeMonthlyAmount({ ...change(subscriptionId), amountFen: 9_900n }),
    gateway.pauseMonthly({ ...change(subscriptionId), resumeAt: null }),
    gateway.resumeMonthly(change(subscriptionId)),
    gateway.cancelMonthly(change(subscriptionId)),
    gateway.openCardReplacement({ ...change(subscriptionId), ...page, expiresAt: new Date() }),
    gateway.applyReplacedCard(sessionId, accountId),
    gateway.retryInvoice({ monthlyGiftId: "monthly-1", attempt: 1, invoiceId: firstInvoiceId, accountId }),
  ]);
  for (const answer of answers) expect(answer).toEqual({ ok: false, code: "unavailable" });
});
