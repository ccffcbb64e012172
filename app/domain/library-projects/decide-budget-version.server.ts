import { and, eq, isNull } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { libraryBudgets } from "#db/schema/library-projects.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { findLatestBudget } from "./budget-versions.server.ts";
import { findLibraryProject, lockUnchanged } from "./find-library-project.server.ts";
import { projectCountyRoles } from "./library-project.ts";

export type DecideBudgetError = "not_found" | "conflict" | "same_person" | "reason_required" | "below_spent";

/**
 * Another person of the county approves the changed budget, so that money follows it from now on, or refuses it with a reason (S100).
 * Never below what funds have paid or are about to pay. The first version is decided with the project itself.
 */
export async function decideBudgetVersion(
  db: DbOrTx,
  input: { projectId: string; budgetId: string; decision: "approve" | "refuse"; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, DecideBudgetError>> {
  const decidedBy = actorUserId(actor);
  const { projectId, budgetId, decision, reason } = input;
  const project = await findLibraryProject(db, { projectId, actor, roles: projectCountyRoles });
  if (project === null || decidedBy === null) return err("not_found");
  if (project.state !== "approved" && project.state !== "under_way") return err("conflict");
  if (decision === "refuse" && [...reason.trim()].length < 4) return err("reason_required");
  try {
    return await db.transaction(async (tx) => {
      if (!(await lockUnchanged(tx, project))) return err("conflict");
      const latest = await findLatestBudget(tx, projectId);
      if (latest?.id !== budgetId) return err("conflict");
      if (latest.proposedBy === decidedBy) return err("same_person");
      const set =
        decision === "approve"
          ? { approvedBy: decidedBy, approvedAt: at }
          : { refusedBy: decidedBy, refusedAt: at, refusal: reason.trim() };
      const moved = await tx
        .update(libraryBudgets)
        .set(set)
        .where(
          and(eq(libraryBudgets.id, budgetId), isNull(libraryBudgets.approvedAt), isNull(libraryBudgets.refusedAt)),
        )
        .returning({ id: libraryBudgets.id });
      if (moved.length === 0) return err("conflict");
      const to = decision === "approve" ? "approved" : "refused";
      const step = { noun: "library_budget", subjectId: budgetId, from: "proposed", event: decision, to };
      await recordTransition(tx, at, actor, { ...step, reason: reason.trim() || undefined });
      await recordEvents(tx, at, { kind: "ledger.changed" });
      return ok();
    });
  } catch (error) {
    if (violatedConstraint(error) === "library_budgets_spent") return err("below_spent");
    throw error;
  }
}
