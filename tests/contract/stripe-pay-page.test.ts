import type Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Contract, charity, giftRequest, startContract } from "./stripe-setup.ts";

let contract: Contract;
beforeAll(async () => {
  contract = await startContract();
});
afterAll(() => contract.stop());
beforeEach(() => contract.standIn.control.reset());

const control = () => contract.standIn.control;
const open = (changes: Partial<Stripe.Checkout.SessionCreateParams> = {}) =>
  contract.stripe.checkout.sessions.create(giftRequest(changes), charity);
const sessionNow = (id: string) => contract.stripe.checkout.sessions.retrieve(id, {}, charity);
const get = async (url: string, language = "zh-CN") => {
  const response = await fetch(url, { headers: { "Accept-Language": language } });
  return { status: response.status, headers: response.headers, html: await response.text() };
};

/** Sends a form as a browser without JavaScript does; returns where it leads. */
async function submit(url: string, fields: Record<string, string>): Promise<string> {
  const response = await fetch(url, { method: "POST", body: new URLSearchParams(fields), redirect: "manual" });
  expect(response.status).toBe(303);
  return new URL(response.headers.get("location") ?? "", url).href;
}

const goodCard = { method: "card", card_number: "4242 4242 4242 4242", card_expiry: "12/34", card_cvc: "123" };

describe("the pay page", () => {
  test("shows merchant, amount, line and the allowed methods in the session's language", async () => {
    await control().nameAccount("acct_charity", "开平市慈善会");
    const { url } = await open();
    const { status, headers, html } = await get(url ?? "");
    expect([status, headers.get("cache-control")]).toEqual([200, "no-store"]);
    for (const text of [
      "不是 Stripe 的网站",
      "开平市慈善会",
      "¥50.00",
      "步栏村饮水工程",
      "银行卡",
      "支付宝",
      "微信支付",
      "返回商户",
    ])
      expect(html).toContain(text);
    expect(html).toContain(">捐赠 ¥50.00</button>");
    expect(html).not.toContain("<script");
  });

  test("follows the locale, the browser where the locale is open, and what the session allows", async () => {
    const english = await open({ locale: "en", submit_type: "pay", allowed_payment_method_types: ["alipay"] });
    const { html } = await get(english.url ?? "");
    expect(html).toContain(">Pay ¥50.00</button>");
    expect(html).toContain("Alipay");
    expect(html).not.toMatch(/Card number|WeChat/);
    const byBrowser = await open({ locale: "auto" });
    expect((await get(byBrowser.url ?? "", "en")).html).toContain('<html lang="en">');
  });

  test("text of the site is shown as text", async () => {
    const name = "<script>alert(1)</script>";
    const line = { quantity: 2, price_data: { currency: "cny", unit_amount: 61_725, product_data: { name } } };
    const { url } = await open({ line_items: [line], branding_settings: { display_name: '"><b>' } });
    const { html } = await get(url ?? "");
    expect(html).not.toContain("<script");
    expect(html).not.toContain("<b>");
    expect(html).toContain("¥1,234.50");
  });

  test("U9: a working card leads to the success address with the session's id", async () => {
    const { id, url } = await open();
    expect(await submit(url ?? "", { ...goodCard, email: "donor@example.com" })).toBe(
      `http://127.0.0.1:9/done?session=${id}`,
    );
    const session = await sessionNow(id);
    expect(session).toMatchObject({ payment_status: "paid", customer_details: { email: "donor@example.com" } });
    const [charge] = (await contract.stripe.charges.list({}, charity)).data;
    expect(charge?.payment_method_details?.card).toMatchObject({ last4: "4242", exp_month: 12, exp_year: 2034 });
    expect(JSON.stringify(await control().events())).not.toContain("42424242");
    // The site has heard of it before the donor is back.
    expect(contract.site.received.length).toBeGreaterThanOrEqual(3);
  });

  test.each([
    ["4000 0000 0000 0002", "12/34", "123", "card_declined", 1],
    ["4000000000009995", "12/34", "123", "insufficient_funds", 1],
    ["4242424242424241", "12/34", "123", "incorrect_number", 0],
    ["4111111111111111", "12/34", "123", "test_mode_live_card", 0],
    ["４２４２ ４２４２ ４２４２ ４２４２", "13/34", "123", "invalid_expiry", 0],
    ["4242424242424242", "12/20", "123", "invalid_expiry", 0],
    ["4242424242424242", "12/34", "12", "invalid_cvc", 0],
  ])("a card %s %s %s stays on the page with %s", async (number, expiry, cvc, error, attempts) => {
    const { id, url } = await open();
    const back = await submit(url ?? "", { method: "card", card_number: number, card_expiry: expiry, card_cvc: cvc });
    expect(back).toBe(`${url}?error=${error}&method=card`);
    const { html } = await get(back);
    expect(html).toContain('role="alert"');
    expect(html).not.toContain(`value="${number}"`);
    expect((await sessionNow(id)).status).toBe("open");
    expect((await control().events()).map(({ event }) => event.type)).toEqual(
      Array.from({ length: attempts }, () => "payment_intent.payment_failed"),
    );
  });

  test("a method that is not offered and a wrong address are refused", async () => {
    const { url } = await open({ allowed_payment_method_types: ["card"] });
    expect(await submit(url ?? "", { method: "alipay" })).toContain("error=method_missing");
    expect(await submit(url ?? "", { ...goodCard, email: "nobody" })).toContain("error=invalid_email");
  });
});

