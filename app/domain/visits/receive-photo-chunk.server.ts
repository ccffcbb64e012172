import { createHash } from "node:crypto";
import { and, asc, count, eq, or, sql } from "drizzle-orm";
import type { FileStore } from "#app/files/file-store.ts";
import type { Db, DbOrTx, Tx } from "#db/client.server.ts";
import { visitPhotoChunks, visitPhotoUploads } from "#db/schema/visit-uploads.server.ts";
import { visitPhotos, visits } from "#db/schema/visits.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordPictures } from "../files/store-file.server.ts";
import {
  discardPictures,
  type PictureError,
  type WrittenPicture,
  writePicture,
} from "../files/write-picture.server.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { arrivedState } from "./visit.ts";
import type { PhotoChunkInput } from "./visit-form.ts";

/** `receivedBytes`: from where the phone goes on. */
export type PhotoProgress = { receivedBytes: number; isStored: boolean; visitState: "sent" | "confirmed" };
export type ReceivePhotoError = "not_found" | "different_content" | "damaged_on_the_way" | `photo_${PictureError}`;

type Piece = { input: PhotoChunkInput; bytes: Uint8Array };
type Target = { visitedBy: string; photoCount: number };

/**
 * Takes one piece of a photo of a visit (U35). Pieces come in order; one that is here already, or that skips some, changes nothing, and the
 * answer says from where to go on: whatever is sent again, the photo is there once. The last piece closes the sum: the photo is compared
 * with what the phone said, decoded, encoded anew without EXIF (G1), and hung on its visit.
 */
export async function receivePhotoChunk(
  { db, files }: { db: Db; files: FileStore },
  piece: Piece,
  actor: Actor,
  at: Date,
): Promise<Result<PhotoProgress, ReceivePhotoError>> {
  const { input } = piece;
  const [visit] = await db
    .select({ visitedBy: visits.visitedBy, photoCount: visits.photoCount })
    .from(visits)
    .where(eq(visits.id, input.visitId));
  if (visit === undefined || visit.visitedBy !== actorUserId(actor)) return err("not_found");
  if (input.position >= visit.photoCount) return err("not_found");
  const stored = await findStored(db, input, visit);
  if (stored !== null) return stored;
  const receivedBytes = await db.transaction((tx) => addPiece(tx, piece, at));
  if (receivedBytes === null) return err("different_content");
  if (receivedBytes < input.sizeBytes) return ok({ receivedBytes, isStored: false, visitState: "sent" });
  return finish({ db, files }, input, visit, actor, at);
}

/** Adds the piece if it is the next one; how many bytes are here now, or null where the id stands for another photo. */
async function addPiece(tx: Tx, { input, bytes }: Piece, at: Date): Promise<number | null> {
  const { photoId: id, visitId, position, sizeBytes, sha256, offset } = input;
  const said = { visitId, position, sizeBytes, sha256 };
  await tx
    .insert(visitPhotoUploads)
    .values({ id, ...said, receivedBytes: 0, changedAt: at })
    .onConflictDoNothing();
  const [upload] = await tx.select().from(visitPhotoUploads).where(eq(visitPhotoUploads.id, id)).for("update");
  if (upload === undefined) return 0;
  const isSame = upload.visitId === visitId && upload.sizeBytes === sizeBytes && upload.sha256 === sha256;
  if (!isSame || upload.position !== position) return null;
  const { receivedBytes } = upload;
  if (offset !== receivedBytes || bytes.length === 0 || offset + bytes.length > sizeBytes) return receivedBytes;
  await tx.insert(visitPhotoChunks).values({ uploadId: id, offset, bytes });
  const next = receivedBytes + bytes.length;
  await tx.update(visitPhotoUploads).set({ receivedBytes: next, changedAt: at }).where(eq(visitPhotoUploads.id, id));
  return next;
}

