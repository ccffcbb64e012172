import { systemActor } from "#app/domain/actor.ts";
import {
  type LedgerPosting,
  openLedgerAccount,
  postLedgerTransaction,
} from "#app/domain/ledger/post-transaction.server.ts";
import { splitByRatio } from "#app/domain/money.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { fundBudgets, funds, planBudgetLines } from "#db/schema/funds.server.ts";
import {
  amountOfYear,
  planCode,
  planCountyCode,
  planDocument,
  planSource,
  planTownCode,
  planYears,
} from "./plan-document.ts";
import { createRandom } from "./random.ts";

/** 帮扶资金统一缴入市财政扶贫专户 (S96): the one account all public money of the plan lies in. */
export const custodyAccountCode = "custody:kaiping-poverty-relief";
export const payerAccountCodes = {
  cityFund: "payer:jiangmen-poverty-fund",
  county: "payer:kaiping",
  town: "payer:chishui",
} as const;

const fundCodes: Readonly<Record<string, string>> = {
  老区建设专项资金: "old-revolutionary-area",
  产业扶贫资金: "industry",
  农村低收入住房困难户住房改造补助资金: "housing",
  精准扶贫工作经费: "operations",
};

const persons = planDocument.register.focusPersons;
const perPerson = planDocument.perPersonInvestment;
const [cityShare, countyShare] = perPerson.split;

/** When the books of a plan year are opened: not before the plan itself, which is of 27 December 2016. */
const openedAt: Readonly<Record<number, Date>> = {
  2016: new Date("2016-12-27T02:00:00Z"),
  2017: new Date("2017-01-03T01:00:00Z"),
  2018: new Date("2018-01-02T01:00:00Z"),
};

/**
 * The plan in the books (S94-S97): budget lines per person, the yearly appropriations of the three payers into the custody account, and
 * the four earmarked funds with their yearly budgets. Every figure comes from the document; the shares are split by its ratio.
 */
export async function seedPlan(db: DbOrTx): Promise<void> {
  await db.insert(planBudgetLines).values(budgetLines());
  await openPlanAccounts(db);
  for (const year of planYears) await postLedgerTransaction(db, appropriationOf(year), systemActor, dateOf(year));
  await seedFunds(db);
}

function dateOf(year: number): Date {
  const date = openedAt[year];
  if (!date) throw new RangeError(`no opening day for ${year}`);
  return date;
}

const payerNames: Readonly<Record<(typeof payerAccountCodes)[keyof typeof payerAccountCodes], string>> = {
  [payerAccountCodes.cityFund]: cityShare?.payer ?? "",
  [payerAccountCodes.county]: "开平市及市直单位",
  [payerAccountCodes.town]: planDocument.town.name,
};
const countyPayer = "开平市及市直单位和镇";
const townPayer = planDocument.town.name;

type BudgetLine = typeof planBudgetLines.$inferInsert;

function budgetLines(): BudgetLine[] {
  const random = createRandom(251);
  const line = (name: string, payer: string, year: number | null, perPersonFen: bigint): BudgetLine => ({
    id: random.id(),
    planCode,
    regionCode: planTownCode,
    year,
    payer,
    line: name,
    perPersonFen,
    personCount: persons,
    amountFen: perPersonFen * BigInt(persons),
    source: planSource,
  });
  return [
    line("three_year_total", "合计", null, BigInt(perPerson.threeYearTotal)),
    line("payer_share", cityShare?.payer ?? "", null, BigInt(cityShare?.total ?? 0)),
    line("payer_share", countyPayer, null, BigInt(countyShare?.total ?? 0)),
    ...planYears.map((year) =>
      line("county_share", countyPayer, year, amountOfYear(perPerson.countyShareByYear, year)),
    ),
    ...planYears.map((year) =>
      line("town_share", townPayer, year, amountOfYear(perPerson.townShareOfCounty.byYear, year)),
    ),
  ];
}

