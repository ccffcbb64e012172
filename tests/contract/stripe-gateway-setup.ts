import type { MonthlyCheckoutRequest } from "#app/payments/monthly-payments.ts";
import type { CheckoutRequest, PaymentGateway } from "#app/payments/payment-gateway.ts";
import { createStripeGateway } from "#app/payments/stripe-gateway.server.ts";
import { type Contract, startContract, webhookSecret } from "./stripe-setup.ts";

/** The charity's connected account of these tests. */
export const accountId = "acct_charity";

export type GatewayContract = Contract & {
  gateway: PaymentGateway;
  giftCheckout: (changes?: Partial<CheckoutRequest>) => CheckoutRequest;
  monthlyCheckout: (changes?: Partial<MonthlyCheckoutRequest>) => MonthlyCheckoutRequest;
  /** An hour from now by the stand-in's clock. */
  inAnHour: () => Date;
};

const addresses = { successUrl: "http://127.0.0.1:9/done", cancelUrl: "http://127.0.0.1:9/back" };

/** The business's own port in front of the stand-in: what the rest of the app gets. */
export async function startGateway(): Promise<GatewayContract> {
  const contract = await startContract();
  const gateway = createStripeGateway({
    secretKey: "sk_test_contract",
    webhookSecrets: [webhookSecret],
    apiBase: contract.standIn.url,
  });
  const inAnHour = () => new Date((contract.nowSeconds() + 3_600) * 1000);
  const common = { attempt: 1, amountFen: 5_000n, accountId, locale: "zh", ...addresses } as const;
  return {
    ...contract,
    gateway,
    inAnHour,
    giftCheckout: (changes) => ({
      ...common,
      donationId: "donation-1",
      itemName: "步栏村饮水工程",
      expiresAt: inAnHour(),
      ...changes,
    }),
    monthlyCheckout: (changes) => ({
      ...common,
      monthlyGiftId: "monthly-1",
      itemName: "每月助学",
      email: "donor@jiedui.example",
      expiresAt: inAnHour(),
      ...changes,
    }),
  };
}

/** The value of an answer that must be one. */
export function answered<Value>(result: { ok: true; value: Value } | { ok: false; code: string }): Value {
  if (!result.ok) throw new Error(result.code);
  return result.value;
}
