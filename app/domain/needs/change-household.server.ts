import { and, asc, eq } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import type { Actor } from "../actor.ts";
import { type FieldChange, fileChanges, isRegisterChange, memberChanges } from "../households/household-changes.ts";
import type { ChangeHouseholdInput } from "../households/household-form.ts";
import { householdKeeperRoles, isEndedHousehold } from "../households/household-policy.ts";
import { lockHousehold, recordVersion } from "../households/lock-household.server.ts";
import { householdPhonePlace } from "../households/sealed-places.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { sendBackFile } from "./send-back-file.server.ts";
import { suspendNeedsOfHousehold } from "./suspend-needs-of-household.server.ts";

export type ChangeHouseholdError = "not_found" | "household_ended" | "conflict" | "nothing_changed";

/** States in which a decision on the version is under way: a new version ends it (S8, S16). */
const decidingStates: readonly string[] = ["reviewed", "noticed", "signed", "exit_proposed", "exit_noticed"];

/**
 * Changes what may change on a file, with a reason: a new version, with every field from → to (S3, S10). Whoever saves second gets
 * `conflict` (C6). Meeting, notice and signature of the old version count no more: an application goes back to its beginning, an exit is
 * stopped (S8). When facts change on which published needs stand, those are suspended until the county has verified them anew (S45).
 */
export async function changeHousehold(
  { db, sealer }: { db: Db; sealer: Sealer },
  input: ChangeHouseholdInput & { householdId: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ suspendedNeedIds: string[]; isSentBack: boolean }, ChangeHouseholdError>> {
  return db.transaction(async (tx) => {
    const { householdId, reason } = input;
    const file = await lockHousehold(tx, { householdId, actor, roles: householdKeeperRoles });
    if (!file) return err("not_found");
    if (isEndedHousehold(file.state)) return err("household_ended");
    if (file.version !== input.version) return err("conflict");
    const changes = await changesOf(tx, input);
    if (changes.length === 0) return err("nothing_changed");
    const version = file.version + 1;
    await recordVersion(tx, { householdId, version, changes, reason }, actor, at);
    await writeFile({ tx, sealer }, input, version, at);
    // What was coarse enough before may name somebody now: the county chooses anew (D4).
    if (changes.some(({ field }) => field === "causes")) {
      await tx.update(households).set({ publicCauses: null }).where(eq(households.id, householdId));
    }
    await recordTransition(tx, at, actor, {
      noun: "household",
      subjectId: householdId,
      from: file.state,
      event: "change",
      to: file.state,
      reason,
    });
    await logCausesAndLabour(tx, { householdId, changes, reason }, actor, at);
    const isSentBack = decidingStates.includes(file.state) && (await sendBackFile(tx, file, reason, actor, at));
    const suspendedNeedIds = isRegisterChange(changes)
      ? await suspendNeedsOfHousehold(tx, { householdId, reason }, actor, at)
      : [];
    await recordEvents(tx, at, { kind: "household.changed", householdId });
    return ok({ suspendedNeedIds, isSentBack });
  });
}

type Change = ChangeHouseholdInput & { householdId: string };

async function changesOf(tx: Tx, input: Change): Promise<FieldChange[]> {
  const [before] = await tx.select().from(households).where(eq(households.id, input.householdId));
  const members = await tx
    .select()
    .from(householdMembers)
    .where(eq(householdMembers.householdId, input.householdId))
    .orderBy(asc(householdMembers.position));
  if (!before) return [];
  const ofMembers = members.flatMap((old) => {
    const typed = input.members.find((member) => member.id === old.id);
    return typed === undefined ? [] : memberChanges(old, typed);
  });
  const phone: FieldChange[] =
    input.phone === null ? [] : [{ field: "phone", memberId: null, from: "sealed", to: "sealed" }];
  return [...fileChanges(before, { ...input, groupName: input.groupName || null }), ...phone, ...ofMembers];
}

/** Members of this household only are written: an id of another household finds nothing. */
async function writeFile(
  { tx, sealer }: { tx: Tx; sealer: Sealer },
  { householdId, members, phone, groupName, causes, strengths, circumstances }: Change,
  version: number,
  at: Date,
): Promise<void> {
  const phoneSealed = phone === null ? {} : { phoneSealed: sealer.seal(phone, householdPhonePlace(householdId)) };
  await tx
    .update(households)
    .set({ causes, strengths, circumstances, groupName: groupName || null, ...phoneSealed, version, updatedAt: at })
    .where(eq(households.id, householdId));
  for (const { id, ...facts } of members) {
    await tx
      .update(householdMembers)
      .set(facts)
      .where(and(eq(householdMembers.id, id), eq(householdMembers.householdId, householdId)));
  }
}

type Logged = { householdId: string; changes: readonly FieldChange[]; reason: string };

/** Causes and ability to work have lines of their own in the append-only history (S10). */
async function logCausesAndLabour(tx: Tx, { householdId, changes, reason }: Logged, actor: Actor, at: Date) {
  for (const { field, memberId, from, to } of changes) {
    const line = { from, to, event: "change", reason };
    if (field === "causes") {
      await recordTransition(tx, at, actor, { noun: "household_causes", subjectId: householdId, ...line });
    } else if (field === "labourAbility" && memberId !== null) {
      await recordTransition(tx, at, actor, { noun: "household_member", subjectId: memberId, ...line });
    }
  }
}
