import type Stripe from "stripe";
import { ok, type Result } from "#app/domain/result.ts";
import type {
  DisputeStatus,
  PaymentGateway,
  PaymentStatus,
  RefundRefusal,
  RefundRequest,
  RefundState,
  RefundStatus,
} from "./payment-gateway.ts";
import { callStripe, idOf, lookUp, objectOf, toDate } from "./stripe-call.server.ts";

type RefundsAndDisputes = Pick<
  PaymentGateway,
  "retrievePayment" | "requestRefund" | "retrieveRefund" | "listRefundsOfPayment" | "retrieveDispute"
>;

/** What can happen to a payment after it was made: its present state, refunds, disputes. */
export function stripeRefunds(stripe: Stripe): RefundsAndDisputes {
  return {
    retrievePayment: (paymentIntentId, accountId) => retrievePayment(stripe, paymentIntentId, accountId),
    requestRefund: (request) => requestRefund(stripe, request),
    retrieveRefund: (providerRefundId, accountId) =>
      lookUp("retrieve refund", async () =>
        readRefund(await stripe.refunds.retrieve(providerRefundId, undefined, { stripeAccount: accountId })),
      ),
    listRefundsOfPayment: (paymentIntentId, accountId) =>
      lookUp("list refunds", async () => {
        const refunds = await stripe.refunds
          .list({ payment_intent: paymentIntentId, limit: 100 }, { stripeAccount: accountId })
          .autoPagingToArray({ limit: 1_000 });
        return refunds.map(readRefund).reverse();
      }),
    retrieveDispute: (disputeId, accountId) => retrieveDispute(stripe, disputeId, accountId),
  };
}

/** One payment with its charge and fee, in one request. */
export async function retrievePayment(
  stripe: Stripe,
  paymentIntentId: string,
  accountId: string,
): Promise<Result<PaymentStatus, "unavailable" | "unknown">> {
  return lookUp("retrieve payment", async () => {
    const intent = await stripe.paymentIntents.retrieve(
      paymentIntentId,
      { expand: ["latest_charge.balance_transaction"] },
      { stripeAccount: accountId },
    );
    return readPayment(intent);
  });
}

function readPayment(intent: Stripe.PaymentIntent): PaymentStatus {
  const charge = objectOf(intent.latest_charge);
  const movement = objectOf(charge?.balance_transaction);
  const isPaid = intent.status === "succeeded";
  return {
    paymentIntentId: intent.id,
    donationId: intent.metadata.donation_id ?? null,
    state: readPaymentState(intent),
    amountFen: BigInt(isPaid ? intent.amount_received : intent.amount),
    refundedFen: BigInt(charge?.amount_refunded ?? 0),
    isDisputed: charge?.disputed ?? false,
    currency: intent.currency,
    isLive: intent.livemode,
    paymentMethod: charge?.payment_method_details?.type ?? null,
    feeFen: movement === null ? null : BigInt(movement.fee),
    failureCode: intent.last_payment_error?.decline_code ?? intent.last_payment_error?.code ?? null,
    paidAt: isPaid && charge !== null ? toDate(charge.created) : null,
  };
}

function readPaymentState(intent: Stripe.PaymentIntent): PaymentStatus["state"] {
  const known = paymentStates.find((state) => state === intent.status);
  return known ?? (intent.last_payment_error === null ? "open" : "failed");
}

const paymentStates = ["succeeded", "processing", "canceled"] as const;

async function requestRefund(
  stripe: Stripe,
  request: RefundRequest,
): Promise<Result<RefundStatus, "unavailable" | "unknown" | RefundRefusal>> {
  const answer = await callStripe(
    "request refund",
    () =>
      stripe.refunds.create(
        {
          payment_intent: request.paymentIntentId,
          amount: Number(request.amountFen),
          reason: "requested_by_customer",
          metadata: { refund_id: request.refundId, donation_id: request.donationId },
        },
        { idempotencyKey: `refund:${request.refundId}:${request.attempt}`, stripeAccount: request.accountId },
      ),
    (error) => refusals[error.code ?? ""] ?? null,
  );
  return answer.ok ? ok(readRefund(answer.value)) : answer;
}

const refusals: Record<string, RefundRefusal> = {
  charge_already_refunded: "already_refunded",
  charge_disputed: "disputed",
  refund_disputed_payment: "disputed",
  balance_insufficient: "insufficient_balance",
};

function readRefund(refund: Stripe.Refund): RefundStatus {
  return {
    providerRefundId: refund.id,
    refundId: refund.metadata?.refund_id ?? null,
    paymentIntentId: idOf(refund.payment_intent),
    amountFen: BigInt(refund.amount),
    currency: refund.currency,
    state: refundStates.find((state) => state === refund.status) ?? "pending",
    failureReason: refund.failure_reason ?? null,
    requestedAt: toDate(refund.created),
  };
}

/** A state we do not know is not an end: it counts as pending and is asked for again (B14). */
const refundStates: readonly RefundState[] = ["pending", "succeeded", "failed", "requires_action", "canceled"];

async function retrieveDispute(
  stripe: Stripe,
  disputeId: string,
  accountId: string,
): Promise<Result<DisputeStatus, "unavailable" | "unknown">> {
  return lookUp("retrieve dispute", async () =>
    readDispute(
      await stripe.disputes.retrieve(disputeId, { expand: ["payment_intent"] }, { stripeAccount: accountId }),
    ),
  );
}

function readDispute(dispute: Stripe.Dispute): DisputeStatus {
  const movements = dispute.balance_transactions;
  const moved = movements.reduce((sum, movement) => sum + BigInt(movement.amount), 0n);
  return {
    disputeId: dispute.id,
    state: readDisputeState(dispute.status),
    amountFen: BigInt(dispute.amount),
    currency: dispute.currency,
    withdrawnFen: moved < 0n ? -moved : 0n,
    takenFen: movements.reduce((sum, { amount }) => (amount < 0 ? sum - BigInt(amount) : sum), 0n),
    answerBy: dispute.evidence_details?.due_by ? toDate(dispute.evidence_details.due_by) : null,
    feeFen: movements.reduce((sum, movement) => sum + BigInt(movement.fee), 0n),
    paymentIntentId: idOf(dispute.payment_intent),
    donationId: objectOf(dispute.payment_intent)?.metadata.donation_id ?? null,
    reason: dispute.reason,
    isLive: dispute.livemode,
    openedAt: toDate(dispute.created),
  };
}

/** An enquiry that was closed took nothing: as good as won. */
function readDisputeState(status: Stripe.Dispute.Status): DisputeStatus["state"] {
  if (status === "won" || status === "warning_closed") return "won";
  return status === "lost" ? "lost" : "open";
}
