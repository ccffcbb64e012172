import { and, eq } from "drizzle-orm";
import type { PaymentGateway } from "#app/payments/payment-gateway.ts";
import type { Db } from "#db/client.server.ts";
import { monthlyGiftChanges, monthlyGifts } from "#db/schema/monthly-gifts.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { newId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import { mayChange } from "./monthly-gift.ts";
import { getMonthlyGiftForPayment } from "./monthly-payment-queries.server.ts";

const pageMinutes = 60;

export type CardPageInput = { monthlyGiftId: string; successUrl: string; cancelUrl: string };

/** Leads the donor to the provider's page for another card; nothing is charged there. The same page until it is used or over (B9). */
export async function openCardPage(
  db: Db,
  payments: PaymentGateway,
  input: CardPageInput,
  actor: Actor,
  at: Date,
): Promise<Result<{ url: string }, "not_found" | "not_allowed" | "unavailable" | "refused">> {
  const gift = await getMonthlyGiftForPayment(db, input);
  if (gift === null) return err("not_found");
  if (gift.providerSubscriptionId === null || !mayChange(gift.state, "card")) return err("not_allowed");
  const change = await beginChange(db, gift.id, actor, at);
  const page = await payments.openCardReplacement({
    monthlyGiftId: gift.id,
    attempt: change.number,
    subscriptionId: gift.providerSubscriptionId,
    accountId: gift.accountId,
    locale: gift.locale === "en" ? "en" : "zh",
    successUrl: input.successUrl,
    cancelUrl: input.cancelUrl,
    expiresAt: change.expiresAt,
  });
  if (!page.ok) return err(page.code === "unavailable" ? "unavailable" : "refused");
  await db
    .update(monthlyGifts)
    .set({ cardSessionId: page.value.sessionId, updatedAt: at })
    .where(eq(monthlyGifts.id, gift.id));
  return ok({ url: page.value.url });
}

/** The page begun and still good, or a new one; the gift's lock makes twenty clicks one change. */
async function beginChange(
  db: Db,
  monthlyGiftId: string,
  actor: Actor,
  at: Date,
): Promise<{ number: number; expiresAt: Date }> {
  return db.transaction(async (tx) => {
    const [gift] = await tx
      .select({ changeNumber: monthlyGifts.changeNumber })
      .from(monthlyGifts)
      .where(eq(monthlyGifts.id, monthlyGiftId))
      .for("update");
    const isOpenCard = and(
      eq(monthlyGiftChanges.monthlyGiftId, monthlyGiftId),
      eq(monthlyGiftChanges.kind, "card"),
      eq(monthlyGiftChanges.outcome, "open"),
    );
    const [open] = await tx
      .select({ number: monthlyGiftChanges.number, expiresAt: monthlyGiftChanges.expiresAt })
      .from(monthlyGiftChanges)
      .where(isOpenCard);
    if (open?.expiresAt && open.expiresAt > at) return { number: open.number, expiresAt: open.expiresAt };
    await tx.update(monthlyGiftChanges).set({ outcome: "expired", answeredAt: at }).where(isOpenCard);
    const number = (gift?.changeNumber ?? 0) + 1;
    const expiresAt = new Date(at.getTime() + pageMinutes * 60_000);
    await tx
      .update(monthlyGifts)
      .set({ changeNumber: number, cardSessionId: null })
      .where(eq(monthlyGifts.id, monthlyGiftId));
    await tx.insert(monthlyGiftChanges).values({
      id: newId(),
      monthlyGiftId,
      number,
      kind: "card",
      requestedBy: actorUserId(actor),
      requestedAt: at,
      expiresAt,
    });
    return { number, expiresAt };
  });
}
