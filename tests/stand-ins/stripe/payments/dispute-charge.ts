import type Stripe from "stripe";
import { addBalanceTransaction } from "#tests/stand-ins/stripe/objects/balance-transaction.ts";
import { buildDispute } from "#tests/stand-ins/stripe/objects/dispute.ts";
import { emitEvent } from "#tests/stand-ins/stripe/objects/event.ts";
import type { Stored, World } from "#tests/stand-ins/stripe/world.ts";

/** Opens a dispute: the whole amount leaves the balance. Null when the charge cannot be disputed (unpaid, disputed, WeChat Pay). */
export function openDispute(
  world: World,
  charge: Stored<Stripe.Charge>,
  reason: string,
): Stored<Stripe.Dispute> | null {
  const { object } = charge;
  // WeChat Pay has no disputes (docs.stripe.com/payments/wechat-pay).
  if (!object.paid || object.disputed || object.payment_method_details?.type === "wechat_pay") return null;
  const dispute = buildDispute(world, charge, reason);
  world.books.disputes.set(dispute.object.id, dispute);
  object.disputed = true;
  moveBalance(world, dispute, -dispute.object.amount, "dispute");
  emitEvent(world, "charge.dispute.created", dispute.account, dispute.object);
  return dispute;
}

/** Closes an open dispute; when won, the amount comes back. Returns false when it is closed already. */
export function closeDispute(world: World, dispute: Stored<Stripe.Dispute>, outcome: "won" | "lost"): boolean {
  if (dispute.object.status === "won" || dispute.object.status === "lost") return false;
  dispute.object.status = outcome;
  if (outcome === "won") moveBalance(world, dispute, dispute.object.amount, "dispute_reversal");
  emitEvent(world, "charge.dispute.closed", dispute.account, dispute.object);
  return true;
}

function moveBalance(world: World, dispute: Stored<Stripe.Dispute>, amount: number, reportingCategory: string): void {
  const movement = addBalanceTransaction(world, {
    account: dispute.account,
    type: "adjustment",
    reportingCategory,
    amount,
    fee: 0,
    source: dispute.object.id,
    description: null,
  });
  dispute.object.balance_transactions.push(structuredClone(movement));
}
