import { readFileSync } from "node:fs";

/** The clock of the business: injected, so that a 7-day notice is replayed in a second. */
export type Clock = { now: () => Date };

export const systemClock: Clock = { now: () => new Date() };

/** Real time plus the milliseconds in a file that all processes of a demo or test share; a missing file means no offset. */
export function createOffsetClock(file: string): Clock {
  return {
    now: () => {
      try {
        const offset = Number(readFileSync(file, "utf8").trim());
        return new Date(Date.now() + (Number.isFinite(offset) ? offset : 0));
      } catch {
        return new Date();
      }
    },
  };
}
