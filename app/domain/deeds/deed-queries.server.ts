import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { pairingDeeds } from "#db/schema/pairing-deeds.server.ts";
import { pairingReviews } from "#db/schema/pairing-life.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import type { Fen } from "../money.ts";
import { type HelpWay, helpWays } from "./deed.ts";

/** The deeds of one pairing, newest first, for those who have a part in it. */
export function listDeeds(db: DbOrTx, params: { pairingId: string }) {
  return db
    .select({
      id: pairingDeeds.id,
      year: pairingDeeds.year,
      way: pairingDeeds.way,
      title: pairingDeeds.title,
      description: pairingDeeds.description,
      doneOn: pairingDeeds.doneOn,
      worthFen: pairingDeeds.worthFen,
      householdCount: pairingDeeds.householdCount,
      state: pairingDeeds.state,
      confirmedByRole: pairingDeeds.confirmedByRole,
      decisionNote: pairingDeeds.decisionNote,
      fileIds: sql<
        string[]
      >`array(select file_id::text from pairing_deed_files where deed_id = ${pairingDeeds.id} order by position)`,
    })
    .from(pairingDeeds)
    .where(eq(pairingDeeds.pairingId, params.pairingId))
    .orderBy(desc(pairingDeeds.doneOn), asc(pairingDeeds.id));
}
export type Deed = Awaited<ReturnType<typeof listDeeds>>[number];

/** The reviews of one pairing, newest year first. */
export function listReviews(db: DbOrTx, params: { pairingId: string }) {
  return db
    .select({ year: pairingReviews.year, outcome: pairingReviews.outcome, note: pairingReviews.note })
    .from(pairingReviews)
    .where(eq(pairingReviews.pairingId, params.pairingId))
    .orderBy(desc(pairingReviews.year));
}

/** What of a village's deeds anyone may see: those confirmed, of organizations paired with the village itself (S50). */
export function listPublicDeedsOfVillage(db: DbOrTx, params: { regionCode: string }) {
  return db
    .select({
      title: pairingDeeds.title,
      way: pairingDeeds.way,
      year: pairingDeeds.year,
      doneOn: pairingDeeds.doneOn,
      organizationName: organizations.name,
      confirmedByRole: pairingDeeds.confirmedByRole,
    })
    .from(pairingDeeds)
    .innerJoin(pairings, eq(pairings.id, pairingDeeds.pairingId))
    .innerJoin(organizations, eq(organizations.id, pairings.organizationId))
    .where(and(eq(pairingDeeds.state, "confirmed"), eq(pairings.targetKey, params.regionCode)))
    .orderBy(desc(pairingDeeds.doneOn))
    .limit(50);
}

export type WayTotal = { way: HelpWay; deeds: number; worthFen: Fen };

/** The five ways of help, totalled for a village by year or for all its years (S51); a way without a deed is zero, not missing. */
export async function totalWays(db: DbOrTx, params: { regionCode: string; year: number | null }): Promise<WayTotal[]> {
  const rows = await db
    .select({
      way: pairingDeeds.way,
      deeds: sql<number>`count(*)::int`,
      worth: sql<string>`coalesce(sum(${pairingDeeds.worthFen}), 0)::text`,
    })
    .from(pairingDeeds)
    .innerJoin(pairings, eq(pairings.id, pairingDeeds.pairingId))
    .where(
      and(
        eq(pairingDeeds.state, "confirmed"),
        eq(pairings.targetKey, params.regionCode),
        params.year === null ? sql`true` : eq(pairingDeeds.year, params.year),
      ),
    )
    .groupBy(pairingDeeds.way);
  return helpWays.map((way) => {
    const row = rows.find((one) => one.way === way);
    return { way, deeds: row?.deeds ?? 0, worthFen: BigInt(row?.worth ?? "0") };
  });
}

/** The confirmed years and the reviewed years of some pairings: what is owed follows from them. */
export async function listYearsDone(db: DbOrTx, params: { pairingIds: readonly string[] }) {
  const ids = [...params.pairingIds];
  if (ids.length === 0) return { deeds: [], reviews: [] };
  const [deeds, reviews] = await Promise.all([
    db
      .selectDistinct({ pairingId: pairingDeeds.pairingId, year: pairingDeeds.year })
      .from(pairingDeeds)
      .where(and(inArray(pairingDeeds.pairingId, ids), eq(pairingDeeds.state, "confirmed"))),
    db
      .select({ pairingId: pairingReviews.pairingId, year: pairingReviews.year })
      .from(pairingReviews)
      .where(inArray(pairingReviews.pairingId, ids)),
  ]);
  return { deeds, reviews };
}

/** The place of a town or county by its code, for the pages of its villages; null for any other code. */
export async function getTownOrCounty(db: DbOrTx, params: { code: string }) {
  if (!/^(\d{6}|\d{9})$/.test(params.code)) return null;
  const [row] = await db
    .select({ code: regions.code, name: regions.shortName })
    .from(regions)
    .where(eq(regions.code, params.code));
  return row ?? null;
}
