import { eq, sql } from "drizzle-orm";
import { dayInChina } from "#app/domain/clock.ts";
import type { FileStore } from "#app/files/file-store.ts";
import type { Db, Tx } from "#db/client.server.ts";
import { jurisdictionSettings, regions } from "#db/schema/regions.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { planTownCode } from "./plan-document.ts";
import { createRandom } from "./random.ts";
import { seedHouseholds } from "./seed-households.server.ts";
import { seedOrganizations } from "./seed-organizations.server.ts";
import { seedPeople } from "./seed-people.server.ts";
import { seedPlan } from "./seed-plan.server.ts";
import { seedRegions } from "./seed-regions.server.ts";

export type SeedDependencies = { db: Db; sealer: Sealer; files: FileStore };
export type SeedOptions = {
  /** The business's present: current needs are published shortly before it, shifts lie after it. */
  now: Date;
  progress: (message: string) => void;
};

const markerKey = "demo.seededAt";

/**
 * The demo story: 赤水镇 2016-2018 with invented people on the plan's numbers, and what goes on there now. Safe to call at every start:
 * a seeded database is left alone, and a seed that was cut off leaves nothing behind (one transaction), so the next call starts afresh.
 * Returns whether it seeded.
 */
export async function seedDemo(
  { db, sealer, files }: SeedDependencies,
  { now, progress }: SeedOptions,
): Promise<boolean> {
  if (await isSeeded(db)) return false;
  progress("行政区划 / regions");
  await seedRegions(db);
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(4207002)`);
    if (await isSeeded(tx)) return;
    await tellStory(tx, { sealer, files, now, progress });
    await tx.insert(jurisdictionSettings).values({
      id: createRandom(1).id(),
      regionCode: planTownCode,
      key: markerKey,
      value: now.toISOString(),
      validFrom: dayInChina(now),
      source: "seed",
    });
  });
  return true;
}

async function isSeeded(db: Db | Tx): Promise<boolean> {
  const rows = await db
    .select({ id: jurisdictionSettings.id })
    .from(jurisdictionSettings)
    .where(eq(jurisdictionSettings.key, markerKey))
    .limit(1);
  return rows.length > 0;
}

type Story = Omit<SeedDependencies, "db"> & SeedOptions;

async function tellStory(tx: Tx, { sealer, now, progress }: Story): Promise<void> {
  const random = createRandom(20161227);
  const villageRows = await tx
    .select({ code: regions.code })
    .from(regions)
    .where(eq(regions.parentCode, planTownCode))
    .orderBy(regions.code);
  const villageCodes = villageRows.map((row) => row.code);
  progress("人员和账号 / people and accounts");
  const people = await seedPeople(tx, random, { villageCodes, from: new Date("2016-01-04T01:00:00Z") });
  await seedOrganizations(tx, random, {
    people,
    at: new Date("2016-06-01T02:00:00Z"),
    today: dayInChina(now),
  });
  progress("一户一档 / household files");
  await seedHouseholds(tx, random, { people, sealer, villageCodes });
  progress("规划与台账 / plan and ledger");
  await seedPlan(tx);
}