async function findStored(db: DbOrTx, input: PhotoChunkInput, visit: Target) {
  const { photoId, visitId, position, sha256, sizeBytes } = input;
  const [photo] = await db
    .select({ id: visitPhotos.id, visitId: visitPhotos.visitId, sentSha256: visitPhotos.sentSha256 })
    .from(visitPhotos)
    .where(or(eq(visitPhotos.id, photoId), and(eq(visitPhotos.visitId, visitId), eq(visitPhotos.position, position))));
  if (photo === undefined) return null;
  if (photo.id !== photoId || photo.visitId !== visitId || photo.sentSha256 !== sha256) return err("different_content");
  return ok({ receivedBytes: sizeBytes, isStored: true, visitState: await stateOf(db, visitId, visit) });
}

async function stateOf(db: DbOrTx, visitId: string, { photoCount }: Target): Promise<"sent" | "confirmed"> {
  const [row] = await db.select({ count: count() }).from(visitPhotos).where(eq(visitPhotos.visitId, visitId));
  return arrivedState({ photoCount, storedPhotoCount: row?.count ?? 0 });
}

/** All pieces are here: is it the photo the phone sent, and is it a picture? */
async function finish(
  { db, files }: { db: Db; files: FileStore },
  input: PhotoChunkInput,
  visit: Target,
  actor: Actor,
  at: Date,
): Promise<Result<PhotoProgress, ReceivePhotoError>> {
  const chunks = await db
    .select({ bytes: visitPhotoChunks.bytes })
    .from(visitPhotoChunks)
    .where(eq(visitPhotoChunks.uploadId, input.photoId))
    .orderBy(asc(visitPhotoChunks.offset));
  const whole = Buffer.concat(chunks.map(({ bytes }) => bytes));
  // Somebody was faster with the last piece, and has it on the visit.
  if (whole.length === 0) return (await findStored(db, input, visit)) ?? err("damaged_on_the_way");
  if (createHash("sha256").update(whole).digest("hex") !== input.sha256) {
    await forget(db, input.photoId);
    return err("damaged_on_the_way");
  }
  const picture = await writePicture(files, whole);
  if (!picture.ok) {
    await forget(db, input.photoId);
    return err(`photo_${picture.code}`);
  }
  const visitState = await db.transaction((tx) => hangOnVisit(tx, { input, visit, picture: picture.value, actor, at }));
  if (visitState === null) {
    await discardPictures(files, [picture.value]);
    return (await findStored(db, input, visit)) ?? err("different_content");
  }
  return ok({ receivedBytes: input.sizeBytes, isStored: true, visitState });
}

function forget(db: DbOrTx, photoId: string) {
  return db.delete(visitPhotoUploads).where(eq(visitPhotoUploads.id, photoId));
}

type Hanging = { input: PhotoChunkInput; visit: Target; picture: WrittenPicture; actor: Actor; at: Date };

async function hangOnVisit(
  tx: Tx,
  { input, visit, picture, actor, at }: Hanging,
): Promise<"sent" | "confirmed" | null> {
  const { photoId: id, visitId, position, sha256: sentSha256 } = input;
  // Photos of one visit queue here, so that the last one sees all the others.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${visitId}, 27))`);
  const taken = await tx
    .select({ id: visitPhotos.id })
    .from(visitPhotos)
    .where(or(eq(visitPhotos.id, id), and(eq(visitPhotos.visitId, visitId), eq(visitPhotos.position, position))));
  if (taken.length > 0) return null;
  await recordPictures(tx, [picture], actor, at);
  await tx.insert(visitPhotos).values({ id, visitId, position, fileId: picture.id, sentSha256, receivedAt: at });
  await tx.delete(visitPhotoUploads).where(eq(visitPhotoUploads.id, id));
  const state = await stateOf(tx, visitId, visit);
  if (state === "confirmed") {
    const step = { noun: "visit", subjectId: visitId, from: "sent", event: "confirm", to: "confirmed" };
    await recordTransition(tx, at, actor, step);
  }
  return state;
}
