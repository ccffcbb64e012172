import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { registerImports } from "#db/schema/register-imports.server.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import type { RegisterImport } from "./find-import.server.ts";
import { refuseTaken } from "./refuse-taken.server.ts";
import { householdsPerBatch } from "./register-import.ts";
import { NotItsTurn, type WriteProgress, writeBatch } from "./write-batch.server.ts";

export type { WriteProgress };

/** Batches under way at once, each on its own connection: while one waits for the disk or the last one's end, another inserts. */
const lanes = 2;

/**
 * Writes a confirmed import to its end, batch by batch, each in one transaction with the mark of how far it has got: killed at any moment, it
 * goes on behind the last household that is whole. Two batches are under way at once, but they end in the order of the file. A household whose
 * number or person somebody has registered since the check is refused, the others are written. Returns when it is done, no longer being
 * written, or stopped by the signal.
 */
export async function writeImport(
  db: Db,
  importId: string,
  input: { now: () => Date; signal: AbortSignal; tell?: (progress: WriteProgress) => void },
): Promise<void> {
  while (!input.signal.aborted) {
    const found = await findWriting(db, importId);
    if (found === undefined) return;
    await writeStretch(db, found, input);
  }
}

async function findWriting(db: Db, importId: string): Promise<RegisterImport | undefined> {
  const [found] = await db
    .select()
    .from(registerImports)
    .where(and(eq(registerImports.id, importId), eq(registerImports.state, "importing")));
  return found;
}

/** Writes on from where it has got to, until all is written or one batch has to be tried again. */
async function writeStretch(
  db: Db,
  found: RegisterImport,
  { now, signal, tell }: { now: () => Date; signal: AbortSignal; tell?: (progress: WriteProgress) => void },
): Promise<void> {
  const { id, householdsRead } = found;
  let next = found.nextOrdinal;
  let isStopped = false;
  let isTaken = false;
  const lane = async () => {
    // A file of which nothing was left to write still has its end to be recorded.
    while (!isStopped && !signal.aborted && (next < householdsRead || next === found.nextOrdinal)) {
      const from = next;
      next += householdsPerBatch;
      try {
        const progress = await db.transaction((tx) => writeBatch(tx, { importId: id, from, at: now() }));
        if (progress.isDone) isStopped = true;
        tell?.(progress);
      } catch (error) {
        isStopped = true;
        if (isTakenBy(error)) isTaken = true;
        else if (!(error instanceof NotItsTurn)) throw error;
      }
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const one of ended) if (one.status === "rejected") throw one.reason;
  if (isTaken) await db.transaction((tx) => refuseTaken(tx, id));
}

function isTakenBy(error: unknown): boolean {
  const constraint = violatedConstraint(error);
  return (
    constraint === "households_registerNumber_unique" ||
    constraint === "household_members_idNumberIndex_unique" ||
    constraint === "households_bankAccountIndex_unique" ||
    constraint === "households_publicCode_unique"
  );
}
