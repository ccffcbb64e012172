import { and, eq, inArray } from "drizzle-orm";
import type { PaymentGateway } from "#app/payments/payment-gateway.ts";
import type { Db } from "#db/client.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { type Actor, systemActor } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { statesBefore } from "../transitions.ts";
import { donationTransitions } from "./donation.ts";
import { getDonationForPayment } from "./donation-payment-queries.server.ts";
import { getGivingNeed } from "./donation-queries.server.ts";
import { settleCheckout } from "./settle-checkout.server.ts";

const checkoutMinutes = 60;

/** Pending stays payable: its page may have ended without anybody having told us. */
const payableStates = [...statesBefore(donationTransitions, "open_checkout"), "pending"] as const;

export type OpenCheckoutInput = { donationId: string; successUrl: string; cancelUrl: string; expectsLive: boolean };
export type OpenCheckoutCode =
  | "not_found"
  | "already_paid"
  | "in_progress"
  | "not_open"
  | "unavailable"
  | "refused"
  | "conflict";

/**
 * Leads the donor to the provider's pay page. Intent is recorded and committed first, then the provider is called with a key made from
 * our row and attempt, then the page's address is kept: twenty clicks open one page (B8, B9). A page that has ended, unpaid or
 * with a payment that failed late, is replaced by a new attempt; a page that turns out to be paid is settled instead.
 */
export async function openCheckout(
  db: Db,
  payments: PaymentGateway,
  input: OpenCheckoutInput,
  actor: Actor,
  at: Date,
): Promise<Result<{ url: string }, OpenCheckoutCode>> {
  const donation = await getDonationForPayment(db, input);
  if (donation === null || donation.accountId === null) return err("not_found");
  if (["paid", "settled"].includes(donation.state)) return err("already_paid");
  if (!["started", "pending", "expired", "failed"].includes(donation.state)) return err("not_open");
  const need = await getGivingNeed(db, { publicCode: donation.needCode, today: dayInChina(at) });
  if (need === null || need.noGiftReason !== null) return err("not_open");

  if (donation.checkoutSessionId !== null && donation.checkoutUrl !== null) {
    const status = await payments.retrieveCheckout(donation.checkoutSessionId, donation.accountId);
    if (!status.ok) return err("unavailable");
    if (status.value.state === "paid") {
      await settleCheckout(
        db,
        payments,
        { donationId: donation.id, sessionId: null, event: null, expectsLive: input.expectsLive },
        at,
      );
      return err("already_paid");
    }
    // Paid by a slow way: the provider has the order, a second page would take the money twice.
    if (status.value.state === "awaiting_payment") return err("in_progress");
    if (status.value.isPayable) return ok({ url: donation.checkoutUrl });
  }
  const attempt = await beginAttempt(db, donation, at);
  if (attempt === null) return err("conflict");
  const opened = await payments.openCheckout({
    donationId: donation.id,
    attempt: attempt.number,
    amountFen: donation.amountFen,
    itemName: donation.needTitle,
    accountId: donation.accountId,
    locale: donation.locale === "en" ? "en" : "zh",
    successUrl: input.successUrl,
    cancelUrl: input.cancelUrl,
    expiresAt: attempt.expiresAt,
  });
  if (!opened.ok) return err(opened.code);
  await keepCheckout(db, donation.id, opened.value, actor, at);
  return ok({ url: opened.value.url });
}

type Payable = NonNullable<Awaited<ReturnType<typeof getDonationForPayment>>>;

/** The attempt to use: the one begun and not answered yet, or the next; null when another request began it this moment. */
async function beginAttempt(db: Db, donation: Payable, at: Date): Promise<{ number: number; expiresAt: Date } | null> {
  const isUnanswered =
    donation.checkoutSessionId === null && donation.checkoutExpiresAt !== null && donation.checkoutExpiresAt > at;
  if (isUnanswered && donation.checkoutExpiresAt !== null) {
    return { number: donation.checkoutAttempt, expiresAt: donation.checkoutExpiresAt };
  }
  const expiresAt = new Date(at.getTime() + checkoutMinutes * 60_000);
  const begun = await db
    .update(donations)
    .set({
      checkoutAttempt: donation.checkoutAttempt + 1,
      checkoutExpiresAt: expiresAt,
      checkoutSessionId: null,
      checkoutUrl: null,
      updatedAt: at,
    })
    .where(
      and(
        eq(donations.id, donation.id),
        eq(donations.checkoutAttempt, donation.checkoutAttempt),
        inArray(donations.state, payableStates),
      ),
    )
    .returning({ number: donations.checkoutAttempt });
  if (begun[0]) return { number: begun[0].number, expiresAt };
  const now = await getDonationForPayment(db, { donationId: donation.id });
  return now?.checkoutExpiresAt ? { number: now.checkoutAttempt, expiresAt: now.checkoutExpiresAt } : null;
}

async function keepCheckout(
  db: Db,
  donationId: string,
  checkout: { sessionId: string; url: string },
  actor: Actor,
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    const kept = await tx
      .update(donations)
      .set({ checkoutSessionId: checkout.sessionId, checkoutUrl: checkout.url, state: "pending", updatedAt: at })
      .where(and(eq(donations.id, donationId), inArray(donations.state, payableStates)))
      .returning({ id: donations.id });
    if (kept.length === 0) return;
    const who = actor.kind === "user" ? actor : systemActor;
    await recordTransition(tx, at, who, {
      noun: "donation",
      subjectId: donationId,
      from: null,
      event: "open_checkout",
      to: "pending",
    });
  });
}
