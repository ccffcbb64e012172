import { and, eq, inArray, notInArray, sql } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { needItems, needs } from "#db/schema/needs.server.ts";
import type { Actor } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { newId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { findNeed } from "./find-need.server.ts";
import { type ForbiddenText, gateNeedTexts } from "./gate-need-texts.server.ts";
import { goalFenOf } from "./need-budget.ts";
import type { NeedInput } from "./need-form.ts";
import { editableNeedStates, isEditableNeedState, needDrafterRoles } from "./need-policy.ts";

export type EditNeedError = "not_found" | "not_editable" | "conflict" | "item_promised" | "below_funded";

/**
 * Saves a changed draft. `version` is the one the editor saw: whoever saves second gets `conflict` and loses nothing (C6). Each save is
 * a new version, to which a signature must be given anew (S8). Lines keep their identity, because pledges hang on them.
 */
export async function editNeed(
  db: Db,
  input: { needId: string; version: number; need: NeedInput },
  actor: Actor,
  at: Date,
): Promise<Result<{ version: number }, EditNeedError> | ForbiddenText> {
  try {
    return await db.transaction(async (tx) => {
      const { needId, version, need } = input;
      const found = await findNeed(tx, { needId, actor, roles: needDrafterRoles });
      if (!found) return err("not_found");
      if (!isEditableNeedState(found.state)) return err("not_editable");
      const forbidden = await gateNeedTexts(tx, need, found.householdId);
      if (forbidden) return forbidden;
      const { items, ...facts } = need;
      const [saved] = await tx
        .update(needs)
        .set({ ...facts, goalFen: goalFenOf(need.type, items), version: sql`${needs.version} + 1`, updatedAt: at })
        .where(and(eq(needs.id, needId), eq(needs.version, version), inArray(needs.state, [...editableNeedStates])))
        .returning({ version: needs.version, state: needs.state });
      if (!saved) return err("conflict");
      await replaceItems(tx, needId, items);
      const { state } = saved;
      await recordTransition(tx, at, actor, { noun: "need", subjectId: needId, from: state, event: "edit", to: state });
      await recordEvents(tx, at, { kind: "need.changed", needId });
      return ok({ version: saved.version });
    });
  } catch (error) {
    const constraint = violatedConstraint(error);
    if (constraint === "needs_funded_within_goal") return err("below_funded");
    if (constraint === "need_items_pledged" || constraint?.startsWith("pledges_need_item_id"))
      return err("item_promised");
    throw error;
  }
}

/** Changes the lines that stay, adds the new, removes the rest. A line somebody has pledged against refuses to go, by foreign key. */
async function replaceItems(tx: Tx, needId: string, items: NeedInput["items"]): Promise<void> {
  const existing = await tx.select({ id: needItems.id }).from(needItems).where(eq(needItems.needId, needId));
  const existingIds = new Set(existing.map((row) => row.id));
  // An id of another need, or the same id twice, is a new line: a form cannot reach into other needs.
  const lines = items.map(({ id, ...item }, position) => {
    const isKept = id !== undefined && existingIds.delete(id);
    return { ...item, needId, position, id: isKept ? id : newId(), isKept };
  });
  const keptIds = lines.filter((line) => line.isKept).map((line) => line.id);
  const goes = keptIds.length > 0 ? notInArray(needItems.id, keptIds) : sql`true`;
  await tx.delete(needItems).where(and(eq(needItems.needId, needId), goes));
  for (const { isKept, id, ...line } of lines) {
    if (isKept)
      await tx
        .update(needItems)
        .set(line)
        .where(and(eq(needItems.id, id), eq(needItems.needId, needId)));
    else await tx.insert(needItems).values({ ...line, id });
  }
}
