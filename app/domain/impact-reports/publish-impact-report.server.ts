import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { impactReports } from "#db/schema/impact-reports.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { findImpactReport } from "./find-impact-report.server.ts";
import { reportPublisherRoles } from "./impact-report-policy.ts";

/**
 * The county publishes a submitted report; the helpers hear of it by the event. A fulfilled need becomes reported with the full
 * one; an interim report, and one on a need that is still open, only moves the day of the next (U13). The writer cannot publish (two people).
 */
export async function publishImpactReport(
  db: Db,
  input: { reportId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "same_person" | "conflict">> {
  const report = await findImpactReport(db, { ...input, actor, roles: reportPublisherRoles });
  if (report === null) return err("not_found");
  if (report.createdBy === actorUserId(actor)) return err("same_person");
  return db.transaction(async (tx) => {
    const moved = await tx
      .update(impactReports)
      .set({ state: "published", publishedBy: actorUserId(actor), publishedAt: at, updatedAt: at })
      .where(
        and(
          eq(impactReports.id, report.id),
          eq(impactReports.state, "submitted"),
          eq(impactReports.version, report.version),
        ),
      )
      .returning({ id: impactReports.id });
    if (moved.length === 0) return err("conflict");
    await recordTransition(tx, at, actor, {
      noun: "impact_report",
      subjectId: report.id,
      from: "submitted",
      event: "publish",
      to: "published",
    });
    const reported =
      report.kind === "interim"
        ? []
        : await tx
            .update(needs)
            .set({ state: "reported", updatedAt: at })
            .where(and(eq(needs.id, report.needId), eq(needs.state, "fulfilled")))
            .returning({ id: needs.id });
    if (reported.length > 0) {
      await recordTransition(tx, at, actor, {
        noun: "need",
        subjectId: report.needId,
        from: "fulfilled",
        event: "report",
        to: "reported",
      });
    }
    await recordEvents(
      tx,
      at,
      { kind: "impact_report.published", reportId: report.id },
      { kind: "need.changed", needId: report.needId },
    );
    return ok();
  });
}
