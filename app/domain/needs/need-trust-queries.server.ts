import { and, asc, desc, eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { impactReports } from "#db/schema/impact-reports.server.ts";
import { needItems, needs } from "#db/schema/needs.server.ts";
import { needSignatures, notices, reviewMeetings } from "#db/schema/verification.server.ts";
import { reportTitle } from "./report-words.server.ts";

/** The itemised budget, with what of it is promised and delivered. */
export async function listNeedItems(db: DbOrTx, params: { needId: string }) {
  return db
    .select({
      position: needItems.position,
      name: needItems.name,
      unit: needItems.unit,
      quantity: needItems.quantity,
      unitPriceFen: needItems.unitPriceFen,
      pledgedQuantity: needItems.pledgedQuantity,
      deliveredQuantity: needItems.deliveredQuantity,
    })
    .from(needItems)
    .where(eq(needItems.needId, params.needId))
    .orderBy(asc(needItems.position));
}

/**
 * The days on which a need was reviewed, put up and signed for (S6, S7): the public sees that and when each step was taken, and the
 * notice itself, but nobody's name.
 */
export async function getVerificationSteps(db: DbOrTx, params: { needId: string; version: number }) {
  const [[meeting], [notice], [signature]] = await Promise.all([
    db
      .select({
        heldOn: reviewMeetings.heldOn,
        attendeeCount: reviewMeetings.attendeeCount,
        votesFor: reviewMeetings.votesFor,
      })
      .from(reviewMeetings)
      .where(eq(reviewMeetings.needId, params.needId))
      .orderBy(desc(reviewMeetings.recordedAt))
      .limit(1),
    db
      .select({
        publicCode: notices.publicCode,
        openedAt: notices.openedAt,
        closedAt: notices.closedAt,
        minDays: notices.minDays,
      })
      .from(notices)
      .where(and(eq(notices.needId, params.needId), eq(notices.kind, "need")))
      .orderBy(desc(notices.openedAt))
      .limit(1),
    db
      .select({ signedAt: needSignatures.signedAt })
      .from(needSignatures)
      .where(and(eq(needSignatures.needId, params.needId), eq(needSignatures.needVersion, params.version)))
      .limit(1),
  ]);
  return { meeting: meeting ?? null, notice: notice ?? null, signedAt: signature?.signedAt ?? null };
}

export type VerificationSteps = Awaited<ReturnType<typeof getVerificationSteps>>;

/** The published reports of a need, latest first. */
export function listReportsOf(db: DbOrTx, params: { needId: string }) {
  return db
    .select({
      id: impactReports.id,
      publicCode: impactReports.publicCode,
      title: reportTitle,
      kind: impactReports.kind,
      publishedAt: impactReports.publishedAt,
    })
    .from(impactReports)
    .innerJoin(needs, eq(needs.id, impactReports.needId))
    .where(and(eq(impactReports.needId, params.needId), eq(impactReports.state, "published")))
    .orderBy(desc(impactReports.publishedAt), impactReports.id);
}

export type ReportOfNeed = Awaited<ReturnType<typeof listReportsOf>>[number];
