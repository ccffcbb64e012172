import { and, eq, inArray } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { impactReportPhotos, impactReports } from "#db/schema/impact-reports.server.ts";
import type { Actor } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { statesBefore } from "../transitions.ts";
import { findImpactReport } from "./find-impact-report.server.ts";
import { impactReportTransitions } from "./impact-report.ts";
import { reportWriterRoles } from "./impact-report-policy.ts";

/** Sends the report to the county. A report without a picture is not sent: U14 promises 1 to 5. */
export async function submitImpactReport(
  db: Db,
  input: { reportId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "photo_missing" | "conflict">> {
  const report = await findImpactReport(db, { ...input, actor, roles: reportWriterRoles });
  if (report === null) return err("not_found");
  return db.transaction(async (tx) => {
    const photos = await tx
      .select({ fileId: impactReportPhotos.fileId })
      .from(impactReportPhotos)
      .where(eq(impactReportPhotos.reportId, report.id))
      .limit(1);
    if (photos.length === 0) return err("photo_missing");
    const moved = await tx
      .update(impactReports)
      .set({ state: "submitted", updatedAt: at, reviewNote: null })
      .where(
        and(
          eq(impactReports.id, report.id),
          inArray(impactReports.state, statesBefore(impactReportTransitions, "submit")),
        ),
      )
      .returning({ id: impactReports.id });
    if (moved.length === 0) return err("conflict");
    await recordTransition(tx, at, actor, {
      noun: "impact_report",
      subjectId: report.id,
      from: report.state,
      event: "submit",
      to: "submitted",
    });
    await recordEvents(tx, at, { kind: "impact_report.changed", reportId: report.id });
    return ok();
  });
}
