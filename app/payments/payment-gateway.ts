/**
 * What the business needs of a payment provider, in its own words: the only file the rest of the app knows. A gift is charged directly
 * to the charity's own account (`accountId`), never to ours. Another provider (a designated platform, bank transfer) is another adapter.
 *
 * Every request that moves something is keyed by our own row and its attempt (B8): the same attempt asked again, however often and
 * after whatever broke, finds what the first one made. The attempt grows only once the last one is known to have ended.
 * Trouble of the provider is an answer, never an exception: see `provider-answers.ts`.
 */
import type { Fen } from "#app/domain/money.ts";
import type { Result } from "#app/domain/result.ts";
import type { MonthlyPayments } from "./monthly-payments.ts";
import type { Lookup, OpenCheckout } from "./provider-answers.ts";

export type CheckoutRequest = {
  donationId: string;
  /** Grows when an expired page is replaced; part of the idempotency key, so a retry of the same attempt finds the same page (B8). */
  attempt: number;
  amountFen: Fen;
  /** Shown on the pay page: the need's title. No personal data. */
  itemName: string;
  accountId: string;
  locale: "zh" | "en";
  successUrl: string;
  cancelUrl: string;
  expiresAt: Date;
};

/** The provider's truth about one pay page, fetched when a message or the donor's return makes us ask. */
export type CheckoutStatus = {
  sessionId: string;
  donationId: string | null;
  state: "open" | "paid" | "awaiting_payment" | "failed" | "expired";
  /** Whether the page still takes a payment: after a declined card it does, after a wallet's late failure it does not. */
  isPayable: boolean;
  amountFen: Fen;
  currency: string;
  isLive: boolean;
  accountId: string | null;
  paymentIntentId: string | null;
  paymentMethod: string | null;
  /** Fee of the channel; null until the provider knows it. */
  feeFen: Fen | null;
  failureCode: string | null;
};

/** One payment as the provider has it now, however it began: page, renewal, or by hand in the provider's own dashboard. */
export type PaymentStatus = {
  paymentIntentId: string;
  /** As we wrote it at the first gift; renewals of monthly gifts have none, their invoice leads to them. */
  donationId: string | null;
  state: "succeeded" | "processing" | "failed" | "open" | "canceled";
  amountFen: Fen;
  refundedFen: Fen;
  isDisputed: boolean;
  currency: string;
  isLive: boolean;
  paymentMethod: string | null;
  feeFen: Fen | null;
  failureCode: string | null;
  /** When the money was taken; null until then. */
  paidAt: Date | null;
};

export type RefundRequest = {
  refundId: string;
  donationId: string;
  attempt: number;
  paymentIntentId: string;
  amountFen: Fen;
  accountId: string;
};

/** `pending` may last days (WeChat Pay), and even a succeeded refund can fail later: the money is back at the charity then (B12). */
export type RefundState = "pending" | "succeeded" | "failed" | "requires_action" | "canceled";

export type RefundStatus = {
  providerRefundId: string;
  /** Our row; null for a refund made in the provider's dashboard. */
  refundId: string | null;
  paymentIntentId: string | null;
  amountFen: Fen;
  currency: string;
  state: RefundState;
  failureReason: string | null;
  requestedAt: Date;
};

export type RefundRefusal = "already_refunded" | "disputed" | "insufficient_balance" | "refused";

/** A payer's complaint to their bank. Unknown states count as open: the money stays frozen until we know better (B13, B14). */
export type DisputeStatus = {
  disputeId: string;
  state: "open" | "won" | "lost";
  amountFen: Fen;
  currency: string;
  /** What is out of the charity's balance for it right now: the amount while open or lost, 0 when won or a mere enquiry. */
  withdrawnFen: Fen;
  /** What it took out of the charity's balance, whether given back since or not; 0 for a mere enquiry. */
  takenFen: Fen;
  /** Until when the charity may send evidence; null where none is asked for. */
  answerBy: Date | null;
  /** The provider's charge for handling it, apart from the amount. */
  feeFen: Fen;
  paymentIntentId: string | null;
  /** Our donation from the payment's metadata; null for a renewal (find it by `paymentIntentId`). */
  donationId: string | null;
  reason: string;
  isLive: boolean;
  openedAt: Date;
};

