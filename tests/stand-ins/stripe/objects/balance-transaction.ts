import type Stripe from "stripe";
import { type AccountScope, newStripeId, nowSeconds, type Stored, type World } from "#tests/stand-ins/stripe/world.ts";

const feePerMille: Record<string, number> = { card: 34, alipay: 22, wechat_pay: 22 };
const settlementSeconds = 7 * 24 * 60 * 60;

/** The channel's fee on a paid amount: 3.4 % by card, 2.2 % by Alipay and WeChat Pay, rounded up to a whole fen. */
export function feeFor(method: string, amountFen: number): number {
  return Math.ceil((amountFen * (feePerMille[method] ?? 34)) / 1000);
}

export type BalanceMovement = {
  account: AccountScope;
  type: Stripe.BalanceTransaction.Type;
  reportingCategory: string;
  amount: number;
  fee: number;
  source: string | null;
  description: string | null;
};

/** Records a movement of an account's balance, gross, fee and net, and returns it. */
export function addBalanceTransaction(world: World, movement: BalanceMovement): Stripe.BalanceTransaction {
  const created = nowSeconds(world);
  const object = {
    id: newStripeId("txn"),
    object: "balance_transaction",
    amount: movement.amount,
    available_on: created + settlementSeconds,
    balance_type: "payments",
    created,
    currency: "cny",
    description: movement.description,
    exchange_rate: null,
    fee: movement.fee,
    fee_details:
      movement.fee === 0
        ? []
        : [
            {
              amount: movement.fee,
              application: null,
              currency: "cny",
              description: "Stripe processing fees",
              type: "stripe_fee",
            },
          ],
    net: movement.amount - movement.fee,
    reporting_category: movement.reportingCategory,
    source: movement.source,
    status: "pending",
    type: movement.type,
  } satisfies Stripe.BalanceTransaction;
  const stored: Stored<Stripe.BalanceTransaction> = { account: movement.account, object };
  world.books.balanceTransactions.set(object.id, stored);
  return object;
}
