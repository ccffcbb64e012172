import Stripe from "stripe";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Contract, charity, giftRequest, sdkFor, startContract, stripeErrorOf } from "./stripe-setup.ts";
import shapes from "./stripe-shapes.json" with { type: "json" };

let contract: Contract;
beforeAll(async () => {
  contract = await startContract();
});
afterAll(() => contract.stop());
beforeEach(() => contract.standIn.control.reset());

const sessions = () => contract.stripe.checkout.sessions;

describe("Checkout Sessions", () => {
  test("B11: the site's request opens a session with exactly what was asked", async () => {
    const session = await sessions().create(giftRequest({ expires_at: contract.nowSeconds() + 45 * 60 }), charity);
    expect(session).toMatchObject({
      status: "open",
      payment_status: "unpaid",
      amount_total: 5_000,
      currency: "cny",
      adaptive_pricing: { enabled: false },
      payment_method_types: ["card", "alipay", "wechat_pay"],
      payment_intent: null,
      client_reference_id: "donation-1",
      metadata: { donation: "donation-1" },
      submit_type: "donate",
      locale: "zh",
      url: `${contract.standIn.url}/pay/${session.id}`,
    });
    const [request] = await contract.standIn.control.requests();
    expect(request).toMatchObject({
      method: "POST",
      path: "/v1/checkout/sessions",
      account: "acct_charity",
      version: Stripe.API_VERSION,
      status: 200,
    });
    expect(request?.form).toMatchObject({ adaptive_pricing: { enabled: "false" }, submit_type: "donate" });
  });

  test("B11: payment_method_types is refused as an unknown parameter", async () => {
    const request = { ...giftRequest(), payment_method_types: ["card"] };
    const error = await stripeErrorOf(sessions().create(request, charity));
    expect(error).toMatchObject({
      statusCode: 400,
      rawType: "invalid_request_error",
      code: "parameter_unknown",
      param: "payment_method_types",
    });
    expect(error.message).toBe("Received unknown parameter: payment_method_types");
  });

  test.each<[string, Record<string, unknown>, string | undefined, string]>([
    [
      "a nested unknown name",
      { payment_intent_data: { colour: "red" } },
      "parameter_unknown",
      "payment_intent_data[colour]",
    ],
    ["a missing address", { success_url: undefined }, "parameter_missing", "success_url"],
    ["a missing line", { line_items: undefined }, "parameter_missing", "line_items"],
    ["a wrong address", { success_url: "javascript:alert(1)" }, "url_invalid", "success_url"],
    [
      "WeChat Pay without a client",
      { payment_method_options: undefined },
      "parameter_missing",
      "payment_method_options[wechat_pay][client]",
    ],
    [
      "a method that nobody has",
      { allowed_payment_method_types: ["shells"] },
      undefined,
      "allowed_payment_method_types[0]",
    ],
    [
      "methods that the account lacks",
      { allowed_payment_method_types: ["paypal"] },
      undefined,
      "allowed_payment_method_types",
    ],
    ["a word outside the list", { submit_type: "gift" }, undefined, "submit_type"],
    ["too long metadata", { metadata: { note: "x".repeat(501) } }, undefined, "metadata"],
    [
      "too many metadata keys",
      { metadata: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, "v"])) },
      undefined,
      "metadata",
    ],
    ["a parameter that is not modelled", { discounts: [{ coupon: "x" }] }, "parameter_unknown", "discounts"],
  ])("%s is refused", async (_, changes, code, param) => {
    const error = await stripeErrorOf(sessions().create({ ...giftRequest(), ...changes }, charity));
    expect({ status: error.statusCode, code: error.code, param: error.param }).toEqual({ status: 400, code, param });
  });

  test.each([
    ["under the minimum", 399, "amount_too_small"],
    ["over the maximum", 100_000_000, "parameter_invalid_integer"],
  ])("an amount %s is refused", async (_, amount, code) => {
    const line = { quantity: 1, price_data: { currency: "cny", unit_amount: amount, product_data: { name: "x" } } };
    const error = await stripeErrorOf(sessions().create(giftRequest({ line_items: [line] }), charity));
    expect(error.code).toBe(code);
  });

  test.each([
    [29 * 60, false],
    [30 * 60, true],
    [24 * 3600, true],
    [24 * 3600 + 1, false],
  ])("B11: a session may expire after %i seconds: %s", async (seconds, isAllowed) => {
    const creation = sessions().create(giftRequest({ expires_at: contract.nowSeconds() + seconds }), charity);
    if (isAllowed) expect((await creation).status).toBe("open");
    else expect((await stripeErrorOf(creation)).param).toBe("expires_at");
  });

  test("a session can be read, listed, expanded and expired, once", async () => {
    const { id } = await sessions().create(giftRequest(), charity);
    const read = await sessions().retrieve(id, { expand: ["line_items"] }, charity);
    expect(read.line_items?.data).toMatchObject([{ description: "步栏村饮水工程", amount_total: 5_000 }]);
    const expired = await sessions().expire(id, {}, charity);
    expect(expired).toMatchObject({ status: "expired", url: null });
    const error = await stripeErrorOf(sessions().expire(id, {}, charity));
    expect(error.message).toContain('status in ["open"]');
    expect((await sessions().list({ status: "expired" }, charity)).data.map((session) => session.id)).toEqual([id]);
    expect((await sessions().list({ status: "open" }, charity)).data).toEqual([]);
  });

  test("a session expires by the clock", async () => {
    const { id } = await sessions().create(giftRequest({ expires_at: contract.nowSeconds() + 1_800 }), charity);
    contract.advance(1_800_000);
    expect((await sessions().retrieve(id, {}, charity)).status).toBe("expired");
  });

  test("lists page backwards and forwards, newest first", async () => {
    const ids: string[] = [];
    for (let index = 0; index < 5; index += 1) ids.unshift((await sessions().create(giftRequest(), charity)).id);
    const first = await sessions().list({ limit: 2 }, charity);
    expect([first.data.map(({ id }) => id), first.has_more]).toEqual([ids.slice(0, 2), true]);
    const last = await sessions().list({ limit: 3, starting_after: ids[1] ?? "" }, charity);
    expect([last.data.map(({ id }) => id), last.has_more]).toEqual([ids.slice(2), false]);
    const before = await sessions().list({ limit: 1, ending_before: ids[2] ?? "" }, charity);
    expect([before.data.map(({ id }) => id), before.has_more]).toEqual([[ids[1]], true]);
    const all = await sessions().list({ limit: 2 }, charity).autoPagingToArray({ limit: 100 });
    expect(all.map(({ id }) => id)).toEqual(ids);
  });
});

