import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { RegionRow } from "#app/domain/regions/region-list.ts";
import { readEnv } from "#app/env.server.ts";
import { createServices, type Services } from "#app/services.server.ts";
import type { Bulk } from "#db/bulk.server.ts";
import { moveWritten, openScalePlan, readMark } from "#db/seed/scale-progress.server.ts";
import { readTownships } from "#db/seed/seed-regions.server.ts";
import { type ScaleWork, seedHouseholdNeeds, seedScaleGround, seedVillageNeeds } from "#db/seed/seed-scale.server.ts";
import { ClearError, describeFailure } from "#scripts/clear-error.ts";
import { openDemoDatabase } from "#scripts/demo-database.ts";
import { runImport } from "#scripts/import.ts";
import { loadEnvFile, readVariable } from "#scripts/load-env-file.ts";
import { migrateDatabase } from "#scripts/migrate.ts";
import { projectFolder } from "#scripts/parts.ts";
import { readListedVillages } from "#scripts/regions-import.ts";
import { generateRegister, provinceRegister } from "#scripts/register-generate.ts";
import { createRunning } from "#scripts/running.ts";

export type ScaleSettings = {
  villages: number;
  households: number;
  seed: number;
  print: (line: string) => void;
  signal?: AbortSignal;
  batch?: number;
  /** Hears of every batch; by default a line is printed every two seconds. */
  tell?: ScaleWork["tell"];
};

type Tools = Pick<Services, "db" | "search" | "files" | "sealer" | "clock"> &
  Partial<Pick<Services, "openStagingThreads">>;

/**
 * `npm run seed:scale -- --villages 148439 --households 1684800`: fills a database with so many of the country's real villages, a need or two
 * each, and a register of so many invented households, imported by the same code as any register, a need for every tenth. The same numbers
 * give the same content. Killed at any moment and run again, it goes on; batches are short transactions, and a site that runs
 * beside it goes on serving.
 */
export async function runSeedScale(tools: Tools, bulk: Bulk, settings: ScaleSettings): Promise<void> {
  const { print } = settings;
  const signal = settings.signal ?? new AbortController().signal;
  const wanted = {
    villages: settings.villages,
    households: settings.households,
    seed: settings.seed,
    beganAt: tools.clock.now(),
  };
  const plan = await openScalePlan(bulk, wanted);
  if (plan.villages !== wanted.villages || plan.households !== wanted.households || plan.seed !== wanted.seed) {
    throw new ClearError(
      `This database is being filled with --villages ${plan.villages} --households ${plan.households} --seed ${plan.seed}: give the same numbers, or another database.`,
    );
  }
  const villages = await chooseVillages(plan.villages);
  const work: ScaleWork = {
    ...tools,
    bulk,
    plan,
    villages,
    signal,
    tell: settings.tell ?? createTeller(print),
    ...(settings.batch === undefined ? {} : { batch: settings.batch }),
  };
  const ground = await seedScaleGround(work, await readTownships());
  await seedVillageNeeds(work, ground);
  if (plan.households > 0) {
    await importRegister(tools, work, print);
    await seedHouseholdNeeds(work, ground);
  }
  for (const table of ["regions", "villages", "needs", "notices", "households", "search_documents"])
    await bulk.run(`analyze ${table}`);
  const [row] =
    await bulk.run(`select (select count(*) from villages)::text as villages, (select count(*) from households)::text as households,
    (select count(*) from needs)::text as needs, (select count(*) from search_documents where facet_set_id is not null)::text as documents`);
  print(
    `In the database: ${row?.villages} villages, ${row?.households} households, ${row?.needs} needs, ${row?.documents} search documents.`,
  );
}

/** So many of the list, spread evenly over the country. */
async function chooseVillages(count: number): Promise<RegionRow[]> {
  const { rows } = await readListedVillages();
  if (count < 1 || count > rows.length) throw new ClearError(`--villages wants a number from 1 to ${rows.length}.`);
  return Array.from({ length: count }, (_, index) => rows[Math.floor((index * rows.length) / count)]).flatMap(
    (row) => row ?? [],
  );
}

/** The register lives in the villages of 四川; where none of those was chosen, in all of them. */
async function importRegister(
  tools: Tools,
  { bulk, plan, villages, signal }: ScaleWork,
  print: (line: string) => void,
) {
  if ((await readMark(bulk, "register")).written > 0) return;
  const inProvince = villages.filter(({ code }) => code.startsWith("51"));
  const folder = await mkdtemp(join(tmpdir(), "jiedui-scale-"));
  try {
    const path = join(folder, "register.csv");
    const persons = Math.round((plan.households * provinceRegister.persons) / provinceRegister.households);
    print(`register: writing ${plan.households} invented households`);
    // The same file again after a kill: the import knows it by its hash and goes on.
    await generateRegister({
      path,
      households: plan.households,
      persons,
      seed: plan.seed,
      villageCodes: (inProvince.length > 0 ? inProvince : villages).map(({ code }) => code),
    });
    await runImport(tools, bulk, {
      path,
      regionCode: "",
      programme: "registered_poor",
      programmeFrom: "2014-06-01",
      isConfirmed: true,
      print,
      signal,
    });
    await bulk.transaction((tx) => moveWritten(tx, "register", 0, plan.households));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A line every two seconds, and one at the end of each step. */
function createTeller(print: (line: string) => void): ScaleWork["tell"] {
  const startedAt = performance.now();
  let toldAt = Number.NEGATIVE_INFINITY;
  return (step, done, total) => {
    const now = performance.now();
    if (done < total && now - toldAt < 2_000) return;
    toldAt = now;
    print(`${step}: ${done} of ${total} (${Math.round((now - startedAt) / 1000)} s)`);
  };
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new ClearError(`--${name} wants a whole number.`);
  return value;
}

async function main(): Promise<void> {
  loadEnvFile();
  const { values } = parseArgs({
    options: {
      villages: { type: "string", default: "148439" },
      households: { type: "string", default: String(provinceRegister.households) },
      seed: { type: "string", default: "1" },
      batch: { type: "string", default: "250" },
    },
  });
  const running = createRunning("Stopping; run the same command again to go on ...", 130);
  const folder = join(projectFolder, ".data", "scale");
  const databaseUrl = await openDemoDatabase({ givenUrl: readVariable("DATABASE_URL"), folder, reset: null }, running);
  await migrateDatabase(databaseUrl);
  const isOurs = readVariable("DATABASE_URL") === undefined;
  const files = isOurs ? { FILES_DIR: join(folder, "files") } : {};
  const env = readEnv({ ...process.env, ...files, DATABASE_URL: databaseUrl });
  if (env.mode === "production") throw new ClearError("Made-up people are not for production.");
  const services = createServices(env, { applicationName: "jiedui-scale", isOwner: true });
  running.add(services.close);
  const bulk = services.openBulk();
  running.add(bulk.end);
  await runSeedScale(services, bulk, {
    villages: wholeNumber("villages", values.villages),
    households: wholeNumber("households", values.households),
    seed: wholeNumber("seed", values.seed),
    batch: Math.max(1, wholeNumber("batch", values.batch)),
    print: console.log,
  });
  await running.finish(0);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((failure) => {
    console.error(describeFailure(failure));
    process.exit(1);
  });
}
