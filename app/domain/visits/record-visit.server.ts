import { createHash } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import type { FileStore } from "#app/files/file-store.ts";
import type { Db, Tx } from "#db/client.server.ts";
import { visitPhotos, visits } from "#db/schema/visits.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordPictures } from "../files/store-file.server.ts";
import {
  discardPictures,
  type PictureError,
  type WrittenPicture,
  writePicture,
} from "../files/write-picture.server.ts";
import { findHousehold } from "../households/find-household.server.ts";
import { isEndedHousehold } from "../households/household-policy.ts";
import { newId } from "../ids.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { largestVisitPhotoCount, type VisitConflict, type VisitSource } from "./visit.ts";
import type { VisitInput } from "./visit-form.ts";
import { canVisit, visitorRoles } from "./visit-policy.ts";

export type RecordVisitError =
  | "not_found"
  | "different_content"
  | "not_correctable"
  | "photo_too_many"
  | `photo_${PictureError}`;

export type RecordedVisit = { visitId: string; conflict: VisitConflict | null; isRepeat: boolean };

export type RecordVisitParams = {
  visit: VisitInput;
  source: VisitSource;
  /** Pictures that come with the form; the phone sends its own afterwards and says how many. */
  pictures: readonly Uint8Array[];
  photosToCome: number;
};

/**
 * Writes a visit down, once for its id however often it is sent (D8, U35): sent again, it answers as the first time. A visit about a file
 * that was closed meanwhile, or a second correction of the same visit, is kept with its conflict and waits for somebody else.
 */
export async function recordVisit(
  { db, files }: { db: Db; files: FileStore },
  params: RecordVisitParams,
  actor: Actor,
  at: Date,
): Promise<Result<RecordedVisit, RecordVisitError>> {
  if (params.pictures.length > largestVisitPhotoCount) return err("photo_too_many");
  const written: WrittenPicture[] = [];
  for (const bytes of params.pictures) {
    const picture = await writePicture(files, bytes);
    if (!picture.ok) {
      await discardPictures(files, written);
      return err(`photo_${picture.code}`);
    }
    written.push(picture.value);
  }
  let isKept = false;
  try {
    const result = await db.transaction((tx) => insertVisit(tx, params, written, actor, at));
    isKept = result.ok && !result.value.isRepeat;
    return result;
  } finally {
    if (!isKept) await discardPictures(files, written);
  }
}

async function insertVisit(
  tx: Tx,
  { visit, source, photosToCome }: RecordVisitParams,
  pictures: readonly WrittenPicture[],
  actor: Actor,
  at: Date,
): Promise<Result<RecordedVisit, RecordVisitError>> {
  const visitedBy = actorUserId(actor);
  const contentHash = hashOf(visit);
  const repeat = await findRepeat(tx, visit.id, visitedBy, contentHash);
  if (repeat !== null) return repeat;
  const place = await findPlace(tx, visit, actor);
  if (place === null || visitedBy === null) return err("not_found");
  if (visit.correctsId !== null && !(await isCorrectable(tx, visit, visitedBy))) return err("not_correctable");
  const { visitedTime, isFromPaper, correctionReason, ...said } = visit;
  const row = {
    ...said,
    visitedBy,
    visitedAt: new Date(`${visit.visitedOn}T${visitedTime}:00+08:00`),
    correctionReason: visit.correctsId === null ? null : correctionReason,
    photoCount: pictures.length + photosToCome,
    source: isFromPaper ? ("paper" as const) : source,
    contentHash,
    receivedAt: at,
  };
  let conflict: VisitConflict | null = place.isEnded ? "household_ended" : null;
  let inserted = await tx
    .insert(visits)
    .values({ ...row, conflict })
    .onConflictDoNothing()
    .returning({ id: visits.id });
  if (inserted.length === 0) {
    // Somebody was faster: with this very visit, or with another correction of the same one.
    const twin = await findRepeat(tx, visit.id, visitedBy, contentHash);
    if (twin !== null) return twin;
    conflict = "corrected_meanwhile";
    inserted = await tx
      .insert(visits)
      .values({ ...row, conflict })
      .onConflictDoNothing()
      .returning({ id: visits.id });
    if (inserted.length === 0) return err("different_content");
  }
  if (pictures.length > 0) {
    await recordPictures(tx, pictures, actor, at);
    const photos = pictures.map(({ id: fileId, sha256: sentSha256 }, position) => {
      return { id: newId(), visitId: visit.id, position, fileId, sentSha256, receivedAt: at };
    });
    await tx.insert(visitPhotos).values(photos);
  }
  const to = conflict ?? (photosToCome > 0 ? "sent" : "confirmed");
  await recordTransition(tx, at, actor, { noun: "visit", subjectId: visit.id, from: null, event: "record", to });
  return ok({ visitId: visit.id, conflict, isRepeat: false });
}

/** The household in the actor's scope, or the village itself; null where there is no such place for this actor. */
async function findPlace(tx: Tx, visit: VisitInput, actor: Actor): Promise<{ isEnded: boolean } | null> {
  if (visit.householdId === null) return canVisit(actor, visit.regionCode) ? { isEnded: false } : null;
  const household = await findHousehold(tx, { householdId: visit.householdId, actor, roles: visitorRoles });
  if (household === null || household.regionCode !== visit.regionCode) return null;
  return { isEnded: isEndedHousehold(household.state) };
}

async function findRepeat(tx: Tx, id: string, visitedBy: string | null, contentHash: string) {
  const [present] = await tx
    .select({ visitedBy: visits.visitedBy, contentHash: visits.contentHash, conflict: visits.conflict })
    .from(visits)
    .where(eq(visits.id, id));
  if (present === undefined) return null;
  if (present.visitedBy !== visitedBy) return err("not_found");
  if (present.contentHash !== contentHash) return err("different_content");
  return ok({ visitId: id, conflict: present.conflict, isRepeat: true });
}

/** The visit to correct is this person's, about the same household or village, and arrived without conflict. */
async function isCorrectable(tx: Tx, visit: VisitInput, visitedBy: string): Promise<boolean> {
  const { correctsId, householdId, regionCode } = visit;
  if (correctsId === null || correctsId === visit.id) return false;
  const isSameHousehold = householdId === null ? isNull(visits.householdId) : eq(visits.householdId, householdId);
  const [earlier] = await tx
    .select({ id: visits.id })
    .from(visits)
    .where(
      and(
        eq(visits.id, correctsId),
        eq(visits.visitedBy, visitedBy),
        eq(visits.regionCode, regionCode),
        isSameHousehold,
        isNull(visits.conflict),
      ),
    );
  return earlier !== undefined;
}

/** The same words give the same sum, whichever way they came. */
function hashOf(visit: VisitInput): string {
  const { isFromPaper: _way, ...said } = visit;
  const sorted = Object.fromEntries(Object.entries(said).sort(([one], [other]) => (one < other ? -1 : 1)));
  return createHash("sha256").update(JSON.stringify(sorted)).digest("hex");
}
