import { and, eq, inArray } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { households } from "#db/schema/households.server.ts";
import { needItems, needPhotos, needs } from "#db/schema/needs.server.ts";
import type { Actor } from "../actor.ts";
import { isEndedHousehold } from "../households/household-policy.ts";
import { hasStandingConsents } from "../households/household-queries.server.ts";
import { stopUnreasonableNeed, type UnreasonableNeed } from "../reasonable-needs/pass-gate.server.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { statesBefore } from "../transitions.ts";
import { type FoundNeed, findNeed } from "./find-need.server.ts";
import { type ForbiddenText, gateNeedTexts } from "./gate-need-texts.server.ts";
import { needTransitions } from "./need.ts";
import { needDrafterRoles } from "./need-policy.ts";
import { hasPublishConsent } from "./publish-consent-queries.server.ts";

export type SubmitNeedError =
  | "not_found"
  | "conflict"
  | "items_missing"
  | "publish_consent_missing"
  | "photo_consent_missing"
  | "household_ended";

/**
 * Sends a drafted or returned need up to the town (S5: 村 → 镇 → 县 only). What would stop it later stops it here, with a reason the
 * officer can act on: no budget line, no consent to publish, a person in a picture without photo consent, something unreasonable (D7).
 */
export async function submitNeed(
  db: Db,
  input: { needId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, SubmitNeedError> | ForbiddenText | UnreasonableNeed> {
  return db.transaction(async (tx) => {
    const { needId } = input;
    const found = await findNeed(tx, { needId, actor, roles: needDrafterRoles });
    if (!found) return err("not_found");
    const refusal = await refusalOf(tx, found, at);
    if (refusal) return err(refusal);
    const [texts] = await tx
      .select({ title: needs.title, summary: needs.summary, story: needs.story })
      .from(needs)
      .where(eq(needs.id, needId));
    const forbidden = texts ? await gateNeedTexts(tx, texts, found.householdId) : null;
    if (forbidden) return forbidden;
    const unreasonable = await stopUnreasonableNeed(tx, { needId, actor, at });
    if (unreasonable) return unreasonable;
    const [moved] = await tx
      .update(needs)
      .set({ state: "submitted", submittedAt: at, updatedAt: at, checkedBy: null, checkedAt: null })
      .where(
        and(
          eq(needs.id, needId),
          eq(needs.version, found.version),
          eq(needs.state, found.state),
          inArray(needs.state, statesBefore(needTransitions, "submit")),
        ),
      )
      .returning({ id: needs.id });
    if (!moved) return err("conflict");
    await recordTransition(tx, at, actor, {
      noun: "need",
      subjectId: needId,
      from: found.state,
      event: "submit",
      to: "submitted",
    });
    await recordEvents(tx, at, { kind: "need.changed", needId });
    return ok();
  });
}

async function refusalOf(tx: Tx, { id, householdId }: FoundNeed, at: Date): Promise<SubmitNeedError | undefined> {
  const items = await tx.select({ id: needItems.id }).from(needItems).where(eq(needItems.needId, id)).limit(1);
  if (items.length === 0) return "items_missing";
  if (householdId === null) return undefined;
  const [household] = await tx
    .select({ state: households.state })
    .from(households)
    .where(eq(households.id, householdId));
  if (!household || isEndedHousehold(household.state)) return "household_ended";
  if (!(await hasPublishConsent(tx, { needId: id, at }))) return "publish_consent_missing";
  const people = await tx
    .select({ fileId: needPhotos.fileId })
    .from(needPhotos)
    .where(and(eq(needPhotos.needId, id), eq(needPhotos.showsPerson, true)))
    .limit(1);
  if (people.length === 0) return undefined;
  const hasPhotoConsent = await hasStandingConsents(tx, { householdId, purposes: ["publish_photo"] });
  return hasPhotoConsent ? undefined : "photo_consent_missing";
}
