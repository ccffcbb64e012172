import type { Places } from "./places.ts";
import type { Queue } from "./queue.ts";
import type { SyncOutcome } from "./sync.ts";

/** What every screen is given: what is kept, and what it may ask for. */
export type Phone = {
  queue: Queue;
  places: Places | "expired" | null;
  /** The last word of the site; null before the first. */
  outcome: SyncOutcome | null;
  isSending: boolean;
  freeMegabytes: number | null;
  /** Draws the present screen again from what is stored. */
  refresh: () => void;
  go: (address: string) => void;
  send: () => void;
  renewPlaces: () => void;
  signOut: () => void;
};

export const addresses = {
  home: "#/",
  choose: "#/choose",
  visit: (id: string) => `#/visit/${id}`,
  question: (id: string, number: number) => `#/visit/${id}/${number}`,
};
