import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type SignedInActor, systemActor } from "#app/domain/actor.ts";
import { approveFundSpending } from "#app/domain/funds/approve-fund-spending.server.ts";
import { isBelowFloor } from "#app/domain/funds/fund-spending.ts";
import { getStaffFund } from "#app/domain/funds/fund-spending-queries.server.ts";
import { proposeFundSpending } from "#app/domain/funds/propose-fund-spending.server.ts";
import { recordSpendingResult } from "#app/domain/funds/record-spending-result.server.ts";
import { rejectFundSpending } from "#app/domain/funds/reject-fund-spending.server.ts";
import { newId, newPublicCode } from "#app/domain/ids.ts";
import { openLedgerAccount, postLedgerTransaction } from "#app/domain/ledger/post-transaction.server.ts";
import { listFundLots, listPaymentShares } from "#app/domain/public-ledger/lot-share-queries.server.ts";
import { getLotTrace } from "#app/domain/public-ledger/lot-trace-queries.server.ts";
import { getMoneyNotice } from "#app/domain/public-ledger/money-notice-queries.server.ts";
import { fundSpendings, funds } from "#db/schema/funds.server.ts";
import { createStaff, createTestRegions, factoryDate } from "#db/seed/factories.server.ts";
import { createLibraryProject } from "#db/seed/library-project-factory.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";

let database: TestDatabase;
let county: SignedInActor;
let second: SignedInActor;
let third: SignedInActor;
let elsewhere: SignedInActor;
let fundCode: string;
let fundId: string;
let projectId: string;
const countyCode = "440783";
const at = factoryDate;

beforeAll(async () => {
  database = await createTestDatabase({ max: 10 });
  const { db } = database;
  await createTestRegions(db);
  county = await createStaff(db, "county_verifier", countyCode);
  second = await createStaff(db, "county_verifier", countyCode);
  third = await createStaff(db, "county_verifier", countyCode);
  elsewhere = await createStaff(db, "county_verifier", "51");
});
afterAll(() => database.drop());

/** A fund with 10,000.00 yuan of two payers in two custody accounts, and a floor of 3,000.00. */
beforeEach(async () => {
  const { db } = database;
  fundId = newId();
  projectId = (await createLibraryProject(db)).id;
  fundCode = `f${fundId.slice(0, 8)}`;
  const fund = { code: fundCode, name: "教育扶贫救助基金", regionCode: countyCode, purposes: ["助学", "校舍"] };
  await db.insert(funds).values({ ...fund, id: fundId, floorFen: 300_000n, source: "测试" });
  const account = { legalPerson: "财政局", regionCode: countyCode };
  await openLedgerAccount(db, {
    ...account,
    code: `fund:${fundCode}`,
    kind: "fund",
    name: fund.name,
    subjectId: fundId,
  });
  for (const [payer, amountFen] of [
    ["甲", 700_000n],
    ["乙", 300_000n],
  ] as const) {
    const custody = `custody:${fundCode}:${payer}`;
    await openLedgerAccount(db, { ...account, code: custody, kind: "custody", name: `${payer}专户` });
    const lot = { code: `test:${fundCode}:${payer}`, contributor: payer };
    const entries = [
      { accountCode: custody, amountFen, lot },
      { accountCode: `fund:${fundCode}`, amountFen: -amountFen, lot },
    ];
    const words = { kind: "fund_budget" as const, description: "预算", source: "测试" };
    await postLedgerTransaction(db, { ...words, reference: lot.code, entries }, systemActor, at);
  }
});

const input = {
  purpose: "助学",
  description: "高中生生活补助",
  amount: 100_001n,
  payeeName: "第一中学",
  documentNumber: "1号",
  regionCode: "440783116",
};
type Changes = Partial<typeof input> & { projectId?: string };
const propose = (changes: Changes = {}, actor = county) =>
  proposeFundSpending(database.db, { ...input, projectId, ...changes, fundCode }, actor, at);
const approve = (spendingId: string, actor = second) => approveFundSpending(database.db, { spendingId }, actor, at);

async function proposed(changes: Changes = {}): Promise<string> {
  const result = await propose({ documentNumber: newId(), ...changes });
  if (!result.ok) throw new Error(result.code);
  return result.value.spendingId;
}

