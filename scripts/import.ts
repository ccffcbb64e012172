import { basename } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { and, desc, eq, inArray } from "drizzle-orm";
import { systemActor } from "#app/domain/actor.ts";
import { columnLetters } from "#app/domain/cell.ts";
import { isRealDay } from "#app/domain/form-fields.ts";
import { newId } from "#app/domain/ids.ts";
import { isRegionCode } from "#app/domain/regions/region.ts";
import { checkImport } from "#app/domain/register-imports/check-import.server.ts";
import { clearStaging, isStagingThere } from "#app/domain/register-imports/clear-staging.server.ts";
import {
  headerSearchRows,
  headersOf,
  missingFields,
  recogniseTable,
  registerFields,
} from "#app/domain/register-imports/columns.ts";
import { findImport, type RegisterImport } from "#app/domain/register-imports/find-import.server.ts";
import { countFindings, listFindings } from "#app/domain/register-imports/import-queries.server.ts";
import { confirmImport, mapImport, restageImport } from "#app/domain/register-imports/move-import.server.ts";
import { startImport } from "#app/domain/register-imports/start-import.server.ts";
import { type WriteProgress, writeImport } from "#app/domain/register-imports/write-import.server.ts";
import { readEnv } from "#app/env.server.ts";
import { zhCN } from "#app/i18n/zh-CN.ts";
import { bytesOfPath, firstRowsOf, openRegisterFile } from "#app/register-files/open-register-file.server.ts";
import { type RegisterFile, RegisterFileError } from "#app/register-files/register-file.ts";
import { createServices, type Services } from "#app/services.server.ts";
import type { Bulk } from "#db/bulk.server.ts";
import { registerImports } from "#db/schema/register-imports.server.ts";
import { ClearError, describeFailure } from "#scripts/clear-error.ts";
import { loadEnvFile } from "#scripts/load-env-file.ts";

export type ImportOptions = {
  path: string;
  /** The subtree it may write into; empty: the whole country. */
  regionCode: string;
  programme: "registered_poor" | "monitoring" | null;
  programmeFrom: string | null;
  /** Writes what is in order; without it the file is only checked. */
  isConfirmed: boolean;
  print: (line: string) => void;
  signal?: AbortSignal;
};

type Tools = Pick<Services, "db" | "sealer" | "clock"> & Partial<Pick<Services, "openStagingThreads">>;
export type ImportOutcome = RegisterImport;

/**
 * `npm run import -- FILE`: the same steps as on the pages, by the same code (S2, U26). Killed at any moment and run again with the same file, it
 * goes on: an unfinished check from the beginning, unfinished writing behind the last household that is whole.
 */
export async function runImport(tools: Tools, bulk: Bulk, options: ImportOptions): Promise<ImportOutcome> {
  const { print } = options;
  const startedAt = performance.now();
  const file = await openRegisterFile(await bytesOfPath(options.path));
  print(
    `${basename(options.path)}: ${file.format}${file.encoding === null ? "" : ` ${file.encoding}`}, ${file.sizeBytes} bytes, sha-256 ${file.sha256}`,
  );
  const signal = options.signal ?? new AbortController().signal;
  let current = (await findEarlier(tools, file, options.regionCode)) ?? (await begin(tools, file, options));
  if (current.state === "done") {
    await clearStaging(bulk, current.id);
    print(`This file was imported on ${current.finishedAt?.toISOString()}: nothing to do.`);
    return current;
  }
  const isLost =
    current.state !== "uploaded" && current.state !== "checking" && !(await isStagingThere(tools.db, current));
  if (current.state === "uploaded" || isLost) current = await map(tools, current, options);
  if (current.state === "checking") {
    await check(tools, bulk, { current, file, signal, print });
    current = await reload(tools, current.id);
  }
  const checkedIn = secondsSince(startedAt);
  await printFindings(tools, current, print);
  if (current.state === "checked" && !options.isConfirmed) {
    print("Nothing is written yet. Run the same command with --yes to write the households that are in order.");
    return current;
  }
  if (current.state === "checked") {
    const confirmed = await confirmImport(tools.db, { importId: current.id }, systemActor, tools.clock.now());
    if (!confirmed.ok) {
      print("No household of this file is in order and new: nothing to write.");
      return current;
    }
  }
  await write(tools, current.id, { signal, print });
  current = await reload(tools, current.id);
  const seconds = secondsSince(startedAt);
  await clearStaging(bulk, current.id);
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  print(
    `Written: ${current.householdsWritten} households, ${current.personsWritten} persons in ${seconds} s (checked in ${checkedIn} s); ` +
      `peak memory ${peakMegabytes} MB.`,
  );
  return current;
}

