import type { DbOrTx } from "#db/client.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { findLatestBudget, insertBudgetVersion, isSameBudget } from "./budget-versions.server.ts";
import { findLibraryProject, lockUnchanged } from "./find-library-project.server.ts";
import { projectApplicantRoles } from "./library-project.ts";
import type { BudgetVersionInput } from "./library-project-form.ts";

/** While these last the budget may still be changed, by a version of its own. */
export const budgetChangeStates: readonly string[] = ["reserved", "approved", "under_way"];

/** 预算调整 (S100): proposes a new version with its reason. Money goes on following the approved one until another person approves this. */
export async function proposeBudgetVersion(
  db: DbOrTx,
  input: BudgetVersionInput & { projectId: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ budgetId: string }, "not_found" | "conflict" | "same_budget">> {
  const proposedBy = actorUserId(actor);
  const { projectId, reason } = input;
  const project = await findLibraryProject(db, { projectId, actor, roles: projectApplicantRoles });
  if (project === null || proposedBy === null) return err("not_found");
  if (!budgetChangeStates.includes(project.state)) return err("conflict");
  const lines = input.lines.map(({ unitPrice, ...line }) => ({ ...line, unitPriceFen: unitPrice }));
  return db.transaction(async (tx) => {
    if (!(await lockUnchanged(tx, project))) return err("conflict");
    const latest = await findLatestBudget(tx, projectId);
    if (latest && latest.refusedAt === null && isSameBudget(latest.lines, lines)) return err("same_budget");
    const number = (latest?.number ?? 0) + 1;
    const budgetId = await insertBudgetVersion(tx, { projectId, number, reason, lines, proposedBy }, at);
    const step = { noun: "library_budget", subjectId: budgetId, from: null, event: "propose", to: "proposed", reason };
    await recordTransition(tx, at, actor, step);
    await recordEvents(tx, at, { kind: "ledger.changed" });
    return ok({ budgetId });
  });
}
