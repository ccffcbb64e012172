import type { Db, Tx } from "#db/client.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import type { Actor } from "../actor.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import type { FieldChange } from "../households/household-changes.ts";
import type { ChangeHouseholdInput } from "../households/household-form.ts";
import { householdKeeperRoles, isEndedHousehold } from "../households/household-policy.ts";
import { lockHousehold } from "../households/lock-household.server.ts";
import { changesOf, writeFile } from "../households/write-changes.server.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { type MadeVersion, makeVersion } from "./make-version.server.ts";

export type ChangeHouseholdError = "not_found" | "household_ended" | "conflict" | "nothing_changed" | "account_on_file";

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
): Promise<Result<MadeVersion, ChangeHouseholdError>> {
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
): Promise<Result<MadeVersion, ChangeHouseholdError>> {
  const { householdId, reason } = input;
  const file = await lockHousehold(tx, { householdId, actor, roles: householdKeeperRoles });
  if (!file) return err("not_found");
  if (isEndedHousehold(file.state)) return err("household_ended");
  if (file.version !== input.version) return err("conflict");
  const changes = await changesOf(tx, input);
  if (changes.length === 0) return err("nothing_changed");
  const write = async (version: number) => {
    await writeFile({ tx, sealer }, input, version, at);
    await logCausesAndLabour(tx, { householdId, changes, reason }, actor, at);
  };
  return ok(await makeVersion(tx, { file, changes, reason, event: "change", write }, actor, at));
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
