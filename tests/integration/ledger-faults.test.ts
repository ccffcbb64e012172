import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ledgerAlarmKind } from "#app/domain/alarms/alarm-kinds.ts";
import { listOpenAlarms } from "#app/domain/alarms/alarm-queries.server.ts";
import { watchLedger } from "#app/jobs/watch-ledger.server.ts";
import { checkChain, describeChainFinding } from "#db/checks/chain-check.server.ts";
import { runChecks } from "#db/checks/run-checks.server.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { alarms } from "#db/schema/alarms.server.ts";
import type { TestDatabase } from "#tests/setup/database.ts";
import { createSeededDatabase, seededNow } from "#tests/setup/seeded-database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createSeededDatabase();
});
afterAll(() => database.drop());

/** Tables whose triggers an owner of the database could switch off. */
const guarded = [
  "ledger_accounts",
  "ledger_transactions",
  "ledger_entries",
  "state_transitions",
  "chain_links",
  "chain_roots",
  "donations",
  "disbursements",
  "needs",
  "fund_spendings",
  "library_budgets",
  "bank_lines",
  "bank_matches",
];

const aGift = "(select id from donations where state = 'settled' order by id limit 1)";
const itsMovement = `(select id from ledger_transactions where reference = 'donation:' || ${aGift})`;
const itsFirstEntry = `(select min(id) from ledger_entries where transaction_id = ${itsMovement})`;
const aStep = "(select id from state_transitions where reason is null and noun = 'need' order by id limit 1)";
const aPairedLine =
  "(select line_id from bank_matches where kind = 'booking' and undone_at is null order by line_id limit 1)";
const anotherLot = "(select id from ledger_lots where kind = 'gift' order by sequence desc limit 1)";

/** Writes a movement of 1,000,000.00 yuan out of a need's account: balanced, and chained to nothing. */
const slippedIn = [
  `insert into ledger_transactions (id, reference, kind, description, source, at)
     values ('00000000-0000-4000-8000-00000000f001', 'fault', 'fee', '', '', now())`,
  `insert into ledger_entries (id, transaction_id, account_id, lot_id, amount_fen)
     select 900000000 + row_number() over (), '00000000-0000-4000-8000-00000000f001', account_id, lot_id, sign * 100000000
     from (select account_id, lot_id, sign(amount_fen) * -1 as sign from ledger_entries where transaction_id = ${itsMovement}) sides`,
];

/** What somebody with every right on the database might do, and which check must name it. */
const faults: readonly (readonly [name: string, statements: readonly string[], checks: readonly string[]])[] = [
  [
    "an entry is one fen more",
    [`update ledger_entries set amount_fen = amount_fen + 1 where id = ${itsFirstEntry}`],
    ["entries_balance", "row_altered"],
  ],
  [
    "an entry is taken out",
    [`delete from ledger_entries where id = ${itsFirstEntry}`],
    ["entries_balance", "row_altered"],
  ],
  [
    "an entry is put on another account",
    [
      `update ledger_entries set account_id = (select id from ledger_accounts where code = 'fund:housing') where id = ${itsFirstEntry}`,
    ],
    ["row_altered"],
  ],
  [
    "an entry is given another lot",
    [`update ledger_entries set lot_id = ${anotherLot} where id = ${itsFirstEntry}`],
    ["lot_balances", "row_altered"],
  ],
  [
    "a whole gift is taken out of the books",
    [
      `create temp table gone on commit drop as select ${itsMovement} as id`,
      "delete from ledger_entries where transaction_id in (select id from gone)",
      "delete from ledger_transactions where id in (select id from gone)",
    ],
    ["gift_postings", "row_missing"],
  ],
  ["a movement is slipped in past the triggers", slippedIn, ["not_in_chain"]],
  ["a need is spent beyond what it has", slippedIn, ["account_sides"]],
  [
    "a need shows one fen less than it was given",
    ["update needs set funded_fen = funded_fen - 1 where id = (select id from needs where funded_fen > 0 limit 1)"],
    ["need_totals"],
  ],
  [
    "a gift's amount is changed",
    [`update donations set amount_fen = amount_fen + 1 where id = ${aGift}`],
    ["gift_postings"],
  ],
  [
    "a gift counts as refunded that is not",
    [`update donations set refunded_fen = 1 where id = ${aGift}`],
    ["refund_postings"],
  ],
  [
    "a payment's amount is changed",
    [
      "update disbursements set amount_fen = amount_fen - 1 where id = (select id from disbursements where state = 'confirmed' limit 1)",
    ],
    ["payment_postings"],
  ],
  [
    "a fund's budget is changed",
    ["update fund_budgets set amount_fen = amount_fen + 1 where id = (select id from fund_budgets limit 1)"],
    ["plan_equality"],
  ],
  [
    "a spending of a fund is changed",
    ["update fund_spendings set amount_fen = amount_fen + 1 where state = 'approved'"],
    ["project_payments"],
  ],
  [
    "an approved budget is less than what was paid",
    ["update library_budgets set total_fen = 1 where approved_at is not null"],
    ["project_payments"],
  ],
  [
    "an account gets another holder",
    ["update ledger_accounts set legal_person = '别人' where code = 'fund:housing'"],
    ["row_altered"],
  ],
  ["a step gets another reason", [`update state_transitions set reason = '别的' where id = ${aStep}`], ["row_altered"]],
  ["a step is taken out", [`delete from state_transitions where id = ${aStep}`], ["row_missing"]],
  [
    "the newest link is taken off",
    ["delete from chain_links where position = (select max(position) from chain_links)"],
    ["not_in_chain"],
  ],
  [
    "a line of the bank that was matched is one fen more",
    [`update bank_lines set amount_fen = amount_fen + 1 where id = ${aPairedLine}`],
    ["bank_pairings"],
  ],
  [
    "a match leads to another posting",
    [`update bank_matches set transaction_id = ${itsMovement} where undone_at is null and line_id = ${aPairedLine}`],
    ["bank_pairings"],
  ],
  [
    "a posting of the bank is matched twice",
    [
      "drop index bank_matches_booking, bank_matches_line",
      `insert into bank_matches (id, pairing_id, charity_id, line_id, kind, transaction_id, decided_by, decided_at)
         select gen_random_uuid(), gen_random_uuid(), charity_id, line_id, kind, transaction_id, decided_by, decided_at
         from bank_matches where undone_at is null and line_id = ${aPairedLine}`,
    ],
    ["bank_pairings"],
  ],
  [
    "two links change places",
    [
      "update chain_links set position = -1 where position = 40",
      "update chain_links set position = 40 where position = 41",
      "update chain_links set position = 41 where position = -1",
    ],
    ["link_broken"],
  ],
  [
    "a published root is rewritten",
    ["update chain_roots set root = merkle_root where day = (select min(day) from chain_roots)"],
    ["root_differs"],
  ],
];