/** A movement of a charity's balance at the provider. */
export type BalanceMovement = {
  id: string;
  kind: "payment" | "refund" | "refund_failure" | "dispute" | "dispute_reversal" | "payout" | "fee" | "other";
  /** The provider's own word, for a finding that a person looks at. */
  type: string;
  /** Signed, as the balance saw it: a refund is negative. */
  amountFen: Fen;
  feeFen: Fen;
  netFen: Fen;
  currency: string;
  /** The charge, refund or dispute that caused it. */
  sourceId: string | null;
  paymentIntentId: string | null;
  /** Our refund, from the source's metadata. */
  refundId: string | null;
  /** Of a payment: what it was paid with. */
  paymentMethod: string | null;
  at: Date;
};

/**
 * A message whose signature holds: an id and what it is about, never the truth itself (architecture: settling is convergent).
 * Ids that are ours come from metadata we wrote: hints where to look. Null where there is none; kinds we do not know are `other` (B14).
 */
export type ProviderEvent = {
  id: string;
  type: string;
  accountId: string | null;
  isLive: boolean;
  about:
    | "gift_checkout"
    | "monthly_checkout"
    | "card_replacement"
    | "payment"
    | "refund"
    | "dispute"
    | "invoice"
    | "subscription"
    | "other";
  donationId: string | null;
  /** The Checkout Session it is about, where there is one. */
  sessionId: string | null;
  refundId: string | null;
  providerRefundId: string | null;
  disputeId: string | null;
  invoiceId: string | null;
  subscriptionId: string | null;
  monthlyGiftId: string | null;
  paymentIntentId: string | null;
  /**
   * A gift's pay page that was paid, as the signed message says it: a fact that no later message takes back (refunds and disputes are facts
   * of their own), so a gift can be settled by it without asking again. Null for every other message, and when a part of it is missing.
   */
  paidCheckout: { amountFen: Fen; currency: string; paymentIntentId: string } | null;
};

export type PaymentGateway = MonthlyPayments & {
  openCheckout: (request: CheckoutRequest) => Promise<Result<OpenCheckout, "unavailable" | "refused">>;
  retrieveCheckout: (sessionId: string, accountId: string) => Lookup<CheckoutStatus>;
  expireCheckout: (sessionId: string, accountId: string) => Promise<Result<undefined, "unavailable" | "not_open">>;
  retrievePayment: (paymentIntentId: string, accountId: string) => Lookup<PaymentStatus>;

  /** Two refunds of the same amount are two: the key is our refund, never the amount. */
  requestRefund: (request: RefundRequest) => Promise<Result<RefundStatus, "unavailable" | "unknown" | RefundRefusal>>;
  retrieveRefund: (providerRefundId: string, accountId: string) => Lookup<RefundStatus>;
  /** All refunds of a payment, also those made in the provider's dashboard, oldest first. */
  listRefundsOfPayment: (paymentIntentId: string, accountId: string) => Lookup<RefundStatus[]>;
  retrieveDispute: (disputeId: string, accountId: string) => Lookup<DisputeStatus>;

  /**
   * Events of this account that an address did not take, oldest first; the provider keeps them for 30 days (B10). A first net only:
   * Stripe's pages do not say whether an account's own list counts deliveries to the platform's address, so catch-up asks for each
   * open gift as well. An event handled from here is still sent by the provider's own retries.
   */
  listUndeliveredEvents: (request: {
    accountId: string;
    since: Date;
  }) => Promise<Result<ProviderEvent[], "unavailable">>;
  /** Pages of movements in [from, to), newest first. Ends after the first page that is an error: start over later (A9). */
  listBalanceTransactions: (request: {
    accountId: string;
    from: Date;
    to: Date;
  }) => AsyncIterable<Result<BalanceMovement[], "unavailable">>;

  /** Checks the signature over the raw bytes, tolerance 300 s both ways (B2). */
  verifyEvent: (rawBody: Buffer, signatureHeader: string | null, at: Date) => Result<ProviderEvent, "bad_signature">;
};
