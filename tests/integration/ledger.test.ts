import { Readable } from "node:stream";
import { arrayBuffer } from "node:stream/consumers";
import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "#app/domain/actor.ts";
import { newPublicCode, newReceiptNumber, newVerifyCode } from "#app/domain/ids.ts";
import { listFunds } from "#app/domain/ledger/fund-queries.server.ts";
import {
  getGiftTotals,
  listHoldings,
  listTotalsByAccountKind,
  listVillageTotals,
  listYearTotals,
} from "#app/domain/ledger/ledger-queries.server.ts";
import { getPlanComparison } from "#app/domain/ledger/plan-queries.server.ts";
import { postLedgerTransaction } from "#app/domain/ledger/post-transaction.server.ts";
import { splitByRatio } from "#app/domain/money.ts";
import { exportLedger } from "#app/domain/public-ledger/export-ledger.server.ts";
import { getLiveTotals } from "#app/domain/public-ledger/live-total-queries.server.ts";
import { noMovementFilter } from "#app/domain/public-ledger/movement.ts";
import { listFilterChoices, listMovements } from "#app/domain/public-ledger/movement-queries.server.ts";
import { zhCN } from "#app/i18n/zh-CN.ts";
import { runChecks } from "#db/checks/run-checks.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { consents } from "#db/schema/consents.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { planCode, planDocument } from "#db/seed/plan-document.ts";
import type { TestDatabase } from "#tests/setup/database.ts";
import { createSeededDatabase, seededNow } from "#tests/setup/seeded-database.ts";

let database: TestDatabase;

beforeAll(async () => {
  database = await createSeededDatabase();
});
afterAll(() => database.drop());

const perPerson = planDocument.perPersonInvestment;
const fenOf = (byYear: Readonly<Record<string, number>>) => Object.values(byYear).map(BigInt);

async function seededPlan() {
  const plan = await getPlanComparison(database.db, { planCode });
  if (plan === null) throw new Error("the plan is not seeded");
  return plan;
}

describe("the plan in the books", () => {
  it("D12: the seeded plan equals the document to the fen and the person", async () => {
    const plan = await seededPlan();
    expect(plan.total).toMatchObject({
      perPersonFen: BigInt(perPerson.threeYearTotal),
      personCount: planDocument.register.focusPersons,
      amountFen: BigInt(planDocument.totals.all),
      postedFen: 502_000_000n,
    });
    expect(plan.isEqual).toBe(true);
  });

  it("S94: 251 × 20,000.00 = 5,020,000.00 is shared 8:2 into 4,016,000.00 and 1,004,000.00", async () => {
    const plan = await seededPlan();
    expect(plan.payers.map((line) => [line.payer, line.amountFen, line.postedFen])).toEqual([
      ["江门市扶贫基金", 401_600_000n, BigInt(planDocument.totals.江门市扶贫基金)],
      ["开平市及市直单位和镇", 100_400_000n, BigInt(planDocument.totals.开平市及市直单位和镇)],
    ]);
    expect(splitByRatio(plan.total.amountFen, [8, 2])).toEqual(plan.payers.map((line) => line.postedFen));
  });

  it("S95: the county's yearly lines are 1,500 + 1,500 + 1,000 = 4,000 a person, the town's 450 + 450 + 300 = 1,200", async () => {
    const plan = await seededPlan();
    expect(plan.countyByYear.map((line) => line.perPersonFen)).toEqual(fenOf(perPerson.countyShareByYear));
    expect(plan.townByYear.map((line) => line.perPersonFen)).toEqual(fenOf(perPerson.townShareOfCounty.byYear));
    for (const line of [...plan.countyByYear, ...plan.townByYear]) expect(line.postedFen).toBe(line.amountFen);
    const sum = (lines: readonly { postedFen: bigint }[]) => lines.reduce((total, line) => total + line.postedFen, 0n);
    expect(sum(plan.countyByYear)).toBe(100_400_000n);
    expect(sum(plan.townByYear)).toBe(30_120_000n);
  });

  it("S97: the four funds have the document's yearly budgets and purposes; working expenses stand apart", async () => {
    const funds = await listFunds(database.db);
    expect(funds).toHaveLength(4);
    for (const expected of planDocument.funds) {
      const fund = funds.find((one) => one.name === expected.name);
      expect(fund?.budgets.map((budget) => budget.amountFen)).toEqual(fenOf(expected.byYear));
      expect(fund?.purposes).toEqual(expected.purposes);
      expect(fund?.postedFen).toBe(fund?.budgetFen);
    }
    expect(funds.filter((fund) => fund.isOperating).map((fund) => fund.name)).toEqual(["精准扶贫工作经费"]);
  });

  it("S96: money lies in named custody accounts of others, never of the platform; both sides of everything sum to zero", async () => {
    const holdings = await listHoldings(database.db);
    expect(holdings.map((holding) => holding.legalPerson).sort()).toEqual(["开平市财政局", "潭江侨乡慈善会"]);
    expect(holdings.find((holding) => holding.kind === "custody")?.name).toBe("开平市财政扶贫专户");
    for (const holding of holdings) expect(`${holding.name}${holding.legalPerson}`).not.toMatch(/结对|平台|jiedui/i);
    const totals = await listTotalsByAccountKind(database.db);
    expect(totals.reduce((sum, total) => sum + total.balanceFen, 0n)).toBe(0n);
  });
});

