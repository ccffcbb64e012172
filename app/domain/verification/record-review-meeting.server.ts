import type { FileStore } from "#app/files/file-store.ts";
import type { Db } from "#db/client.server.ts";
import { reviewMeetings } from "#db/schema/verification.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordPictures } from "../files/store-file.server.ts";
import { newId } from "../ids.ts";
import { findNeed } from "../needs/find-need.server.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { lockNeedCase } from "./lock-need-case.server.ts";
import type { ReviewMeetingInput } from "./verification-form.ts";
import { checkerRoles } from "./verification-policy.ts";
import { type EvidenceError, withEvidencePicture } from "./with-evidence-picture.server.ts";

export type RecordReviewMeetingError = "not_found" | "conflict" | EvidenceError;

/**
 * Records the 民主评议 of a submitted need (S6): date, place, attendees, votes, minutes and their photo, bound to the version that was
 * discussed. A correction is a new record; the latest counts.
 */
export async function recordReviewMeeting(
  services: { db: Db; files: FileStore },
  input: { needId: string; meeting: ReviewMeetingInput; pictures: readonly Uint8Array[] },
  actor: Actor,
  at: Date,
): Promise<Result<{ meetingId: string }, RecordReviewMeetingError>> {
  const { needId, meeting, pictures } = input;
  const found = await findNeed(services.db, { needId, actor, roles: checkerRoles });
  if (!found) return err("not_found");
  if (found.state !== "submitted") return err("conflict");
  return withEvidencePicture<{ meetingId: string }, RecordReviewMeetingError>(
    services,
    pictures,
    async (tx, picture) => {
      const need = await lockNeedCase(tx, { needId, actor, roles: checkerRoles });
      if (!need) return err("not_found");
      if (need.state !== "submitted") return err("conflict");
      await recordPictures(tx, [picture], actor, at);
      const meetingId = newId();
      await tx.insert(reviewMeetings).values({
        ...meeting,
        id: meetingId,
        needId,
        needVersion: need.version,
        minutesFileId: picture.id,
        recordedBy: actorUserId(actor),
        recordedAt: at,
      });
      const { state } = need;
      await recordTransition(tx, at, actor, {
        noun: "need",
        subjectId: needId,
        from: state,
        event: "record_meeting",
        to: state,
      });
      return ok({ meetingId });
    },
  );
}
