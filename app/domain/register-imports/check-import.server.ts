import { eq } from "drizzle-orm";
import type { RegisterFile } from "#app/register-files/register-file.ts";
import type { Bulk } from "#db/bulk.server.ts";
import type { Db } from "#db/client.server.ts";
import { registerImports } from "#db/schema/register-imports.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { systemActor } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { pathOf } from "../regions/region.ts";
import { clearStaging } from "./clear-staging.server.ts";
import type { RegisterImport } from "./find-import.server.ts";
import { judgeStaged } from "./judge-staged.server.ts";
import { moveImport } from "./move-import.server.ts";
import type { Place } from "./places.ts";
import { type BatchStager, type StagingWork, stageHere } from "./stage-batch.server.ts";
import { type StagedCounts, stageRegister } from "./stage-register.server.ts";

const tellEveryMs = 1_000;

export type CheckTools = {
  db: Db;
  bulk: Bulk;
  sealer: Sealer;
  now: () => Date;
  /** Threads for long files; without them all is done here. */
  openStagingThreads?: ((work: StagingWork) => BatchStager) | undefined;
};

/** About 25,000 persons: below that a thread has hardly started when the file is over. */
const bytesForThreads = 4 * 1024 * 1024;

/**
 * Step 检查 (U26): reads the file from its beginning, stages every household that is in order, and then asks the register. Begins afresh
 * whenever it is called, so a killed one is simply called again. Nothing it does is on file. The import ends up `checked`, or `importing` again
 * where it had been confirmed and the database lost the staging.
 * @throws RegisterFileError when the file cannot be read to its end
 */
export async function checkImport(
  { db, bulk, sealer, now, openStagingThreads }: CheckTools,
  input: {
    found: RegisterImport;
    file: Pick<RegisterFile, "rows" | "sizeBytes">;
    signal: AbortSignal;
    tell?: (counts: StagedCounts) => void;
  },
): Promise<void> {
  const { found, file, signal } = input;
  await clearStaging(bulk, found.id);
  const work: StagingWork = {
    importId: found.id,
    columns: found.columnMap,
    scope: found.regionCode,
    places: await readPlaces(bulk, found.regionCode),
    programme: found.defaultProgramme,
    programmeFrom: found.defaultProgrammeFrom,
    today: dayInChina(now()),
  };
  const isLong = file.sizeBytes >= bytesForThreads;
  const stager = isLong && openStagingThreads ? openStagingThreads(work) : stageHere(sealer, work);
  let toldAt = 0;
  const progress = async (soFar: StagedCounts) => {
    signal.throwIfAborted();
    if (Date.now() - toldAt < tellEveryMs) return;
    toldAt = Date.now();
    input.tell?.(soFar);
    await db
      .update(registerImports)
      .set({ ...soFar, updatedAt: now() })
      .where(eq(registerImports.id, found.id));
  };
  const read = { headerRow: found.headerRow, columns: found.columnMap, rows: file.rows(), progress };
  const counts = await stageRegister({ bulk, stager }, read).finally(() => stager.end());
  const totals = await judgeStaged(bulk, {
    importId: found.id,
    idColumn: found.columnMap.idNumber?.[0] ?? null,
    numberColumn: found.columnMap.householdNumber?.[0] ?? null,
    accountColumn: found.columnMap.bankAccount?.[0] ?? null,
    scope: found.regionCode,
  });
  await db.transaction(async (tx) => {
    const values = {
      ...counts,
      householdsReady: totals.ready,
      householdsUnchanged: totals.unchanged,
      householdsRefused: totals.refused,
      personsReady: totals.personsReady,
      nextOrdinal: 0,
    };
    const at = now();
    const checked = await moveImport(tx, found, "check", values, systemActor, at);
    if (checked && found.confirmedAt !== null)
      await moveImport(tx, checked, "confirm", {}, systemActor, at, "staging made again");
  });
}

async function readPlaces(bulk: Bulk, scope: string): Promise<Place[]> {
  const rows = await bulk.run(
    `select code, name, short_name as "shortName" from regions where code like $1 || '%' or code = any(string_to_array($2, ','))`,
    [scope, pathOf(scope).join(",")],
  );
  return rows.map(({ code, name, shortName }) => ({
    code: String(code),
    name: String(name),
    shortName: String(shortName),
  }));
}
