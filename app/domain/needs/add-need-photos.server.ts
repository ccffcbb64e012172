import { and, count, eq, inArray } from "drizzle-orm";
import type { FileStore } from "#app/files/file-store.ts";
import type { Db } from "#db/client.server.ts";
import { needPhotos, needs } from "#db/schema/needs.server.ts";
import type { Actor } from "../actor.ts";
import { recordPictures } from "../files/store-file.server.ts";
import {
  discardPictures,
  type PictureError,
  type WrittenPicture,
  writePicture,
} from "../files/write-picture.server.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { findNeed } from "./find-need.server.ts";
import { editableNeedStates, isEditableNeedState, needDrafterRoles } from "./need-policy.ts";

/** Pictures one need can have. */
export const largestPhotoCount = 10;

export type AddNeedPhotosError =
  | "not_found"
  | "not_editable"
  | "photo_required"
  | "too_many_photos"
  | `photo_${PictureError}`;

/**
 * Adds pictures to a draft: all or none. They are decoded and written before the transaction; when the need has moved on meanwhile, or
 * one of them cannot be read, what was written is taken back.
 */
export async function addNeedPhotos(
  { db, files }: { db: Db; files: FileStore },
  input: { needId: string; pictures: readonly Uint8Array[]; alternativeText: string; showsPerson: boolean },
  actor: Actor,
  at: Date,
): Promise<Result<{ fileIds: string[] }, AddNeedPhotosError>> {
  const { needId, pictures, alternativeText, showsPerson } = input;
  const need = await findNeed(db, { needId, actor, roles: needDrafterRoles });
  if (!need) return err("not_found");
  if (!isEditableNeedState(need.state)) return err("not_editable");
  if (pictures.length === 0) return err("photo_required");
  if (pictures.length > largestPhotoCount) return err("too_many_photos");
  const written: WrittenPicture[] = [];
  for (const bytes of pictures) {
    const picture = await writePicture(files, bytes);
    if (!picture.ok) {
      await discardPictures(files, written);
      return err(`photo_${picture.code}`);
    }
    written.push(picture.value);
  }
  const added = await db.transaction(async (tx): Promise<Result<{ fileIds: string[] }, AddNeedPhotosError>> => {
    const [locked] = await tx
      .select({ state: needs.state })
      .from(needs)
      .where(and(eq(needs.id, needId), inArray(needs.state, [...editableNeedStates])))
      .for("update");
    if (!locked) return err("not_editable");
    const [present] = await tx.select({ count: count() }).from(needPhotos).where(eq(needPhotos.needId, needId));
    const first = present?.count ?? 0;
    if (first + written.length > largestPhotoCount) return err("too_many_photos");
    await recordPictures(tx, written, actor, at);
    await tx.insert(needPhotos).values(
      written.map((picture, index) => ({
        needId,
        fileId: picture.id,
        position: first + index,
        alternativeText,
        showsPerson,
      })),
    );
    const { state } = locked;
    await recordTransition(tx, at, actor, {
      noun: "need",
      subjectId: needId,
      from: state,
      event: "add_photos",
      to: state,
    });
    await recordEvents(tx, at, { kind: "need.changed", needId });
    return ok({ fileIds: written.map((picture) => picture.id) });
  });
  if (!added.ok) await discardPictures(files, written);
  return added;
}
