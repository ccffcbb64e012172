import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { like } from "drizzle-orm";
import { isRealDay } from "#app/domain/form-fields.ts";
import { importRegionFlags, importRegions } from "#app/domain/regions/import-regions.server.ts";
import {
  type CountyInTree,
  type FlagPeriod,
  flagOf,
  povertyFlagOf,
  resolveCounty,
  villageRowOf,
} from "#app/domain/regions/region-list.ts";
import { readEnv } from "#app/env.server.ts";
import { createServices } from "#app/services.server.ts";
import type { Db } from "#db/client.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { readTownships } from "#db/seed/seed-regions.server.ts";
import { ClearError, describeFailure } from "#scripts/clear-error.ts";
import { loadEnvFile } from "#scripts/load-env-file.ts";

const dataFolder = join(import.meta.dirname, "..", "db", "seed", "data");

export type RegionsImportOptions = {
  /** Another list of villages, `code,name,township_code`, plain or gzipped. */
  villagesFile?: string | undefined;
  /** Dated flags, `code,flag,from,to,source`. */
  flagsFile?: string | undefined;
  print: (line: string) => void;
};

/**
 * `npm run regions:import`: the whole country down to the township, the 148,439 villages of the 832 counties, and the dates between which
 * those counties were 贫困县 (S1). May be repeated at any time; nothing that is there is changed.
 */
export async function runRegionsImport(db: Db, options: RegionsImportOptions): Promise<void> {
  const { print } = options;
  const townships = await readTownships();
  for (const level of ["province", "city", "county", "township"] as const) {
    const rows = townships.filter((row) => row.level === level);
    const { added } = await importRegions(db, { rows });
    print(`${level}: ${rows.length} on the list, ${added} new`);
  }
  const villages =
    options.villagesFile === undefined ? await readListedVillages() : await readVillageList(options.villagesFile);
  if (villages.refused.length > 0) {
    print(
      `${villages.refused.length} lines are no village with its township: ${villages.refused.slice(0, 5).join("; ")}`,
    );
  }
  let told = 0;
  const { added } = await importRegions(db, {
    rows: villages.rows,
    progress: (done) => {
      if (done - told < 20_000) return;
      told = done;
      print(`  ${done} of ${villages.rows.length} villages`);
    },
  });
  print(`village: ${villages.rows.length} on the list, ${added} new`);
  await importPovertyList(db, print);
  if (options.flagsFile !== undefined) await importFlagsFile(db, options.flagsFile, print);
}

async function importPovertyList(db: Db, print: (line: string) => void): Promise<void> {
  const tree = await db
    .select({ code: regions.code, name: regions.name, level: regions.level })
    .from(regions)
    .where(like(regions.code, "______"));
  const provinces = await db
    .select({ code: regions.code, name: regions.name })
    .from(regions)
    .where(like(regions.code, "__"));
  const resolved = (await readLines(join(dataFolder, "poverty-counties-832.csv"))).map(
    ([code = "", name = "", province = "", city = "", exitYear = ""]) => {
      const prefix = provinces.find((one) => one.name === province)?.code ?? "?";
      const counties: CountyInTree[] = tree.filter((one) => one.code.startsWith(prefix));
      return resolveCounty({ code, name, province, city, exitYear }, counties);
    },
  );
  for (const { listed, county, how } of resolved) {
    if (how === "by_name") print(`  ${listed.code} ${listed.name}: found by name, ${county?.code} ${county?.name}`);
    if (how === "unknown") print(`  ${listed.code} ${listed.name}: not in the tree, no flag`);
  }
  const periods = resolved.flatMap((one) => povertyFlagOf(one) ?? []);
  const { added } = await importRegionFlags(db, { periods });
  print(`poor_county: ${resolved.length} on the list, ${added} periods new`);
}

/** Dated flags of an operator's file, `code,flag,from,to,source`; a bad line stops before anything is written. */
export async function importFlagsFile(db: Db, path: string, print: (line: string) => void): Promise<void> {
  const periods: FlagPeriod[] = [];
  const lines = await readLines(path);
  lines.forEach(([code = "", word = "", from = "", to = "", source = ""], index) => {
    const flag = flagOf(word);
    const line = index + 2;
    if (flag === undefined)
      throw new ClearError(`Line ${line}: ${word} is no flag (片区, 贫困县, 贫困村, 深度贫困, 重点村).`);
    if (!isRealDay(from) || (to !== "" && (!isRealDay(to) || to < from))) {
      throw new ClearError(`Line ${line}: from and to are days like 2014-01-01, the later one last or empty.`);
    }
    if (source.trim() === "") throw new ClearError(`Line ${line}: every flag needs its source.`);
    periods.push({
      regionCode: code.trim(),
      flag,
      validFrom: from,
      validTo: to === "" ? null : to,
      source: source.trim(),
    });
  });
  const { added, unknownCodes } = await importRegionFlags(db, { periods });
  if (unknownCodes.length > 0) print(`  not in the tree, no flag: ${unknownCodes.slice(0, 20).join(", ")}`);
  print(`flags: ${periods.length} in the file, ${added} periods new`);
}

/** The villages of the list that comes with the product. */
export function readListedVillages() {
  return readVillageList(join(dataFolder, "villages-of-832-counties.csv.gz"));
}

async function readVillageList(path: string) {
  const refused: string[] = [];
  const rows = (await readLines(path)).flatMap(([code = "", name = "", townshipCode = ""]) => {
    const row = villageRowOf(code.trim(), name.trim(), townshipCode.trim());
    if (row === undefined) refused.push(`${code},${name},${townshipCode}`);
    return row ?? [];
  });
  return { rows, refused };
}

/** Lists are plain fields without quotes; the first line names the columns. */
async function readLines(path: string): Promise<string[][]> {
  const bytes = await readFile(path).catch(() => {
    throw new ClearError(`The file ${path} cannot be read.`);
  });
  const text = (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes).toString("utf8");
  return text
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .slice(1)
    .filter((line) => line.trim() !== "")
    .map((line) => line.split(","));
}

async function main(): Promise<void> {
  loadEnvFile();
  const { values } = parseArgs({ options: { villages: { type: "string" }, flags: { type: "string" } } });
  const services = createServices(readEnv(), { applicationName: "jiedui-regions" });
  try {
    await runRegionsImport(services.db, { villagesFile: values.villages, flagsFile: values.flags, print: console.log });
  } finally {
    await services.close();
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((failure) => {
    console.error(describeFailure(failure));
    process.exitCode = 1;
  });
}
