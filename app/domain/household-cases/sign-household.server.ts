import type { FileStore } from "#app/files/file-store.ts";
import type { Db } from "#db/client.server.ts";
import { householdSignatures } from "#db/schema/household-files.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordPictures } from "../files/store-file.server.ts";
import { stepHousehold } from "../households/lock-household.server.ts";
import { newId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { type EvidenceError, withEvidencePicture } from "../verification/with-evidence-picture.server.ts";
import { getFileSignature } from "./case-record-queries.server.ts";
import { closeFileNotice, type FileNoticeError } from "./close-file-notice.server.ts";
import type { SignFileInput } from "./household-case-form.ts";
import { lockForStep, type StepError } from "./take-step.server.ts";

export type SignHouseholdError = StepError | FileNoticeError | "already_signed" | EvidenceError;

/**
 * 逐户签字 (S8): the household signs exactly this version, with the picture that proves it. For an application this comes after the full
 * days of its notice, which it closes; for a file in force whenever a change made a new version.
 */
export async function signHousehold(
  services: { db: Db; files: FileStore },
  input: { householdId: string; signature: SignFileInput; pictures: readonly Uint8Array[] },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, SignHouseholdError>> {
  const { householdId, signature, pictures } = input;
  return withEvidencePicture<undefined, SignHouseholdError>(services, pictures, async (tx, picture) => {
    const file = await lockForStep(tx, { householdId, step: "sign", actor });
    if (!file.ok) return file;
    const { version, state } = file.value;
    if (await getFileSignature(tx, { householdId, version })) return err("already_signed");
    const isApplication = state === "noticed";
    if (isApplication) {
      const closed = await closeFileNotice(tx, { householdId, version, kind: "household" }, actor, at);
      if (!closed.ok) return closed;
    }
    await recordPictures(tx, [picture], actor, at);
    await tx.insert(householdSignatures).values({
      ...signature,
      id: newId(),
      householdId,
      version,
      evidenceFileId: picture.id,
      recordedBy: actorUserId(actor),
      signedAt: at,
    });
    if (isApplication) {
      if (!(await stepHousehold(tx, file.value, { event: "sign" }, actor, at))) throw new Error("a locked file moved");
      return ok();
    }
    const line = { noun: "household", subjectId: householdId, from: state, event: "sign", to: state };
    await recordTransition(tx, at, actor, line);
    await recordEvents(tx, at, { kind: "household.changed", householdId });
    return ok();
  });
}
