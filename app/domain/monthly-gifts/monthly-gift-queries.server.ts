import { and, count, desc, eq, inArray, ne } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { monthlyGiftChanges, monthlyGifts } from "#db/schema/monthly-gifts.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { fundraisingFilings, organizations } from "#db/schema/organizations.server.ts";
import { receiptStates } from "../donations/donation.ts";
import { presetAmountsYuan } from "../donations/preset-amounts.ts";
import { isId } from "../ids.ts";
import { fenToDecimal } from "../money.ts";
import { goingOnStates } from "./monthly-gift.ts";

/** One monthly gift for its page and its mails. Who may see it is asked by the caller: its owner, or the holder of its link. */
export async function getMonthlyGift(db: DbOrTx, params: { monthlyGiftId: string }) {
  if (!isId(params.monthlyGiftId)) return null;
  const [row] = await db
    .select({
      id: monthlyGifts.id,
      userId: monthlyGifts.userId,
      state: monthlyGifts.state,
      amountFen: monthlyGifts.amountFen,
      surplusChoice: monthlyGifts.surplusChoice,
      allowsOperating: monthlyGifts.allowsOperating,
      receiptName: monthlyGifts.receiptName,
      email: monthlyGifts.email,
      publicName: monthlyGifts.publicName,
      message: monthlyGifts.message,
      locale: monthlyGifts.locale,
      isOnPayPage: monthlyGifts.checkoutSessionId,
      hasOpenCardPage: monthlyGifts.cardSessionId,
      failedAttempts: monthlyGifts.failedAttempts,
      failureCode: monthlyGifts.failureCode,
      nextRetryAt: monthlyGifts.nextRetryAt,
      nextChargeAt: monthlyGifts.nextChargeAt,
      cardBrand: monthlyGifts.cardBrand,
      cardLast4: monthlyGifts.cardLast4,
      cardExpiresMonth: monthlyGifts.cardExpiresMonth,
      createdAt: monthlyGifts.createdAt,
      endedAt: monthlyGifts.endedAt,
      nextReportOn: needs.nextReportOn,
      needTitle: needs.title,
      needCode: needs.publicCode,
      needState: needs.state,
      charity: {
        name: organizations.name,
        creditCode: organizations.creditCode,
        qualificationNumber: organizations.qualificationNumber,
        contactPhone: organizations.contactPhone,
      },
      filing: {
        filingNumber: fundraisingFilings.filingNumber,
        surplusRule: fundraisingFilings.surplusRule,
        recordUrl: fundraisingFilings.recordUrl,
      },
    })
    .from(monthlyGifts)
    .innerJoin(needs, eq(needs.id, monthlyGifts.needId))
    .innerJoin(organizations, eq(organizations.id, monthlyGifts.charityId))
    .leftJoin(fundraisingFilings, eq(fundraisingFilings.id, needs.filingId))
    .where(eq(monthlyGifts.id, params.monthlyGiftId));
  return row ?? null;
}

export type MonthlyGiftDetails = NonNullable<Awaited<ReturnType<typeof getMonthlyGift>>>;

/** The change that is on its way to the provider, if any; the card's page apart. */
export async function getOpenChange(db: DbOrTx, params: { monthlyGiftId: string }) {
  const [row] = await db
    .select({ kind: monthlyGiftChanges.kind, amountFen: monthlyGiftChanges.amountFen })
    .from(monthlyGiftChanges)
    .where(
      and(
        eq(monthlyGiftChanges.monthlyGiftId, params.monthlyGiftId),
        eq(monthlyGiftChanges.outcome, "open"),
        ne(monthlyGiftChanges.kind, "card"),
      ),
    );
  return row ?? null;
}

/** Every month that was charged, newest first; each is a donation with a receipt of its own (Q5). */
export async function listMonthlyCharges(db: DbOrTx, params: { monthlyGiftId: string }) {
  return db
    .select({
      id: donations.id,
      amountFen: donations.amountFen,
      paidAt: donations.paidAt,
      receiptNumber: donations.receiptNumber,
      state: donations.state,
    })
    .from(donations)
    .where(and(eq(donations.monthlyGiftId, params.monthlyGiftId), inArray(donations.state, [...receiptStates])))
    .orderBy(desc(donations.paidAt));
}

/** The monthly gifts of one signed-in donor, newest first; pages that were never paid are left out. */
export async function listMonthlyGiftsOf(db: DbOrTx, params: { userId: string }) {
  return db
    .select({
      id: monthlyGifts.id,
      state: monthlyGifts.state,
      amountFen: monthlyGifts.amountFen,
      nextChargeAt: monthlyGifts.nextChargeAt,
      nextRetryAt: monthlyGifts.nextRetryAt,
      needTitle: needs.title,
      needCode: needs.publicCode,
    })
    .from(monthlyGifts)
    .innerJoin(needs, eq(needs.id, monthlyGifts.needId))
    .where(and(eq(monthlyGifts.userId, params.userId), ne(monthlyGifts.state, "started")))
    .orderBy(desc(monthlyGifts.createdAt));
}

/** The gifts a mail with new links lists: all that go on, of whoever asked with this address. */
export async function listMonthlyGiftsByEmail(db: DbOrTx, params: { email: string }) {
  return db
    .select({
      id: monthlyGifts.id,
      state: monthlyGifts.state,
      amountFen: monthlyGifts.amountFen,
      needTitle: needs.title,
    })
    .from(monthlyGifts)
    .innerJoin(needs, eq(needs.id, monthlyGifts.needId))
    .where(and(eq(monthlyGifts.email, params.email), inArray(monthlyGifts.state, [...goingOnStates])))
    .orderBy(desc(monthlyGifts.createdAt));
}

/** What a charity sees of its monthly donors: how many, never who (L17). */
export async function countMonthlyGiftsOfCharity(db: DbOrTx, params: { charityId: string }) {
  const rows = await db
    .select({ state: monthlyGifts.state, total: count() })
    .from(monthlyGifts)
    .where(and(eq(monthlyGifts.charityId, params.charityId), inArray(monthlyGifts.state, [...goingOnStates])))
    .groupBy(monthlyGifts.state);
  const of = (state: string) => rows.find((row) => row.state === state)?.total ?? 0;
  return { active: of("active"), paused: of("paused"), pastDue: of("past_due") };
}

/** What was typed into the gift form, for going back to it while no pay page has been opened; null after that, or for another need. */
export async function getMonthlyGiftDraft(db: DbOrTx, params: { monthlyGiftId: string; needId: string }) {
  if (!isId(params.monthlyGiftId)) return null;
  const [row] = await db
    .select()
    .from(monthlyGifts)
    .where(
      and(
        eq(monthlyGifts.id, params.monthlyGiftId),
        eq(monthlyGifts.needId, params.needId),
        eq(monthlyGifts.state, "started"),
      ),
    );
  if (!row) return null;
  const yuan = fenToDecimal(row.amountFen).replace(/\.00$/, "");
  const isPreset = presetAmountsYuan.some((preset) => preset === yuan);
  return {
    // A gift already on its way to the provider is not edited: a change makes a new one (B9).
    formNonce: row.checkoutExpiresAt === null ? row.formNonce : null,
    values: {
      frequency: "monthly",
      preset: isPreset ? yuan : "other",
      otherAmount: isPreset ? "" : yuan,
      surplusChoice: row.surplusChoice,
      allowsOperating: row.allowsOperating ? "on" : undefined,
      receiptName: row.receiptName,
      email: row.email,
      showsName: row.publicName === null ? undefined : "on",
      publicName: row.publicName ?? "",
      message: row.message,
    },
  };
}
