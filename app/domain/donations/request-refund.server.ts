import { sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { isId, newId } from "../ids.ts";
import type { Fen } from "../money.ts";
import { err, ok, type Result } from "../result.ts";
import type { RefundReason } from "./refund.ts";

export type RefundRequestInput = {
  donationId: string;
  /** The payment that shall go back: the gift's own, or a second one. Null for bank transfers. */
  paymentIntentId: string | null;
  amountFen: Fen;
  reason: Extract<RefundReason, "donor_request" | "charity_decision" | "duplicate">;
  note: string;
};
export type RequestRefundCode = "not_found" | "not_paid" | "disputed" | "too_much";

/**
 * Asks for money back, or proposes it in the charity's name; a person of the charity who did not ask decides (A12). Nothing moves yet. The
 * route has checked that the actor is the donor or acts for the charity. `too_much`: more than lies unspent and was not asked for yet.
 */
export async function requestRefund(
  db: Db,
  input: RefundRequestInput,
  actor: Actor,
  at: Date,
): Promise<Result<{ refundId: string }, RequestRefundCode>> {
  if (!isId(input.donationId)) return err("not_found");
  const refundId = newId();
  const rows = await db.execute<{ outcome: "requested" | RequestRefundCode }>(sql`
    select request_refund(${refundId}::uuid, ${input.donationId}::uuid, ${input.paymentIntentId}::text, ${String(input.amountFen)}::bigint,
      ${input.reason}::text, ${input.note}::text, ${actorUserId(actor)}::uuid, ${at.toISOString()}::timestamptz) as outcome`);
  const outcome = rows[0]?.outcome ?? "not_found";
  return outcome === "requested" ? ok({ refundId }) : err(outcome);
}
