import type { Bulk } from "#db/bulk.server.ts";
import type { Row } from "../cell.ts";
import type { ColumnMap } from "./columns.ts";
import { HouseholdGrouper, type HouseholdRows } from "./household-rows.ts";
import type { BatchStager, StagedText } from "./stage-batch.server.ts";
import { openStagingStreams } from "./staging-streams.server.ts";

export type StagedCounts = { rowsRead: number; rowsSkipped: number; householdsRead: number };

const householdsPerPiece = 200;

/**
 * Reads a whole file, has every household judged and puts those in order into staging, sealed and indexed, by COPY (S2). The text of what is
 * private never reaches the database. What stood there of an earlier try must have been removed. Memory does not grow with the file: no more
 * batches are under way than the stager takes.
 */
export async function stageRegister(
  { bulk, stager }: { bulk: Bulk; stager: BatchStager },
  input: {
    headerRow: number;
    columns: ColumnMap;
    rows: AsyncIterable<readonly Row[]>;
    /** Hears of every batch of rows; may throw to stop. */
    progress: (counts: StagedCounts) => Promise<void>;
  },
): Promise<StagedCounts> {
  const grouper = new HouseholdGrouper(input.columns);
  const counts: StagedCounts = { rowsRead: 0, rowsSkipped: 0, householdsRead: 0 };
  const streams = await openStagingStreams(bulk);
  const underWay: Promise<StagedText>[] = [];
  let gathered: HouseholdRows[] = [];
  const writeOldest = async () => {
    const text = await underWay.shift();
    if (text !== undefined) await streams.write(text);
  };
  const send = async () => {
    if (gathered.length === 0) return;
    const staged = stager.stage({ firstOrdinal: counts.householdsRead - gathered.length, households: gathered });
    // It is waited for in its turn; until then its failure is not unheard.
    staged.catch(() => {});
    underWay.push(staged);
    gathered = [];
    if (underWay.length > stager.capacity) await writeOldest();
  };
  const take = (household: HouseholdRows | null) => {
    if (household === null) return;
    gathered.push(household);
    counts.householdsRead += 1;
  };
  for await (const batch of input.rows) {
    for (const row of batch) {
      if (row.number <= input.headerRow) continue;
      counts.rowsRead += 1;
      take(grouper.push(row));
      if (gathered.length >= householdsPerPiece) await send();
    }
    counts.rowsSkipped = grouper.skippedRows;
    await input.progress(counts);
  }
  take(grouper.end());
  await send();
  while (underWay.length > 0) await writeOldest();
  counts.rowsSkipped = grouper.skippedRows;
  await streams.end();
  return counts;
}
