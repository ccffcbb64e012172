import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { sql } from "drizzle-orm";
import { callbackPercentKey } from "#app/domain/callbacks/callback.ts";
import { retentionKeys } from "#app/domain/erasures/retention.ts";
import { reportEveryDaysKey, reportFullWithinDaysKey } from "#app/domain/impact-reports/impact-report.ts";
import { levelOf } from "#app/domain/regions/region.ts";
import { type RegionRow, shortVillageName } from "#app/domain/regions/region-list.ts";
import type { Db, Tx } from "#db/client.server.ts";
import { itemPrices, wordingRules } from "#db/schema/place-rules.server.ts";
import { jurisdictionSettings, regionFlagPeriods, regions, villages } from "#db/schema/regions.server.ts";
import { amountOfYear, planCountyCode, planDocument, planSource, planTownCode } from "./plan-document.ts";
import { createRandom } from "./random.ts";
import { demoPriceSource, demoPrices, startingWordSource, startingWords } from "./reasonable-need-lists.ts";
import { villageIntroductions } from "./village-texts.ts";

const dataFolder = join(import.meta.dirname, "data");
const rowsPerInsert = 10_000;

/**
 * The whole country down to the township (44,703 rows), the 19 villages of 赤水镇, the plan's focus villages, and the rules of the place.
 * Does nothing where the rows exist. Takes a few seconds on an empty database.
 */
export async function seedRegions(db: Db): Promise<void> {
  const rows = [...(await readTownships()), ...(await readVillages())];
  await db.transaction(async (tx) => {
    for (let start = 0; start < rows.length; start += rowsPerInsert) {
      await insertRegions(tx, rows.slice(start, start + rowsPerInsert));
    }
    const [settings] = await tx.select({ id: jurisdictionSettings.id }).from(jurisdictionSettings).limit(1);
    if (settings) return;
    await insertPlaceRules(tx);
    await insertReasonableNeedLists(tx);
    await insertVillageProfiles(tx);
  });
}

async function insertRegions(tx: Tx, rows: readonly RegionRow[]): Promise<void> {
  await tx.execute(sql`
    insert into ${regions} (code, name, short_name, level, parent_code)
    select code, name, "shortName", level, "parentCode"
    from json_to_recordset(${JSON.stringify(rows)}::json)
      as r(code text, name text, "shortName" text, level text, "parentCode" text)
    on conflict (code) do nothing`);
}

/** The country down to the township, as the bureau's list has it. */
export async function readTownships(): Promise<RegionRow[]> {
  const packed = await readFile(join(dataFolder, "regions-to-township.csv.gz"));
  const text = (await promisify(gunzip)(packed)).toString("utf8");
  return rowsOf(text).map(([code = "", name = "", _level, parentCode = ""]) => ({
    code,
    name,
    shortName: name,
    level: levelOf(code),
    parentCode: parentCode === "" ? null : parentCode,
  }));
}

async function readVillages(): Promise<RegionRow[]> {
  const text = await readFile(join(dataFolder, "villages-chishui.csv"), "utf8");
  return rowsOf(text).map(([code = "", name = "", townshipCode = ""]) => ({
    code,
    name,
    shortName: shortVillageName(name),
    level: "village" as const,
    parentCode: townshipCode,
  }));
}

/** The data files hold plain fields without quotes; the first line names the columns. */
function rowsOf(text: string): string[][] {
  return text
    .split(/\r?\n/)
    .slice(1)
    .filter((line) => line !== "")
    .map((line) => line.split(","));
}

const keptAsShort = "《个人信息保护法》第十九条：保存期限应当为实现处理目的所必要的最短时间（天数为演示设定）";

