import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listFunds } from "#app/domain/ledger/fund-queries.server.ts";
import { listFundLots, listNeedLots, listPaymentShares } from "#app/domain/public-ledger/lot-share-queries.server.ts";
import { getLotTrace, type LotTrace } from "#app/domain/public-ledger/lot-trace-queries.server.ts";
import { ledgerLots } from "#db/schema/ledger.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { createHistory } from "#tests/setup/money-history.ts";
import { createSeededDatabase } from "#tests/setup/seeded-database.ts";

async function traceAll(database: TestDatabase): Promise<LotTrace[]> {
  const lots = await database.db.select({ code: ledgerLots.code }).from(ledgerLots);
  const traces: LotTrace[] = [];
  for (const { code } of lots) {
    const trace = await getLotTrace(database.db, { code });
    if (trace === null) throw new Error(`${code} has no trace`);
    traces.push(trace);
  }
  return traces;
}

const sumOf = <Row>(rows: readonly Row[], of: (row: Row) => bigint) => rows.reduce((sum, row) => sum + of(row), 0n);

/** Every statement of the trace pages against the ledger itself: nothing is off by a fen, anywhere. */
async function expectTracesToHold(database: TestDatabase, traces: readonly LotTrace[]): Promise<void> {
  for (const trace of traces) {
    expect(
      sumOf(trace.shares, (share) => share.fen),
      trace.code,
    ).toBe(trace.amountFen);
  }
  for (const fund of await listFunds(database.db)) {
    const lots = await listFundLots(database.db, { fundCode: fund.code });
    expect(
      sumOf(lots, (lot) => lot.remainingFen),
      fund.code,
    ).toBe(fund.balanceFen);
    for (const lot of lots) expect(lot.remainingFen, lot.code).toBe(lot.paidInFen - lot.spentFen);
  }
  const accounts = await database.db.execute<{ need_id: string; fen: string }>(sql`
    select account.subject_id as need_id, (-sum(entry.amount_fen))::text as fen from ledger_entries entry
    join ledger_accounts account on account.id = entry.account_id and account.kind = 'need' group by 1`);
  for (const { need_id: needId, fen } of accounts) {
    const { lots, total } = await listNeedLots(database.db, { needId, page: 1, pageSize: 10_000 });
    expect(total.heldFen).toBe(BigInt(fen));
    expect(total.count).toBe(lots.length);
    for (const key of ["givenFen", "paidFen", "confirmedFen", "heldFen"] as const) {
      expect(sumOf(lots, (lot) => lot[key])).toBe(total[key]);
    }
    for (const lot of lots) {
      expect(lot.givenFen, lot.code).toBe(lot.paidFen + lot.heldFen);
      expect(lot.heldFen >= 0n && lot.confirmedFen <= lot.paidFen, lot.code).toBe(true);
    }
  }
  const payments = await database.db.execute<{ id: string; amount_fen: string }>(sql`
    select id, amount_fen::text from disbursements where state in ('paid_out', 'confirmed', 'returned')`);
  for (const payment of payments) {
    const shares = await listPaymentShares(database.db, { reference: `disbursement_paid:${payment.id}` });
    expect(sumOf(shares, (share) => share.amountFen)).toBe(BigInt(payment.amount_fen));
  }
}

describe("D5: the traces of the whole demo", () => {
  let database: TestDatabase;
  let traces: LotTrace[];
  beforeAll(async () => {
    database = await createSeededDatabase();
    traces = await traceAll(database);
  }, 120_000);
  afterAll(() => database.drop());

  it("every lot's shares sum to it, every fund's lots to its balance, every need's and payment's shares to the whole", async () => {
    await expectTracesToHold(database, traces);
  });

  it("S98: a gift that was spent shows account, need, payments with invoice, confirmation and report, in this order", async () => {
    const told = traces.find((trace) => trace.steps.some((step) => step.kind === "report"));
    const kinds = told?.steps.map((step) => step.kind) ?? [];
    expect(kinds.slice(0, 2)).toEqual(["received", "to_need"]);
    expect(kinds).toEqual(expect.arrayContaining(["paid_out", "invoice", "confirmed", "report"]));
    expect(kinds.indexOf("paid_out")).toBeLessThan(kinds.indexOf("confirmed"));
    expect(kinds.at(-1)).toBe("report");
    const times = told?.steps.map((step) => step.at.getTime()) ?? [];
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(told?.steps.at(-1)?.amountFen).toBe(told?.shares.find((share) => share.kind === "paid_out")?.fen);
  });

  it("L17: names only donors who wished it, and no household", async () => {
    const gifts = traces.filter((trace) => trace.kind === "gift");
    const named = await database.db.execute<{ lot_code: string; public_name: string | null }>(
      sql`select lot_code, public_name from donations`,
    );
    const names = new Map(named.map((row) => [row.lot_code, row.public_name]));
    for (const gift of gifts) expect(gift.contributor).toBe(names.get(gift.code) ?? null);
    const payees = gifts.flatMap((gift) => gift.steps.map((step) => step.payment));
    for (const payment of payees) {
      if (payment?.payeeKind === "household") expect(payment.payeeName).toBeNull();
    }
  });

  it("S94: public money is traced by its payer, the town's and the county's apart", async () => {
    const publicMoney = traces.filter((trace) => trace.kind === "public_money");
    expect(new Set(publicMoney.map((trace) => trace.contributor)).size).toBeGreaterThanOrEqual(4);
    for (const trace of publicMoney) expect(trace.steps[0]?.kind).toBe("received");
  });
});

describe("D5: the traces of random histories", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase();
  });
  afterAll(() => database.drop());

  it.each([1, 2, 3, 4, 5, 6, 7, 8])("hold after every kind of movement, seed %i", async (seed) => {
    const history = await createHistory(database, seed);
    const wanted = ["settled", "paid_out", "approved"];
    const isWhole = () => wanted.every((outcome) => history.outcomes.has(outcome));
    // Ids differ from run to run, and with them what is drawn: a history goes on until each of the three has happened.
    for (let step = 0; step < 60 || (step < 300 && !isWhole()); step += 1) await history.doSomething();
    await expectTracesToHold(database, await traceAll(database));
    expect([...history.outcomes.keys()]).toEqual(expect.arrayContaining(wanted));
  });
});
