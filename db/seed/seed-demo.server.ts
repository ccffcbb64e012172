import { eq, isNull, sql } from "drizzle-orm";
import { dayInChina } from "#app/domain/clock.ts";
import { publishRoots } from "#app/domain/proof/publish-roots.server.ts";
import { sealHistory } from "#app/domain/proof/seal-chain.server.ts";
import type { FileStore } from "#app/files/file-store.ts";
import type { Db, Tx } from "#db/client.server.ts";
import { outboxEvents } from "#db/schema/outbox.server.ts";
import { jurisdictionSettings, regions } from "#db/schema/regions.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { currentNeeds } from "./demo-needs-current.ts";
import { pastNeeds } from "./demo-needs-past.ts";
import { needsOnTheirWay } from "./demo-needs-staff.ts";
import { type DrawnPicture, drawPictures } from "./pictures.server.ts";
import { planTownCode } from "./plan-document.ts";
import { seedPolicyArticles } from "./policy-articles.server.ts";
import { createRandom } from "./random.ts";
import { seedBankStatement } from "./seed-bank-statement.server.ts";
import { seedComplaints } from "./seed-complaints.server.ts";
import { seedDuties } from "./seed-duties.server.ts";
import { seedFundSpendings } from "./seed-fund-spendings.server.ts";
import { seedGiving } from "./seed-giving.server.ts";
import { seedPairings, seedPledges } from "./seed-helping.server.ts";
import { seedHouseholds } from "./seed-households.server.ts";
import { seedIntents } from "./seed-intents.server.ts";
import { seedLibraryProjects, seedProjectResults } from "./seed-library-projects.server.ts";
import { seedNeeds } from "./seed-needs.server.ts";
import { seedOfficialReceipts } from "./seed-official-receipts.server.ts";
import { seedOfflineGifts } from "./seed-offline-gifts.server.ts";
import { seedOrganizations } from "./seed-organizations.server.ts";
import { seedPeople, seedSecondFactors } from "./seed-people.server.ts";
import { seedPlan } from "./seed-plan.server.ts";
import { seedRegions } from "./seed-regions.server.ts";
import { seedResults } from "./seed-results.server.ts";
import { seedVerification } from "./seed-verification.server.ts";
import { seedVisits } from "./seed-visits.server.ts";
import { seedVolunteers } from "./seed-volunteers.server.ts";

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
  progress("图片 / pictures");
  const pictures = await drawPictures(files);
  await db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(4207002)`);
    if (await isSeeded(tx)) return;
    await tellStory(tx, { sealer, files, now, progress, pictures });
    progress("存证链 / hash chain");
    await sealHistory(tx, now);
    await publishRoots(tx, now, "end_of_day");
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

type Story = Omit<SeedDependencies, "db"> & SeedOptions & { pictures: readonly DrawnPicture[] };

async function tellStory(tx: Tx, { sealer, files, now, progress, pictures }: Story): Promise<void> {
  const random = createRandom(20161227);
  const villageRows = await tx
    .select({ code: regions.code, shortName: regions.shortName })
    .from(regions)
    .where(eq(regions.parentCode, planTownCode))
    .orderBy(regions.code);
  const codes = villageRows.map((row) => row.code);
  const villageCodes = new Map(villageRows.map((row) => [row.shortName, row.code]));
  progress("人员和账号 / people and accounts");
  const people = await seedPeople(tx, random, { villageCodes: codes, from: new Date("2016-01-04T01:00:00Z") });
  await seedSecondFactors(tx, { sealer, people, at: new Date("2016-06-01T02:00:00Z") });
  const organizations = await seedOrganizations(tx, random, {
    people,
    at: new Date("2016-06-01T02:00:00Z"),
    now,
    today: dayInChina(now),
  });
  progress("一户一档 / household files");
  const households = await seedHouseholds(tx, random, { people, sealer, villageCodes: codes });
  progress("规划与台账 / plan and ledger");
  await seedPlan(tx);
  // A generator of its own: the people and needs of the story stay as they are.
  const projects = await seedLibraryProjects(tx, createRandom(100), { people, pictures, files, now });
  await seedFundSpendings(tx, createRandom(97), { people, projects });
  await seedProjectResults(tx, createRandom(101), { people, pictures, files, projects });
  progress("需求和公示 / needs and notices");
  const context = { people, organizations, households, villageCodes, pictures, files, sealer, now };
  const seededNeeds = await seedNeeds(tx, random, [...pastNeeds, ...currentNeeds, ...needsOnTheirWay], context);
  await seedVerification(tx, random, seededNeeds, context);
  progress("捐赠、拨付和成效 / gifts, payments and reports");
  await seedGiving(tx, random, seededNeeds, context);
  const clerkId = context.people.personas.cashier.userId;
  await seedOfficialReceipts(tx, { charityId: context.organizations.charity.id, clerkId, now: context.now });
  await seedDuties(tx, { charityId: organizations.charity.id, clerkId, today: dayInChina(now), at: now });
  await seedOfflineGifts(tx, seededNeeds, context);
  await seedResults(tx, random, seededNeeds, pastNeeds, context);
  progress("结对、认领和志愿服务 / pairings, pledges and volunteers");
  await seedPairings(tx, random, context);
  await seedPledges(tx, random, seededNeeds, context);
  await seedVolunteers(tx, random, { ...context, seededNeeds });
  // A generator of its own: the story before it stays as it is.
  await seedVisits(tx, createRandom(27), context);
  const { cashier } = people.personas;
  await seedBankStatement(tx, { charityId: organizations.charity.id, clerk: cashier, sealer, now });
  await seedIntents(tx, { people, organizations, now });
  await seedComplaints(tx, createRandom(121), { sealer, handler: people.personas.county, now });
  await seedPolicyArticles(tx, { regionCode: planTownCode });
  await keepThePastQuiet(tx, now);
}

/** The past's mails stay unsent. The search index is built from the database afterwards, by whoever seeds. */
async function keepThePastQuiet(tx: Tx, now: Date): Promise<void> {
  await tx.update(outboxEvents).set({ processedAt: now }).where(isNull(outboxEvents.processedAt));
}
