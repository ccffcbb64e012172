import { and, eq, lt, lte } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { households } from "#db/schema/households.server.ts";
import { systemActor } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { stepHousehold } from "../households/lock-household.server.ts";

/** How many files one run moves; the next run takes the next ones. */
const perRun = 500;

/**
 * The steps that only a day takes: a re-entry comes into force with its plan year (S20), and a file is closed when the help after its exit
 * has ended (S18). May run any number of times. Returns how many files moved.
 */
export async function tendHouseholds(db: Db, at: Date, signal?: AbortSignal): Promise<number> {
  const today = dayInChina(at);
  const due = await db
    .select({ id: households.id, state: households.state })
    .from(households)
    .where(and(eq(households.state, "approved"), lte(households.effectiveFrom, today)))
    .limit(perRun);
  const over = await db
    .select({ id: households.id, state: households.state })
    .from(households)
    .where(and(eq(households.state, "exited"), lt(households.helpUntil, today)))
    .limit(perRun);
  let moved = 0;
  for (const file of [...due, ...over]) {
    if (signal?.aborted) break;
    const step =
      file.state === "approved"
        ? ({ event: "activate", changes: { helpUntil: null, programmeTo: null } } as const)
        : ({ event: "close" } as const);
    if (await db.transaction((tx) => stepHousehold(tx, file, step, systemActor, at))) moved += 1;
  }
  return moved;
}
