import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { stateAfter } from "#app/domain/transitions.ts";
import { type VisitConflict, type VisitState, visitTransitions } from "#app/domain/visits/visit.ts";
import { newKey, openBytes, openText, type Sealed, sealBytes, sealText } from "./seal.ts";

/** A visit on the phone. What was said is in `answers`, sealed, one row per question: two tabs never overwrite each other's. */
export type QueuedVisit = {
  id: string;
  owner: string;
  state: VisitState;
  startedAt: number;
  /** The question last seen. */
  question: number;
  /** Shown in lists when the answers are gone: day and time only. */
  shownAs: string;
  conflict: VisitConflict | null;
  /** Why it came back: codes by field. */
  codes: Record<string, string[]>;
  hasLostPhoto: boolean;
};

export type QueuedPhoto = {
  id: string;
  visitId: string;
  takenAt: number;
  position: number;
  sizeBytes: number;
  sha256: string;
  sentBytes: number;
  isStored: boolean;
  sealed: Sealed;
};

type QueueSchema = DBSchema & {
  keys: { key: string; value: CryptoKey };
  visits: { key: string; value: QueuedVisit };
  answers: { key: [string, string]; value: { visitId: string; name: string; sealed: Sealed } };
  photos: { key: string; value: QueuedPhoto; indexes: { visit: string } };
};

export type Queue = { database: IDBPDatabase<QueueSchema>; key: CryptoKey };
export type Answers = Readonly<Record<string, string>>;

export async function openQueue(): Promise<Queue> {
  const database = await openDB<QueueSchema>("jiedui-field-visits", 1, {
    upgrade(made) {
      made.createObjectStore("keys");
      made.createObjectStore("visits", { keyPath: "id" });
      made.createObjectStore("answers", { keyPath: ["visitId", "name"] });
      made.createObjectStore("photos", { keyPath: "id" }).createIndex("visit", "visitId");
    },
  });
  const fresh = await newKey();
  const work = database.transaction("keys", "readwrite");
  // Two tabs may open at once: the key that is there first stays.
  const present = await work.store.get("queue");
  if (present === undefined) await work.store.put(fresh, "queue");
  await work.done;
  return { database, key: present ?? fresh };
}

export function listVisits({ database }: Queue): Promise<QueuedVisit[]> {
  return database.getAll("visits");
}

export function getVisit({ database }: Queue, id: string): Promise<QueuedVisit | undefined> {
  return database.get("visits", id);
}

export async function addVisit(queue: Queue, visit: QueuedVisit, answers: Answers): Promise<void> {
  const sealed = await Promise.all(
    Object.entries(answers).map(async ([name, value]) => ({
      visitId: visit.id,
      name,
      sealed: await sealText(queue.key, value),
    })),
  );
  const work = queue.database.transaction(["visits", "answers"], "readwrite");
  await Promise.all([
    work.objectStore("visits").add(visit),
    ...sealed.map((row) => work.objectStore("answers").put(row)),
    work.done,
  ]);
}

/** Writes one answer, if the visit may still be changed (U34: at once, not at the end). False: it may not. */
export async function saveAnswer(queue: Queue, visitId: string, name: string, value: string): Promise<boolean> {
  const sealed = await sealText(queue.key, value);
  const work = queue.database.transaction(["visits", "answers"], "readwrite");
  const visit = await work.objectStore("visits").get(visitId);
  const mayChange = visit?.state === "draft";
  if (mayChange) await work.objectStore("answers").put({ visitId, name, sealed });
  await work.done;
  return mayChange;
}

export async function readAnswers(queue: Queue, visitId: string): Promise<Answers> {
  const rows = await queue.database.getAll("answers", IDBKeyRange.bound([visitId, ""], [visitId, "\uffff"]));
  const opened = await Promise.all(rows.map(async ({ name, sealed }) => [name, await openText(queue.key, sealed)]));
  return Object.fromEntries(opened);
}

