import { and, eq, sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { refunds } from "#db/schema/refunds.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { getRefund } from "./refund-queries.server.ts";
import { settleRefund } from "./settle-refund.server.ts";

export type DecideRefundCode = "not_found" | "conflict" | "same_person" | "not_enough_money" | "disputed";

/**
 * Agrees to a refund in one SQL call: the money leaves its purposes at once, and the job sends it. `same_person`: who asked cannot agree
 * (A12); `not_enough_money`: it has been spent meanwhile.
 */
export async function approveRefund(
  db: Db,
  input: { refundId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, DecideRefundCode>> {
  const refund = await getRefund(db, { refundId: input.refundId, actor });
  if (refund === null) return err("not_found");
  const rows = await db.execute<{ outcome: "approved" | DecideRefundCode }>(sql`
    select approve_refund(${refund.id}::uuid, ${actorUserId(actor)}::uuid, ${at.toISOString()}::timestamptz) as outcome`);
  const outcome = rows[0]?.outcome ?? "not_found";
  return outcome === "approved" ? ok() : err(outcome);
}

/** Turns a refund down; the donor reads the reason. No money has moved. */
export async function rejectRefund(
  db: Db,
  input: { refundId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict" | "same_person">> {
  const refund = await getRefund(db, { refundId: input.refundId, actor });
  if (refund === null) return err("not_found");
  if (refund.requestedBy !== null && refund.requestedBy === actorUserId(actor)) return err("same_person");
  return db.transaction(async (tx) => {
    const rejected = await tx
      .update(refunds)
      .set({ state: "rejected", failureReason: input.reason, closedAt: at, updatedAt: at })
      .where(and(eq(refunds.id, refund.id), eq(refunds.state, "requested")))
      .returning({ id: refunds.id });
    if (rejected.length === 0) return err("conflict");
    await recordTransition(tx, at, actor, {
      noun: "refund",
      subjectId: refund.id,
      from: "requested",
      event: "reject",
      to: "rejected",
      reason: input.reason,
    });
    await recordEvents(tx, at, { kind: "refund.changed", refundId: refund.id });
    return ok();
  });
}

/** A gift by bank went back by bank: the number of the slip settles its approved refund. Not by the person who asked for it. */
export async function recordBankRefund(
  db: Db,
  input: { refundId: string; documentNumber: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict" | "same_person">> {
  const refund = await getRefund(db, { refundId: input.refundId, actor });
  if (refund === null) return err("not_found");
  if (refund.channel !== "offline" || refund.state !== "approved") return err("conflict");
  if (refund.requestedBy !== null && refund.requestedBy === actorUserId(actor)) return err("same_person");
  const outcome = await settleRefund(
    db,
    {
      refundId: refund.id,
      donationId: refund.donationId,
      providerRefundId: `bank:${refund.charityId}:${input.documentNumber}`,
      paymentIntentId: null,
      amountFen: refund.amountFen,
      state: "succeeded",
      failureReason: null,
      accountId: refund.charityId,
      isLive: true,
    },
    null,
    at,
  );
  return outcome === "succeeded" ? ok() : err("conflict");
}