/** Names of the checks that do not hold, with the chain's problems among them. */
async function listProblems(db: DbOrTx): Promise<string[]> {
  const results = await runChecks(db);
  const chain = await checkChain(db);
  return [
    ...results.filter((result) => result.findings.length > 0).map((result) => result.name),
    ...chain.findings.map((finding) => finding.problem),
  ];
}

describe("A10: the checks that run every ten minutes", () => {
  it("report nothing on clean data", async () => {
    expect(await listProblems(database.db)).toEqual([]);
  });

  it.each(faults)("report that %s", async (_, statements, checks) => {
    const undone = new Error("undone");
    let problems: string[] = [];
    const fault = database.db.transaction(async (tx) => {
      for (const table of guarded) await tx.execute(sql.raw(`alter table ${table} disable trigger user`));
      for (const statement of statements) await tx.execute(sql.raw(statement));
      problems = await listProblems(tx);
      throw undone;
    });
    await expect(fault).rejects.toBe(undone);
    expect(problems).toEqual(expect.arrayContaining([...checks]));
  });

  it("report nothing once everything is as it was", async () => {
    expect(await listProblems(database.db)).toEqual([]);
  });
});

describe("H6: the watch over the ledger", () => {
  const watch = () => watchLedger({ db: database.db, clock: { now: () => seededNow } });
  const open = () => listOpenAlarms(database.db, { kind: ledgerAlarmKind });

  it("raises one alarm however often it sees the fault, names the position, and resolves it when it holds again", async () => {
    await watch();
    expect(await open()).toEqual([]);
    const [link] =
      await database.sql`select position::text, subject_id, day from chain_links where kind = 'transition' limit 1`;
    const setReason = async (reason: string | null) => {
      await database.sql`alter table state_transitions disable trigger user`;
      await database.sql`update state_transitions set reason = ${reason} where id = ${link?.subject_id}`;
      await database.sql`alter table state_transitions enable trigger user`;
    };
    const [step] = await database.sql`select reason from state_transitions where id = ${link?.subject_id}`;
    await setReason("别的理由");
    await watch();
    await watch();
    expect(await open()).toMatchObject([
      { subject: "hash_chain", count: 2, detail: `position ${link?.position} transition ${link?.day}: row_altered` },
    ]);
    await setReason(step?.reason ?? null);
    await watch();
    expect(await open()).toEqual([]);
    expect(await database.db.select().from(alarms)).toMatchObject([{ count: 2, resolvedAt: seededNow }]);
  });

  it("a finding is told in one line", () => {
    expect(describeChainFinding({ problem: "row_missing", position: 7n, kind: "account", where: "2026-11-22" })).toBe(
      "position 7 account 2026-11-22: row_missing",
    );
    expect(describeChainFinding({ problem: "not_in_chain", position: null, kind: "account", where: "id" })).toBe(
      "account id: not_in_chain",
    );
  });
});
