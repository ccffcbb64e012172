import type Stripe from "stripe";
import { addBalanceTransaction } from "#tests/stand-ins/stripe/objects/balance-transaction.ts";
import { buildDispute } from "#tests/stand-ins/stripe/objects/dispute.ts";
import { emitEvent } from "#tests/stand-ins/stripe/objects/event.ts";
import type { Stored, World } from "#tests/stand-ins/stripe/world.ts";

export type DisputeOptions = {
  reason: string;
  /** A question of the bank before any money moves. */
  isInquiry: boolean;
  /** What handling it costs the charity, beside the amount. */
  feeFen: number;
};

/** Opens a dispute: the whole amount leaves the balance. Null when the charge cannot be disputed (unpaid, disputed, WeChat Pay). */
export function openDispute(
  world: World,
  charge: Stored<Stripe.Charge>,
  { reason, isInquiry, feeFen }: DisputeOptions,
): Stored<Stripe.Dispute> | null {
  const { object } = charge;
  // WeChat Pay has no disputes (docs.stripe.com/payments/wechat-pay).
  if (!object.paid || object.disputed || object.payment_method_details?.type === "wechat_pay") return null;
  const dispute = buildDispute(world, charge, reason);
  world.books.disputes.set(dispute.object.id, dispute);
  object.disputed = true;
  if (isInquiry) {
    dispute.object.status = "warning_needs_response";
    dispute.object.is_charge_refundable = true;
    emitEvent(world, "charge.dispute.created", dispute.account, dispute.object);
    return dispute;
  }
  withdraw(world, dispute, feeFen);
  emitEvent(world, "charge.dispute.created", dispute.account, dispute.object);
  emitEvent(world, "charge.dispute.funds_withdrawn", dispute.account, dispute.object);
  return dispute;
}

/** The charity has answered, or an inquiry became a real dispute and takes the money. Returns false when it is closed. */
export function moveDispute(
  world: World,
  dispute: Stored<Stripe.Dispute>,
  status: "needs_response" | "under_review",
  feeFen: number,
): boolean {
  if (isClosed(dispute)) return false;
  const wasInquiry = dispute.object.status.startsWith("warning_");
  dispute.object.status = status;
  dispute.object.is_charge_refundable = false;
  if (wasInquiry) withdraw(world, dispute, feeFen);
  emitEvent(world, "charge.dispute.updated", dispute.account, dispute.object);
  if (wasInquiry) emitEvent(world, "charge.dispute.funds_withdrawn", dispute.account, dispute.object);
  return true;
}

/** Closes an open dispute; when won, the amount comes back (not the fee). Returns false when it is closed already. */
export function closeDispute(world: World, dispute: Stored<Stripe.Dispute>, outcome: "won" | "lost"): boolean {
  if (isClosed(dispute)) return false;
  const { object } = dispute;
  if (object.status.startsWith("warning_")) {
    // An inquiry that ends took nothing; one that is lost would have become a dispute first.
    object.status = "warning_closed";
  } else {
    object.status = outcome;
    if (outcome === "won")
      moveBalance(world, dispute, { amount: object.amount, fee: 0, reportingCategory: "dispute_reversal" });
  }
  object.is_charge_refundable = false;
  if (object.status === "won") emitEvent(world, "charge.dispute.funds_reinstated", dispute.account, object);
  emitEvent(world, "charge.dispute.closed", dispute.account, object);
  return true;
}

function isClosed({ object }: Stored<Stripe.Dispute>): boolean {
  return ["won", "lost", "warning_closed"].includes(object.status);
}

function withdraw(world: World, dispute: Stored<Stripe.Dispute>, feeFen: number): void {
  moveBalance(world, dispute, { amount: -dispute.object.amount, fee: feeFen, reportingCategory: "dispute" });
}

function moveBalance(
  world: World,
  dispute: Stored<Stripe.Dispute>,
  { amount, fee, reportingCategory }: { amount: number; fee: number; reportingCategory: string },
): void {
  const movement = addBalanceTransaction(world, {
    account: dispute.account,
    type: "adjustment",
    reportingCategory,
    amount,
    fee,
    source: dispute.object.id,
    description: null,
  });
  dispute.object.balance_transactions.push(structuredClone(movement));
}
