import { sql } from "drizzle-orm";
import type { RefundStatus } from "#app/payments/payment-gateway.ts";
import type { Db } from "#db/client.server.ts";
import { isId } from "../ids.ts";
import type { SettlingEvent } from "./provider-event.server.ts";
import type { RefundState } from "./refund.ts";

export type SettleRefundOutcome = "pending" | "succeeded" | "failed" | "unchanged" | "not_paid" | "unknown_donation";

/** What a provider's state of a refund means to the books: one it cannot go on with by itself is still on its way. */
const meanings = {
  pending: "pending",
  requires_action: "pending",
  succeeded: "succeeded",
  failed: "failed",
  canceled: "failed",
} as const satisfies Record<RefundStatus["state"], RefundState>;

/**
 * Settles one refund by what the provider says, in one SQL call; repeatable, in any order (B4, B12). A refund somebody made in the provider's
 * dashboard gets a row of its own. `not_paid`: settle the payment first.
 */
export async function settleRefund(
  db: Db,
  truth: Pick<RefundStatus, "refundId" | "paymentIntentId" | "amountFen" | "state" | "failureReason"> & {
    /** Null when the provider refused to make one. */
    providerRefundId: string | null;
    donationId: string;
    accountId: string;
    isLive: boolean;
  },
  event: SettlingEvent | null,
  at: Date,
): Promise<SettleRefundOutcome> {
  const refundId = truth.refundId !== null && isId(truth.refundId) ? truth.refundId : null;
  const rows = await db.execute<{ outcome: SettleRefundOutcome }>(sql`
    select settle_refund(
      ${event?.id ?? null}::text, ${event?.type ?? null}::text, ${truth.donationId}::uuid, ${refundId}::uuid, ${truth.providerRefundId}::text,
      ${truth.paymentIntentId}::text, ${String(truth.amountFen)}::bigint, ${meanings[truth.state]}::text, ${truth.failureReason}::text,
      ${truth.accountId}::text, ${truth.isLive}::boolean, ${at.toISOString()}::timestamptz
    ) as outcome`);
  const outcome = rows[0]?.outcome;
  if (outcome === undefined) throw new Error("settle_refund returned no row");
  return outcome;
}