describe("callers", () => {
  test("objects belong to the account that made them", async () => {
    const { id } = await sessions().create(giftRequest(), charity);
    for (const foreign of [{ stripeAccount: "acct_other" }, {}])
      expect(await stripeErrorOf(sessions().retrieve(id, {}, foreign))).toMatchObject({
        statusCode: 404,
        code: "resource_missing",
      });
    expect((await sessions().list({}, { stripeAccount: "acct_other" })).data).toEqual([]);
  });

  test("a live key, no key, another API version and a malformed account are refused", async () => {
    const { standIn } = contract;
    const live = new Stripe("sk_live_secret", { host: "127.0.0.1", port: standIn.port, protocol: "http" });
    const refusal = await stripeErrorOf(live.balanceTransactions.list());
    expect(refusal.statusCode).toBe(401);
    expect(refusal.message).not.toContain("sk_live_secret");
    expect((await fetch(`${standIn.url}/v1/events`)).status).toBe(401);
    const old = await fetch(`${standIn.url}/v1/events`, {
      headers: { Authorization: "Bearer sk_test_x", "Stripe-Version": "2020-08-27" },
    });
    expect([old.status, (await old.json()).error.message]).toEqual([400, expect.stringContaining(Stripe.API_VERSION)]);
    const strange = await stripeErrorOf(contract.stripe.events.list({}, { stripeAccount: "me" }));
    expect(strange).toMatchObject({ statusCode: 403, code: "account_invalid" });
  });

  test("an operation that does not exist is a 404 in Stripe's words", async () => {
    const error = await stripeErrorOf(contract.stripe.customers.list());
    expect([error.statusCode, error.message]).toEqual([404, "Unrecognized request URL (GET: /v1/customers)."]);
  });
});

