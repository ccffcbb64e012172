import { and, eq, ne } from "drizzle-orm";
import type { PaymentGateway } from "#app/payments/payment-gateway.ts";
import type { Db, DbOrTx } from "#db/client.server.ts";
import { monthlyGiftChanges, monthlyGifts } from "#db/schema/monthly-gifts.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { isId, newId } from "../ids.ts";
import type { Fen } from "../money.ts";
import { err, ok, type Result } from "../result.ts";
import { carryOutMonthlyChange } from "./carry-out-monthly-change.server.ts";
import { type MonthlyChangeKind, mayChange } from "./monthly-gift.ts";

export type WantedChange = { monthlyGiftId: string } & (
  | { kind: "amount"; amountFen: Fen }
  | { kind: Exclude<MonthlyChangeKind, "amount" | "card"> }
);
export type ChangeMonthlyCode = "not_found" | "not_allowed" | "unavailable" | "refused";

/**
 * Changes a monthly gift: the wish is written down and committed, then the provider is asked under the number of that wish (B8). The same
 * wish twice is one. One question at a time: an unanswered one is asked again first; a cancel or an end does not wait for it.
 * `unavailable`: it is written down and will be done, the job asks again.
 */
export async function changeMonthlyGift(
  db: Db,
  payments: PaymentGateway,
  wanted: WantedChange,
  actor: Actor,
  at: Date,
): Promise<Result<undefined, ChangeMonthlyCode>> {
  for (let rounds = 0; rounds < 3; rounds += 1) {
    const written = await writeDown(db, wanted, actor, at);
    if (!written.ok) return written;
    if (written.value === "nothing_to_do") return ok();
    const done = await carryOutMonthlyChange(db, payments, { changeId: written.value.changeId }, actor, at);
    if (written.value.isWanted) return done;
    if (!done.ok && done.code === "unavailable") return done;
  }
  return err("unavailable");
}

type Written = { changeId: string; isWanted: boolean } | "nothing_to_do";

async function writeDown(
  db: Db,
  wanted: WantedChange,
  actor: Actor,
  at: Date,
): Promise<Result<Written, "not_found" | "not_allowed">> {
  if (!isId(wanted.monthlyGiftId)) return err("not_found");
  return db.transaction(async (tx) => {
    const [gift] = await tx.select().from(monthlyGifts).where(eq(monthlyGifts.id, wanted.monthlyGiftId)).for("update");
    if (!gift) return err("not_found");
    const isAmount = wanted.kind === "amount";
    const open = await openChangeOf(tx, gift.id);
    if (open !== null) {
      const isWanted = open.kind === wanted.kind && (!isAmount || open.amountFen === wanted.amountFen);
      const mustWait = wanted.kind !== "cancel" && wanted.kind !== "end";
      const endsAlready = open.kind === "cancel" || open.kind === "end";
      if (isWanted || mustWait || endsAlready) return ok({ changeId: open.id, isWanted: isWanted || endsAlready });
      await tx
        .update(monthlyGiftChanges)
        .set({ outcome: "superseded", answeredAt: at })
        .where(eq(monthlyGiftChanges.id, open.id));
    }
    if (isAlready(gift, wanted)) return ok("nothing_to_do");
    if (gift.providerSubscriptionId === null || !mayChange(gift.state, wanted.kind)) return err("not_allowed");
    const changeId = newId();
    const number = gift.changeNumber + 1;
    await tx.update(monthlyGifts).set({ changeNumber: number }).where(eq(monthlyGifts.id, gift.id));
    await tx.insert(monthlyGiftChanges).values({
      id: changeId,
      monthlyGiftId: gift.id,
      number,
      kind: wanted.kind,
      ...(isAmount ? { amountFen: wanted.amountFen, previousAmountFen: gift.amountFen } : {}),
      requestedBy: actorUserId(actor),
      requestedAt: at,
    });
    return ok({ changeId, isWanted: true });
  });
}

async function openChangeOf(tx: DbOrTx, monthlyGiftId: string) {
  const [open] = await tx
    .select({ id: monthlyGiftChanges.id, kind: monthlyGiftChanges.kind, amountFen: monthlyGiftChanges.amountFen })
    .from(monthlyGiftChanges)
    .where(
      and(
        eq(monthlyGiftChanges.monthlyGiftId, monthlyGiftId),
        eq(monthlyGiftChanges.outcome, "open"),
        ne(monthlyGiftChanges.kind, "card"),
      ),
    );
  return open ?? null;
}

/** The second click of a wish that has been fulfilled. */
function isAlready(gift: typeof monthlyGifts.$inferSelect, wanted: WantedChange): boolean {
  if (wanted.kind === "amount") return gift.amountFen === wanted.amountFen && mayChange(gift.state, "amount");
  const after = { pause: "paused", give_up: "paused", resume: "active", cancel: "cancelled", end: "ended" } as const;
  return gift.state === after[wanted.kind];
}