describe("totals", () => {
  it("A11: the home page's sum of gifts is the ledger's, and given = paid out + held", async () => {
    const gifts = await getGiftTotals(database.db);
    const live = await getLiveTotals(database.db, seededNow);
    expect(live.givenFen).toBe(gifts.givenFen);
    expect(gifts.givenFen).toBe(gifts.paidOutFen + gifts.heldFen);
    const paid = await database.db
      .select({ amountFen: donations.amountFen })
      .from(donations)
      .where(eq(donations.state, "settled"));
    expect(gifts.givenFen).toBe(paid.reduce((sum, row) => sum + row.amountFen, 0n));
  });

  it("S115: the yearly and the village figures sum to the whole ledger's", async () => {
    const gifts = await getGiftTotals(database.db);
    const years = await listYearTotals(database.db);
    const villages = await listVillageTotals(database.db);
    const sum = <Row>(rows: readonly Row[], of: (row: Row) => bigint) =>
      rows.reduce((total, row) => total + of(row), 0n);
    expect(sum(years, (row) => row.givenFen)).toBe(gifts.givenFen);
    expect(sum(years, (row) => row.paidOutFen)).toBe(gifts.paidOutFen);
    expect(sum(years, (row) => row.feesFen)).toBe(gifts.feesFen);
    expect(sum(villages, (row) => row.givenFen)).toBe(gifts.givenFen);
    expect(sum(villages, (row) => row.paidOutFen)).toBe(gifts.paidOutFen);
    const custody = (await listHoldings(database.db)).find((holding) => holding.kind === "custody");
    expect(sum(years, (row) => row.publicFen - row.publicSpentFen)).toBe(custody?.balanceFen);
  });

  it("A11: a gift that failed or expired is in no total", async () => {
    const [paid] = await database.db.select().from(donations).limit(1);
    if (!paid) throw new Error("no donation");
    const before = await getLiveTotals(database.db, seededNow);
    const failed = ["expired", "failed", "pending"] as const;
    await database.db.insert(donations).values(
      failed.map((state) => ({
        ...paid,
        id: crypto.randomUUID(),
        formNonce: crypto.randomUUID(),
        checkoutSessionId: null,
        paymentIntentId: null,
        paidAt: null,
        lotCode: newPublicCode(),
        receiptNumber: newReceiptNumber(),
        verifyCode: newVerifyCode(),
        state,
      })),
    );
    expect(await getLiveTotals(database.db, seededNow)).toEqual(before);
  });
});