async function insertPlaceRules(tx: Tx): Promise<void> {
  const random = createRandom(4407);
  const { period, notice } = planDocument;
  await tx.insert(regionFlagPeriods).values(
    planDocument.focusVillages.map((village) => ({
      id: random.id(),
      regionCode: village.code,
      flag: "focus_village" as const,
      validFrom: period.from,
      validTo: period.to,
      source: planSource,
    })),
  );
  const rules: [region: string, key: string, value: string | number | boolean, source: string][] = [
    [planCountyCode, "notice.minDays", notice.minDays, planSource],
    [planTownCode, "notice.minDays", notice.minDays, planSource],
    [planCountyCode, "disbursement.approvalAboveFen", 5_000_000, "演示设定：单笔超过 5 万元先批准再付款"],
    [planCountyCode, "disbursement.confirmWithinDays", 15, "演示设定：付款后 15 天内确认"],
    [planCountyCode, "ownMoney.oneUpToFen", 100_000, "演示设定：自有资金 1000 元以内一人登记"],
    [planCountyCode, "moneyNotice.minDays", 10, "国开办发〔2018〕11号（演示中也用于更早的支出）"],
    [planCountyCode, reportEveryDaysKey, 90, "《慈善法》第七十九条：至少每三个月公开一次（演示按 90 天）"],
    [planCountyCode, reportFullWithinDaysKey, 90, "《慈善法》第七十九条：结束后三个月内全面公开（演示按 90 天）"],
    [planCountyCode, callbackPercentKey, 10, "演示设定：每月每镇抽查一成，至少一笔"],
    [planCountyCode, retentionKeys.household, 3650, keptAsShort],
    [planCountyCode, retentionKeys.complaint, 730, keptAsShort],
    [planCountyCode, retentionKeys.objection, 365, keptAsShort],
    [planCountyCode, "complaint.phone", "0750-2000116", "演示设定：虚构号码"],
    [planCountyCode, "microWish.ceilingFen", 50_000, "演示设定：微心愿上限 500 元"],
    [planTownCode, "exit.yearlyShareOfFocusHouseholds", planDocument.exit.yearlyShareOfFocusHouseholds, planSource],
    [
      planTownCode,
      "exit.incomeAtLeastShareOfLocalAverage",
      planDocument.exit.incomeAtLeastShareOfLocalAverage,
      planSource,
    ],
    [planTownCode, "volunteerGroup.minMembers", planDocument.volunteerGroup.minMembers, planSource],
    [planCountyCode, "enterpriseIncentive.minHires", planDocument.enterpriseIncentive.minHires, planSource],
    [planCountyCode, "enterpriseIncentive.minDays", planDocument.enterpriseIncentive.minDays, planSource],
  ];
  await tx.insert(jurisdictionSettings).values(
    rules.map(([regionCode, key, value, source]) => ({
      id: random.id(),
      regionCode,
      key,
      value,
      validFrom: period.from,
      source,
    })),
  );
}

/** What things cost in the demo's county, and the words to begin with (D7). */
async function insertReasonableNeedLists(tx: Tx): Promise<void> {
  const random = createRandom(117);
  const validFrom = planDocument.period.from;
  await tx.insert(itemPrices).values(
    demoPrices.map(([name, words, unit, referencePriceFen, ceilingFen]) => ({
      id: random.id(),
      regionCode: planCountyCode,
      name,
      words: [name, ...words],
      unit,
      referencePriceFen,
      ceilingFen,
      validFrom,
      source: demoPriceSource,
    })),
  );
  await tx.insert(wordingRules).values(
    startingWords.map(([word, kind, severity, advice]) => ({
      id: random.id(),
      regionCode: "",
      word,
      kind,
      severity,
      advice,
      validFrom,
      source: startingWordSource,
    })),
  );
}

/** Introductions and sizes are made up; only names and targets are the plan's. */
async function insertVillageProfiles(tx: Tx): Promise<void> {
  const random = createRandom(116);
  const focusCodes = new Set(planDocument.focusVillages.map((village) => village.code));
  const target = amountOfYear(planDocument.villageCollectiveIncomeTargets, 2018);
  await tx
    .insert(villages)
    .values(
      (await readVillages()).map((village) => {
        const householdCount = random.int(210, 620);
        return {
          regionCode: village.code,
          introduction: villageIntroductions[village.shortName] ?? "",
          householdCount,
          populationCount: Math.round(householdCount * (3.2 + random.next())),
          collectiveIncomeTargetFen: focusCodes.has(village.code) ? target : null,
        };
      }),
    )
    .onConflictDoNothing();
}
