import { and, asc, eq, lte, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { pairingDeeds } from "#db/schema/pairing-deeds.server.ts";
import { pairingReviews } from "#db/schema/pairing-life.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type Actor, membershipOf } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import type { Fen } from "../money.ts";
import { type HelpWay, helpWays } from "./deed.ts";
import { deedYearsMissing } from "./owed.ts";

/**
 * An organization's return of a year, made of what was recorded and confirmed (S48, S50, S51): its villages, their deeds, the review, and what
 * is missing. For its own members; null for anyone else.
 */
export async function readAnnualReturn(
  db: DbOrTx,
  params: { organizationId: string; year: number; actor: Actor; now: Date },
) {
  const { organizationId, year, actor, now } = params;
  const membership = membershipOf(actor, organizationId);
  if (membership === undefined || !Number.isInteger(year) || year < 2000 || year > 2200) return null;
  const ties = await db
    .select({
      id: pairings.id,
      publicCode: pairings.publicCode,
      kind: pairings.kind,
      state: pairings.state,
      placeName: regions.shortName,
      activatedAt: pairings.activatedAt,
      outcome: pairingReviews.outcome,
      reviewNote: pairingReviews.note,
    })
    .from(pairings)
    .innerJoin(regions, eq(regions.code, pairings.regionCode))
    .leftJoin(pairingReviews, and(eq(pairingReviews.pairingId, pairings.id), eq(pairingReviews.year, year)))
    .where(
      and(
        eq(pairings.organizationId, organizationId),
        lte(pairings.activatedAt, new Date(`${year + 1}-01-01T00:00:00+08:00`)),
        sql`(${pairings.endedAt} is null or ${pairings.endedAt} >= ${`${year}-01-01T00:00:00+08:00`}::timestamptz)`,
      ),
    )
    .orderBy(asc(pairings.regionCode), asc(pairings.createdAt));
  const deeds = await db
    .select({
      pairingId: pairingDeeds.pairingId,
      way: pairingDeeds.way,
      title: pairingDeeds.title,
      doneOn: pairingDeeds.doneOn,
      worthFen: pairingDeeds.worthFen,
      householdCount: pairingDeeds.householdCount,
      confirmedByRole: pairingDeeds.confirmedByRole,
    })
    .from(pairingDeeds)
    .innerJoin(pairings, eq(pairings.id, pairingDeeds.pairingId))
    .where(
      and(
        eq(pairings.organizationId, organizationId),
        eq(pairingDeeds.year, year),
        eq(pairingDeeds.state, "confirmed"),
      ),
    )
    .orderBy(asc(pairingDeeds.doneOn), asc(pairingDeeds.id));
  const today = dayInChina(now);
  const withDeeds = ties.map((tie) => {
    const own = deeds.filter((deed) => deed.pairingId === tie.id);
    const confirmed = own.length > 0 ? [year] : [];
    const activatedOn = dayInChina(tie.activatedAt ?? now);
    const isMissing = deedYearsMissing({ kind: tie.kind, activatedOn, today, confirmed }).includes(year);
    return { ...tie, deeds: own, isMissing };
  });
  return {
    organizationId,
    organizationName: membership.organizationName,
    year,
    ties: withDeeds,
    totals: helpWays.map((way) => totalOf(way, deeds)),
  };
}
export type AnnualReturn = NonNullable<Awaited<ReturnType<typeof readAnnualReturn>>>;

function totalOf(way: HelpWay, deeds: readonly { way: HelpWay; worthFen: Fen | null; householdCount: number }[]) {
  const own = deeds.filter((deed) => deed.way === way);
  return {
    way,
    deeds: own.length,
    worthFen: own.reduce((sum, deed) => sum + (deed.worthFen ?? 0n), 0n),
  };
}
