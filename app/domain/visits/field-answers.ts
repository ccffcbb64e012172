/** What the site says to the phone app, and the phone app understands: one place, so that neither invents an answer (D8). */
import type { VisitConflict } from "./visit.ts";

/** How long a phone keeps the list of households without having been online (U39). */
export const fieldListDays = 7;

export type FieldData = {
  userId: string;
  displayName: string;
  villages: { code: string; name: string }[];
  households: { id: string; publicCode: string; head: string; groupName: string; regionCode: string }[];
  keepDays: number;
};

/** Answers to a visit that was sent. Anything else (no network, 500, a page) means: not known, send again. */
export type VisitAnswer =
  | { outcome: "kept"; state: "sent" | "confirmed"; conflict: VisitConflict | null }
  /** Not stored: the officer looks at it again. Codes by field; the field "" is the visit as a whole. */
  | { outcome: "returned"; codes: Record<string, string[]> }
  /** Another person is signed in on this phone: nothing was stored. */
  | { outcome: "other_person" };

export type PhotoAnswer =
  | { outcome: "progress"; receivedBytes: number; isStored: boolean; visitState: "sent" | "confirmed" }
  /** The bytes that came are not those that were sent: all of it again, from the beginning. */
  | { outcome: "again" }
  | { outcome: "returned"; code: string }
  | { outcome: "other_person" };
