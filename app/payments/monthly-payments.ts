/**
 * What the business needs for monthly gifts: a saved card that the charity's own account charges once a month until the donor changes,
 * pauses or ends it. Cards only: Alipay and WeChat Pay cannot be charged again (ecosystem.md finding 10). Part of `PaymentGateway`.
 */
import type { Fen } from "#app/domain/money.ts";
import type { Result } from "#app/domain/result.ts";
import type { Change, Lookup, OpenCheckout } from "./provider-answers.ts";

export type MonthlyCheckoutRequest = {
  monthlyGiftId: string;
  /** Grows when an expired page is replaced. */
  attempt: number;
  amountFen: Fen;
  /** Shown on the pay page and on each month's bill. No personal data. */
  itemName: string;
  accountId: string;
  locale: "zh" | "en";
  successUrl: string;
  cancelUrl: string;
  expiresAt: Date;
  /** Filled in on the pay page; the provider keeps it with the card. Null: the page asks. */
  email: string | null;
};

export type MonthlyCheckoutStatus = {
  sessionId: string;
  monthlyGiftId: string | null;
  state: "open" | "paid" | "awaiting_payment" | "expired";
  isPayable: boolean;
  amountFen: Fen;
  currency: string;
  isLive: boolean;
  accountId: string;
  /** Null until the page is done. */
  subscriptionId: string | null;
  /** The first month's bill: settle it like every other one. */
  firstInvoiceId: string | null;
};

/** `past_due`: the last charge failed and is tried again; `paused`: charges are skipped until resumed; `ended`: never charged again. */
export type SubscriptionState = "awaiting_first_payment" | "active" | "past_due" | "paused" | "ended" | "unknown";

export type SubscriptionStatus = {
  subscriptionId: string;
  monthlyGiftId: string | null;
  state: SubscriptionState;
  /** What the next charge will be. */
  amountFen: Fen;
  currency: string;
  /** Null when none is coming or its day is not known: ended, ending, or paused. */
  nextChargeAt: Date | null;
  latestInvoiceId: string | null;
  card: { brand: string; last4: string; expiresMonth: number; expiresYear: number } | null;
  isLive: boolean;
};

/** One month's bill. Paid exactly once, whoever retries it. */
export type InvoiceStatus = {
  invoiceId: string;
  monthlyGiftId: string | null;
  subscriptionId: string | null;
  amountFen: Fen;
  currency: string;
  state: "open" | "paid" | "void" | "uncollectible";
  /** Null until a card was tried. */
  paymentIntentId: string | null;
  paymentMethod: string | null;
  feeFen: Fen | null;
  attemptCount: number;
  /** When the provider itself tries again; null when it will not. */
  nextAttemptAt: Date | null;
  failureCode: string | null;
  /** The month it is for, and when it was paid. */
  periodStart: Date;
  paidAt: Date | null;
  isLive: boolean;
};

/** Names one change of a monthly gift. `attempt` counts the changes of this gift, of whatever kind: the next change has the next one. */
export type MonthlyChange = { monthlyGiftId: string; attempt: number; subscriptionId: string; accountId: string };

export type CardReplacementRequest = MonthlyChange & {
  locale: "zh" | "en";
  successUrl: string;
  cancelUrl: string;
  expiresAt: Date;
};

export type MonthlyPayments = {
  /** A page for the first month; by card only, the one method that can be charged again. */
  openMonthlyCheckout: (request: MonthlyCheckoutRequest) => Promise<Result<OpenCheckout, "unavailable" | "refused">>;
  retrieveMonthlyCheckout: (sessionId: string, accountId: string) => Lookup<MonthlyCheckoutStatus>;
  retrieveSubscription: (subscriptionId: string, accountId: string) => Lookup<SubscriptionStatus>;
  retrieveInvoice: (invoiceId: string, accountId: string) => Lookup<InvoiceStatus>;
  /** From the next charge on; nothing is charged or given back now. */
  changeMonthlyAmount: (change: MonthlyChange & { amountFen: Fen }) => Change<SubscriptionStatus>;
  /** Months that fall into the pause are void, not collected later. Null: until resumed. */
  pauseMonthly: (change: MonthlyChange & { resumeAt: Date | null }) => Change<SubscriptionStatus>;
  resumeMonthly: (change: MonthlyChange) => Change<SubscriptionStatus>;
  /** At once and for good; an ended one stays ended and answers ok. Open bills are not collected any more. */
  cancelMonthly: (change: MonthlyChange) => Change<SubscriptionStatus>;
  /** A page that takes another card without charging it. */
  openCardReplacement: (request: CardReplacementRequest) => Change<OpenCheckout>;
  /** Charges the card of that page from now on. `not_done`: the page has not been finished. Repeatable. */
  applyReplacedCard: (
    sessionId: string,
    accountId: string,
  ) => Promise<Result<SubscriptionStatus, "unavailable" | "unknown" | "refused" | "not_done">>;
  /** Charges an open bill now with the present card. `declined`: read the reason by `retrieveInvoice`. */
  retryInvoice: (
    request: Omit<MonthlyChange, "subscriptionId"> & { invoiceId: string },
  ) => Promise<Result<InvoiceStatus, "unavailable" | "unknown" | "declined" | "not_open" | "refused">>;
};
