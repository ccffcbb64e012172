import { and, eq, inArray } from "drizzle-orm";
import type { DbOrTx, Tx } from "#db/client.server.ts";
import { libraryProjects } from "#db/schema/library-projects.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { newId, newPublicCode } from "../ids.ts";
import { type ForbiddenText, gateNeedTexts } from "../needs/gate-need-texts.server.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { findLatestBudget, insertBudgetVersion, isSameBudget } from "./budget-versions.server.ts";
import { findLibraryProject } from "./find-library-project.server.ts";
import { canApplyFor, editableLibraryStates } from "./library-project.ts";
import type { LibraryProjectInput } from "./library-project-form.ts";

export type SaveLibraryProjectError = "not_found" | "other_place" | "not_editable" | "conflict";

/**
 * Writes the draft of an application, or changes it while it is a draft or was returned (S47, S100). A stale `version` is a conflict. The
 * words pass the gate of public texts; a budget with other lines than before is a new version, never an overwritten one.
 */
export async function saveLibraryProject(
  db: DbOrTx,
  input: LibraryProjectInput & { projectId: string | null; isDemo?: boolean },
  actor: Actor,
  at: Date,
): Promise<Result<{ projectId: string }, SaveLibraryProjectError> | ForbiddenText> {
  const userId = actorUserId(actor);
  if (userId === null || !canApplyFor(actor, input.regionCode)) return err("other_place");
  const [place] = await db.select({ code: regions.code }).from(regions).where(eq(regions.code, input.regionCode));
  // Everything of the library is listed by county (S100): a place above one has no list.
  if (!place || place.code.length < 6) return err("other_place");
  const existing =
    input.projectId === null ? null : await findLibraryProject(db, { projectId: input.projectId, actor });
  if (input.projectId !== null && existing === null) return err("not_found");
  if (existing && !editableLibraryStates.some((state) => state === existing.state)) return err("not_editable");
  return db.transaction(async (tx) => {
    const texts = { title: input.title, summary: `${input.purpose}\n${input.description}`, story: "" };
    const forbidden = await gateNeedTexts(tx, texts, null);
    if (forbidden) return forbidden;
    const projectId = existing?.id ?? newId();
    const { regionCode, title, purpose, description, plannedFrom, plannedTo } = input;
    const facts = { regionCode, title, purpose, description, plannedFrom, plannedTo, updatedAt: at };
    if (existing) {
      const moved = await tx
        .update(libraryProjects)
        .set({ ...facts, version: input.version + 1 })
        .where(
          and(
            eq(libraryProjects.id, projectId),
            eq(libraryProjects.version, input.version),
            inArray(libraryProjects.state, [...editableLibraryStates]),
          ),
        )
        .returning({ id: libraryProjects.id });
      if (moved.length === 0) return err("conflict");
    } else {
      const created = { id: projectId, publicCode: newPublicCode(), state: "drafted" as const, appliedBy: userId };
      await tx.insert(libraryProjects).values({ ...facts, ...created, createdAt: at, isDemo: input.isDemo ?? false });
      const step = { noun: "library_project", subjectId: projectId, from: null, event: "draft", to: "drafted" };
      await recordTransition(tx, at, actor, step);
    }
    await saveBudget(tx, { projectId, input, proposedBy: userId }, at);
    return ok({ projectId });
  });
}

async function saveBudget(
  tx: Tx,
  { projectId, input, proposedBy }: { projectId: string; input: LibraryProjectInput; proposedBy: string },
  at: Date,
): Promise<void> {
  const lines = input.lines.map(({ unitPrice, ...line }) => ({ ...line, unitPriceFen: unitPrice }));
  const latest = await findLatestBudget(tx, projectId);
  if (latest && isSameBudget(latest.lines, lines)) return;
  const reason = latest ? "申报补正" : "申报";
  await insertBudgetVersion(tx, { projectId, number: (latest?.number ?? 0) + 1, reason, lines, proposedBy }, at);
}
