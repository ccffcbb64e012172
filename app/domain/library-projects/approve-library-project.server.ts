import { eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { libraryBudgets } from "#db/schema/library-projects.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { findLatestBudget } from "./budget-versions.server.ts";
import { findLibraryProject, lockUnchanged } from "./find-library-project.server.ts";
import { isSamePerson, mayTakeStep } from "./library-project.ts";
import { moveLibraryProject } from "./move-library-project.server.ts";

/**
 * 批复 (S100): another person of the county approves the project and, by name, the latest version of its budget: from now on money may
 * follow that version. Nobody approves a budget the same person proposed.
 */
export async function approveLibraryProject(
  db: DbOrTx,
  input: { projectId: string; documentNumber: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict" | "same_person">> {
  const approvedBy = actorUserId(actor);
  const project = await findLibraryProject(db, { projectId: input.projectId, actor });
  if (project === null || approvedBy === null || !mayTakeStep(actor, project, "approve")) return err("not_found");
  if (project.state !== "reserved") return err("conflict");
  if (isSamePerson(actor, project, "approve")) return err("same_person");
  return db.transaction(async (tx) => {
    const set = { approvedBy, documentNumber: input.documentNumber };
    if (!(await lockUnchanged(tx, project))) return err("conflict");
    const budget = await findLatestBudget(tx, project.id);
    if (budget === null || budget.refusedAt !== null) return err("conflict");
    if (budget.proposedBy === approvedBy) return err("same_person");
    await tx.update(libraryBudgets).set({ approvedBy, approvedAt: at }).where(eq(libraryBudgets.id, budget.id));
    await moveLibraryProject(tx, { project, event: "approve", set }, actor, at);
    return ok();
  });
}