describe("S123: the public journal", () => {
  it("finds movements by year, kind, fund and village", async () => {
    const list = (filter: Partial<typeof noMovementFilter>) =>
      listMovements(database.db, { filter: { ...noMovementFilter, ...filter }, page: 1, pageSize: 500 });
    const all = await list({});
    const choices = await listFilterChoices(database.db);
    const byYear = await Promise.all(choices.years.map((year) => list({ year })));
    expect(byYear.reduce((sum, one) => sum + one.total, 0)).toBe(all.total);
    expect((await list({ kind: "appropriation" })).total).toBe(3);
    expect((await list({ fundCode: "housing" })).total).toBe(3);
    expect((await list({ year: 2017, fundCode: "housing" })).total).toBe(1);
    const inVillage = await list({ regionCode: "440783116248" });
    expect(inVillage.total).toBeGreaterThan(0);
    for (const movement of inVillage.movements) {
      expect(movement.sides.some((side) => side.regionCode === "440783116248")).toBe(true);
    }
  });

  it("a need that is no longer public is not named by the movements that paid for it", async () => {
    const [need] = await database.db
      .select({ id: needs.id, title: needs.title, householdId: needs.householdId })
      .from(needs)
      .where(eq(needs.title, "步栏村一户人家的屋顶翻修"));
    if (!need?.householdId) throw new Error("the need is not seeded");
    await database.db
      .update(consents)
      .set({ withdrawnAt: seededNow })
      .where(eq(consents.householdId, need.householdId));
    expect(await exported()).not.toContain(need.title);
    await database.db.update(consents).set({ withdrawnAt: null }).where(eq(consents.householdId, need.householdId));
    expect(await exported()).toContain(need.title);
  });

  it("the export's debits equal its credits, movement by movement and in all", async () => {
    const rows = parseCsv(await exported());
    const [header, ...lines] = rows;
    expect(header?.at(-2)).toBe("借方（元）");
    const byMovement = new Map<string, bigint>();
    for (const line of lines) {
      const debit = fenOfText(line.at(-2) ?? "");
      const credit = fenOfText(line.at(-1) ?? "");
      byMovement.set(line[0] ?? "", (byMovement.get(line[0] ?? "") ?? 0n) + debit - credit);
    }
    expect(byMovement.size).toBe(
      (await listMovements(database.db, { filter: noMovementFilter, page: 1, pageSize: 1 })).total,
    );
    expect([...byMovement.values()].filter((off) => off !== 0n)).toEqual([]);
  });

  it("Q19: every line of the export says whose money it is, and each lot balances in every movement", async () => {
    const [header, ...lines] = parseCsv(await exported());
    expect(header?.at(-3)).toBe("哪一批钱");
    const byLot = new Map<string, bigint>();
    for (const line of lines) {
      expect(line.at(-3)).not.toBe("");
      const key = `${line[0]} ${line.at(-3)}`;
      const off = fenOfText(line.at(-2) ?? "") - fenOfText(line.at(-1) ?? "");
      byLot.set(key, (byLot.get(key) ?? 0n) + off);
    }
    expect([...byLot.values()].filter((off) => off !== 0n)).toEqual([]);
  });

  it("the export holds no name, address, message or receipt number of a person", async () => {
    const csv = await exported();
    expect(csv.startsWith("\ufeff")).toBe(true);
    const people = await database.db.select({ name: users.displayName, email: users.email }).from(users);
    const gifts = await database.db.select().from(donations).orderBy(asc(donations.createdAt));
    const heads = await database.db.select({ name: households.headName }).from(households);
    const members = await database.db.select({ name: householdMembers.name }).from(householdMembers);
    const names = [
      ...people.map((row) => row.name),
      ...heads.map((row) => row.name),
      ...members.map((row) => row.name),
    ];
    const found = [
      // Two-character names also occur inside ordinary words.
      ...names.filter((name) => [...name].length > 2 && csv.includes(name)),
      ...people.filter((row) => csv.includes(row.email)).map((row) => row.email),
      ...gifts.filter((row) => csv.includes(row.id) || (row.checkoutSessionId && csv.includes(row.checkoutSessionId))),
      ...gifts.filter((row) => row.publicName && row.publicName.length > 2 && csv.includes(row.publicName)),
      ...gifts.filter((row) => row.message !== "" && csv.includes(row.message)),
    ];
    expect(found).toEqual([]);
  });

  it("a cell that begins like a formula is made harmless", async () => {
    const lot = { code: "plan:test:2018:formula", contributor: "测试" };
    await postLedgerTransaction(
      database.db,
      {
        reference: "plan:test:2018:formula",
        kind: "fund_budget",
        description: '=HYPERLINK("http://evil.example","x")',
        source: "测试",
        entries: [
          { accountCode: "custody:kaiping-poverty-relief", amountFen: 1n, lot },
          { accountCode: "fund:housing", amountFen: -1n, lot },
        ],
      },
      systemActor,
      seededNow,
    );
    expect(await exported()).toContain(`"'=HYPERLINK(`);
  });
});

