import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { needItems, needs } from "#db/schema/needs.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { findHousehold } from "../households/find-household.server.ts";
import { isEndedHousehold } from "../households/household-policy.ts";
import { newId, newPublicCode } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { type ForbiddenText, gateNeedTexts } from "./gate-need-texts.server.ts";
import { goalFenOf } from "./need-budget.ts";
import type { NeedInput } from "./need-form.ts";
import { canDraftNeed, needDrafterRoles } from "./need-policy.ts";

export type DraftNeedError =
  | "not_allowed"
  | "unknown_village"
  | "household_not_found"
  | "household_ended"
  | "household_imported";

/**
 * Drafts a need (S36) of one household or, with `householdId` null, of the village itself (S4). The goal is the sum of the budget
 * (S94). Nothing is public yet, but the public texts are gated from the first save on.
 */
export async function draftNeed(
  db: Db,
  input: { regionCode: string; householdId: string | null; need: NeedInput },
  actor: Actor,
  at: Date,
): Promise<Result<{ needId: string }, DraftNeedError> | ForbiddenText> {
  const { regionCode, householdId, need } = input;
  if (!canDraftNeed(actor, regionCode)) return err("not_allowed");
  return db.transaction(async (tx) => {
    const [village] = await tx
      .select({ code: regions.code })
      .from(regions)
      .where(and(eq(regions.code, regionCode), eq(regions.level, "village")));
    if (!village) return err("unknown_village");
    if (householdId !== null) {
      const household = await findHousehold(tx, { householdId, actor, roles: needDrafterRoles });
      if (!household || household.regionCode !== regionCode) return err("household_not_found");
      if (isEndedHousehold(household.state)) return err("household_ended");
      if (household.state === "imported") return err("household_imported");
    }
    const forbidden = await gateNeedTexts(tx, need, householdId);
    if (forbidden) return forbidden;
    const needId = newId();
    const { items, ...facts } = need;
    await tx.insert(needs).values({
      ...facts,
      id: needId,
      publicCode: newPublicCode(),
      regionCode,
      householdId,
      state: "drafted",
      goalFen: goalFenOf(need.type, items),
      createdBy: actorUserId(actor),
      createdAt: at,
      updatedAt: at,
    });
    await tx.insert(needItems).values(items.map((item, position) => ({ ...item, id: newId(), needId, position })));
    await recordTransition(tx, at, actor, {
      noun: "need",
      subjectId: needId,
      from: null,
      event: "draft",
      to: "drafted",
    });
    await recordEvents(tx, at, { kind: "need.changed", needId });
    return ok({ needId });
  });
}
