import { and, eq, inArray } from "drizzle-orm";
import type { SubscriptionStatus } from "#app/payments/monthly-payments.ts";
import type { PaymentGateway } from "#app/payments/payment-gateway.ts";
import type { Db, DbOrTx } from "#db/client.server.ts";
import { monthlyGiftChanges, monthlyGifts } from "#db/schema/monthly-gifts.server.ts";
import type { Actor } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { statesBefore } from "../transitions.ts";
import { cardFacts, followSubscription } from "./follow-subscription.server.ts";
import { goingOnStates, type MonthlyGiftState, monthlyGiftTransitions, newsOfChange } from "./monthly-gift.ts";
import { getMonthlyGiftForPayment, type MonthlyGiftForPayment } from "./monthly-payment-queries.server.ts";

type Change = typeof monthlyGiftChanges.$inferSelect;

/**
 * Asks the provider for one change that was written down, and applies its answer once. Asked again after whatever broke, by whoever: the
 * number of the change makes it the same question (B8). A change that is answered already answers ok.
 */
export async function carryOutMonthlyChange(
  db: Db,
  payments: PaymentGateway,
  { changeId }: { changeId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "unavailable" | "refused">> {
  const [change] = await db.select().from(monthlyGiftChanges).where(eq(monthlyGiftChanges.id, changeId));
  if (change?.outcome !== "open" || change.kind === "card") return ok();
  const gift = await getMonthlyGiftForPayment(db, change);
  if (gift === null || gift.providerSubscriptionId === null) return err("refused");
  const answer = await ask(payments, gift, gift.providerSubscriptionId, change);
  if (!answer.ok && answer.code === "unavailable") return err("unavailable");
  // A subscription the provider does not know is not charged: that is what a cancel or an end wants.
  const isGone = !answer.ok && answer.code === "unknown" && (change.kind === "cancel" || change.kind === "end");
  if (answer.ok || isGone) {
    await apply(db, gift, change, answer.ok ? answer.value : null, actor, at);
    return ok();
  }
  await answered(db, change, "refused", at);
  await followSubscription(db, payments, { monthlyGiftId: gift.id }, at);
  return err("refused");
}

function ask(payments: PaymentGateway, gift: MonthlyGiftForPayment, subscriptionId: string, change: Change) {
  const request = {
    monthlyGiftId: gift.id,
    attempt: change.number,
    subscriptionId,
    accountId: gift.accountId,
  };
  switch (change.kind) {
    case "amount":
      return payments.changeMonthlyAmount({ ...request, amountFen: change.amountFen ?? gift.amountFen });
    case "resume":
      return payments.resumeMonthly(request);
    case "cancel":
    case "end":
      return payments.cancelMonthly(request);
    default:
      return payments.pauseMonthly({ ...request, resumeAt: null });
  }
}

async function answered(db: DbOrTx, change: Change, outcome: "done" | "refused", at: Date): Promise<boolean> {
  const rows = await db
    .update(monthlyGiftChanges)
    .set({ outcome, answeredAt: at })
    .where(and(eq(monthlyGiftChanges.id, change.id), eq(monthlyGiftChanges.outcome, "open")))
    .returning({ id: monthlyGiftChanges.id });
  return rows.length > 0;
}

/** State, transition and mail in one transaction with the change's end: whoever comes second finds nothing to do. */
async function apply(
  db: Db,
  gift: MonthlyGiftForPayment,
  change: Change,
  subscription: SubscriptionStatus | null,
  actor: Actor,
  at: Date,
): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await answered(tx, change, "done", at))) return;
    const facts = subscription === null ? {} : { ...cardFacts(subscription), nextChargeAt: subscription.nextChargeAt };
    const { values, to, before } = effectOf(change, at);
    const [now] = await tx.select({ state: monthlyGifts.state }).from(monthlyGifts).where(eq(monthlyGifts.id, gift.id));
    const moved = await tx
      .update(monthlyGifts)
      .set({ ...facts, ...values, updatedAt: at })
      .where(and(eq(monthlyGifts.id, gift.id), inArray(monthlyGifts.state, before)))
      .returning({ id: monthlyGifts.id });
    // Ended or cancelled meanwhile: nothing is left to change or to tell.
    if (!now || moved.length === 0) return;
    await recordTransition(tx, at, actor, {
      noun: "monthly_gift",
      subjectId: gift.id,
      from: now.state,
      event: change.kind === "amount" ? "change_amount" : change.kind,
      to: to ?? now.state,
    });
    await recordEvents(tx, at, {
      kind: "monthly_gift.changed",
      monthlyGiftId: gift.id,
      news: newsOfChange[change.kind],
      key: String(change.number),
    });
  });
}

type Effect = {
  values: Partial<typeof monthlyGifts.$inferInsert>;
  /** The state it leads to; null: none of its own. */
  to: MonthlyGiftState | null;
  before: MonthlyGiftState[];
};

/** What a change does to our row, and in which states. The failed bill stays on the row: a late message about it is then no news. */
function effectOf(change: Change, at: Date): Effect {
  const { kind } = change;
  if (kind === "card") throw new Error("a card is not replaced here");
  if (kind === "amount") {
    const before = [...goingOnStates];
    return { values: change.amountFen === null ? {} : { amountFen: change.amountFen }, to: null, before };
  }
  const before = statesBefore(monthlyGiftTransitions, kind);
  const stopped = { nextRetryAt: null, nextChargeAt: null };
  switch (kind) {
    case "resume":
      return { values: { state: "active", nextRetryAt: null, failureCode: null }, to: "active", before };
    case "cancel":
      return { values: { ...stopped, state: "cancelled", endedAt: at }, to: "cancelled", before };
    case "end":
      return { values: { ...stopped, state: "ended", endedAt: at }, to: "ended", before };
    case "pause":
      return { values: { ...stopped, state: "paused", failureCode: null }, to: "paused", before };
    default:
      return { values: { ...stopped, state: "paused" }, to: "paused", before };
  }
}
