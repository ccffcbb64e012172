import type { FileStore } from "#app/files/file-store.ts";
import type { Db } from "#db/client.server.ts";
import { householdReentries } from "#db/schema/household-exits.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordPictures } from "../files/store-file.server.ts";
import { stepHousehold } from "../households/lock-household.server.ts";
import { newId } from "../ids.ts";
import { err, ok, type Result } from "../result.ts";
import { type EvidenceError, withEvidencePicture } from "../verification/with-evidence-picture.server.ts";
import { getOpenCorrection } from "./case-record-queries.server.ts";
import { lockForStep, type StepError } from "./take-step.server.ts";

export type ApplyReentryError = StepError | "correction_open" | EvidenceError;

/** 镇申请 (S20): the town applies for a household that has fallen back, with reason and evidence. */
export async function applyReentry(
  services: { db: Db; files: FileStore },
  input: { householdId: string; reason: string; pictures: readonly Uint8Array[] },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, ApplyReentryError>> {
  const { householdId, reason, pictures } = input;
  return withEvidencePicture<undefined, ApplyReentryError>(services, pictures, async (tx, picture) => {
    const file = await lockForStep(tx, { householdId, step: "apply_reentry", actor });
    if (!file.ok) return file;
    if (await getOpenCorrection(tx, householdId)) return err("correction_open");
    const appliedBy = actorUserId(actor);
    if (appliedBy === null) return err("not_allowed");
    await recordPictures(tx, [picture], actor, at);
    const record = { id: newId(), householdId, reason, evidenceFileId: picture.id, appliedBy, appliedAt: at };
    await tx.insert(householdReentries).values({ ...record, state: "applied" });
    const moved = await stepHousehold(tx, file.value, { event: "apply_reentry", reason }, actor, at);
    return moved ? ok() : err("conflict");
  });
}