describe("A5: the checks find what is off", () => {
  it("one fen too many on a need is reported with its code, and nothing else is", async () => {
    const [need] = await database.db
      .select()
      .from(needs)
      .where(eq(needs.state, "published"))
      .orderBy(asc(needs.publicCode))
      .limit(1);
    const target = need?.goalFen
      ? need
      : (await database.db.select().from(needs).where(eq(needs.title, "步栏村饮水管网入户")))[0];
    if (!target) throw new Error("no need");
    await database.db
      .update(needs)
      .set({ fundedFen: target.fundedFen + 1n })
      .where(eq(needs.id, target.id));
    const findings = (await runChecks(database.db)).flatMap((result) => result.findings);
    await database.db.update(needs).set({ fundedFen: target.fundedFen }).where(eq(needs.id, target.id));
    expect(findings.filter((finding) => finding.subject.startsWith(target.publicCode))).toHaveLength(1);
  });

  it("a paid gift that the ledger lacks is reported", async () => {
    const [paid] = await database.db.select().from(donations).where(eq(donations.state, "settled")).limit(1);
    if (!paid) throw new Error("no donation");
    const id = crypto.randomUUID();
    await database.db.insert(donations).values({
      ...paid,
      id,
      formNonce: crypto.randomUUID(),
      checkoutSessionId: null,
      paymentIntentId: `pi_${id}`,
      state: "paid",
      lotCode: newPublicCode(),
      receiptNumber: newReceiptNumber(),
      verifyCode: newVerifyCode(),
    });
    const findings = (await runChecks(database.db)).flatMap((result) => result.findings);
    await database.db.delete(donations).where(eq(donations.id, id));
    expect(findings).toContainEqual({
      subject: `donation ${id.slice(0, 8).toUpperCase()}`,
      expectedFen: paid.amountFen,
      actualFen: 0n,
    });
  });
});

async function exported(): Promise<string> {
  const { ledger } = zhCN;
  const columns = ledger.exportColumns;
  const csv = exportLedger(database.db, {
    filter: noMovementFilter,
    words: {
      columns: [
        columns.sequence,
        columns.time,
        columns.kind,
        columns.lot,
        columns.description,
        columns.account,
        columns.accountKind,
        columns.legalPerson,
        columns.place,
        columns.sideLot,
        columns.debit,
        columns.credit,
      ],
      kinds: ledger.transactionKinds,
      accountKinds: ledger.accountKinds,
      hiddenNeed: ledger.movements.hiddenNeed,
    },
  });
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await arrayBuffer(Readable.from(csv)));
}

/** Enough of CSV for our own file: commas, quoted cells, line ends of Windows. */
function parseCsv(csv: string): string[][] {
  return csv
    .replace(/^\ufeff/, "")
    .split("\r\n")
    .filter((line) => line !== "")
    .map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((match) => match[1] ?? "").slice(0, 12));
}

function fenOfText(decimal: string): bigint {
  return decimal === "" ? 0n : BigInt(decimal.replace(".", ""));
}
