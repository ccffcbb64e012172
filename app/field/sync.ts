import type { FieldData, PhotoAnswer, VisitAnswer } from "#app/domain/visits/field-answers.ts";
import { sentPhotoLimits } from "#app/domain/visits/visit.ts";
import {
  changeVisit,
  listPhotos,
  listVisits,
  moveVisit,
  notePhoto,
  photoBytes,
  type Queue,
  type QueuedPhoto,
  type QueuedVisit,
  readAnswers,
  wipeVisit,
} from "./queue.ts";

/** `later`: no signal, or the site has trouble: nothing is known, so the same is sent again. */
export type SyncOutcome = "done" | "later" | "sign_in" | "other_person" | "busy";
type Stop = Exclude<SyncOutcome, "done" | "busy">;

const requestLimitMs = 30_000;
const lockName = "jiedui-field-sync";

/** Sends what waits, in the order it was written. One tab at a time; what another tab sends too is one row all the same (D8). */
export async function sync(queue: Queue, owner: string, onChange: () => void): Promise<SyncOutcome> {
  if (!("locks" in navigator)) return sendAll(queue, owner, onChange);
  return navigator.locks.request(lockName, { ifAvailable: true }, (lock) =>
    lock === null ? "busy" : sendAll(queue, owner, onChange),
  );
}

/** Resolves when the tab that was sending has done so: what is on this tab's screen is old by then. */
export async function otherTabDone(): Promise<void> {
  await navigator.locks.request(lockName, () => undefined);
}

async function sendAll(queue: Queue, owner: string, onChange: () => void): Promise<SyncOutcome> {
  const mine = (await listVisits(queue)).filter((visit) => visit.owner === owner);
  for (const visit of mine.sort((one, other) => one.startedAt - other.startedAt)) {
    const stop = await sendOne(queue, visit);
    onChange();
    if (stop !== null) return stop;
  }
  return "done";
}

async function sendOne(queue: Queue, visit: QueuedVisit): Promise<Stop | null> {
  if (visit.state === "waiting") {
    const stop = await sendWords(queue, visit);
    if (stop !== null) return stop;
  }
  if ((await queue.database.get("visits", visit.id))?.state === "sent") {
    for (const photo of await listPhotos(queue, visit.id)) {
      const stop = photo.isStored ? null : await sendPhoto(queue, photo);
      if (stop !== null) return stop;
    }
  }
  // Wiped only here, where the site has said that it has all of it; a phone that died before comes by again.
  if ((await queue.database.get("visits", visit.id))?.state === "confirmed") await wipeVisit(queue, visit.id, false);
  return null;
}

async function sendWords(queue: Queue, visit: QueuedVisit): Promise<Stop | null> {
  const photos = await listPhotos(queue, visit.id);
  const { lackingAssurances = "", ...answers } = await readAnswers(queue, visit.id);
  const form = new URLSearchParams({ ...answers, id: visit.id, visitedBy: visit.owner });
  for (const one of lackingAssurances.split(" ").filter(Boolean)) form.append("lackingAssurances", one);
  form.set("photoCount", String(photos.length));
  const answer = await post<VisitAnswer>("/field/visits", form);
  if (typeof answer === "string") return answer;
  if (answer.outcome === "other_person") return "other_person";
  if (answer.outcome === "returned") {
    await moveVisit(queue, visit.id, "return", { codes: answer.codes });
    return null;
  }
  const { state, conflict } = answer;
  await moveVisit(queue, visit.id, state === "confirmed" ? "send_whole" : "send", { conflict, codes: {} });
  return null;
}

async function sendPhoto(queue: Queue, photo: QueuedPhoto): Promise<Stop | null> {
  const bytes = await photoBytes(queue, photo);
  let offset = photo.sentBytes;
  // Whatever happens, this ends: each round either goes on or says why not.
  for (let tries = 0; tries < 200; tries += 1) {
    const form = new FormData();
    const { id: photoId, visitId, position, sizeBytes, sha256 } = photo;
    for (const [name, value] of Object.entries({ photoId, visitId, position, offset, sizeBytes, sha256 })) {
      form.append(name, String(value));
    }
    form.append("piece", new Blob([bytes.slice(offset, offset + sentPhotoLimits.chunkBytes)]), "piece");
    const answer = await post<PhotoAnswer>("/field/photos", form);
    if (typeof answer === "string") return answer;
    if (answer.outcome === "other_person") return "other_person";
    if (answer.outcome === "returned") {
      // The words are there; the picture stays on the phone until the officer has seen that it was not taken.
      await changeVisit(queue, visitId, (visit) => ({ ...visit, hasLostPhoto: true }));
      return null;
    }
    if (answer.outcome === "again") {
      offset = 0;
      continue;
    }
    offset = answer.receivedBytes;
    await notePhoto(queue, photoId, { sentBytes: offset, isStored: answer.isStored });
    if (!answer.isStored) continue;
    if (answer.visitState === "confirmed") await moveVisit(queue, visitId, "confirm");
    return null;
  }
  return "later";
}

/** The list of households, or why there is none. */
export async function fetchPlaces(): Promise<FieldData | "sign_in" | "later"> {
  return ask<FieldData>("/field/data", { method: "GET" });
}

function post<Answer>(address: string, body: URLSearchParams | FormData): Promise<Answer | "sign_in" | "later"> {
  return ask<Answer>(address, { method: "POST", body });
}

/** Only an answer in our own words counts. A page, a proxy's greeting, silence: all of that is "later". */
async function ask<Answer>(address: string, init: RequestInit): Promise<Answer | "sign_in" | "later"> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), requestLimitMs);
  try {
    const response = await fetch(address, {
      ...init,
      redirect: "manual",
      credentials: "same-origin",
      cache: "no-store",
      signal: limit.signal,
    });
    // Whoever is not signed in is sent to the sign-in page; whoever is no longer staff finds nothing there.
    if (response.type === "opaqueredirect") return "sign_in";
    const isOurs = (response.headers.get("Content-Type") ?? "").startsWith("application/json");
    if (!isOurs || response.status >= 500 || response.status === 429) return "later";
    return (await response.json()) as Answer;
  } catch {
    return "later";
  } finally {
    clearTimeout(timer);
  }
}
