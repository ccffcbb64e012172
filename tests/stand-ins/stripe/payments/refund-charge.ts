import type Stripe from "stripe";
import { invalidRequest, StripeApiError } from "#tests/stand-ins/stripe/api/stripe-error.ts";
import { addBalanceTransaction } from "#tests/stand-ins/stripe/objects/balance-transaction.ts";
import { emitEvent } from "#tests/stand-ins/stripe/objects/event.ts";
import { buildRefund, type RefundRequest } from "#tests/stand-ins/stripe/objects/refund.ts";
import { type Cause, nowSeconds, type Stored, type World } from "#tests/stand-ins/stripe/world.ts";

const daySeconds = 24 * 60 * 60;
/** Days within which a wallet takes money back: 180 by Stripe's WeChat Pay page; 90 for Alipay is unconfirmed (safety.md B12). */
const refundWindowDays: Record<string, number> = { wechat_pay: 180, alipay: 90 };

/**
 * Refunds a paid charge in whole or part. Amounts in fen; without one, what is left. Fees are not given back, as at Stripe.
 * Throws Stripe's 400 when the charge is not paid, already refunded, disputed, too old, or smaller than what is asked.
 */
export function refundCharge(
  world: World,
  charge: Stored<Stripe.Charge>,
  request: Omit<RefundRequest, "amount"> & { amount: number | undefined },
  cause: Cause,
): Stored<Stripe.Refund> {
  const left = charge.object.amount_captured - charge.object.amount_refunded;
  checkRefundable(world, charge, request.amount ?? left, left);
  const isSlow = charge.object.payment_method_details?.type === "wechat_pay" || world.refundsStart === "pending";
  const refund = buildRefund(
    world,
    charge,
    { ...request, amount: request.amount ?? left },
    isSlow ? "pending" : "succeeded",
  );
  world.books.refunds.set(refund.object.id, refund);
  refund.object.balance_transaction = addBalanceTransaction(world, {
    account: refund.account,
    type: charge.object.payment_method_details?.type === "card" ? "refund" : "payment_refund",
    reportingCategory: "refund",
    amount: -refund.object.amount,
    fee: 0,
    source: refund.object.id,
    description: null,
  }).id;
  setRefunded(charge, charge.object.amount_refunded + refund.object.amount);
  emitEvent(world, "refund.created", refund.account, refund.object, cause);
  emitEvent(world, "charge.refunded", charge.account, charge.object, cause);
  settleInTime(world, refund);
  return refund;
}

/** Lets a pending refund succeed after the time the stand-in was started with, if it was given one. */
export function settleInTime(world: World, refund: Stored<Stripe.Refund>): void {
  if (refund.object.status !== "pending" || world.refundSettleMs === null) return;
  setTimeout(() => settleRefund(world, refund, "succeeded"), world.refundSettleMs).unref();
}

function checkRefundable(world: World, charge: Stored<Stripe.Charge>, amount: number, left: number): void {
  const { object } = charge;
  if (!object.paid)
    throw kept(`Charge ${object.id} has not been paid and cannot be refunded.`, "charge_not_refundable");
  if (object.disputed)
    throw kept(`Charge ${object.id} has been charged back; cannot issue a refund.`, "charge_disputed");
  if (left <= 0) throw kept(`Charge ${object.id} has already been refunded.`, "charge_already_refunded");
  if (amount > left)
    throw invalidRequest(
      `Refund amount (¥${(amount / 100).toFixed(2)}) is greater than unrefunded amount on charge (¥${(left / 100).toFixed(2)})`,
      { param: "amount" },
    );
  const days = refundWindowDays[object.payment_method_details?.type ?? ""];
  if (days !== undefined && nowSeconds(world) > object.created + days * daySeconds)
    throw kept(
      `Charge ${object.id} is more than ${days} days old and can no longer be refunded.`,
      "charge_not_refundable",
    );
}

function kept(message: string, code: string): StripeApiError {
  return new StripeApiError(400, { type: "invalid_request_error", message, code }, { kept: true });
}

export type RefundOutcome = "succeeded" | "failed" | "canceled" | "requires_action";

/**
 * Moves a refund on: a pending one succeeds, is canceled or wants something of the donor; a pending or even a succeeded one fails
 * later. Failed and canceled bring the money back to the charity's balance. Returns false when the refund cannot go there.
 */
export function settleRefund(world: World, refund: Stored<Stripe.Refund>, outcome: RefundOutcome): boolean {
  const { object } = refund;
  if (!world.books.refunds.has(object.id)) return false;
  const isOnItsWay = object.status === "pending" || object.status === "requires_action";
  if (!isOnItsWay && !(outcome === "failed" && object.status === "succeeded")) return false;
  object.status = outcome;
  delete object.pending_reason;
  if (outcome === "failed") object.failure_reason = "declined";
  if (outcome === "failed" || outcome === "canceled") bringBack(world, refund);
  emitEvent(world, "refund.updated", refund.account, object);
  if (outcome === "failed") emitEvent(world, "refund.failed", refund.account, object);
  return true;
}

function bringBack(world: World, { account, object }: Stored<Stripe.Refund>): void {
  object.failure_balance_transaction = addBalanceTransaction(world, {
    account,
    type: "refund_failure",
    reportingCategory: "refund_failure",
    amount: object.amount,
    fee: 0,
    source: object.id,
    description: null,
  }).id;
  const charge = typeof object.charge === "string" ? world.books.charges.get(object.charge) : undefined;
  if (charge) setRefunded(charge, charge.object.amount_refunded - object.amount);
}

function setRefunded(charge: Stored<Stripe.Charge>, amountRefunded: number): void {
  charge.object.amount_refunded = amountRefunded;
  charge.object.refunded = amountRefunded >= charge.object.amount_captured;
}