describe("S97: a fund is spent for its purposes, above its floor, by two people", () => {
  it("refuses another purpose, another place, more than there is, falling below the floor, and a document twice", async () => {
    expect(await propose({ purpose: "接待" })).toMatchObject({ code: "other_purpose" });
    const elsewhereProject = await createLibraryProject(database.db, { regionCode: "51" });
    expect(await propose({ projectId: elsewhereProject.id })).toMatchObject({ code: "no_project" });
    expect(await propose({ amount: 1_000_001n })).toMatchObject({ code: "not_enough_money" });
    expect(await propose({ amount: 700_001n })).toMatchObject({ code: "below_floor" });
    expect(await propose({ amount: 400_000n })).toMatchObject({ ok: true });
    expect(await propose({ amount: 1n }), "1号 is used").toMatchObject({ code: "same_document" });
    expect(await propose({ amount: 300_001n, documentNumber: "2号" }), "what is proposed counts").toMatchObject({
      code: "below_floor",
    });
    expect(await propose({ amount: 300_000n, documentNumber: "2号" })).toMatchObject({ ok: true });
  });

  it("A12: another person of the county approves, nobody of elsewhere, and two at once have one effect", async () => {
    const spendingId = await proposed();
    expect(await approve(spendingId, county)).toMatchObject({ code: "same_person" });
    expect(await approve(spendingId, elsewhere)).toMatchObject({ code: "not_found" });
    const both = await Promise.all([approve(spendingId, second), approve(spendingId, third)]);
    expect(both.filter((one) => one.ok)).toHaveLength(1);
    expect(both.filter((one) => !one.ok && one.code === "conflict")).toHaveLength(1);
    expect(await getStaffFund(database.db, { code: fundCode, actor: county })).toMatchObject({ balanceFen: 899_999n });
  });

  it("S98: each payer's lot gives its share out of the account that holds it, to the fen", async () => {
    const { db } = database;
    const spendingId = await proposed();
    await approve(spendingId);
    const shares = await listPaymentShares(db, { reference: `fund_spending:${spendingId}` });
    expect(shares.map((share) => [share.contributor, share.amountFen])).toEqual([
      ["甲", 70_001n],
      ["乙", 30_000n],
    ]);
    const lots = await listFundLots(db, { fundCode });
    expect(lots.map((lot) => lot.remainingFen)).toEqual([629_999n, 270_000n]);
    for (const lot of lots) {
      const trace = await getLotTrace(db, { code: lot.code });
      expect(trace?.steps.map((step) => step.kind)).toEqual(["received", "to_fund", "paid_out", "invoice"]);
      expect(trace?.shares.reduce((sum, share) => sum + share.fen, 0n)).toBe(lot.paidInFen);
    }
    const custody = await db.execute<{ fen: string }>(sql`
      select sum(entry.amount_fen)::text as fen from ledger_entries entry join ledger_accounts account on account.id = entry.account_id
      where account.code like ${`custody:${fundCode}:%`} group by account.code order by account.code`);
    expect(custody.map((row) => row.fen).sort()).toEqual(["270000", "629999"]);
  });

  it("a floor that was raised meanwhile stops the approval, and staff see the alert", async () => {
    const spendingId = await proposed({ amount: 600_000n });
    await database.db.update(funds).set({ floorFen: 500_000n }).where(eq(funds.id, fundId));
    expect(await approve(spendingId)).toMatchObject({ code: "below_floor" });
    await database.db.update(funds).set({ floorFen: 1_000_001n }).where(eq(funds.id, fundId));
    const fund = await getStaffFund(database.db, { code: fundCode, actor: county });
    expect(fund && isBelowFloor(fund)).toBe(true);
  });

  it("a refused spending keeps its reason and is not approved afterwards", async () => {
    const spendingId = await proposed();
    const refusal = { spendingId, words: "依据不足" };
    expect(await rejectFundSpending(database.db, refusal, second, at)).toMatchObject({ ok: true });
    expect(await rejectFundSpending(database.db, refusal, second, at)).toMatchObject({ code: "conflict" });
    expect(await approve(spendingId)).toMatchObject({ code: "conflict" });
  });

  it("S99, S100: the result is told once, by somebody who did not approve it, and stands in the notice", async () => {
    const { db } = database;
    const spendingId = await proposed();
    const accept = (actor: SignedInActor) =>
      recordSpendingResult(db, { spendingId, words: "二十名学生领到补助" }, actor, at);
    expect(await accept(county), "nothing was spent yet").toMatchObject({ code: "conflict" });
    await approve(spendingId);
    expect(await accept(second)).toMatchObject({ code: "same_person" });
    expect(await accept(county)).toMatchObject({ ok: true });
    expect(await accept(third)).toMatchObject({ code: "conflict" });
    const [row] = await db.select().from(fundSpendings).where(eq(fundSpendings.id, spendingId));
    const found = await getMoneyNotice(db, { code: row?.publicCode ?? "" });
    expect(found?.notice).toMatchObject({
      source: "教育扶贫救助基金",
      use: "高中生生活补助",
      unit: "第一中学",
      amountFen: 100_001n,
      result: "二十名学生领到补助",
    });
  });
});

