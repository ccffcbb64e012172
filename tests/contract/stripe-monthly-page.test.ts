import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
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
const addresses = { success_url: "http://127.0.0.1:9/done", cancel_url: "http://127.0.0.1:9/back" };
const price = (recurring: boolean) => ({
  currency: "cny",
  unit_amount: 5_000,
  product_data: { name: "每月助学" },
  ...(recurring ? { recurring: { interval: "month" } as const } : {}),
});

function monthly(changes: Partial<Stripe.Checkout.SessionCreateParams> = {}): Stripe.Checkout.SessionCreateParams {
  return {
    mode: "subscription",
    submit_type: "donate",
    locale: "zh",
    line_items: [{ quantity: 1, price_data: price(true) }],
    subscription_data: { metadata: { monthly_gift: "m1" } },
    ...addresses,
    ...changes,
  };
}

function keeping(changes: Partial<Stripe.Checkout.SessionCreateParams> = {}): Stripe.Checkout.SessionCreateParams {
  return { mode: "setup", currency: "cny", locale: "zh", ...addresses, ...changes };
}

const open = (request: Stripe.Checkout.SessionCreateParams) =>
  contract.stripe.checkout.sessions.create(request, charity);
const sessionNow = (id: string) => contract.stripe.checkout.sessions.retrieve(id, {}, charity);
const html = async (url: string) => (await fetch(url, { headers: { "Accept-Language": "zh-CN" } })).text();

