import type { FileStore } from "#app/files/file-store.ts";
import type { Db } from "#db/client.server.ts";
import { householdReviews } from "#db/schema/household-files.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordPictures } from "../files/store-file.server.ts";
import { stepHousehold } from "../households/lock-household.server.ts";
import { newId } from "../ids.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import type { ReviewMeetingInput } from "../verification/verification-form.ts";
import { type EvidenceError, withEvidencePicture } from "../verification/with-evidence-picture.server.ts";
import { isPerson } from "./household-case-policy.ts";
import { lockForStep, type StepError } from "./take-step.server.ts";

export type ReviewHouseholdError = StepError | "same_person" | EvidenceError;

/**
 * The town records the 民主评议 of an application with its picture (S5, S6), on the version that was discussed. With more votes for than
 * against the file is reviewed; otherwise the record stays and the town refuses it or sends for another meeting. Not by who registered it.
 */
export async function reviewHousehold(
  services: { db: Db; files: FileStore },
  input: { householdId: string; meeting: ReviewMeetingInput; pictures: readonly Uint8Array[] },
  actor: Actor,
  at: Date,
): Promise<Result<{ isInFavour: boolean }, ReviewHouseholdError>> {
  const { householdId, meeting, pictures } = input;
  return withEvidencePicture<{ isInFavour: boolean }, ReviewHouseholdError>(services, pictures, async (tx, picture) => {
    const file = await lockForStep(tx, { householdId, step: "review", actor });
    if (!file.ok) return file;
    if (isPerson(actor, file.value.createdBy)) return err("same_person");
    await recordPictures(tx, [picture], actor, at);
    await tx.insert(householdReviews).values({
      ...meeting,
      id: newId(),
      householdId,
      version: file.value.version,
      minutesFileId: picture.id,
      recordedBy: actorUserId(actor),
      recordedAt: at,
    });
    const isInFavour = meeting.votesFor > meeting.votesAgainst;
    const { state } = file.value;
    if (!isInFavour) {
      const line = { noun: "household", subjectId: householdId, from: state, event: "record_meeting", to: state };
      await recordTransition(tx, at, actor, line);
      return ok({ isInFavour });
    }
    const changes = { reviewedBy: actorUserId(actor) };
    const moved = await stepHousehold(tx, file.value, { event: "review", changes }, actor, at);
    return moved ? ok({ isInFavour }) : err("conflict");
  });
}