function secondsSince(startedAt: number): string {
  return ((performance.now() - startedAt) / 1000).toFixed(2);
}

async function findEarlier({ db }: Tools, file: RegisterFile, regionCode: string): Promise<RegisterImport | undefined> {
  const [found] = await db
    .select()
    .from(registerImports)
    .where(
      and(
        eq(registerImports.sha256, file.sha256),
        eq(registerImports.runner, "shell"),
        eq(registerImports.regionCode, regionCode),
        inArray(registerImports.state, ["uploaded", "checking", "checked", "importing", "done"]),
      ),
    )
    .orderBy(desc(registerImports.createdAt))
    .limit(1);
  return found;
}

async function begin(tools: Tools, file: RegisterFile, options: ImportOptions): Promise<RegisterImport> {
  const table = recogniseTable(await firstRowsOf(file, headerSearchRows));
  if (table === undefined) {
    throw new ClearError(
      "No row of heads was found in the first 30 rows: it needs at least 姓名 and two other known columns.",
    );
  }
  for (const field of registerFields) {
    const columns = table.columns[field];
    if (columns)
      options.print(
        `  ${headersOf[field][0]}: ${columns.map((one) => `${columnLetters(one)} ${table.headers[one]}`).join(", ")}`,
      );
  }
  const missing = missingFields(table.columns);
  if (missing.length > 0)
    throw new ClearError(`These columns were not found: ${missing.map((field) => headersOf[field][0]).join(", ")}.`);
  const { format, encoding, sheetName, sha256, sizeBytes } = file;
  const facts = { format, encoding, sheetName, sha256, sizeBytes, table, fileName: basename(options.path) };
  const input = {
    ...facts,
    importId: newId(),
    runner: "shell",
    storageKey: null,
    fileKeySealed: null,
    sampleSealed: null,
    regionCode: options.regionCode,
  } as const;
  const started = await startImport(tools.db, input, systemActor, tools.clock.now());
  if (!started.ok) throw new ClearError(`Not allowed into ${options.regionCode}.`);
  return reload(tools, started.value.importId);
}

async function map(tools: Tools, current: RegisterImport, options: ImportOptions): Promise<RegisterImport> {
  const { programme, programmeFrom } = options;
  if (current.state === "importing") {
    return (await restageImport(tools.db, current, systemActor, tools.clock.now())) ?? reload(tools, current.id);
  }
  const input = { importId: current.id, columns: current.columnMap, programme, programmeFrom };
  const mapped = await mapImport(tools.db, input, systemActor, tools.clock.now());
  if (!mapped.ok) throw new ClearError(`The import cannot be checked: ${mapped.code}.`);
  return mapped.value;
}

type CheckWork = { current: RegisterImport; file: RegisterFile; signal: AbortSignal; print: (line: string) => void };

async function check(
  { db, sealer, clock, openStagingThreads }: Tools,
  bulk: Bulk,
  { current, file, signal, print }: CheckWork,
): Promise<void> {
  const startedAt = performance.now();
  const tell = ({ rowsRead, householdsRead }: { rowsRead: number; householdsRead: number }) => {
    const seconds = (performance.now() - startedAt) / 1000;
    print(`  checked ${rowsRead} rows, ${householdsRead} households (${Math.round(rowsRead / seconds)} rows/s)`);
  };
  const tools = { db, bulk, sealer, now: clock.now, openStagingThreads };
  await checkImport(tools, { found: current, file, signal, tell });
}

