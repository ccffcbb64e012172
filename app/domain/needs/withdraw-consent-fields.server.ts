import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { consents } from "#db/schema/consents.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { type ConsentField, fieldsToldInWords } from "../households/consent.ts";
import { findHousehold } from "../households/find-household.server.ts";
import { householdKeeperRoles } from "../households/household-policy.ts";
import { newId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { announceNeedsOfHousehold } from "./announce-needs-of-household.server.ts";
import { suspendNeedsOfHousehold } from "./suspend-needs-of-household.server.ts";

export type WithdrawConsentFieldsError = "not_found" | "not_given" | "no_field_left";

/**
 * Takes single fields back at the household's wish (F11): a new version of its consent to publish without them, on the signature of the one
 * before, because taking back needs no paper. What is shown follows the standing version at once. Where an officer's words may tell of the
 * field too, or publication cannot do without it, the open needs are suspended until the county has read them anew.
 */
export async function withdrawConsentFields(
  db: Db,
  input: { householdId: string; fields: readonly ConsentField[]; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, WithdrawConsentFieldsError>> {
  const { householdId, fields, reason } = input;
  return db.transaction(async (tx) => {
    const household = await findHousehold(tx, { householdId, actor, roles: householdKeeperRoles });
    if (!household) return err("not_found");
    const [standing] = await tx
      .select()
      .from(consents)
      .where(
        and(
          eq(consents.householdId, householdId),
          eq(consents.purpose, "publish_masked"),
          isNull(consents.withdrawnAt),
        ),
      )
      .for("update");
    if (!standing || !fields.some((field) => standing.fields.includes(field))) return err("not_given");
    const left = standing.fields.filter((field) => !fields.includes(field));
    if (left.length === 0) return err("no_field_left");
    await tx.update(consents).set({ withdrawnAt: at }).where(eq(consents.id, standing.id));
    const next = { ...standing, id: newId(), fields: left, recordedBy: actorUserId(actor), withdrawnAt: null };
    await tx.insert(consents).values(next);
    const { state } = household;
    await recordTransition(tx, at, actor, {
      noun: "household",
      subjectId: householdId,
      from: state,
      event: "withdraw_fields",
      to: state,
      reason,
    });
    const mustBeRead = [...fieldsToldInWords, "village"].some((field) => fields.some((one) => one === field));
    if (mustBeRead) await suspendNeedsOfHousehold(tx, { householdId, reason }, actor, at);
    await announceNeedsOfHousehold(tx, householdId, at);
    await recordEvents(tx, at, { kind: "household.changed", householdId });
    return ok();
  });
}
