import { sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import type { Fen } from "../money.ts";

/** What the payment provider said about one checkout, fetched by us; amounts in fen. */
export type ProviderTruth = {
  donationId: string;
  /** Null when it was found by its payment and we never kept its pay page, and for bills of monthly gifts, which have none. */
  sessionId: string | null;
  state: "open" | "paid" | "awaiting_payment" | "failed" | "expired";
  paymentIntentId: string | null;
  paymentMethod: string | null;
  amountFen: Fen;
  currency: string;
  isLive: boolean;
  accountId: string | null;
  feeFen: Fen | null;
  failureCode: string | null;
};

export type SettleOutcome =
  | "paid"
  | "settled"
  | "fee_settled"
  | "expired"
  | "failed"
  | "awaiting"
  | "unchanged"
  | "quarantined"
  /** Said by another account than the charity's: nothing changed. */
  | "other_account"
  | "unknown_donation";

/**
 * Settles a gift by what the provider says, in one SQL call (B3: the event is recorded with its effect). Safe to call any number of
 * times, concurrently and in any order (B4). `event` is null when the truth was fetched on the donor's return or by the catch-up job.
 */
export async function settleDonation(
  db: Db,
  truth: ProviderTruth,
  event: { id: string; type: string } | null,
  options: { expectsLive: boolean },
  at: Date,
): Promise<SettleOutcome> {
  const rows = await db.execute<{ outcome: SettleOutcome }>(sql`
    select settle_donation(
      ${event?.id ?? null}::text, ${event?.type ?? null}::text, ${truth.donationId}::uuid, ${truth.sessionId}::text, ${truth.state}::text,
      ${truth.paymentIntentId}::text, ${truth.paymentMethod}::text, ${String(truth.amountFen)}::bigint, ${truth.currency}::text,
      ${truth.isLive}::boolean, ${truth.accountId}::text, ${truth.feeFen === null ? null : String(truth.feeFen)}::bigint,
      ${truth.failureCode}::text, ${options.expectsLive}::boolean, ${at.toISOString()}::timestamptz
    ) as outcome`);
  const outcome = rows[0]?.outcome;
  if (outcome === undefined) throw new Error("settle_donation returned no row");
  return outcome;
}
