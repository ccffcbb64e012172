import { sql } from "drizzle-orm";
import type { DisputeStatus } from "#app/payments/payment-gateway.ts";
import type { Db } from "#db/client.server.ts";
import type { SettlingEvent } from "./provider-event.server.ts";
import type { DisputeState } from "./refund.ts";

export type SettleDisputeOutcome = DisputeState | "unchanged" | "not_paid" | "unknown_donation";

/**
 * Settles one dispute by what the provider says, in one SQL call; repeatable, in any order (B4, B13). While it is open nobody can spend the
 * gift; lost takes it off its purposes, and what was spent already is the charity's own loss. `not_paid`: settle the payment first.
 */
export async function settleDispute(
  db: Db,
  truth: Omit<DisputeStatus, "donationId" | "withdrawnFen" | "currency" | "openedAt"> & {
    donationId: string;
    accountId: string;
  },
  event: SettlingEvent | null,
  at: Date,
): Promise<SettleDisputeOutcome> {
  const rows = await db.execute<{ outcome: SettleDisputeOutcome }>(sql`
    select settle_dispute(
      ${event?.id ?? null}::text, ${event?.type ?? null}::text, ${truth.donationId}::uuid, ${truth.disputeId}::text,
      ${truth.paymentIntentId}::text, ${String(truth.amountFen)}::bigint, ${String(truth.takenFen)}::bigint, ${String(truth.feeFen)}::bigint,
      ${truth.state}::text, ${truth.reason}::text, ${truth.answerBy?.toISOString() ?? null}::timestamptz, ${truth.accountId}::text,
      ${truth.isLive}::boolean, ${at.toISOString()}::timestamptz
    ) as outcome`);
  const outcome = rows[0]?.outcome;
  if (outcome === undefined) throw new Error("settle_dispute returned no row");
  return outcome;
}