/** Changes a visit in one step; `change` sees what is there now and says null to leave it. */
export async function changeVisit(
  { database }: Queue,
  id: string,
  change: (visit: QueuedVisit) => QueuedVisit | null,
): Promise<QueuedVisit | null> {
  const work = database.transaction("visits", "readwrite");
  const present = await work.store.get(id);
  const next = present === undefined ? null : change(present);
  if (next !== null) await work.store.put(next);
  await work.done;
  return next;
}

/** A step of the visit's life, only from where the table allows it: a second tab that is late changes nothing. */
export function moveVisit(
  queue: Queue,
  id: string,
  event: (typeof visitTransitions)[number]["event"],
  more: Partial<QueuedVisit> = {},
): Promise<QueuedVisit | null> {
  return changeVisit(queue, id, (visit) => {
    const state = stateAfter(visitTransitions, visit.state, event);
    return state === undefined ? null : { ...visit, ...more, state };
  });
}

export async function addPhoto(
  queue: Queue,
  photo: Omit<QueuedPhoto, "sealed" | "position" | "sentBytes" | "isStored">,
  bytes: ArrayBuffer,
  most: number,
): Promise<boolean> {
  const sealed = await sealBytes(queue.key, bytes);
  const work = queue.database.transaction(["visits", "photos"], "readwrite");
  const visit = await work.objectStore("visits").get(photo.visitId);
  const count = await work.objectStore("photos").index("visit").count(photo.visitId);
  const fits = visit?.state === "draft" && count < most;
  if (fits) await work.objectStore("photos").add({ ...photo, position: 0, sentBytes: 0, isStored: false, sealed });
  await work.done;
  return fits;
}

export async function listPhotos({ database }: Queue, visitId: string): Promise<QueuedPhoto[]> {
  const photos = await database.getAllFromIndex("photos", "visit", visitId);
  return photos.sort((one, other) => one.takenAt - other.takenAt || (one.id < other.id ? -1 : 1));
}

export function photoBytes({ key }: Queue, photo: QueuedPhoto): Promise<ArrayBuffer> {
  return openBytes(key, photo.sealed);
}

export async function removePhoto({ database }: Queue, id: string): Promise<void> {
  await database.delete("photos", id);
}

/** Notes how far a photo is, if it is still there. */
export async function notePhoto(queue: Queue, id: string, change: Partial<QueuedPhoto>): Promise<void> {
  const work = queue.database.transaction("photos", "readwrite");
  const photo = await work.store.get(id);
  if (photo !== undefined) await work.store.put({ ...photo, ...change });
  await work.done;
}

/** Removes what was said and photographed; with `whole` the visit itself too. What the site has is wiped from the phone (U39). */
export async function wipeVisit({ database }: Queue, id: string, whole: boolean): Promise<void> {
  const work = database.transaction(["visits", "answers", "photos"], "readwrite");
  await work.objectStore("answers").delete(IDBKeyRange.bound([id, ""], [id, "\uffff"]));
  for (const photo of await work.objectStore("photos").index("visit").getAllKeys(id)) {
    await work.objectStore("photos").delete(photo);
  }
  if (whole) await work.objectStore("visits").delete(id);
  await work.done;
}

/** The same words and photos under new ids, and the old ones gone, in one step: nothing is lost and nothing is there twice. */
export async function copyVisit(
  queue: Queue,
  from: QueuedVisit,
  to: QueuedVisit,
  newPhotoId: () => string,
): Promise<void> {
  const work = queue.database.transaction(["visits", "answers", "photos"], "readwrite");
  const answers = work.objectStore("answers");
  const range = IDBKeyRange.bound([from.id, ""], [from.id, "\uffff"]);
  for (const answer of await answers.getAll(range)) await answers.put({ ...answer, visitId: to.id });
  await answers.delete(range);
  const photos = work.objectStore("photos");
  for (const photo of await photos.index("visit").getAll(from.id)) {
    await photos.delete(photo.id);
    await photos.put({ ...photo, id: newPhotoId(), visitId: to.id, sentBytes: 0, isStored: false });
  }
  await work.objectStore("visits").put(to);
  await work.objectStore("visits").delete(from.id);
  await work.done;
}
