import type { FileStore } from "#app/files/file-store.ts";
import type { Db } from "#db/client.server.ts";
import { householdCorrections } from "#db/schema/household-exits.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordPictures } from "../files/store-file.server.ts";
import type { CorrectionKind } from "../households/household-exit.ts";
import { newId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { type EvidenceError, withEvidencePicture } from "../verification/with-evidence-picture.server.ts";
import { getOpenCorrection } from "./case-record-queries.server.ts";
import { lockForStep, type StepError } from "./take-step.server.ts";

export type ProposeCorrectionError = StepError | "correction_open" | EvidenceError;

/** The town proposes to take off who should not be on file, or to put back who was wrongly left out: reason and evidence (S14). */
export async function proposeCorrection(
  services: { db: Db; files: FileStore },
  input: { householdId: string; kind: CorrectionKind; reason: string; pictures: readonly Uint8Array[] },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, ProposeCorrectionError>> {
  const { householdId, kind, reason, pictures } = input;
  return withEvidencePicture<undefined, ProposeCorrectionError>(services, pictures, async (tx, picture) => {
    const file = await lockForStep(tx, { householdId, step: `propose_${kind}`, actor });
    if (!file.ok) return file;
    if (await getOpenCorrection(tx, householdId)) return err("correction_open");
    const proposedBy = actorUserId(actor);
    if (proposedBy === null) return err("not_allowed");
    await recordPictures(tx, [picture], actor, at);
    const record = { id: newId(), householdId, kind, reason, evidenceFileId: picture.id, proposedBy, proposedAt: at };
    await tx.insert(householdCorrections).values({ ...record, state: "proposed" });
    const { state } = file.value;
    const line = {
      noun: "household",
      subjectId: householdId,
      from: state,
      event: `propose_${kind}`,
      to: state,
      reason,
    };
    await recordTransition(tx, at, actor, line);
    await recordEvents(tx, at, { kind: "household.changed", householdId });
    return ok();
  });
}
