import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { households } from "#db/schema/households.server.ts";
import type { Actor } from "../actor.ts";
import { type FieldChange, isRegisterChange } from "../households/household-changes.ts";
import { type LockedHousehold, recordVersion } from "../households/lock-household.server.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { sendBackFile } from "./send-back-file.server.ts";
import { suspendNeedsOfHousehold } from "./suspend-needs-of-household.server.ts";

/** States in which a decision on the version is under way: a new version ends it (S8, S16). */
const decidingStates: readonly string[] = ["reviewed", "noticed", "signed", "exit_proposed", "exit_noticed"];

export type MadeVersion = { suspendedNeedIds: string[]; isSentBack: boolean };

/**
 * Makes the next version of a locked file (S3): its record first, then what `write` does with the number, then what follows. Meeting, notice
 * and signature of the old version count no more: an application goes back to its beginning, an exit is stopped (S8). When facts change on
 * which published needs stand, those are suspended until the county has verified them anew (S45).
 */
export async function makeVersion(
  tx: Tx,
  input: {
    file: LockedHousehold;
    changes: FieldChange[];
    reason: string;
    event: "change" | "add_member" | "remove_member" | "correct_member";
    write: (version: number) => Promise<void>;
  },
  actor: Actor,
  at: Date,
): Promise<MadeVersion> {
  const { file, changes, reason, event } = input;
  const householdId = file.id;
  const version = file.version + 1;
  await recordVersion(tx, { householdId, version, changes, reason }, actor, at);
  await input.write(version);
  // What was coarse enough before may name somebody now: the county chooses anew (D4).
  if (changes.some(({ field }) => field === "causes")) {
    await tx.update(households).set({ publicCauses: null }).where(eq(households.id, householdId));
  }
  const step = { noun: "household", subjectId: householdId, from: file.state, event, to: file.state, reason };
  await recordTransition(tx, at, actor, step);
  const isSentBack = decidingStates.includes(file.state) && (await sendBackFile(tx, file, reason, actor, at));
  const suspendedNeedIds = isRegisterChange(changes)
    ? await suspendNeedsOfHousehold(tx, { householdId, reason }, actor, at)
    : [];
  await recordEvents(tx, at, { kind: "household.changed", householdId });
  return { suspendedNeedIds, isSentBack };
}