async function printFindings({ db }: Tools, current: RegisterImport, print: (line: string) => void): Promise<void> {
  print(
    `${current.rowsRead} rows, ${current.householdsRead} households: ${current.householdsReady} in order, ` +
      `${current.householdsUnchanged} on file already, ${current.householdsRefused} refused.`,
  );
  const words: Readonly<Record<string, string>> = zhCN.registerImports.findings;
  for (const { code, count } of await countFindings(db, { importId: current.id }))
    print(`  ${count} × ${words[code] ?? code}`);
  const { items } = await listFindings(db, { importId: current.id, isWarning: false, page: 1 });
  for (const { rowNumber, columnIndex, code } of items.slice(0, 20)) {
    const column = columnIndex === null ? "" : ` ${columnLetters(columnIndex)} 列`;
    print(`  第 ${rowNumber} 行${column}：${words[code] ?? code}`);
  }
}

async function write(
  { db, clock }: Tools,
  importId: string,
  { signal, print }: Pick<CheckWork, "signal" | "print">,
): Promise<void> {
  let toldAt = Number.NEGATIVE_INFINITY;
  const tell = ({ isDone, householdsWritten, personsWritten }: WriteProgress) => {
    if (isDone || performance.now() - toldAt < 2_000) return;
    toldAt = performance.now();
    print(`  written ${householdsWritten} households, ${personsWritten} persons`);
  };
  await writeImport(db, importId, { now: clock.now, signal, tell });
  signal.throwIfAborted();
}

async function reload({ db }: Tools, importId: string): Promise<RegisterImport> {
  const found = await findImport(db, { importId, actor: systemActor });
  if (!found) throw new Error("the import is gone");
  return found;
}

/** Of two commands with the same file only one works. @throws ClearError for the other */
async function holdFile(services: Services, sha: string): Promise<() => void> {
  const session = services.openSession();
  const [row] = await session.run("select pg_try_advisory_lock(hashtext($1)) as held", [`register-import:${sha}`]);
  if (row?.held !== true) {
    session.end();
    throw new ClearError("Another command is importing this file.");
  }
  return () => session.end();
}

function readOptions(): ImportOptions {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      region: { type: "string", default: "" },
      programme: { type: "string" },
      from: { type: "string" },
      yes: { type: "boolean", default: false },
    },
  });
  const [path] = positionals;
  if (path === undefined)
    throw new ClearError(
      "Name the file: npm run import -- FILE [--region 5134] [--programme registered_poor] [--from 2014-06-01] [--yes].",
    );
  const { region, programme, from } = values;
  if (region !== "" && !isRegionCode(region))
    throw new ClearError("--region wants a division code of 2, 4, 6, 9 or 12 digits.");
  if (programme !== undefined && programme !== "registered_poor" && programme !== "monitoring") {
    throw new ClearError("--programme is registered_poor or monitoring.");
  }
  if (from !== undefined && !isRealDay(from)) throw new ClearError("--from is a day like 2014-06-01.");
  return {
    path,
    regionCode: region,
    programme: programme ?? null,
    programmeFrom: from ?? null,
    isConfirmed: values.yes,
    print: console.log,
  };
}

async function main(): Promise<void> {
  loadEnvFile();
  const options = readOptions();
  const services = createServices(readEnv(), { applicationName: "jiedui-import" });
  const bulk = services.openBulk();
  try {
    const letGo = await holdFile(services, options.path);
    await runImport(services, bulk, options);
    letGo();
  } catch (error) {
    if (error instanceof RegisterFileError) throw new ClearError(zhCN.registerImports.fileErrors[error.code]);
    throw error;
  } finally {
    await bulk.end();
    await services.close();
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((failure) => {
    console.error(describeFailure(failure));
    process.exitCode = 1;
  });
}
