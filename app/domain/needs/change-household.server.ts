import { and, eq, sql } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import type { Actor } from "../actor.ts";
import { findHousehold } from "../households/find-household.server.ts";
import type { ChangeHouseholdInput } from "../households/household-form.ts";
import { householdKeeperRoles, isEndedHousehold } from "../households/household-policy.ts";
import { householdPhonePlace } from "../households/sealed-places.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { suspendNeedsOfHousehold } from "./suspend-needs-of-household.server.ts";

export type ChangeHouseholdError = "not_found" | "household_ended" | "conflict";

/**
 * Changes what may change on a file, with a reason (S10). Each change of a cause or of somebody's labour ability is logged as from → to in
 * the append-only transitions; whoever saves second gets `conflict` (C6). When facts change on which published needs stand, those needs are
 * suspended until the county has verified them anew (S45).
 */
export async function changeHousehold(
  { db, sealer }: { db: Db; sealer: Sealer },
  input: ChangeHouseholdInput & { householdId: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ suspendedNeedIds: string[] }, ChangeHouseholdError>> {
  const { householdId, version, members, reason, phone, groupName, causes, strengths, circumstances } = input;
  return db.transaction(async (tx) => {
    const found = await findHousehold(tx, { householdId, actor, roles: householdKeeperRoles });
    if (!found) return err("not_found");
    if (isEndedHousehold(found.state)) return err("household_ended");
    const [before] = await tx
      .select({ causes: households.causes })
      .from(households)
      .where(and(eq(households.id, householdId), eq(households.version, version)))
      .for("update");
    if (!before) return err("conflict");
    const phoneChange = phone === null ? {} : { phoneSealed: sealer.seal(phone, householdPhonePlace(householdId)) };
    await tx
      .update(households)
      .set({
        causes,
        strengths,
        circumstances,
        groupName: groupName === "" ? null : groupName,
        ...phoneChange,
        version: sql`${households.version} + 1`,
        updatedAt: at,
      })
      .where(eq(households.id, householdId));
    const step = { event: "change", reason };
    const { state } = found;
    await recordTransition(tx, at, actor, {
      noun: "household",
      subjectId: householdId,
      from: state,
      to: state,
      ...step,
    });
    const [from, to] = [causesText(before.causes), causesText(causes)];
    if (from !== to) {
      await recordTransition(tx, at, actor, { noun: "household_causes", subjectId: householdId, from, to, ...step });
    }
    const haveMembersChanged = await changeMembers(tx, { householdId, members, reason }, actor, at);
    const isRegisterChange = from !== to || haveMembersChanged;
    const suspendedNeedIds = isRegisterChange
      ? await suspendNeedsOfHousehold(tx, { householdId, reason }, actor, at)
      : [];
    await recordEvents(tx, at, { kind: "household.changed", householdId });
    return ok({ suspendedNeedIds });
  });
}

function causesText(causes: readonly string[]): string {
  return [...causes].sort().join(",");
}

type MemberChanges = { householdId: string; members: ChangeHouseholdInput["members"]; reason: string };

/** Changes members of this household only; an id of another household finds nothing. Returns whether anything differed. */
async function changeMembers(tx: Tx, { householdId, members, reason }: MemberChanges, actor: Actor, at: Date) {
  const before = await tx.select().from(householdMembers).where(eq(householdMembers.householdId, householdId));
  let hasChanged = false;
  for (const old of before) {
    const changed = members.find((member) => member.id === old.id);
    if (!changed) continue;
    const { id, ...facts } = changed;
    const isSame =
      old.labourAbility === facts.labourAbility &&
      old.isStudent === facts.isStudent &&
      old.isDisabled === facts.isDisabled &&
      old.hasChronicIllness === facts.hasChronicIllness;
    if (isSame) continue;
    hasChanged = true;
    await tx
      .update(householdMembers)
      .set(facts)
      .where(and(eq(householdMembers.id, id), eq(householdMembers.householdId, householdId)));
    await recordTransition(tx, at, actor, {
      noun: "household_member",
      subjectId: id,
      from: old.labourAbility,
      event: "change",
      to: facts.labourAbility,
      reason,
    });
  }
  return hasChanged;
}
