import type Stripe from "stripe";
import { err, ok, type Result } from "#app/domain/result.ts";
import type { InvoiceStatus, MonthlyPayments } from "./monthly-payments.ts";
import type { PaymentStatus } from "./payment-gateway.ts";
import { callStripe, idOf, lookUp, toDate } from "./stripe-call.server.ts";
import { retrievePayment } from "./stripe-refunds.server.ts";

type InvoiceCode = "unavailable" | "unknown";

/** The monthly bills of subscriptions. */
export function stripeInvoices(stripe: Stripe): Pick<MonthlyPayments, "retrieveInvoice" | "retryInvoice"> {
  return {
    retrieveInvoice: (invoiceId, accountId) => retrieveInvoice(stripe, invoiceId, accountId),
    retryInvoice: async (request) => {
      const answer = await callStripe(
        "retry invoice",
        () =>
          stripe.invoices.pay(
            request.invoiceId,
            { off_session: true },
            {
              idempotencyKey: `monthly:${request.monthlyGiftId}:retry:${request.invoiceId}:${request.attempt}`,
              stripeAccount: request.accountId,
            },
          ),
        (error) => (error.type === "StripeCardError" ? "declined" : null),
      );
      if (!answer.ok && answer.code !== "refused") return answer;
      const invoice = await retrieveInvoice(stripe, request.invoiceId, request.accountId);
      // A bill that is paid, void or given up cannot be charged; that is no trouble, its state says it all.
      if (answer.ok || !invoice.ok) return invoice;
      return err(invoice.value.state === "open" ? "refused" : "not_open");
    },
  };
}

/**
 * A bill and the payment behind it: two requests, as a bill shows its payments only by id within the four levels that can be expanded.
 */
async function retrieveInvoice(
  stripe: Stripe,
  invoiceId: string,
  accountId: string,
): Promise<Result<InvoiceStatus, InvoiceCode>> {
  const invoice = await lookUp("retrieve invoice", () =>
    stripe.invoices.retrieve(invoiceId, { expand: ["payments"] }, { stripeAccount: accountId }),
  );
  if (!invoice.ok) return invoice;
  const paymentIntentId = paymentOf(invoice.value);
  if (paymentIntentId === null) return ok(readInvoice(invoice.value, null));
  const payment = await retrievePayment(stripe, paymentIntentId, accountId);
  return payment.ok ? ok(readInvoice(invoice.value, payment.value)) : payment;
}

/** The payment that paid it, else the one that is being tried. */
function paymentOf(invoice: Stripe.Invoice): string | null {
  const payments = invoice.payments?.data ?? [];
  const chosen =
    payments.find(({ status }) => status === "paid") ?? payments.find((payment) => payment.is_default) ?? payments[0];
  return idOf(chosen?.payment.payment_intent);
}

function readInvoice(invoice: Stripe.Invoice, payment: PaymentStatus | null): InvoiceStatus {
  const parent = invoice.parent?.subscription_details ?? null;
  const paidAt = invoice.status_transitions.paid_at;
  const isPaid = invoice.status === "paid";
  return {
    invoiceId: invoice.id,
    monthlyGiftId: parent?.metadata?.monthly_gift_id ?? null,
    subscriptionId: idOf(parent?.subscription),
    // What was really received where there is a payment; a bill can be marked as paid without one.
    amountFen:
      isPaid && payment !== null ? payment.amountFen : BigInt(isPaid ? invoice.amount_paid : invoice.amount_due),
    currency: invoice.currency,
    state: readInvoiceState(invoice.status),
    paymentIntentId: payment?.paymentIntentId ?? null,
    paymentMethod: payment?.paymentMethod ?? null,
    feeFen: payment?.feeFen ?? null,
    attemptCount: invoice.attempt_count,
    nextAttemptAt: invoice.next_payment_attempt === null ? null : toDate(invoice.next_payment_attempt),
    failureCode: isPaid ? null : (payment?.failureCode ?? null),
    periodStart: toDate(invoice.lines.data[0]?.period.start ?? invoice.period_start),
    paidAt: paidAt === null ? null : toDate(paidAt),
    isLive: invoice.livemode,
  };
}

/** A draft, or a state we do not know, is still open: nothing is received and nothing has ended. */
function readInvoiceState(status: Stripe.Invoice.Status | null): InvoiceStatus["state"] {
  return endStates.find((state) => state === status) ?? "open";
}

const endStates = ["paid", "void", "uncollectible"] as const;
