import { and, asc, eq, gt, inArray, isNotNull, lte, ne } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { monthlyGiftChanges, monthlyGifts } from "#db/schema/monthly-gifts.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { isId } from "../ids.ts";
import { goingOnStates } from "./monthly-gift.ts";

/** What the commands need to talk to the provider about a monthly gift. */
export async function getMonthlyGiftForPayment(db: DbOrTx, params: { monthlyGiftId: string }) {
  if (!isId(params.monthlyGiftId)) return null;
  const [row] = await db
    .select({
      gift: monthlyGifts,
      needTitle: needs.title,
      needCode: needs.publicCode,
      accountId: organizations.stripeAccountId,
    })
    .from(monthlyGifts)
    .innerJoin(needs, eq(needs.id, monthlyGifts.needId))
    .innerJoin(organizations, eq(organizations.id, monthlyGifts.charityId))
    .where(eq(monthlyGifts.id, params.monthlyGiftId));
  if (!row || row.accountId === null) return null;
  const { gift, ...rest } = row;
  return { ...gift, ...rest, accountId: row.accountId };
}

export type MonthlyGiftForPayment = NonNullable<Awaited<ReturnType<typeof getMonthlyGiftForPayment>>>;

/** The gift a message is about, by the id we wrote or the provider's own; null: none of ours. */
export async function findMonthlyGiftOf(
  db: DbOrTx,
  params: { monthlyGiftId: string | null; subscriptionId: string | null },
): Promise<string | null> {
  if (params.monthlyGiftId !== null && isId(params.monthlyGiftId)) return params.monthlyGiftId;
  if (params.subscriptionId === null) return null;
  const [row] = await db
    .select({ id: monthlyGifts.id })
    .from(monthlyGifts)
    .where(eq(monthlyGifts.providerSubscriptionId, params.subscriptionId));
  return row?.id ?? null;
}

/** Amounts a bill of this gift may have: the present one, and those of its changes, because a bill may be older than the change. */
export async function listAgreedAmounts(db: DbOrTx, params: { monthlyGiftId: string }): Promise<bigint[]> {
  const rows = await db
    .select({ now: monthlyGiftChanges.amountFen, before: monthlyGiftChanges.previousAmountFen })
    .from(monthlyGiftChanges)
    .where(and(eq(monthlyGiftChanges.monthlyGiftId, params.monthlyGiftId), eq(monthlyGiftChanges.kind, "amount")));
  return rows.flatMap(({ now, before }) => [now, before]).filter((fen) => fen !== null);
}

type Batch = { limit: number };

/** Begun, sent to the pay page, and nobody has told us how it went (B10). */
export async function listUnansweredCheckouts(db: DbOrTx, params: Batch & { quietSince: Date; endedAfter: Date }) {
  return db
    .select({ id: monthlyGifts.id })
    .from(monthlyGifts)
    .where(
      and(
        eq(monthlyGifts.state, "started"),
        isNotNull(monthlyGifts.checkoutSessionId),
        lte(monthlyGifts.updatedAt, params.quietSince),
        gt(monthlyGifts.checkoutExpiresAt, params.endedAfter),
      ),
    )
    .orderBy(asc(monthlyGifts.updatedAt))
    .limit(params.limit);
}

/** Changes the provider has not answered; the card's page apart, which waits for a person. */
export async function listOpenChanges(db: DbOrTx, params: Batch & { before: Date; kind: "card" | "other" }) {
  return db
    .select({ id: monthlyGiftChanges.id, monthlyGiftId: monthlyGiftChanges.monthlyGiftId })
    .from(monthlyGiftChanges)
    .where(
      and(
        eq(monthlyGiftChanges.outcome, "open"),
        lte(monthlyGiftChanges.requestedAt, params.before),
        params.kind === "card" ? eq(monthlyGiftChanges.kind, "card") : ne(monthlyGiftChanges.kind, "card"),
      ),
    )
    .orderBy(asc(monthlyGiftChanges.requestedAt))
    .limit(params.limit);
}

/** Charges whose day has passed without a word. */
export async function listSilentMonthlyGifts(db: DbOrTx, params: Batch & { before: Date }) {
  return db
    .select({ id: monthlyGifts.id })
    .from(monthlyGifts)
    .where(and(eq(monthlyGifts.state, "active"), lte(monthlyGifts.nextChargeAt, params.before)))
    .orderBy(asc(monthlyGifts.nextChargeAt))
    .limit(params.limit);
}

/** Failed charges whose day to be tried again has come. */
export async function listDueRetries(db: DbOrTx, params: Batch & { at: Date }) {
  return db
    .select({ id: monthlyGifts.id })
    .from(monthlyGifts)
    .where(and(eq(monthlyGifts.state, "past_due"), lte(monthlyGifts.nextRetryAt, params.at)))
    .orderBy(asc(monthlyGifts.nextRetryAt))
    .limit(params.limit);
}

/** The needs that monthly gifts still go to. */
export async function listNeedsWithMonthlyGifts(db: DbOrTx): Promise<{ publicCode: string; needId: string }[]> {
  return db
    .selectDistinct({ publicCode: needs.publicCode, needId: needs.id })
    .from(monthlyGifts)
    .innerJoin(needs, eq(needs.id, monthlyGifts.needId))
    .where(inArray(monthlyGifts.state, [...goingOnStates]));
}

export async function listGoingOnMonthlyGifts(db: DbOrTx, params: { needId: string }) {
  return db
    .select({ id: monthlyGifts.id })
    .from(monthlyGifts)
    .where(and(eq(monthlyGifts.needId, params.needId), inArray(monthlyGifts.state, [...goingOnStates])));
}

/** Months whose donation was begun and not settled: we were cut off between the two. */
export async function listUnsettledMonthlyCharges(db: DbOrTx, params: Batch & { before: Date }) {
  const rows = await db
    .select({ monthlyGiftId: donations.monthlyGiftId, invoiceId: donations.providerInvoiceId })
    .from(donations)
    .where(
      and(
        isNotNull(donations.providerInvoiceId),
        eq(donations.state, "started"),
        lte(donations.updatedAt, params.before),
      ),
    )
    .orderBy(asc(donations.updatedAt))
    .limit(params.limit);
  return rows.flatMap(({ monthlyGiftId, invoiceId }) =>
    monthlyGiftId === null || invoiceId === null ? [] : [{ monthlyGiftId, invoiceId }],
  );
}

/** Active gifts whose card is known to end in or before a month (`YYYY-MM`). */
export async function listCardsEndingBy(db: DbOrTx, params: { month: string }) {
  return db
    .select({ id: monthlyGifts.id, cardExpiresMonth: monthlyGifts.cardExpiresMonth })
    .from(monthlyGifts)
    .where(and(inArray(monthlyGifts.state, ["active", "past_due"]), lte(monthlyGifts.cardExpiresMonth, params.month)));
}

/** Whether any card is, or was, charged every month on a charity's account. */
export async function hasMonthlyGifts(db: DbOrTx, params: { accountId: string }): Promise<boolean> {
  const [row] = await db
    .select({ id: monthlyGifts.id })
    .from(monthlyGifts)
    .innerJoin(organizations, eq(organizations.id, monthlyGifts.charityId))
    .where(and(eq(organizations.stripeAccountId, params.accountId), isNotNull(monthlyGifts.providerSubscriptionId)))
    .limit(1);
  return row !== undefined;
}