describe("idempotency keys", () => {
  test("B8: the same key and parameters give the same session, flagged as a replay", async () => {
    const keyed = { ...charity, idempotencyKey: "gift-1-1" };
    const first = await sessions().create(giftRequest(), keyed);
    const second = await sessions().create(giftRequest(), keyed);
    expect(second.id).toBe(first.id);
    expect(first.lastResponse.headers["idempotent-replayed"]).toBeUndefined();
    expect(second.lastResponse.headers["idempotent-replayed"]).toBe("true");
    expect((await sessions().list({}, charity)).data).toHaveLength(1);
  });

  test("B8: the same key with other parameters or for another operation is refused", async () => {
    const keyed = { ...charity, idempotencyKey: "gift-1-1" };
    const { id } = await sessions().create(giftRequest(), keyed);
    for (const call of [
      sessions().create(giftRequest({ client_reference_id: "donation-2" }), keyed),
      sessions().expire(id, {}, keyed),
    ])
      expect(await stripeErrorOf(call)).toMatchObject({ statusCode: 400, rawType: "idempotency_error" });
  });

  test("a key is another key for another account, and is free again after a refusal and after a day", async () => {
    const keyed = { ...charity, idempotencyKey: "k" };
    await stripeErrorOf(sessions().create(giftRequest({ success_url: "nowhere" }), keyed));
    const first = await sessions().create(giftRequest(), keyed);
    const elsewhere = await sessions().create(giftRequest(), { ...keyed, stripeAccount: "acct_other" });
    expect(elsewhere.id).not.toBe(first.id);
    contract.advance(24 * 3600 * 1000 + 1);
    expect((await sessions().create(giftRequest(), keyed)).id).not.toBe(first.id);
  });

  test("B8: a second request while the first is in flight gets 409", async () => {
    const { control } = contract.standIn;
    await control.addFault({ kind: "stall_before_commit", stallMs: 300 });
    const keyed = { ...charity, idempotencyKey: "in-flight" };
    const first = sessions().create(giftRequest(), keyed);
    await expect.poll(async () => (await control.requests()).length).toBe(1);
    const second = await stripeErrorOf(sessions().create(giftRequest(), keyed));
    expect(second).toMatchObject({ statusCode: 409, code: "idempotency_key_in_use" });
    expect((await first).status).toBe("open");
  });
});

describe("shapes", () => {
  test("every object has the fields of Stripe's published fixtures, and the version the SDK pins", async () => {
    const { stripe, standIn } = contract;
    const session = await sessions().create(giftRequest(), charity);
    await standIn.control.paySession(session.id, { method: "card" });
    const paid = await sessions().retrieve(session.id, {}, charity);
    const [intent] = (await stripe.paymentIntents.list({}, charity)).data;
    const [charge] = (await stripe.charges.list({}, charity)).data;
    const refund = await stripe.refunds.create({ charge: charge?.id ?? "", amount: 100 }, charity);
    const [movement] = (await stripe.balanceTransactions.list({}, charity)).data;
    const [event] = (await stripe.events.list({}, charity)).data;
    const second = await sessions().create(giftRequest(), charity);
    await standIn.control.paySession(second.id);
    const [newest] = (await stripe.charges.list({}, charity)).data;
    const dispute = await standIn.control.openDispute(newest?.id ?? "");
    const ours: Record<string, object> = {
      "checkout.session": paid,
      payment_intent: intent ?? {},
      charge: charge ?? {},
      refund,
      event: event ?? {},
      balance_transaction: movement ?? {},
      dispute,
    };
    // Shown only for some charges and disputes, or only on request.
    const optional = ["processing", "refunds", "payment_method_details"];
    for (const [name, fields] of Object.entries(shapes)) {
      const missing = Object.keys(fields).filter(
        (field) => !(field in (ours[name] ?? {})) && !optional.includes(field),
      );
      expect({ name, missing }).toEqual({ name, missing: [] });
    }
    expect(event?.api_version).toBe(sdkFor(standIn).getApiField("version"));
  });
});
