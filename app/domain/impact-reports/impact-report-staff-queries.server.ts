import { and, asc, desc, eq, inArray, isNull, lte, or, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { impactReports } from "#db/schema/impact-reports.server.ts";
import { needItems, needs } from "#db/schema/needs.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { addDays } from "../clock.ts";
import type { Fen } from "../money.ts";
import { isReportLate } from "../needs/next-report.ts";
import { inScope } from "../scope.server.ts";
import { reportReaderRoles } from "./impact-report-policy.ts";
import { listReportLines, listReportPhotos } from "./impact-report-queries.server.ts";

/** The report of a need that is in work, or the latest published one, for staff of its subtree; null when there is none. */
export async function getReportOfNeed(db: DbOrTx, params: { needId: string; actor: Actor; of: "work" | "published" }) {
  const [row] = await db
    .select()
    .from(impactReports)
    .where(
      and(
        eq(impactReports.needId, params.needId),
        inArray(impactReports.state, params.of === "work" ? ["drafted", "submitted", "returned"] : ["published"]),
        inScope(impactReports.regionCode, scopesOf(params.actor, reportReaderRoles)),
      ),
    )
    .orderBy(desc(impactReports.publishedAt))
    .limit(1);
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

/** Reports waiting for the county in the actor's subtrees. */
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

/** Days before its date from which a report stands in the officer's list. */
const reportAheadDays = 30;

/**
 * What the officers of these subtrees have to report on, overdue first (U13): needs whose next report is due within 30 days, and fulfilled
 * ones without a full report. A report that lies with the county is not theirs to write.
 */
export async function listNeedsToReport(db: DbOrTx, params: { actor: Actor; today: string }) {
  const rows = await db
    .select({
      id: needs.id,
      title: needs.title,
      villageName: regions.shortName,
      fulfilledAt: needs.fulfilledAt,
      nextReportOn: needs.nextReportOn,
    })
    .from(needs)
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .leftJoin(impactReports, and(eq(impactReports.needId, needs.id), eq(impactReports.state, "submitted")))
    .where(
      and(
        or(eq(needs.state, "fulfilled"), lte(needs.nextReportOn, addDays(params.today, reportAheadDays))),
        isNull(impactReports.id),
        inScope(needs.regionCode, scopesOf(params.actor, ["village_officer"])),
      ),
    )
    .orderBy(sql`${needs.nextReportOn} asc nulls last`, asc(needs.fulfilledAt));
  return rows.map((row) => ({ ...row, isLate: isReportLate(row.nextReportOn, params.today) }));
}
