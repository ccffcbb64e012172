import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { monthlyGifts } from "#db/schema/monthly-gifts.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import type { SurplusChoice } from "../donations/donation.ts";
import { getGivingNeed } from "../donations/donation-queries.server.ts";
import type { NoGiftReason } from "../donations/giving-conditions.ts";
import { newId } from "../ids.ts";
import type { Fen } from "../money.ts";
import { err, ok, type Result } from "../result.ts";
import { offeredMonthlySurplusChoices } from "./monthly-gift.ts";

export type MonthlyGiftInput = {
  needCode: string;
  formNonce: string;
  amountFen: Fen;
  surplusChoice: SurplusChoice;
  allowsOperating: boolean;
  receiptName: string;
  email: string;
  publicName: string | null;
  message: string;
  locale: string;
};

/**
 * Writes down that somebody wants to give every month; nothing is charged. The form's nonce makes a double click find the same row (B9);
 * until its pay page is opened, the details follow the form. A surplus cannot be sent back to a monthly donor: `surplus_not_offered`.
 */
export async function startMonthlyGift(
  db: Db,
  input: MonthlyGiftInput,
  actor: Actor,
  at: Date,
): Promise<Result<{ monthlyGiftId: string }, NoGiftReason | "not_found" | "surplus_not_offered">> {
  const need = await getGivingNeed(db, { publicCode: input.needCode, today: dayInChina(at) });
  if (need === null) return err("not_found");
  if (need.noGiftReason !== null) return err(need.noGiftReason);
  if (need.charityId === null) return err("no_charity");
  if (!offeredMonthlySurplusChoices(need).includes(input.surplusChoice)) return err("surplus_not_offered");
  const { needCode: _, formNonce, ...details } = input;
  const [inserted] = await db
    .insert(monthlyGifts)
    .values({
      ...details,
      id: newId(),
      formNonce,
      needId: need.id,
      charityId: need.charityId,
      userId: actorUserId(actor),
      state: "started",
      createdAt: at,
      updatedAt: at,
    })
    .onConflictDoNothing({ target: monthlyGifts.formNonce })
    .returning({ id: monthlyGifts.id });
  if (inserted) return ok({ monthlyGiftId: inserted.id });
  const isSameForm = and(eq(monthlyGifts.formNonce, formNonce), eq(monthlyGifts.needId, need.id));
  await db
    .update(monthlyGifts)
    .set({ ...details, updatedAt: at })
    .where(and(isSameForm, eq(monthlyGifts.state, "started"), isNull(monthlyGifts.checkoutExpiresAt)));
  const [existing] = await db.select({ id: monthlyGifts.id }).from(monthlyGifts).where(isSameForm);
  return existing ? ok({ monthlyGiftId: existing.id }) : err("not_found");
}
