import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { impactReports } from "#db/schema/impact-reports.server.ts";
import type { Actor } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { findImpactReport } from "./find-impact-report.server.ts";
import { reportPublisherRoles } from "./impact-report-policy.ts";

/** Gives a submitted report back to the officer, with what is missing. */
export async function returnImpactReport(
  db: Db,
  input: { reportId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict">> {
  const report = await findImpactReport(db, { reportId: input.reportId, actor, roles: reportPublisherRoles });
  if (report === null) return err("not_found");
  return db.transaction(async (tx) => {
    const moved = await tx
      .update(impactReports)
      .set({ state: "returned", reviewNote: input.reason, updatedAt: at })
      .where(and(eq(impactReports.id, report.id), eq(impactReports.state, "submitted")))
      .returning({ id: impactReports.id });
    if (moved.length === 0) return err("conflict");
    const step = {
      noun: "impact_report",
      subjectId: report.id,
      from: "submitted",
      event: "return",
      to: "returned",
      reason: input.reason,
    };
    await recordTransition(tx, at, actor, step);
    await recordEvents(tx, at, { kind: "impact_report.changed", reportId: report.id });
    return ok();
  });
}
