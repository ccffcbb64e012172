import { type DBSchema, deleteDB, openDB } from "idb";
import type { FieldData } from "#app/domain/visits/field-answers.ts";
import { newKey, openText, type Sealed, sealText } from "./seal.ts";

/** The list of households, in a database of its own, so that signing out can remove all of it and nothing else. */
export const placesDatabase = "jiedui-field-places";

type PlacesSchema = DBSchema & {
  keys: { key: string; value: CryptoKey };
  kept: { key: string; value: { sealed: Sealed; fetchedAt: number; keepDays: number } };
};

/** Says that there was a list once and that it was too old: the next screen must know that too. */
const expiredMark = "jiedui-field-expired";

function open() {
  return openDB<PlacesSchema>(placesDatabase, 1, {
    upgrade(database) {
      database.createObjectStore("keys");
      database.createObjectStore("kept");
    },
    // Another tab removes or renews the database: let it.
    blocking(_current, _blocked, event) {
      if (event.target instanceof IDBDatabase) event.target.close();
    },
  });
}

export type Places = FieldData & { daysLeft: number };

/** What is kept, or null; what is too old is removed first (U39). */
export async function readPlaces(now: number): Promise<Places | "expired" | null> {
  const database = await open();
  try {
    const kept = await database.get("kept", "places");
    const key = await database.get("keys", "places");
    if (kept === undefined || key === undefined) return localStorage.getItem(expiredMark) === null ? null : "expired";
    const daysLeft = Math.ceil((kept.fetchedAt + kept.keepDays * 86_400_000 - now) / 86_400_000);
    if (daysLeft <= 0 || kept.fetchedAt > now + 86_400_000) {
      database.close();
      await forgetPlaces();
      localStorage.setItem(expiredMark, "1");
      return "expired";
    }
    return { ...(JSON.parse(await openText(key, kept.sealed)) as FieldData), daysLeft };
  } finally {
    database.close();
  }
}

export async function keepPlaces(data: FieldData, now: number): Promise<void> {
  const key = await newKey();
  const sealed = await sealText(key, JSON.stringify(data));
  const database = await open();
  const work = database.transaction(["keys", "kept"], "readwrite");
  await Promise.all([
    work.objectStore("keys").put(key, "places"),
    work.objectStore("kept").put({ sealed, fetchedAt: now, keepDays: data.keepDays }, "places"),
    work.done,
  ]);
  database.close();
  localStorage.removeItem(expiredMark);
}

export async function forgetPlaces(): Promise<void> {
  localStorage.removeItem(expiredMark);
  await deleteDB(placesDatabase);
}
