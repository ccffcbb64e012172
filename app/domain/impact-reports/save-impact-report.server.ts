import { and, eq, inArray } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { impactReportLines, impactReports } from "#db/schema/impact-reports.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { newId, newPublicCode } from "../ids.ts";
import { findNeed } from "../needs/find-need.server.ts";
import { type ForbiddenText, gateNeedTexts } from "../needs/gate-need-texts.server.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { type ImpactReportKind, offeredReportKinds } from "./impact-report.ts";
import type { ImpactReportInput } from "./impact-report-form.ts";
import { reportWriterRoles } from "./impact-report-policy.ts";

export type SaveImpactReportError = "not_found" | "not_ready" | "not_editable" | "conflict";

/** Needs that have something to report: help has come. */
const reportableStates: readonly string[] = ["published", "fulfilled"];

/**
 * Writes the draft of a need's report, or changes it while it is a draft or was returned. `version` 0 means new; a stale version is a
 * conflict, so that no text is overwritten unseen (C6). One report is in work at a time; published ones stay, the next is a new one (L16).
 * The words pass the gate for forbidden fields, as the need's did.
 */
export async function saveImpactReport(
  db: Db,
  input: ImpactReportInput & { needId: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ reportId: string }, SaveImpactReportError> | ForbiddenText> {
  const need = await findNeed(db, { needId: input.needId, actor, roles: reportWriterRoles });
  if (need === null) return err("not_found");
  if (!reportableStates.includes(need.state)) return err("not_ready");
  return db.transaction(async (tx) => {
    const forbidden = await gateNeedTexts(tx, { title: input.title, summary: input.body, story: "" }, need.householdId);
    if (forbidden) return forbidden;
    // The need's row serialises two officers who start at once.
    await tx.select({ id: needs.id }).from(needs).where(eq(needs.id, need.id)).for("update");
    const [existing] = await tx
      .select({ id: impactReports.id, state: impactReports.state, version: impactReports.version })
      .from(impactReports)
      .where(
        and(eq(impactReports.needId, need.id), inArray(impactReports.state, ["drafted", "returned", "submitted"])),
      );
    if (existing && !["drafted", "returned"].includes(existing.state)) return err("not_editable");
    if ((existing?.version ?? 0) !== input.version) return err("conflict");
    const reportId = existing?.id ?? newId();
    const facts = { ...factsOf(input, at), kind: kindFor(need.state, input.kind) };
    if (existing) {
      await tx
        .update(impactReports)
        .set({ ...facts, version: existing.version + 1 })
        .where(eq(impactReports.id, reportId));
    } else {
      const { regionCode } = need;
      const created = {
        id: reportId,
        publicCode: newPublicCode(),
        needId: need.id,
        regionCode,
        createdBy: actorUserId(actor),
        createdAt: at,
      };
      await tx.insert(impactReports).values({ ...facts, ...created, state: "drafted" });
      await recordTransition(tx, at, actor, {
        noun: "impact_report",
        subjectId: reportId,
        from: null,
        event: "draft",
        to: "drafted",
      });
    }
    await replaceLines(tx, reportId, input);
    await recordEvents(tx, at, { kind: "impact_report.changed", reportId });
    return ok({ reportId });
  });
}

/** While the need is open its report is an interim one, whatever the form says. */
function kindFor(needState: string, asked: ImpactReportKind): ImpactReportKind {
  const offered = offeredReportKinds(needState);
  return offered.find((kind) => kind === asked) ?? "interim";
}

function factsOf(input: ImpactReportInput, at: Date) {
  const { title, body, confirmedByRole, confirmedOn, beneficiaryHouseholds, beneficiaryPersons } = input;
  return { title, body, confirmedByRole, confirmedOn, beneficiaryHouseholds, beneficiaryPersons, updatedAt: at };
}

async function replaceLines(tx: Tx, reportId: string, input: ImpactReportInput): Promise<void> {
  await tx.delete(impactReportLines).where(eq(impactReportLines.reportId, reportId));
  if (input.lines.length === 0) return;
  await tx.insert(impactReportLines).values(
    input.lines.map(({ item, planned, spent, note }, position) => ({
      id: newId(),
      reportId,
      position,
      item,
      plannedFen: planned,
      spentFen: spent,
      note,
    })),
  );
}