describe("S97: past the application PostgreSQL refuses", () => {
  /** Writes a spending and its entries by hand, as the owner of the tables. */
  async function write(spending: Partial<typeof fundSpendings.$inferInsert>, spentFen: bigint): Promise<string> {
    return sqlRefusal(database, async (tx) => {
      const id = newId();
      await tx.insert(fundSpendings).values({
        id,
        publicCode: newPublicCode(),
        fundId,
        projectId,
        purpose: "助学",
        description: "x",
        amountFen: spentFen,
        payeeName: "x",
        documentNumber: id,
        state: "approved",
        proposedBy: county.userId,
        approvedBy: second.userId,
        proposedAt: at,
        closedAt: at,
        ...spending,
      });
      await post(tx, `fund_spending:${id}`, spentFen);
    });
  }

  const post = (tx: { execute: (query: ReturnType<typeof sql>) => unknown }, reference: string, fen: bigint) =>
    tx.execute(sql`
      select post_ledger_transaction(${reference}::text, 'fund_spending'::text, 'x'::text, 'x'::text, null::uuid, ${at.toISOString()}::timestamptz,
        array[${`fund:${fundCode}`}, ${`custody:${fundCode}:甲`}], array[lot.id, lot.id], array[${String(fen)}::bigint, ${String(-fen)}::bigint])
      from ledger_lots lot where lot.code = ${`test:${fundCode}:甲`}`);

  it("a good one is accepted, so that the refusals mean something", async () => {
    expect(await write({}, 100_000n)).toBe("accepted");
  });

  it("another purpose than the fund's", async () => {
    expect(await write({ purpose: "接待" }, 100_000n)).toBe("23514 funds_purpose");
  });

  it("falling below the floor", async () => {
    expect(await write({}, 700_000n)).toBe("accepted");
    expect(await write({}, 1n)).toBe("23514 funds_floor");
  });

  it("another amount than approved", async () => {
    expect(await write({ amountFen: 99_999n }, 100_000n)).toBe("23514 funds_amount");
  });

  it("a spending nobody approved, and entries without any spending", async () => {
    expect(await write({ state: "proposed", approvedBy: null, closedAt: null }, 100_000n)).toBe("23514 funds_purpose");
    expect(await sqlRefusal(database, async (tx) => void (await post(tx, "by-hand", 100n)))).toBe(
      "23514 funds_purpose",
    );
  });

  it("the same person for both steps", async () => {
    expect(await write({ approvedBy: county.userId }, 100n)).toBe("23514 fund_spendings_two_people");
  });

  it.each([
    ["another amount afterwards", sql`update fund_spendings set amount_fen = 1`, "fund_spendings_fixed"],
    ["opening a decided one again", sql`update fund_spendings set state = 'proposed'`, "fund_spendings_fixed"],
    ["another project afterwards", sql`update fund_spendings set project_id = null`, "fund_spendings_fixed"],
    ["deleting one", sql`delete from fund_spendings`, "fund_spendings_kept"],
  ])("%s", async (_words, statement, constraint) => {
    const spendingId = await proposed();
    await approve(spendingId);
    const refused = sqlRefusal(database, (tx) => tx.execute(sql`${statement} where id = ${spendingId}`));
    expect(await refused).toBe(`23514 ${constraint}`);
  });
});

