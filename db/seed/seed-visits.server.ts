import { createHash } from "node:crypto";
import { addDays, dayInChina } from "#app/domain/clock.ts";
import { type Assurance, visitRules } from "#app/domain/visits/visit.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { jurisdictionSettings } from "#db/schema/regions.server.ts";
import { visits } from "#db/schema/visits.server.ts";
import { planTownCode } from "./plan-document.ts";
import type { Random } from "./random.ts";
import type { SeededHousehold } from "./seed-households.server.ts";
import type { SeededPeople } from "./seed-people.server.ts";

type Told = { daysAgo: number; found: string; lacking: Assurance[]; nextStep?: string; inDays?: number };

/** What the officer of the village saw lately; every word is invented. */
const told: readonly Told[] = [
  {
    daysAgo: 2,
    found: "院里水井水位低，早上要排队打水。",
    lacking: ["drinking_water"],
    nextStep: "请镇里看水泵",
    inDays: 5,
  },
  { daysAgo: 3, found: "老人按时领药，血压平稳。", lacking: [] },
  { daysAgo: 5, found: "孩子正常上学，缺一副眼镜。", lacking: [], nextStep: "联系配镜", inDays: 1 },
  { daysAgo: 9, found: "屋顶东角漏雨，已用油布盖住。", lacking: ["housing"], nextStep: "约施工队看房", inDays: 3 },
  { daysAgo: 12, found: "鸡苗长势好，想再养二十只。", lacking: [] },
  { daysAgo: 40, found: "家里没有人，邻居说去女儿家住几天。", lacking: [] },
];

/** Visits of one village, and the rules of the town for them: the days per month are the guideline's, the interval is the demo's own. */
export async function seedVisits(
  db: DbOrTx,
  random: Random,
  { people, households, now }: { people: SeededPeople; households: readonly SeededHousehold[]; now: Date },
): Promise<void> {
  const rules = [
    { key: visitRules.minDaysPerMonth, value: 5, source: "中发〔2018〕16号：每个月至少要有5个工作日用于扶贫" },
    { key: visitRules.maxIdleDays, value: 30, source: "演示用：由各镇自定" },
  ];
  await db
    .insert(jurisdictionSettings)
    .values(rules.map((rule) => ({ id: random.id(), regionCode: planTownCode, validFrom: "2018-06-15", ...rule })));
  const officer = people.personas.officerBulan;
  const [grant] = officer.grants;
  const homes = households.filter(({ regionCode }) => regionCode === grant?.regionCode).slice(0, told.length);
  if (homes.length === 0) return;
  const today = dayInChina(now);
  await db.insert(visits).values(
    homes.flatMap((home, index) => {
      const visit = told[index];
      if (visit === undefined) return [];
      const visitedOn = addDays(today, -visit.daysAgo);
      const visitedAt = new Date(`${visitedOn}T10:15:00+08:00`);
      return {
        id: random.id(),
        householdId: home.id,
        regionCode: home.regionCode,
        visitedBy: officer.userId,
        visitedOn,
        visitedAt,
        place: "home" as const,
        metWith: visit.daysAgo === 40 ? ("neighbour" as const) : ("head" as const),
        companions: "",
        found: visit.found,
        nextStep: visit.nextStep ?? "",
        nextStepOn: visit.inDays === undefined ? null : addDays(today, visit.inDays),
        hasCheckedAssurances: visit.lacking.length > 0,
        lackingAssurances: visit.lacking,
        photoCount: 0,
        source: "phone" as const,
        contentHash: createHash("sha256").update(`${home.id} ${visit.found}`).digest("hex"),
        receivedAt: visitedAt,
      };
    }),
  );
}
