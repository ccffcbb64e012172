import { largestAmountFen, type SessionCreateParameters, smallestAmountFen } from "./session-parameters.ts";
import { invalidRequest, StripeApiError } from "./stripe-error.ts";

/** Rules across parameters: amounts, expiry window, methods. Throws Stripe's 400. */
export function checkSession(parameters: SessionCreateParameters, nowSeconds: number): void {
  checkMode(parameters);
  if (parameters.mode !== "setup") checkAmount(parameters);
  checkExpiry(parameters.expires_at, nowSeconds);
  checkMethods(parameters);
}

/** Parameters that belong to one mode only (docs.stripe.com/api/checkout/sessions/create). */
const onlyInMode = {
  payment_intent_data: ["payment"],
  subscription_data: ["subscription"],
  setup_intent_data: ["setup"],
  line_items: ["payment", "subscription"],
  submit_type: ["payment", "subscription"],
  adaptive_pricing: ["payment", "subscription"],
} as const satisfies Partial<Record<keyof SessionCreateParameters, ReadonlyArray<SessionCreateParameters["mode"]>>>;

function checkMode(parameters: SessionCreateParameters): void {
  const { mode } = parameters;
  for (const [name, modes] of Object.entries(onlyInMode))
    if (name in parameters && !modes.some((one) => one === mode))
      throw invalidRequest(`You can not pass \`${name}\` in \`${mode}\` mode.`, { param: name });
  if (parameters.customer !== undefined && parameters.customer_email !== undefined)
    throw invalidRequest("You may only specify one of these parameters: customer, customer_email.", {
      param: "customer_email",
    });
  const lines = parameters.line_items ?? [];
  const wrong = lines.findIndex(
    ({ price_data: price }) => (price.recurring !== undefined) !== (mode === "subscription"),
  );
  if (wrong >= 0)
    throw invalidRequest(
      mode === "subscription"
        ? "You must provide at least one recurring price in `subscription` mode when using prices."
        : "You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.",
      { param: `line_items[${wrong}][price_data][recurring]` },
    );
  if (mode === "setup" && parameters.currency === undefined && parameters.allowed_payment_method_types === undefined)
    throw invalidRequest("Missing required param: currency.", { code: "parameter_missing", param: "currency" });
}

function checkAmount(parameters: SessionCreateParameters): void {
  const lines = parameters.line_items ?? [];
  if (lines.length === 0)
    throw invalidRequest("Missing required param: line_items.", { code: "parameter_missing", param: "line_items" });
  const total = lines.reduce((sum, item) => sum + item.price_data.unit_amount * item.quantity, 0);
  if (total < smallestAmountFen)
    throw invalidRequest(
      `The Checkout Session's total amount due must add up to at least ¥${(smallestAmountFen / 100).toFixed(2)} cny`,
      { code: "amount_too_small" },
    );
  if (total > largestAmountFen)
    throw invalidRequest("The Checkout Session's total amount due must be no more than ¥999,999.99", {
      code: "amount_too_large",
    });
}

/** Between 30 minutes and 24 hours from creation (docs.stripe.com/api/checkout/sessions/create). */
function checkExpiry(expiresAt: number | undefined, nowSeconds: number): void {
  if (expiresAt === undefined) return;
  const param = "expires_at";
  if (expiresAt < nowSeconds + 30 * 60)
    throw invalidRequest("The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.", {
      param,
    });
  if (expiresAt > nowSeconds + 24 * 60 * 60)
    throw invalidRequest("The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.", {
      param,
    });
}

const knownMethods = ["card", "alipay", "wechat_pay", "link", "paypal", "us_bank_account", "sepa_debit", "klarna"];

function checkMethods(parameters: SessionCreateParameters): void {
  const allowed = parameters.allowed_payment_method_types;
  for (const [index, method] of (allowed ?? []).entries()) {
    if (!knownMethods.includes(method))
      throw invalidRequest(`Invalid allowed_payment_method_types[${index}]: ${method}`, {
        param: `allowed_payment_method_types[${index}]`,
      });
  }
  // The list is a filter on what the account has switched on; nothing left means nothing to pay with.
  if (allowed && !allowed.some((method) => ["card", "alipay", "wechat_pay"].includes(method)))
    throw invalidRequest("No payment method types are left after applying `allowed_payment_method_types`.", {
      param: "allowed_payment_method_types",
    });
  if (parameters.mode !== "payment") {
    // Only a card can be charged again (docs.stripe.com/payments/wechat-pay, /payments/alipay).
    if (allowed && !allowed.includes("card"))
      throw invalidRequest("No payment method types are left after applying `allowed_payment_method_types`.", {
        param: "allowed_payment_method_types",
      });
    return;
  }
  const wechat = parameters.payment_method_options?.wechat_pay;
  if ((allowed ?? ["wechat_pay"]).includes("wechat_pay") && !wechat)
    throw new StripeApiError(400, {
      type: "invalid_request_error",
      code: "parameter_missing",
      message: "Missing required param: payment_method_options[wechat_pay][client].",
      param: "payment_method_options[wechat_pay][client]",
    });
  if (wechat && wechat.client !== "web")
    throw invalidRequest("Checkout supports only the `web` client of WeChat Pay.", {
      param: "payment_method_options[wechat_pay][client]",
    });
}
