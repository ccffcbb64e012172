import { eq, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { fundSpendings, funds } from "#db/schema/funds.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";
import { planTownCode } from "./plan-document.ts";
import type { Random } from "./random.ts";
import type { SeededPeople } from "./seed-people.server.ts";

type Planned = {
  fund: string;
  /** Whose project of the library it is: by its title. */
  project: string;
  purpose: string;
  description: string;
  amountFen: bigint;
  payeeName: string;
  documentNumber: string;
  regionCode: string;
  proposedOn: string;
  approvedOn: string | null;
  result: { on: string; words: string } | null;
};

/** Invented, for purposes the document names and within its yearly budgets; every page marks them as the demo's. */
const planned: readonly Planned[] = [
  {
    fund: "old-revolutionary-area",
    project: "赤水镇集中供水改造",
    purpose: "饮水安全",
    description: "赤水镇三个自然村集中供水改造",
    amountFen: 18_600_000n,
    payeeName: "恒泉供水安装队（演示）",
    documentNumber: "演示〔2018〕001号",
    regionCode: planTownCode,
    proposedOn: "2018-03-06",
    approvedOn: "2018-03-09",
    result: { on: "2018-08-22", words: "三个自然村 214 户通水，水质检测合格，村民代表五人到场验收。" },
  },
  {
    fund: "old-revolutionary-area",
    project: "赤水镇村道硬底化",
    purpose: "村道硬底化",
    description: "赤水镇村道硬底化 1.4 公里",
    amountFen: 42_350_000n,
    payeeName: "安和工程队（演示）",
    documentNumber: "演示〔2018〕014号",
    regionCode: planTownCode,
    proposedOn: "2018-05-18",
    approvedOn: "2018-05-22",
    result: { on: "2018-11-16", words: "1.4 公里路面完工，厚度抽检合格，保修两年。" },
  },
  {
    fund: "industry",
    project: "赤水镇合作社冷库与分拣线",
    purpose: "农民专业合作社",
    description: "赤水镇合作社冷库与分拣线补助",
    amountFen: 15_000_000n,
    payeeName: "潭江果蔬农民专业合作社（演示）",
    documentNumber: "演示〔2018〕003号",
    regionCode: planTownCode,
    proposedOn: "2018-04-09",
    approvedOn: "2018-04-13",
    result: null,
  },
  {
    fund: "industry",
    project: "赤水镇优质稻基地灌溉设施",
    purpose: "农业基地",
    description: "赤水镇优质稻连片种植基地灌溉设施",
    amountFen: 8_800_000n,
    payeeName: "恒新农资店（演示）",
    documentNumber: "演示〔2018〕011号",
    regionCode: planTownCode,
    proposedOn: "2018-11-05",
    approvedOn: null,
    result: null,
  },
];

const morning = (day: string) => new Date(`${day}T02:00:00Z`);

/**
 * A few spendings of two funds, so that the way of public money can be followed to its end: proposed by one person of the county, approved
 * by another through the one SQL call of the site, two accepted, one still to be approved. The plan's own figures stay as they are.
 */
export async function seedFundSpendings(
  db: DbOrTx,
  random: Random,
  { people, projects }: { people: SeededPeople; projects: ReadonlyMap<string, string> },
): Promise<void> {
  const { county, secondCounty } = people.personas;
  // All after the last budget was posted: a spending takes its shares from every lot that is there.
  for (const { fund, project, proposedOn, approvedOn, result, ...row } of planned) {
    const [found] = await db.select({ id: funds.id }).from(funds).where(eq(funds.code, fund));
    if (!found) throw new RangeError(`no fund ${fund}`);
    const projectId = projects.get(project);
    if (!projectId) throw new RangeError(`no project ${project}`);
    const id = random.id();
    const proposed = { state: "proposed", proposedBy: county.userId, proposedAt: morning(proposedOn) } as const;
    await db
      .insert(fundSpendings)
      .values({ id, publicCode: random.publicCode(), fundId: found.id, projectId, ...row, ...proposed, isDemo: true });
    const step = { noun: "fund_spending", subjectId: id };
    await db.insert(stateTransitions).values({
      ...step,
      id: random.id(),
      event: "propose",
      toState: "proposed",
      actorUserId: county.userId,
      at: morning(proposedOn),
    });
    if (approvedOn === null) continue;
    const [approval] = await db.execute<{ outcome: string }>(
      sql`select approve_fund_spending(${id}::uuid, ${secondCounty.userId}::uuid, ${morning(approvedOn).toISOString()}::timestamptz) as outcome`,
    );
    if (approval?.outcome !== "approved") throw new Error(`${row.documentNumber}: ${approval?.outcome}`);
    // The whole story is one transaction: what PostgreSQL asks of a spending is asked now, while its project is still open.
    await db.execute(sql`set constraints ledger_entries_movement immediate`);
    await db.execute(sql`set constraints ledger_entries_movement deferred`);
    if (result === null) continue;
    await db
      .update(fundSpendings)
      .set({ result: result.words, resultBy: county.userId, resultAt: morning(result.on) })
      .where(eq(fundSpendings.id, id));
    await db.insert(stateTransitions).values({
      ...step,
      id: random.id(),
      fromState: "approved",
      event: "accept",
      toState: "approved",
      reason: result.words,
      actorUserId: county.userId,
      at: morning(result.on),
    });
  }
}
