import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { impactReports } from "#db/schema/impact-reports.server.ts";
import { needItems, needs } from "#db/schema/needs.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import type { Fen } from "../money.ts";
import { inScope } from "../scope.server.ts";
import { reportReaderRoles } from "./impact-report-policy.ts";
import { listReportLines, listReportPhotos } from "./impact-report-queries.server.ts";

/** The report of a need for staff of its subtree, in whatever state it is; null when none was begun. */
export async function getReportOfNeed(db: DbOrTx, params: { needId: string; actor: Actor }) {
  const [row] = await db
    .select()
    .from(impactReports)
    .where(
      and(
        eq(impactReports.needId, params.needId),
        inArray(impactReports.state, ["drafted", "submitted", "returned", "published"]),
        inScope(impactReports.regionCode, scopesOf(params.actor, reportReaderRoles)),
      ),
    );
  if (!row) return null;
  return {
    ...row,
    lines: await listReportLines(db, { reportId: row.id }),
    photos: await listReportPhotos(db, { reportId: row.id }),
  };
}

/** What a new report starts from, so that nobody types twice (S33): each budget item as planned. */
export async function listPlannedLines(
  db: DbOrTx,
  params: { needId: string },
): Promise<{ item: string; plannedFen: Fen }[]> {
  const rows = await db
    .select({
      name: needItems.name,
      unit: needItems.unit,
      quantity: needItems.quantity,
      unitPriceFen: needItems.unitPriceFen,
    })
    .from(needItems)
    .where(eq(needItems.needId, params.needId))
    .orderBy(asc(needItems.position));
  return rows.map((row) => ({
    item: `${row.name} × ${row.quantity} ${row.unit}`,
    plannedFen: (row.unitPriceFen ?? 0n) * BigInt(row.quantity),
  }));
}

/** Reports waiting for the county, and fulfilled needs still without one, in the actor's subtrees. */
export async function listReportsToReview(db: DbOrTx, params: { actor: Actor }) {
  return db
    .select({
      id: impactReports.id,
      needId: impactReports.needId,
      title: impactReports.title,
      villageName: regions.shortName,
      updatedAt: impactReports.updatedAt,
    })
    .from(impactReports)
    .innerJoin(regions, eq(regions.code, impactReports.regionCode))
    .where(
      and(
        eq(impactReports.state, "submitted"),
        inScope(impactReports.regionCode, scopesOf(params.actor, ["county_verifier"])),
      ),
    )
    .orderBy(asc(impactReports.updatedAt));
}

export async function listNeedsToReport(db: DbOrTx, params: { actor: Actor }) {
  return db
    .select({ id: needs.id, title: needs.title, villageName: regions.shortName, fulfilledAt: needs.fulfilledAt })
    .from(needs)
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .leftJoin(
      impactReports,
      and(eq(impactReports.needId, needs.id), inArray(impactReports.state, ["submitted", "published"])),
    )
    .where(
      and(
        eq(needs.state, "fulfilled"),
        sql`${impactReports.id} is null`,
        inScope(needs.regionCode, scopesOf(params.actor, ["village_officer"])),
      ),
    )
    .orderBy(asc(needs.fulfilledAt));
}