describe("wallets", () => {
  test.each([
    ["alipay", "alipay", "支付宝测试授权", "授权付款"],
    ["wechat_pay", "wechat", "微信支付二维码", "模拟扫码支付"],
  ])("%s asks on its own page, and pays", async (method, step, title, button) => {
    const { id, url } = await open();
    const wallet = await submit(url ?? "", { method, email: "donor@example.com" });
    expect(wallet).toBe(`${url}/${step}`);
    const intent = await contract.stripe.paymentIntents.retrieve(
      String((await sessionNow(id)).payment_intent),
      {},
      charity,
    );
    expect([intent.status, intent.next_action?.redirect_to_url?.url]).toEqual(["requires_action", wallet]);
    const { html } = await get(wallet);
    expect(html).toContain(title);
    expect(html).toContain(button);
    expect(html.includes('src="data:image/png;base64,')).toBe(step === "wechat");
    expect(await submit(wallet, { action: "authorise" })).toContain(`done?session=${id}`);
    expect(await sessionNow(id)).toMatchObject({
      payment_status: "paid",
      customer_details: { email: "donor@example.com" },
    });
  });

  test("a payment that is not authorised goes back to the methods", async () => {
    const { id, url } = await open();
    const wallet = await submit(url ?? "", { method: "alipay" });
    const back = await submit(wallet, { action: "fail" });
    expect(back).toBe(`${url}?error=authorisation_failed&method=alipay`);
    expect((await get(back)).html).toMatch(/value="alipay" checked/);
    expect((await sessionNow(id)).status).toBe("open");
  });

  test.each([
    ["succeeded", "paid", "已经支付"],
    ["failed", "unpaid", "付款失败"],
  ])("B7: a payment left pending can be ended on its page: %s", async (outcome, status, heading) => {
    const { id, url } = await open();
    const wallet = await submit(url ?? "", { method: "wechat_pay" });
    expect(await submit(wallet, { action: "pending" })).toContain(`done?session=${id}`);
    expect((await get(url ?? "")).html).toContain("付款处理中");
    expect(await submit(`${url}/settle`, { outcome })).toBe(url);
    expect((await get(url ?? "")).html).toContain(`<h1>${heading}</h1>`);
    expect((await sessionNow(id)).payment_status).toBe(status);
  });
});

describe("the end of a session", () => {
  test("U10: paying a second time, from another tab or by the back button, charges nothing", async () => {
    const { id, url } = await open();
    await submit(url ?? "", goodCard);
    expect(await submit(url ?? "", goodCard)).toBe(url);
    const { html } = await get(url ?? "");
    expect(html).toContain("已经支付");
    expect(html).toContain(`done?session=${id}`);
    expect((await contract.stripe.charges.list({}, charity)).data).toHaveLength(1);
  });

  test("an expired link says so and leads back", async () => {
    const { url } = await open({ expires_at: contract.nowSeconds() + 1_800 });
    contract.advance(1_800_000);
    const { status, html } = await get(url ?? "");
    expect(status).toBe(410);
    expect(html).toContain("支付链接已失效");
    expect(html).toContain('href="http://127.0.0.1:9/back"');
    expect(await submit(url ?? "", goodCard)).toBe(url);
  });

  test("an unknown link is a 404, and the overview lists what there is", async () => {
    expect((await get(`${contract.standIn.url}/pay/cs_test_none`)).status).toBe(404);
    expect((await get(contract.standIn.url)).html).toContain("还没有支付");
    const { id } = await open();
    expect((await get(contract.standIn.url)).html).toContain(`/pay/${id}`);
  });
});
