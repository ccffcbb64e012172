import { eq } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { households } from "#db/schema/households.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import type { Actor } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { type FieldChange, isRegisterChange } from "../households/household-changes.ts";
import type { ChangeHouseholdInput } from "../households/household-form.ts";
import { householdKeeperRoles, isEndedHousehold } from "../households/household-policy.ts";
import { lockHousehold, recordVersion } from "../households/lock-household.server.ts";
import { changesOf, writeFile } from "../households/write-changes.server.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { sendBackFile } from "./send-back-file.server.ts";
import { suspendNeedsOfHousehold } from "./suspend-needs-of-household.server.ts";

export type ChangeHouseholdError = "not_found" | "household_ended" | "conflict" | "nothing_changed" | "account_on_file";

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
  try {
    return await db.transaction((tx) => change({ tx, sealer }, input, actor, at));
  } catch (error) {
    if (violatedConstraint(error) === "households_bankAccountIndex_unique") return err("account_on_file");
    throw error;
  }
}

async function change(
  { tx, sealer }: { tx: Tx; sealer: Sealer },
  input: ChangeHouseholdInput & { householdId: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ suspendedNeedIds: string[]; isSentBack: boolean }, ChangeHouseholdError>> {
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
