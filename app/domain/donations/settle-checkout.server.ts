import type { PaymentGateway } from "#app/payments/payment-gateway.ts";
import type { Db } from "#db/client.server.ts";
import { err, ok, type Result } from "../result.ts";
import { getDonationForPayment } from "./donation-payment-queries.server.ts";
import { type SettleOutcome, settleDonation } from "./settle-donation.server.ts";

export type SettleCheckoutInput = {
  donationId: string;
  /** The pay page a message was about; null: the donation's current one. */
  sessionId: string | null;
  event: { id: string; type: string } | null;
  /** Whether real money is expected: test and live never mix (B6). */
  expectsLive: boolean;
};

/**
 * Asks the provider for the truth about a gift and settles it: the one way for webhook, return page and catch-up job (B1, B10).
 * A donor who paid an old page while a newer one is open has the newer one closed, so that nobody pays twice.
 */
export async function settleCheckout(
  db: Db,
  payments: PaymentGateway,
  input: SettleCheckoutInput,
  at: Date,
): Promise<Result<SettleOutcome, "unknown_donation" | "no_checkout" | "unavailable" | "unknown_checkout">> {
  const donation = await getDonationForPayment(db, input);
  if (donation === null || donation.accountId === null) return err("unknown_donation");
  const sessionId = input.sessionId ?? donation.checkoutSessionId;
  if (sessionId === null) return err("no_checkout");
  const status = await payments.retrieveCheckout(sessionId, donation.accountId);
  if (!status.ok) return err(status.code === "unknown" ? "unknown_checkout" : "unavailable");
  // A page of somebody else's donation proves nothing about this one.
  if (status.value.donationId !== donation.id) return err("unknown_checkout");
  const outcome = await settleDonation(
    db,
    { ...status.value, donationId: donation.id },
    input.event,
    { expectsLive: input.expectsLive },
    at,
  );
  const otherPage =
    donation.checkoutSessionId !== null && donation.checkoutSessionId !== sessionId ? donation.checkoutSessionId : null;
  if (otherPage !== null && status.value.state === "paid") await payments.expireCheckout(otherPage, donation.accountId);
  return ok(outcome);
}
