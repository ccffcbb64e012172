import type { FileStore } from "#app/files/file-store.ts";
import type { Db } from "#db/client.server.ts";
import { householdExits } from "#db/schema/household-exits.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordPictures } from "../files/store-file.server.ts";
import { stepHousehold } from "../households/lock-household.server.ts";
import { newId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import { type EvidenceError, withEvidencePicture } from "../verification/with-evidence-picture.server.ts";
import { getOpenCorrection } from "./case-record-queries.server.ts";
import { lockForStep, type StepError } from "./take-step.server.ts";

export type ProposeExitError = StepError | "correction_open" | EvidenceError;

/** The town proposes that a household leaves the file, with reason and evidence (S16). It is put up and inspected before anything changes. */
export async function proposeExit(
  services: { db: Db; files: FileStore },
  input: { householdId: string; reason: string; pictures: readonly Uint8Array[] },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, ProposeExitError>> {
  const { householdId, reason, pictures } = input;
  return withEvidencePicture<undefined, ProposeExitError>(services, pictures, async (tx, picture) => {
    const file = await lockForStep(tx, { householdId, step: "propose_exit", actor });
    if (!file.ok) return file;
    if (await getOpenCorrection(tx, householdId)) return err("correction_open");
    const proposedBy = actorUserId(actor);
    if (proposedBy === null) return err("not_allowed");
    await recordPictures(tx, [picture], actor, at);
    const { version } = file.value;
    const record = {
      id: newId(),
      householdId,
      version,
      reason,
      evidenceFileId: picture.id,
      proposedBy,
      proposedAt: at,
    };
    await tx.insert(householdExits).values({ ...record, state: "proposed" });
    const moved = await stepHousehold(tx, file.value, { event: "propose_exit", reason }, actor, at);
    return moved ? ok() : err("conflict");
  });
}