async function openPlanAccounts(db: DbOrTx): Promise<void> {
  const custodian = "开平市财政局";
  await openLedgerAccount(db, {
    code: custodyAccountCode,
    kind: "custody",
    name: "开平市财政扶贫专户",
    legalPerson: custodian,
    regionCode: planCountyCode,
  });
  const payers = [
    [payerAccountCodes.cityFund, "江门市财政局", "4407"],
    [payerAccountCodes.county, custodian, planCountyCode],
    [payerAccountCodes.town, "赤水镇人民政府", planTownCode],
  ] as const;
  for (const [code, legalPerson, regionCode] of payers) {
    await openLedgerAccount(db, { code, kind: "payer", name: payerNames[code], legalPerson, regionCode });
  }
}

/**
 * One year of the plan. The county side's part is the document's yearly line; the year's total is that part's share of the whole, split
 * 8:2 again so that the two sides sum to it to the fen; the town carries its own line of the county side.
 */
function appropriationOf(year: number): LedgerPosting {
  const ratios = perPerson.split.map((share) => share.ratio);
  const [cityRatio = 0, countyRatio = 1] = ratios;
  const countySide = amountOfYear(perPerson.countyShareByYear, year) * BigInt(persons);
  const total = (countySide * BigInt(cityRatio + countyRatio)) / BigInt(countyRatio);
  const [cityPart = 0n, countyPart = 0n] = splitByRatio(total, ratios);
  const townPart = amountOfYear(perPerson.townShareOfCounty.byYear, year) * BigInt(persons);
  const parts = [
    [payerAccountCodes.cityFund, cityPart],
    [payerAccountCodes.county, countyPart - townPart],
    [payerAccountCodes.town, townPart],
  ] as const;
  return {
    reference: `plan:${planCode}:${year}:appropriation`,
    kind: "appropriation",
    description: `${year} 年帮扶投入（${persons} 人）`,
    source: planSource,
    entries: parts.flatMap(([payer, amountFen]) => {
      const lot = { code: `plan:${planCode}:${year}:${payer.split(":")[1]}`, contributor: payerNames[payer] };
      return [
        { accountCode: custodyAccountCode, amountFen, lot },
        { accountCode: payer, amountFen: -amountFen, lot },
      ];
    }),
  };
}

async function seedFunds(db: DbOrTx): Promise<void> {
  const random = createRandom(381);
  const rows = planDocument.funds.map((fund) => ({
    id: random.id(),
    code: fundCodes[fund.name] ?? "",
    name: fund.name,
    regionCode: planCountyCode,
    purposes: fund.purposes,
    isOperating: fund.isOperating ?? false,
    source: planSource,
    byYear: fund.byYear,
  }));
  await db.insert(funds).values(rows.map(({ byYear: _, ...row }) => row));
  await db.insert(fundBudgets).values(
    rows.flatMap((fund) =>
      planYears.map((year) => ({
        id: random.id(),
        fundId: fund.id,
        year,
        amountFen: amountOfYear(fund.byYear, year),
      })),
    ),
  );
  for (const fund of rows) {
    await openLedgerAccount(db, {
      code: `fund:${fund.code}`,
      kind: "fund",
      name: fund.name,
      legalPerson: "开平市财政局",
      regionCode: planCountyCode,
      subjectId: fund.id,
    });
    for (const year of planYears) {
      const amountFen = amountOfYear(fund.byYear, year);
      const lot = { code: `plan:${planCode}:${year}:fund:${fund.code}`, contributor: "开平市财政局" };
      const posting: LedgerPosting = {
        reference: lot.code,
        kind: "fund_budget",
        description: `${year} 年${fund.name}`,
        source: planSource,
        entries: [
          { accountCode: custodyAccountCode, amountFen, lot },
          { accountCode: `fund:${fund.code}`, amountFen: -amountFen, lot },
        ],
      };
      await postLedgerTransaction(db, posting, systemActor, dateOf(year));
    }
  }
}