async function submit(url: string, fields: Record<string, string>): Promise<string> {
  const response = await fetch(url, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
  expect(response.status).toBe(303);
  return new URL(response.headers.get("location") ?? "", url).href;
}

const card = (number = "4242 4242 4242 4242") => ({
  method: "card",
  card_number: number,
  card_expiry: "12/34",
  card_cvc: "123",
  email: "donor@jiedui.example",
});

describe("the pay page of a monthly gift", () => {
  test("U4: says that it is every month, takes cards only and wants an address", async () => {
    const { id, url } = await open(monthly());
    const page = await html(url ?? "");
    for (const text of ["每月捐赠金额", "¥50.00", " / 月", "可以随时修改、暂停或取消", "每月捐赠 ¥50.00</button>"])
      expect(page).toContain(text);
    expect(page).not.toMatch(/支付宝|微信支付/);
    expect(await submit(url ?? "", { ...card(), email: "" })).toBe(`${url}?error=email_missing&method=card`);
    expect(await submit(url ?? "", { ...card(), method: "alipay" })).toContain("error=method_missing");
    expect(await submit(url ?? "", card())).toBe("http://127.0.0.1:9/done");
    const session = await sessionNow(id);
    expect(session).toMatchObject({
      status: "complete",
      payment_status: "paid",
      payment_intent: null,
      subscription: expect.stringMatching(/^sub_/),
      invoice: expect.stringMatching(/^in_/),
      customer: expect.stringMatching(/^cus_/),
    });
    const customer = await contract.stripe.customers.retrieve(String(session.customer), {}, charity);
    expect(customer).toMatchObject({ email: "donor@jiedui.example" });
    expect(await html(url ?? "")).toContain("已经支付");
    expect(JSON.stringify(await control().events())).not.toContain("42424242");
  });

  test("events come in the order of a first month", async () => {
    const { id } = await open(monthly());
    await control().paySession(id);
    expect((await control().events()).map(({ event }) => event.type)).toEqual([
      "customer.created",
      "payment_method.attached",
      "invoice.created",
      "invoice.finalized",
      "customer.subscription.created",
      "charge.succeeded",
      "payment_intent.succeeded",
      "invoice.paid",
      "invoice.payment_succeeded",
      "customer.subscription.updated",
      "checkout.session.completed",
    ]);
  });

  test("wallets cannot pay every month, nor later", async () => {
    const { id } = await open(monthly());
    await expect(control().paySession(id, { method: "alipay" })).rejects.toThrow("409");
    await expect(control().paySession(id, { outcome: "pending" })).rejects.toThrow("409");
  });
});

describe("a card that its bank asks about (3-D Secure)", () => {
  test.each([
    ["a gift", giftRequest({ success_url: addresses.success_url })],
    ["a monthly gift", monthly()],
    ["a card to keep", keeping()],
  ])("%s goes on when the question is answered, and back when it is not", async (_, request) => {
    const { id, url } = await open(request);
    const question = await submit(url ?? "", card("4000 0025 0000 3155"));
    expect(question).toBe(`${url}/challenge`);
    expect(await html(question)).toMatch(/银行验证[\s\S]*3155[\s\S]*验证通过/);
    expect((await sessionNow(id)).status).toBe("open");
    const back = await submit(question, { action: "fail" });
    expect(back).toBe(`${url}?error=authentication_failed&method=card`);
    expect(await html(back)).toContain("银行验证没有通过");
    await submit(url ?? "", card("4000 0025 0000 3155"));
    expect(await submit(question, { action: "pass" })).toBe("http://127.0.0.1:9/done");
    expect((await sessionNow(id)).status).toBe("complete");
    // The question is gone: its page leads to the end of the Session.
    expect(await submit(question, { action: "pass" })).toBe(url);
  });

  test("a card that asks every time fails when its owner is away", async () => {
    const { id, url } = await open(monthly());
    await submit(url ?? "", card("4000000000003220"));
    await submit(`${url}/challenge`, { action: "pass" });
    const { subscription } = await sessionNow(id);
    const [invoice] = await control().billMonth(String(subscription));
    const error = await stripeErrorOf(contract.stripe.invoices.pay(invoice?.id ?? "", {}, charity));
    expect(error).toMatchObject({ statusCode: 402, code: "card_declined", decline_code: "authentication_required" });
  });
});

describe("a card to keep", () => {
  test("is saved without a charge, and may still fail later", async () => {
    const { id, url } = await open(keeping());
    const page = await html(url ?? "");
    expect(page).toContain("保存这张卡</button>");
    expect(page).toContain("今天不扣款");
    expect(page).not.toContain("¥");
    expect(await submit(url ?? "", card("4000000000000002"))).toContain("error=card_declined");
    expect(await submit(url ?? "", card("4000000000000341"))).toBe("http://127.0.0.1:9/done");
    const session = await contract.stripe.checkout.sessions.retrieve(
      id,
      { expand: ["setup_intent.payment_method"] },
      charity,
    );
    expect(session).toMatchObject({
      payment_status: "no_payment_required",
      amount_total: null,
      setup_intent: { status: "succeeded", payment_method: { card: { last4: "0341" } } },
    });
    expect((await contract.stripe.charges.list({}, charity)).data).toEqual([]);
    expect(await html(url ?? "")).toContain("银行卡已保存");
  });
});

describe("test actions for a visitor of the demo", () => {
  const overview = () => html(contract.standIn.url);
  const testAction = (path: string, action: string) => submit(`${contract.standIn.url}/test/${path}`, { action });

  test("the next month, a card that fails and works again", async () => {
    const { id } = await open(monthly());
    const subscription = String((await control().paySession(id)).subscription);
    expect(await overview()).toMatch(/每月捐赠[\s\S]*进行中[\s\S]*现在扣下一个月/);
    await testAction(`subscriptions/${subscription}`, "break");
    await testAction(`subscriptions/${subscription}`, "bill");
    expect(await overview()).toMatch(/上次扣款失败[\s\S]*让这张卡恢复正常/);
    await testAction(`subscriptions/${subscription}`, "heal");
    await testAction(`subscriptions/${subscription}`, "bill");
    const bills = await contract.stripe.invoices.list({ subscription }, charity);
    expect(bills.data.map(({ status }) => status)).toEqual(["paid", "open", "paid"]);
  });

  test("a dispute and how it ends", async () => {
    const { id, url } = await open(giftRequest());
    await control().paySession(id);
    expect(await html(url ?? "")).toContain("付款人向银行提出争议");
    expect(await testAction(`payments/${id}`, "dispute")).toBe(url);
    expect(await html(url ?? "")).toContain("争议：慈善组织胜诉");
    await testAction(`payments/${id}`, "lose");
    const [dispute] = (await contract.stripe.disputes.list({}, charity)).data;
    expect(dispute?.status).toBe("lost");
    expect(await html(url ?? "")).not.toContain("测试操作");
  });

  test("another site's page cannot press them", async () => {
    const { id } = await open(giftRequest());
    const response = await fetch(`${contract.standIn.url}/test/payments/${id}`, {
      method: "POST",
      headers: { Origin: "http://evil.example" },
      body: new URLSearchParams({ action: "dispute" }),
    });
    expect(response.status).toBe(403);
  });
});

describe("what belongs to another mode is refused", () => {
  test.each<[string, Stripe.Checkout.SessionCreateParams, string]>([
    [
      "a price for once in a monthly page",
      monthly({ line_items: [{ quantity: 1, price_data: price(false) }] }),
      "line_items[0][price_data][recurring]",
    ],
    [
      "a monthly price in a page for once",
      { ...monthly(), mode: "payment", subscription_data: undefined },
      "line_items[0][price_data][recurring]",
    ],
    ["payment data in a monthly page", monthly({ payment_intent_data: { description: "x" } }), "payment_intent_data"],
    ["subscription data in a page for once", { ...monthly(), mode: "payment" }, "subscription_data"],
    [
      "lines in a page that keeps a card",
      keeping({ line_items: [{ quantity: 1, price_data: price(false) }] }),
      "line_items",
    ],
    ["a page that keeps a card without a currency", keeping({ currency: undefined }), "currency"],
    [
      "wallets only in a monthly page",
      monthly({ allowed_payment_method_types: ["alipay"] }),
      "allowed_payment_method_types",
    ],
    ["a customer and an address", keeping({ customer: "cus_1", customer_email: "a@jiedui.example" }), "customer_email"],
  ])("%s", async (_, request, param) => {
    const error = await stripeErrorOf(open(request));
    expect([error.statusCode, error.param]).toEqual([400, param]);
  });

  test("a customer of another account does not exist", async () => {
    const error = await stripeErrorOf(open(keeping({ customer: "cus_none" })));
    expect(error.code).toBe("resource_missing");
  });
});

describe("changes of a subscription", () => {
  async function subscribed(): Promise<Stripe.Subscription> {
    const { id } = await open(monthly());
    const { subscription } = await control().paySession(id);
    return contract.stripe.subscriptions.retrieve(String(subscription), {}, charity);
  }
  const update = (id: string, changes: object) => contract.stripe.subscriptions.update(id, changes, charity);

  test.each<[string, (subscription: Stripe.Subscription) => object, string | undefined]>([
    ["an unknown name", () => ({ colour: "red" }), "colour"],
    [
      "an item of nobody",
      () => ({ items: [{ id: "si_none", price_data: { ...newPrice("prod_1") } }], proration_behavior: "none" }),
      "items[0][id]",
    ],
    [
      "an amount with proration",
      ({ items }) => ({ items: [{ id: items.data[0]?.id, price_data: newPrice("prod_1") }] }),
      "proration_behavior",
    ],
    [
      "an amount under the minimum",
      ({ items }) => ({
        items: [{ id: items.data[0]?.id, price_data: { ...newPrice("x"), unit_amount: 1 } }],
        proration_behavior: "none",
      }),
      "items[0][price_data][unit_amount]",
    ],
    ["a card of nobody", () => ({ default_payment_method: "pm_none" }), "id"],
    ["a pause of another kind", () => ({ pause_collection: { behavior: "keep_as_draft" } }), "pause_collection"],
    [
      "a pause that ended",
      () => ({ pause_collection: { behavior: "void", resumes_at: 1 } }),
      "pause_collection[resumes_at]",
    ],
  ])("%s is refused", async (_, changes, param) => {
    const subscription = await subscribed();
    const error = await stripeErrorOf(update(subscription.id, changes(subscription)));
    expect([error.statusCode === 400 || error.statusCode === 404, error.param]).toEqual([true, param]);
  });

  const newPrice = (product: string) => ({
    currency: "cny",
    product,
    recurring: { interval: "month" },
    unit_amount: 900,
  });

  test("months end on the day the first one began, also after a short February", async () => {
    contract.advance(Date.UTC(2027, 0, 31, 8) - contract.nowSeconds() * 1000);
    const { id } = await subscribed();
    const ends: string[] = [];
    for (let month = 0; month < 3; month += 1) {
      const { items } = await contract.stripe.subscriptions.retrieve(id, {}, charity);
      ends.push(new Date((items.data[0]?.current_period_end ?? 0) * 1000).toISOString().slice(0, 10));
      await control().billMonth(id);
    }
    expect(ends).toEqual(["2027-02-28", "2027-03-31", "2027-04-30"]);
  });

  test("what was canceled cannot be found for a change, its bills can", async () => {
    const { id } = await subscribed();
    await contract.stripe.subscriptions.cancel(id, {}, charity);
    expect((await stripeErrorOf(update(id, {}))).code).toBe("resource_missing");
    expect((await contract.stripe.subscriptions.list({}, charity)).data).toEqual([]);
    expect((await contract.stripe.subscriptions.list({ status: "all" }, charity)).data).toHaveLength(1);
    const [invoice] = (await contract.stripe.invoices.list({ subscription: id }, charity)).data;
    expect((await stripeErrorOf(contract.stripe.invoices.pay(invoice?.id ?? "", {}, charity))).message).toContain(
      "already paid",
    );
    const payments = await contract.stripe.invoicePayments.list({ invoice: invoice?.id ?? "" }, charity);
    expect(payments.data).toMatchObject([{ status: "paid", amount_paid: 5_000, is_default: true }]);
    const payment = {
      type: "payment_intent",
      payment_intent: String(payments.data[0]?.payment.payment_intent),
    } as const;
    expect((await contract.stripe.invoicePayments.list({ payment }, charity)).data[0]?.invoice).toBe(invoice?.id);
  });

  test("a Stripe that starts again knows its subscriptions", async () => {
    const folder = mkdtempSync(join(tmpdir(), "stripe-state-"));
    const stateFile = join(folder, "state.json");
    const first = await startContract({ stateFile });
    const { id } = await first.stripe.checkout.sessions.create(monthly(), charity);
    const { subscription } = await first.standIn.control.paySession(id);
    await first.stop();
    const second = await startContract({ stateFile });
    const [invoice] = await second.standIn.control.billMonth(String(subscription));
    expect(invoice).toMatchObject({ status: "paid", amount_paid: 5_000 });
    await second.stop();
    rmSync(folder, { recursive: true });
  });
});
