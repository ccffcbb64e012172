import { and, count, eq, gt, isNotNull, lte, or, sql } from "drizzle-orm";
import { isPublicNeed } from "#app/domain/needs/public-need-conditions.server.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import { volunteerSignups } from "#db/schema/volunteers.server.ts";
import { getGiftTotals } from "../ledger/ledger-queries.server.ts";
import type { Fen } from "../money.ts";

export type LiveTotals = {
  /** Needs anyone can see now, met ones included. */
  publishedNeedCount: number;
  /** Needs that still look for help. */
  openNeedCount: number;
  /** Households with a need that received money, or in an active pairing. */
  helpedHouseholdCount: number;
  activePairingCount: number;
  /** Confirmed by the organizations. */
  volunteerMinutes: number;
  givenFen: Fen;
  giftCount: number;
  at: Date;
};

/** The figures of the home page and of /ledger; money comes from the same query as every other total (A11). */
export async function getLiveTotals(db: DbOrTx, at: Date): Promise<LiveTotals> {
  const [[needRow], [householdRow], [pairingRow], [volunteerRow], gifts] = await Promise.all([
    db
      .select({
        published: count(),
        open: sql<number>`count(*) filter (where ${eq(needs.state, "published")})::int`,
      })
      .from(needs)
      .where(and(isPublicNeed(), lte(needs.publishedAt, at))),
    db
      .select({ helped: sql<number>`count(distinct coalesce(${needs.householdId}, ${pairings.householdId}))::int` })
      .from(needs)
      .fullJoin(pairings, sql`false`)
      .where(
        or(
          and(isNotNull(needs.householdId), gt(needs.fundedFen, 0n)),
          and(isNotNull(pairings.householdId), eq(pairings.state, "active")),
        ),
      ),
    db.select({ active: count() }).from(pairings).where(eq(pairings.state, "active")),
    db
      .select({ minutes: sql<number>`coalesce(sum(${volunteerSignups.confirmedMinutes}), 0)::int` })
      .from(volunteerSignups)
      .where(eq(volunteerSignups.state, "hours_confirmed")),
    getGiftTotals(db),
  ]);
  return {
    publishedNeedCount: needRow?.published ?? 0,
    openNeedCount: needRow?.open ?? 0,
    helpedHouseholdCount: householdRow?.helped ?? 0,
    activePairingCount: pairingRow?.active ?? 0,
    volunteerMinutes: volunteerRow?.minutes ?? 0,
    givenFen: gifts.givenFen,
    giftCount: gifts.giftCount,
    at,
  };
}
