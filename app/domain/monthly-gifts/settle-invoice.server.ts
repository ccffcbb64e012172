import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import type { InvoiceStatus } from "#app/payments/monthly-payments.ts";
import type { PaymentGateway } from "#app/payments/payment-gateway.ts";
import type { Db } from "#db/client.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { type SettleOutcome, settleDonation } from "../donations/settle-donation.server.ts";
import { newId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import { followSubscription } from "./follow-subscription.server.ts";
import { learnSubscription } from "./learn-subscription.server.ts";
import {
  getMonthlyGiftForPayment,
  listAgreedAmounts,
  type MonthlyGiftForPayment,
} from "./monthly-payment-queries.server.ts";
import { recordMissedCharge } from "./record-missed-charge.server.ts";
import { recordPaidCharge } from "./record-paid-charge.server.ts";

export type MonthlyMessage = { id: string; type: string };
export type SettleInvoiceInput = {
  monthlyGiftId: string;
  invoiceId: string;
  event: MonthlyMessage | null;
  /** Whether real money is expected: test and live never mix (B6). */
  expectsLive: boolean;
};
export type InvoiceOutcome = SettleOutcome | "missed";

/**
 * Asks the provider about one month's bill and settles what it says. A paid one becomes a donation of its own, found again by the bill, and
 * goes the way of every gift (B3, B4); an open one that was tried is a missed charge. Safe to call any number of times, in any order.
 */
export async function settleInvoice(
  db: Db,
  payments: PaymentGateway,
  input: SettleInvoiceInput,
  at: Date,
): Promise<Result<InvoiceOutcome, "unknown_gift" | "unknown_invoice" | "unavailable">> {
  const gift = await giftWithSubscription(db, payments, input);
  if (!gift.ok) return gift;
  const { accountId, providerSubscriptionId } = gift.value;
  const invoice = await payments.retrieveInvoice(input.invoiceId, accountId);
  if (!invoice.ok) return err(invoice.code === "unknown" ? "unknown_invoice" : "unavailable");
  // A bill of somebody else's subscription proves nothing about this gift.
  if (invoice.value.subscriptionId !== providerSubscriptionId) return err("unknown_invoice");
  const isMissed =
    invoice.value.state === "open" && invoice.value.attemptCount > 0 && invoice.value.failureCode !== null;
  if (invoice.value.state !== "paid" && !isMissed) return ok("unchanged");

  const outcome =
    invoice.value.state === "paid" ? await settlePaidInvoice(db, gift.value, invoice.value, input, at) : "missed";
  const subscription = await followSubscription(db, payments, input, at);
  if (!subscription.ok) return err(subscription.code === "unavailable" ? "unavailable" : "unknown_invoice");
  if (outcome === "missed") {
    // An older month that stayed unpaid is told and over: only the latest bill is tried again.
    if (subscription.value.latestInvoiceId !== invoice.value.invoiceId) return ok("unchanged");
    return ok(await recordMissedCharge(db, payments, { gift: gift.value, invoice: invoice.value }, at));
  }
  if (outcome !== "quarantined" && outcome !== "unknown_donation") {
    await recordPaidCharge(db, payments, { gift: gift.value, subscription: subscription.value }, at);
  }
  return ok(outcome);
}

type GiftWithSubscription = MonthlyGiftForPayment & { providerSubscriptionId: string };

async function giftWithSubscription(
  db: Db,
  payments: PaymentGateway,
  input: SettleInvoiceInput,
): Promise<Result<GiftWithSubscription, "unknown_gift" | "unknown_invoice" | "unavailable">> {
  const gift = await getMonthlyGiftForPayment(db, input);
  if (gift === null) return err("unknown_gift");
  if (gift.providerSubscriptionId !== null) {
    return ok({ ...gift, providerSubscriptionId: gift.providerSubscriptionId });
  }
  const page = await learnSubscription(db, payments, gift, input);
  if (!page.ok) return err(page.code === "unavailable" ? "unavailable" : "unknown_invoice");
  if (page.value.subscriptionId === null) return err("unknown_invoice");
  return ok({ ...gift, providerSubscriptionId: page.value.subscriptionId });
}

/** The month's donation, once per bill. A sum that was never agreed makes it wait for a person, like every gift (B6). */
async function settlePaidInvoice(
  db: Db,
  gift: MonthlyGiftForPayment,
  invoice: InvoiceStatus,
  input: SettleInvoiceInput,
  at: Date,
): Promise<SettleOutcome> {
  const agreed = await listAgreedAmounts(db, { monthlyGiftId: gift.id });
  const isAgreed = [gift.amountFen, ...agreed].includes(invoice.amountFen);
  const isFirst = (await db.$count(donations, eq(donations.monthlyGiftId, gift.id))) === 0;
  await db
    .insert(donations)
    .values({
      id: newId(),
      formNonce: nonceOfInvoice(invoice.invoiceId),
      monthlyGiftId: gift.id,
      providerInvoiceId: invoice.invoiceId,
      needId: gift.needId,
      charityId: gift.charityId,
      userId: gift.userId,
      amountFen: isAgreed ? invoice.amountFen : gift.amountFen,
      state: "started",
      surplusChoice: gift.surplusChoice,
      allowsOperating: gift.allowsOperating,
      receiptName: gift.receiptName,
      email: gift.email,
      publicName: gift.publicName,
      message: isFirst ? gift.message : "",
      locale: gift.locale,
      createdAt: at,
      updatedAt: at,
    })
    .onConflictDoNothing();
  const [donation] = await db
    .select({ id: donations.id })
    .from(donations)
    .where(eq(donations.providerInvoiceId, invoice.invoiceId));
  if (!donation) throw new Error(`no donation of bill ${invoice.invoiceId}`);
  const truth = {
    donationId: donation.id,
    sessionId: null,
    state: "paid",
    paymentIntentId: invoice.paymentIntentId,
    paymentMethod: invoice.paymentMethod,
    amountFen: invoice.amountFen,
    currency: invoice.currency,
    isLive: invoice.isLive,
    accountId: gift.accountId,
    feeFen: invoice.feeFen,
    failureCode: null,
  } as const;
  return settleDonation(db, truth, input.event, { expectsLive: input.expectsLive }, at);
}

/** One bill, one donation: the nonce of its form is made of the bill. */
function nonceOfInvoice(invoiceId: string): string {
  const hash = createHash("sha256").update(`invoice:${invoiceId}`).digest("hex");
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
