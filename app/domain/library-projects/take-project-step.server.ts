import { eq } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { libraryFiles } from "#db/schema/library-project-papers.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { err, ok, type Result } from "../result.ts";
import { stateAfter } from "../transitions.ts";
import { findLibraryProject } from "./find-library-project.server.ts";
import { isSamePerson, libraryProjectTransitions, mayTakeStep } from "./library-project.ts";
import { moveLibraryProject } from "./move-library-project.server.ts";

/** The steps that need nothing but the person, and a reason where something is stopped; approval and acceptance have papers of their own. */
export const plainProjectSteps = [
  "submit",
  "check",
  "return",
  "reject",
  "reserve",
  "remove",
  "start",
  "announce",
] as const;
export type PlainProjectStep = (typeof plainProjectSteps)[number];
const stepsWithReason: readonly PlainProjectStep[] = ["return", "reject", "remove"];

export type ProjectStepError =
  | "not_found"
  | "conflict"
  | "same_person"
  | "reason_required"
  | "quote_required"
  | "photo_missing"
  | "has_money";

/** Moves a project one step along its table (S100): the right office, another person where two must, a reason where it is stopped. */
export async function takeProjectStep(
  db: DbOrTx,
  input: { projectId: string; event: PlainProjectStep; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, ProjectStepError>> {
  const { event } = input;
  const project = await findLibraryProject(db, { projectId: input.projectId, actor });
  if (project === null) return err("not_found");
  if (stateAfter(libraryProjectTransitions, project.state, event) === undefined) return err("conflict");
  if (!mayTakeStep(actor, project, event)) return err("not_found");
  if (isSamePerson(actor, project, event)) return err("same_person");
  const reason = input.reason.trim();
  if (stepsWithReason.includes(event) && [...reason].length < 4) return err("reason_required");
  if (event === "submit") {
    const kinds = await listFileKinds(db, project.id);
    if (!kinds.includes("quote")) return err("quote_required");
    if (!kinds.includes("photo")) return err("photo_missing");
  }
  const person = actorUserId(actor);
  const set = {
    ...(event === "check" ? { checkedBy: person } : {}),
    ...(event === "reserve" ? { reservedBy: person } : {}),
    ...(event === "announce" ? { announcedBy: person } : {}),
    ...(event === "return" ? { checkedBy: null } : {}),
  };
  try {
    return await db.transaction(async (tx) => {
      const isMoved = await moveLibraryProject(tx, { project, event, reason: reason || undefined, set }, actor, at);
      return isMoved ? ok() : err("conflict");
    });
  } catch (error) {
    if (violatedConstraint(error) === "library_projects_money") return err("has_money");
    throw error;
  }
}

async function listFileKinds(db: DbOrTx, projectId: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ kind: libraryFiles.kind })
    .from(libraryFiles)
    .where(eq(libraryFiles.projectId, projectId));
  return rows.map((row) => row.kind);
}