describe("S100: only projects of the library that are approved or under way are paid, within the budget that was approved", () => {
  it("a proposal needs such a project, and all proposals of a project together stay within its budget", async () => {
    const { db } = database;
    const small = (await createLibraryProject(db, { budgetFen: 200_000n })).id;
    const one = { projectId: small, amount: 150_000n };
    expect(await propose({ ...one, amount: 200_001n })).toMatchObject({ code: "over_budget" });
    expect(await propose({ ...one, documentNumber: newId() })).toMatchObject({ ok: true });
    expect(await propose({ ...one, documentNumber: newId() }), "what is proposed counts").toMatchObject({
      code: "over_budget",
    });
    for (const state of ["submitted", "reserved", "accepted", "announced"] as const) {
      const other = (await createLibraryProject(db, { state })).id;
      expect(await propose({ projectId: other }), state).toMatchObject({ code: "no_project" });
    }
    expect(await propose({ projectId: "" })).toMatchObject({ code: "no_project" });
  });

  it("work expenses are no project: they name a place", async () => {
    await database.db.update(funds).set({ isOperating: true }).where(eq(funds.id, fundId));
    expect(await propose({ projectId: "", regionCode: "51" })).toMatchObject({ code: "other_place" });
    const spendingId = await proposed({ projectId: "" });
    expect(await approve(spendingId)).toMatchObject({ ok: true });
  });

  it("what was proposed before there was a library is refused at its approval", async () => {
    const { db, sql: bare } = database;
    const spendingId = newId();
    await bare`alter table fund_spendings disable trigger fund_spendings_library`;
    const old = {
      fundId,
      purpose: "助学",
      description: "x",
      amountFen: 100n,
      payeeName: "x",
      documentNumber: spendingId,
    };
    await db.insert(fundSpendings).values({
      ...old,
      id: spendingId,
      publicCode: newPublicCode(),
      state: "proposed",
      proposedBy: county.userId,
      proposedAt: at,
    });
    await bare`alter table fund_spendings enable trigger fund_spendings_library`;
    expect(await approve(spendingId)).toMatchObject({ code: "no_project" });
  });

  it("two funds that pay one project at once do not pass its budget together", async () => {
    const shared = (await createLibraryProject(database.db, { budgetFen: 300_000n })).id;
    const first = await proposed({ projectId: shared, amount: 150_000n });
    const next = await proposed({ projectId: shared, amount: 150_000n });
    const both = await Promise.all([approve(first, second), approve(next, third)]);
    expect(both.every((one) => one.ok)).toBe(true);
    expect(await propose({ projectId: shared, amount: 1n, documentNumber: newId() })).toMatchObject({
      code: "over_budget",
    });
  });

  it.each([
    ["a project that is only reserved", "reserved"],
    ["a project that was accepted", "accepted"],
  ] as const)("past the application: %s", async (_words, state) => {
    const { id } = await createLibraryProject(database.db, { state });
    const refused = sqlRefusal(database, (tx) =>
      tx.execute(sql`insert into fund_spendings (id, public_code, fund_id, project_id, purpose, description, amount_fen, payee_name,
        document_number, state, proposed_by, proposed_at) values (gen_random_uuid(), ${newPublicCode()}, ${fundId}, ${id}, '助学', 'x', 100, 'x',
        'x', 'proposed', ${county.userId}, ${at.toISOString()})`),
    );
    expect(await refused).toBe("23514 fund_spendings_library");
  });

  it("past the application: more than the approved budget, and public money without a spending", async () => {
    const { sql: bare } = database;
    const small = await createLibraryProject(database.db, { budgetFen: 50_000n });
    const write = (id: string) =>
      sqlRefusal(database, async (tx) => {
        await tx.execute(sql`insert into fund_spendings (id, public_code, fund_id, project_id, purpose, description, amount_fen, payee_name,
          document_number, state, proposed_by, approved_by, proposed_at, closed_at) values (${id}, ${newPublicCode()}, ${fundId}, ${small.id},
          '助学', 'x', 50001, 'x', 'x', 'approved', ${county.userId}, ${second.userId}, ${at.toISOString()}, ${at.toISOString()})`);
        await tx.execute(sql`select post_ledger_transaction(${`fund_spending:${id}`}::text, 'fund_spending'::text, 'x'::text, 'x'::text, null::uuid,
          ${at.toISOString()}::timestamptz, array[${`fund:${fundCode}`}, ${`custody:${fundCode}:甲`}], array[lot.id, lot.id],
          array[50001, -50001]::bigint[]) from ledger_lots lot where lot.code = ${`test:${fundCode}:甲`}`);
      });
    expect(await write(newId())).toBe("23514 funds_project_budget");
    await bare`select open_ledger_account('supplier:x', 'supplier', 'x', 'x', null, null)`;
    const taken = sqlRefusal(database, (tx) =>
      tx.execute(sql`select post_ledger_transaction('past-the-fund'::text, 'own_money'::text, 'x'::text, 'x'::text, null::uuid,
        ${at.toISOString()}::timestamptz, array['supplier:x', ${`custody:${fundCode}:甲`}], array[lot.id, lot.id], array[100, -100]::bigint[])
        from ledger_lots lot where lot.code = ${`test:${fundCode}:甲`}`),
    );
    expect(await taken).toBe("23514 custody_spending");
  });
});
