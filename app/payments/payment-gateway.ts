/**
 * What the business needs of a payment provider, in its own words: the only file the rest of the app knows. A gift is charged directly
 * to the charity's own account (`accountId`), never to ours. Another provider (a designated platform, bank transfer) is another adapter.
 */
import type { Fen } from "#app/domain/money.ts";
import type { Result } from "#app/domain/result.ts";

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

export type OpenCheckout = { sessionId: string; url: string };

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

/** A message whose signature holds: an id and what it is about, never the truth itself (architecture: settling is convergent). */
export type ProviderEvent = {
  id: string;
  type: string;
  accountId: string | null;
  isLive: boolean;
  /** Our row, as we wrote it into the provider's metadata: a hint where to look, never the truth. */
  donationId: string | null;
  /** The Checkout Session it is about, where there is one. */
  sessionId: string | null;
};

export type PaymentGateway = {
  openCheckout: (request: CheckoutRequest) => Promise<Result<OpenCheckout, "unavailable" | "refused">>;
  retrieveCheckout: (
    sessionId: string,
    accountId: string,
  ) => Promise<Result<CheckoutStatus, "unavailable" | "unknown">>;
  expireCheckout: (sessionId: string, accountId: string) => Promise<Result<undefined, "unavailable" | "not_open">>;
  /** Checks the signature over the raw bytes, tolerance 300 s both ways (B2). */
  verifyEvent: (rawBody: Buffer, signatureHeader: string | null, at: Date) => Result<ProviderEvent, "bad_signature">;
};
