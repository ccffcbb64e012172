import { and, eq, isNull, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { acceptStatement } from "#app/domain/bank-statements/accept-statement.server.ts";
import { listDailyBalances, listProposals } from "#app/domain/bank-statements/bank-overview.server.ts";
import { bookingsWithoutLine, listBankBookings } from "#app/domain/bank-statements/booking-queries.server.ts";
import { explanationKeys } from "#app/domain/bank-statements/daily-balance.ts";
import { discardStatement } from "#app/domain/bank-statements/discard-statement.server.ts";
import {
  getLine,
  getStatementPeriod,
  listLines,
  listPairing,
} from "#app/domain/bank-statements/line-queries.server.ts";
import { mapStatement } from "#app/domain/bank-statements/map-statement.server.ts";
import { pairSeveral } from "#app/domain/bank-statements/pair-several.server.ts";
import { settleLine } from "#app/domain/bank-statements/settle-line.server.ts";
import { startStatement } from "#app/domain/bank-statements/start-statement.server.ts";
import { recogniseStatement } from "#app/domain/bank-statements/statement-columns.ts";
import { listBankAccounts } from "#app/domain/bank-statements/statement-queries.server.ts";
import { undoSettling } from "#app/domain/bank-statements/undo-settling.server.ts";
import { getBooks } from "#app/domain/books/books-queries.server.ts";
import { recordOwnMoney } from "#app/domain/books/record-own-money.server.ts";
import { newId } from "#app/domain/ids.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { bytesInMemory, firstRowsOf, openRegisterFile } from "#app/register-files/open-register-file.server.ts";
import { runChecks } from "#db/checks/run-checks.server.ts";
import { countByKey, listSealedColumns } from "#db/field-keys.server.ts";
import { bankMatches } from "#db/schema/bank-matches.server.ts";
import { bankLineDetails, bankLines, bankStatements } from "#db/schema/bank-statements.server.ts";
import { ledgerEntries } from "#db/schema/ledger.server.ts";
import { jurisdictionSettings } from "#db/schema/regions.server.ts";
import { createSealer } from "#db/sealer.server.ts";
import {
  createMember,
  createQualifiedCharity,
  createTestRegions,
  factoryDate,
  type QualifiedCharity,
} from "#db/seed/factories.server.ts";
import { type BankRow, bankCsv, ownAccount } from "#tests/setup/bank-files.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";

let database: TestDatabase;
const key = Buffer.alloc(32, 7);
const sealer = createSealer(key, key);
const at = factoryDate;
let number = 0;

type Book = { charity: QualifiedCharity; clerk: SignedInActor };

beforeAll(async () => {
  database = await createTestDatabase({ max: 10 });
  await createTestRegions(database.db);
  const rule = {
    regionCode: "",
    key: "ownMoney.oneUpToFen",
    value: 1_000_000,
    validFrom: "2016-01-01",
    source: "内控",
  };
  await database.db.insert(jurisdictionSettings).values({ id: newId(), ...rule });
});
afterAll(() => database.drop());

/** A charity of its own for a test, with a clerk. */
async function openBook(): Promise<Book> {
  number += 1;
  const charity = await createQualifiedCharity(database.db, {
    creditCode: `5344078300000000${String(number).padStart(2, "0")}`,
  });
  const clerk = await createMember(database.db, { id: charity.charityId, name: "慈善会" }, "charity");
  return { charity, clerk };
}

async function upload(
  { charity, clerk }: Book,
  text: string,
  bytes: Uint8Array = Buffer.from(text),
  accountNumber = ownAccount,
  accountId?: string,
) {
  const file = await openRegisterFile(bytesInMemory(bytes));
  const rows = await firstRowsOf(file, 10_000);
  const table = recogniseStatement(rows);
  if (table === undefined) throw new Error("no table");
  const { format, encoding, sheetName, sha256 } = file;
  const facts = { format, encoding, sheetName, sha256, table, rows, accountNumber, accountId };
  const input = { charityId: charity.charityId, fileName: `明细_${ownAccount}.csv`, ...facts };
  return startStatement(database.db, input, sealer, clerk, at);
}

async function preview(book: Book, rows: readonly BankRow[], openingFen = 0n): Promise<string> {
  const result = await upload(book, bankCsv(rows, { openingFen }));
  if (!result.ok) throw new Error(result.code);
  return result.value.statementId;
}
const accept = (book: Book, statementId: string) =>
  acceptStatement(database.db, { statementId }, sealer, book.clerk, at);
const take = async (book: Book, rows: readonly BankRow[], openingFen = 0n) =>
  accept(book, await preview(book, rows, openingFen));
const linesOf = ({ charity }: Book) =>
  listLines(database.db, { charityId: charity.charityId, state: "open", limit: 100, offset: 0 }, sealer);

/** Own money paid in on a day: a posting on the charity's bank account. */
async function payIn({ charity, clerk }: Book, fen: bigint, documentNumber: string, day = "2026-10-20") {
  const input = { charityId: charity.charityId, amountFen: fen, documentNumber, paidOn: day, note: "" };
  const result = await recordOwnMoney(database.db, input, clerk, new Date(`${day}T04:00:00Z`));
  if (!result.ok || result.value !== "posted") throw new Error(JSON.stringify(result));
}
async function bookingId({ charity }: Book, label: string): Promise<string> {
  const found = (await listBankBookings(database.db, charity)).find((one) => one.label === label);
  if (found === undefined) throw new Error("no such posting");
  return found.id;
}

const october: BankRow[] = [
  { day: "2026-10-20", fen: 50_000n, name: "本会", memo: "HD-0001", serial: "L1" },
  { day: "2026-10-21", fen: -12_345n, name: "员工甲", number: "6200000000005678", memo: "工资", serial: "L2" },
  { day: "2026-10-22", fen: 700n, memo: "结息", serial: "L3" },
];

describe("Q19: a statement is taken over as a whole, and once", () => {
  it("Q19: title rows, GB18030 and UTF-8 read the same; what names people is sealed, never in the clear", async () => {
    const book = await openBook();
    const gb = Buffer.concat([
      Buffer.from("BDBBD2D7C8D5C6DA2CCAD5C8EB2CD6A7B3F62CD3E0B6EE2CB6D4B7BDBBA7C3FB0A", "hex"),
      Buffer.from("20261020,500.00,,500.00,"),
      Buffer.from("D5C5C8FD0A", "hex"),
    ]);
    const started = await upload(book, "", gb);
    if (!started.ok) throw new Error(started.code);
    expect(await accept(book, started.value.statementId)).toEqual({ ok: true, value: { newLines: 1, knownLines: 0 } });
    expect(await linesOf(book)).toMatchObject([{ day: "2026-10-20", amountFen: 50_000n, name: "张三" }]);
    await take(
      book,
      [{ day: "2026-10-21", fen: -12_345n, name: "员工甲", number: "6200000000005678", serial: "L2" }],
      50_000n,
    );
    const [line] = (await linesOf(book)).slice(1);
    expect(line).toMatchObject({ name: "员工甲", number: "•••• 5678" });
    const text = JSON.stringify(
      await database.sql`select to_jsonb(one) as row from bank_lines one union all select to_jsonb(one) from bank_line_details one
        union all select to_jsonb(one) from bank_statements one union all select to_jsonb(one) from bank_accounts one
        union all select to_jsonb(one) from state_transitions one where noun like 'bank%'`,
    );
    for (const secret of ["员工甲", "张三", "6200000000005678", ownAccount]) expect(text).not.toContain(secret);
    const sealed = (await listSealedColumns(database.db)).filter(({ table }) => table.startsWith("bank_"));
    expect(sealed.map(({ table, column }) => `${table}.${column}`)).toEqual([
      "bank_accounts.number_sealed",
      "bank_line_details.details_sealed",
      "bank_statements.rows_sealed",
    ]);
    expect((await countByKey(database.db, sealed)).get("k1")).toBeGreaterThan(2);
  });

  it("Q19: the same file, a longer one and one without serial numbers double nothing", async () => {
    const book = await openBook();
    expect(await take(book, october)).toEqual({ ok: true, value: { newLines: 3, knownLines: 0 } });
    expect(await take(book, october)).toEqual({ ok: true, value: { newLines: 0, knownLines: 3 } });
    const longer = [...october, { day: "2026-10-23", fen: 1n, serial: "L4" }];
    expect(await take(book, longer)).toEqual({ ok: true, value: { newLines: 1, knownLines: 3 } });
    const bare = longer.map(({ serial: _serial, ...row }) => row);
    expect(await take(book, bare)).toEqual({ ok: true, value: { newLines: 0, knownLines: 4 } });
    expect(await linesOf(book)).toHaveLength(4);
  });

  it("Q19: accepted twice at the same time, and beside a statement that overlaps it, each line is there once", async () => {
    const book = await openBook();
    const ids = [
      await preview(book, october),
      await preview(book, [...october, { day: "2026-10-23", fen: 1n, serial: "L4" }]),
    ];
    const [one = "", other = ""] = ids;
    const results = await Promise.all([one, other, one, other, one].map((id) => accept(book, id)));
    expect(results.filter((result) => result.ok)).toHaveLength(2);
    expect(results.filter((result) => !result.ok).map((result) => !result.ok && result.code)).toEqual(
      Array(3).fill("conflict"),
    );
    expect((await linesOf(book)).map(({ serial }) => serial)).toEqual(["L1", "L2", "L3", "L4"]);
  });

  it("Q19: one bad row keeps everything out; other columns can be chosen, and a discarded preview leaves nothing behind", async () => {
    const book = await openBook();
    const text = bankCsv(october).replace("-12345", "").replace("123.45", "12x.45");
    const started = await upload(book, text);
    if (!started.ok) throw new Error(started.code);
    const { statementId } = started.value;
    expect(await accept(book, statementId)).toEqual({ ok: false, code: "has_errors" });
    const columns = { day: [0], amount: [1], balance: [3] };
    expect(await mapStatement(database.db, { statementId, columns }, book.clerk, at)).toMatchObject({ ok: true });
    expect(await accept(book, statementId)).toEqual({ ok: false, code: "has_errors" });
    expect(await linesOf(book)).toEqual([]);
    expect(await discardStatement(database.db, { statementId }, book.clerk, at)).toMatchObject({ ok: true });
    expect(await accept(book, statementId)).toEqual({ ok: false, code: "conflict" });
    const [kept] = await database.db.select().from(bankStatements).where(eq(bankStatements.id, statementId));
    expect(kept).toMatchObject({ state: "discarded", rowsSealed: null, fileName: "明细_••••1234.csv" });
    const steps = await listTransitions(database.db, { noun: "bank_statement", subjectId: statementId });
    expect(steps.map(({ event }) => event).sort()).toEqual(["discard", "map", "upload"]);
  });

  it("Q19: a file that names another account is refused, and so is a first upload without the account's number", async () => {
    const book = await openBook();
    expect(await upload(book, bankCsv(october), undefined, "")).toEqual({ ok: false, code: "account_number_needed" });
    const other = bankCsv(october, { account: "6200000000009999" });
    expect(await upload(book, other)).toEqual({ ok: false, code: "other_account" });
    await take(book, october);
    expect(await upload(book, bankCsv(october), undefined, "6200000000009999")).toEqual({
      ok: false,
      code: "other_account",
    });
    expect(await upload(book, bankCsv(october), undefined, "")).toMatchObject({ ok: true });
  });

  it("Q19: one file is not taken for two accounts, unless the first time was discarded", async () => {
    const book = await openBook();
    await take(book, october);
    const nameless = bankCsv(october.slice(0, 1), { account: "" });
    const mistaken = await upload(book, nameless);
    if (!mistaken.ok) throw new Error(mistaken.code);
    const second = "6200000000009999";
    expect(await upload(book, nameless, undefined, second)).toEqual({ ok: false, code: "taken_elsewhere" });
    await discardStatement(database.db, mistaken.value, book.clerk, at);
    const right = await upload(book, nameless, undefined, second);
    if (!right.ok) throw new Error(right.code);
    expect(await accept(book, right.value.statementId)).toMatchObject({ ok: true });
    expect(await upload(book, nameless)).toEqual({ ok: false, code: "taken_elsewhere" });
  });

  it("Q19: a charity has several accounts: the file or a person says which, the same serial number is another line, the balances are one sum", async () => {
    const book = await openBook();
    const second = "6200000000009999";
    await payIn(book, 50_000n, "ZH-1");
    await payIn(book, 700n, "ZH-2", "2026-10-21");
    await take(book, october, 1_000n);
    const rows: BankRow[] = [{ day: "2026-10-21", fen: 700n, memo: "ZH-2", serial: "L1" }];
    const takeSecond = async (account: string, accountNumber: string) => {
      const result = await upload(book, bankCsv(rows, { account, openingFen: 5_000n }), undefined, accountNumber);
      return result.ok ? accept(book, result.value.statementId) : result;
    };
    expect(await takeSecond("", second)).toEqual({ ok: true, value: { newLines: 1, knownLines: 0 } });
    expect(await takeSecond("", "")).toEqual({ ok: false, code: "which_account" });
    expect(await takeSecond(second, "")).toEqual({ ok: true, value: { newLines: 0, knownLines: 1 } });
    expect(await takeSecond("62************9999", "")).toEqual({ ok: true, value: { newLines: 0, knownLines: 1 } });
    expect(await takeSecond("6200000000001111", "")).toEqual({ ok: false, code: "which_account" });
    const accounts = await listBankAccounts(database.db, book.charity);
    expect(accounts.map(({ last4, lineCount }) => [last4, lineCount]).sort()).toEqual([
      [ownAccount.slice(-4), 3],
      ["9999", 1],
    ]);
    const line = (await linesOf(book)).find(({ last4 }) => last4 === "9999")?.id ?? "";
    const transactionId = await bookingId(book, "ZH-2");
    expect(
      await settleLine(database.db, { lineId: line, kind: "booking", transactionId }, book.clerk, at),
    ).toMatchObject({ ok: true });
    const days = await listDailyBalances(database.db, book.charity);
    expect(days.map(({ day, bankFen, unexplainedFen }) => [day, bankFen, unexplainedFen])).toEqual([
      ["2026-10-20", 56_000n, 0n],
      ["2026-10-21", 44_355n, 0n],
      ["2026-10-22", 45_055n, 0n],
    ]);
    // Another charity's account is not there, and a slip of the pen makes no third one.
    const other = await openBook();
    await take(other, october);
    expect(await listBankAccounts(database.db, other.charity)).toHaveLength(1);
    const [foreign] = await listBankAccounts(database.db, other.charity);
    expect(await upload(book, bankCsv(rows, { account: "" }), undefined, "", foreign?.id)).toEqual({
      ok: false,
      code: "not_found",
    });
    for (const typed of ["6200000000007771", "6200000000007772"]) {
      const started = await upload(book, bankCsv(rows, { account: "" }), undefined, typed);
      if (!started.ok) throw new Error(started.code);
      await discardStatement(database.db, { statementId: started.value.statementId }, book.clerk, at);
    }
    expect((await listBankAccounts(database.db, book.charity)).map(({ last4 }) => last4).sort()).toEqual([
      ownAccount.slice(-4),
      "7772",
      "9999",
    ]);
  });

  it("Q19: the serial number of another movement is refused, not taken for the same", async () => {
    const book = await openBook();
    await take(book, october);
    expect(await take(book, [{ day: "2026-10-24", fen: 5n, serial: "L1" }], 38_355n)).toEqual({
      ok: false,
      code: "has_errors",
    });
  });
});

describe("Q19: lines are matched with the books by people", () => {
  it("Q19: the exact one is proposed, a person confirms it, and the ledger has not one entry more", async () => {
    const book = await openBook();
    await payIn(book, 50_000n, "HD-0001");
    await take(book, october);
    const { lines, proposals } = await listProposals(database.db, book.charity, sealer);
    const [line] = lines;
    const transactionId = await bookingId(book, "HD-0001");
    expect(proposals.get(line?.id ?? "")?.exact).toBe(transactionId);
    const before = await database.db.$count(ledgerEntries);
    const input = { lineId: line?.id ?? "", kind: "booking" as const, transactionId };
    expect(await settleLine(database.db, input, book.clerk, at)).toMatchObject({ ok: true });
    expect(await settleLine(database.db, input, book.clerk, at)).toEqual({ ok: false, code: "conflict" });
    expect(await database.db.$count(ledgerEntries)).toBe(before);
    const found = await getLine(database.db, { lineId: line?.id ?? "", actor: book.clerk }, sealer);
    expect(found?.state).toBe("booking");
    const pairing = await listPairing(database.db, { pairingId: found?.pairingId ?? "" });
    expect([...pairing.bookingIds]).toEqual([transactionId]);
    expect((await runChecks(database.db)).flatMap(({ findings }) => findings)).toEqual([]);
  });

  it("Q19: two lines at the same time for one posting: one gets it; another amount is refused by the rule and by PostgreSQL", async () => {
    const book = await openBook();
    await payIn(book, 500n, "HD-2");
    await take(book, [
      { day: "2026-10-20", fen: 500n, serial: "T1" },
      { day: "2026-10-20", fen: 500n, serial: "T2" },
      { day: "2026-10-20", fen: 501n, serial: "T3" },
    ]);
    const transactionId = await bookingId(book, "HD-2");
    const [one, two, three] = await linesOf(book);
    const settle = (lineId = "") => settleLine(database.db, { lineId, kind: "booking", transactionId }, book.clerk, at);
    expect(await settle(three?.id)).toEqual({ ok: false, code: "amount_differs" });
    const results = await Promise.all([settle(one?.id), settle(two?.id), settle(one?.id), settle(two?.id)]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    const rows = await database.db
      .select()
      .from(bankMatches)
      .where(and(eq(bankMatches.transactionId, transactionId), isNull(bankMatches.undoneAt)));
    expect(rows).toHaveLength(1);
  });

  it("Q19: a match is undone with a reason, both are open again, and the history keeps every step", async () => {
    const book = await openBook();
    await payIn(book, 50_000n, "HD-3");
    await take(book, october);
    const [line, wages] = await linesOf(book);
    const lineId = line?.id ?? "";
    const transactionId = await bookingId(book, "HD-3");
    const match = () => settleLine(database.db, { lineId, kind: "booking", transactionId }, book.clerk, at);
    await match();
    const later = new Date(at.getTime() + 1_000);
    expect(await undoSettling(database.db, { lineId, reason: "对错了" }, book.clerk, later)).toMatchObject({
      ok: true,
    });
    expect(await undoSettling(database.db, { lineId, reason: "再撤" }, book.clerk, later)).toEqual({
      ok: false,
      code: "conflict",
    });
    expect(await match()).toMatchObject({ ok: true });
    const steps = await listTransitions(database.db, { noun: "bank_line", subjectId: lineId });
    expect(steps.map(({ event }) => event).sort()).toEqual(["match", "match", "undo"]);
    expect(steps.find(({ event }) => event === "undo")?.reason).toBe("对错了");
    const aside = { lineId: wages?.id ?? "", kind: "not_ours" as const, reason: "本会工资" };
    expect(await settleLine(database.db, aside, book.clerk, at)).toMatchObject({ ok: true });
    expect(await linesOf(book)).toHaveLength(1);
  });

  it("F2: another charity's statement, line and posting are not there, whoever asks and whatever is named", async () => {
    const [book, other] = [await openBook(), await openBook()];
    await payIn(other, 50_000n, "HD-4");
    await take(book, october);
    const [line] = await linesOf(book);
    const lineId = line?.id ?? "";
    const transactionId = await bookingId(other, "HD-4");
    const settle = (actor: SignedInActor) =>
      settleLine(database.db, { lineId, kind: "booking", transactionId }, actor, at);
    expect(await settle(book.clerk)).toEqual({ ok: false, code: "not_found" });
    expect(await settle(other.clerk)).toEqual({ ok: false, code: "not_found" });
    expect(await getLine(database.db, { lineId, actor: other.clerk }, sealer)).toBeNull();
    const statementId = await preview(book, [{ day: "2026-10-25", fen: 9n, serial: "X" }], 38_355n);
    expect(await accept(other, statementId)).toEqual({ ok: false, code: "not_found" });
    expect(await undoSettling(database.db, { lineId, reason: "x" }, other.clerk, at)).toEqual({
      ok: false,
      code: "not_found",
    });
  });
});

describe("Q19: one transfer for several postings, several transfers for one", () => {
  const idsOf = (lines: readonly { id: string }[]) => lines.map(({ id }) => id);
  const transactionsOf = (book: Book, labels: readonly string[]) =>
    Promise.all(labels.map((label) => bookingId(book, label)));

  it("Q19: a collective transfer is paired with its postings, equal to the fen, and undone as a whole", async () => {
    const book = await openBook();
    const pair = (lineIds: string[], transactionIds: string[]) =>
      pairSeveral(database.db, { lineIds, transactionIds }, book.clerk, at);
    for (const [index, fen] of [100n, 250n, 650n, 7n].entries()) await payIn(book, fen, `HZ-${index}`, "2026-10-21");
    await take(book, [
      { day: "2026-10-21", fen: 1_000n, memo: "批量", serial: "S1" },
      { day: "2026-10-22", fen: 7n, serial: "S2" },
      { day: "2026-10-22", fen: -7n, serial: "S3" },
    ]);
    const [one = "", two = "", out = ""] = idsOf(await linesOf(book));
    const [a = "", b = "", c = "", d = ""] = await transactionsOf(book, ["HZ-0", "HZ-1", "HZ-2", "HZ-3"]);
    const before = await database.db.$count(ledgerEntries);
    expect(await pair([one], [a, b])).toEqual({ ok: false, code: "sum_differs" });
    expect(await pair([one], [a, b, c, d])).toEqual({ ok: false, code: "sum_differs" });
    expect(await pair([one, two], [a, b, c, d])).toEqual({ ok: false, code: "many_to_many" });
    expect(await pair([out], [d, a])).toEqual({ ok: false, code: "mixed_directions" });
    expect(await pair([one, one], [a, b, c, c])).toMatchObject({ ok: true });
    expect(await database.db.$count(ledgerEntries)).toBe(before);
    expect(idsOf(await linesOf(book))).toEqual([two, out]);
    const bookings = await listBankBookings(database.db, book.charity);
    expect(bookings.map(({ label, lineId }) => [label, lineId]).sort()).toEqual([
      ["HZ-0", one],
      ["HZ-1", one],
      ["HZ-2", one],
      ["HZ-3", null],
    ]);
    const days = await listDailyBalances(database.db, book.charity);
    expect(days.map(({ unexplainedFen, explained }) => [unexplainedFen, explained.openBookings])).toEqual([
      [0n, -7n],
      [0n, -7n],
    ]);
    // A posting in it is taken: alone or with others it goes nowhere else.
    expect(await settleLine(database.db, { lineId: two, kind: "booking", transactionId: a }, book.clerk, at)).toEqual({
      ok: false,
      code: "amount_differs",
    });
    await payIn(book, 900n, "HZ-4");
    await take(book, [{ day: "2026-10-23", fen: 1_000n, serial: "S4" }], 1_000n);
    const four = (await linesOf(book)).find(({ serial }) => serial === "S4")?.id ?? "";
    expect(await pair([four], [a, await bookingId(book, "HZ-4")])).toEqual({ ok: false, code: "conflict" });
    expect((await runChecks(database.db)).flatMap(({ findings }) => findings)).toEqual([]);
    const later = new Date(at.getTime() + 1_000);
    expect(await undoSettling(database.db, { lineId: one, reason: "对错了" }, book.clerk, later)).toMatchObject({
      ok: true,
    });
    expect(await pair([four], [a, await bookingId(book, "HZ-4")])).toMatchObject({ ok: true });
  });

  it("Q19: a posting that came in several transfers is paired with all its lines; each tells of the others, and one undoes them all", async () => {
    const book = await openBook();
    await payIn(book, 900n, "HF-1");
    await take(book, [
      { day: "2026-10-21", fen: 400n, serial: "F1" },
      { day: "2026-10-22", fen: 500n, serial: "F2" },
      { day: "2026-10-22", fen: 3n, serial: "F3" },
    ]);
    const [one = "", two = "", three = ""] = idsOf(await linesOf(book));
    const transactionIds = await transactionsOf(book, ["HF-1"]);
    const pair = (lineIds: string[]) => pairSeveral(database.db, { lineIds, transactionIds }, book.clerk, at);
    expect(await pair([one, two, three])).toEqual({ ok: false, code: "sum_differs" });
    const results = await Promise.all([pair([one, two]), pair([two, one]), pair([one, two])]);
    expect(results.map((result) => (result.ok ? "ok" : result.code)).sort()).toEqual(["conflict", "conflict", "ok"]);
    const line = await getLine(database.db, { lineId: two, actor: book.clerk }, sealer);
    const together = await listPairing(database.db, { pairingId: line?.pairingId ?? "" });
    expect([idsOf(together.lines), [...together.bookingIds]]).toEqual([[one, two], transactionIds]);
    const last = (await listDailyBalances(database.db, book.charity)).at(-1);
    expect(last).toMatchObject({ unexplainedFen: 0n, explained: { openLines: 3n, openBookings: 0n, underWay: 0n } });
    expect(await undoSettling(database.db, { lineId: two, reason: "对错了" }, book.clerk, at)).toMatchObject({
      ok: true,
    });
    expect(idsOf(await linesOf(book))).toEqual([one, two, three]);
    const steps = await listTransitions(database.db, { noun: "bank_line", subjectId: one });
    expect(steps.map(({ event }) => event).sort()).toEqual(["match", "undo"]);
  });

  it("F2: lines and postings of two charities are never in one pairing", async () => {
    const [book, other] = [await openBook(), await openBook()];
    for (const [whose, label] of [
      [book, "HX-1"],
      [other, "HX-2"],
    ] as const)
      await payIn(whose, 500n, label);
    await take(book, [{ day: "2026-10-21", fen: 1_000n, serial: "X1" }]);
    const lineIds = idsOf(await linesOf(book));
    const transactionIds = [await bookingId(book, "HX-1"), await bookingId(other, "HX-2")];
    for (const clerk of [book.clerk, other.clerk]) {
      const result = await pairSeveral(database.db, { lineIds, transactionIds }, clerk, at);
      expect(result).toEqual({ ok: false, code: "not_found" });
    }
  });

  it("Q19: PostgreSQL refuses a sum that differs, a line or posting in two pairings, a part undone, and whatever is added later", async () => {
    const book = await openBook();
    for (const [label, fen] of [
      ["HP-1", 400n],
      ["HP-2", 600n],
      ["HP-3", 599n],
      ["HP-4", 5n],
    ] as const) {
      await payIn(book, fen, label);
    }
    await take(book, [
      { day: "2026-10-21", fen: 1_000n, serial: "P1" },
      { day: "2026-10-22", fen: 5n, serial: "P2" },
      { day: "2026-10-22", fen: -5n, serial: "P3" },
    ]);
    const [one = "", two = "", three = ""] = idsOf(await linesOf(book));
    const [a = "", b = "", c = "", d = ""] = await transactionsOf(book, ["HP-1", "HP-2", "HP-3", "HP-4"]);
    type Row = [lineId: string, transactionId: string, holds?: "both" | "line" | "booking" | "none"];
    const rows = (pairingId: string, all: readonly Row[]) =>
      all.map(([lineId, transactionId, holds = "both"]) => ({
        id: newId(),
        pairingId,
        lineId,
        transactionId,
        holdsLine: holds === "both" || holds === "line",
        holdsBooking: holds === "both" || holds === "booking",
        kind: "booking" as const,
        charityId: book.charity.charityId,
        decidedBy: book.clerk.userId,
        decidedAt: at,
      }));
    const insert = (pairingId: string, ...all: Row[]) =>
      sqlRefusal(database, async (tx) => void (await tx.insert(bankMatches).values(rows(pairingId, all))));
    expect(await insert(newId(), [one, a], [one, c, "booking"])).toBe("23514 bank_matches_amount");
    expect(await insert(newId(), [one, a], [one, b, "none"])).toBe("23514 bank_matches_whole");
    expect(await insert(newId(), [one, a])).toBe("23514 bank_matches_amount");
    expect(await insert(newId(), [one, a], [one, b])).toBe("23505 bank_matches_line");
    expect(await insert(newId(), [one, a], [two, d])).toBe("23514 bank_matches_whole");
    const whole = newId();
    expect(await insert(whole, [one, a], [one, b, "booking"])).toBe("accepted");
    expect(await insert(newId(), [two, a])).toBe("23505 bank_matches_booking");
    expect(await insert(whole, [one, d, "booking"])).toBe("23514 bank_matches_amount");
    expect(await insert(whole, [two, a, "line"], [three, a, "line"])).toBe("23514 bank_matches_whole");
    const undo = `undone_at = now(), undone_by = '${book.clerk.userId}', undo_reason = 'x'`;
    const run = (statement: string) => sqlRefusal(database, async (tx) => void (await tx.execute(sql.raw(statement))));
    expect(await run(`update bank_matches set ${undo} where transaction_id = '${b}'`)).toBe("23514 bank_matches_whole");
    expect(await run(`update bank_matches set holds_booking = false where pairing_id = '${whole}'`)).toBe(
      "23514 bank_matches_fixed",
    );
    expect(await run(`update bank_matches set ${undo} where pairing_id = '${whole}'`)).toBe("accepted");
  });
});

describe("Q19: the differences and the balance of each day", () => {
  it("Q19: bank less books is made up of the open items to the fen, day by day; a lost line is named by its fen", async () => {
    const book = await openBook();
    await payIn(book, 50_000n, "HD-5", "2026-10-20");
    await payIn(book, 333n, "HD-6", "2026-10-21");
    await database.db.execute(
      sql`select record_payout(${book.charity.charityId}::uuid, 'po_q19', -900, '2026-10-22T03:00:00Z')`,
    );
    await take(book, october, 20_000n);
    const [line, wages] = await linesOf(book);
    const transactionId = await bookingId(book, "HD-5");
    await settleLine(database.db, { lineId: line?.id ?? "", kind: "booking", transactionId }, book.clerk, at);
    await settleLine(database.db, { lineId: wages?.id ?? "", kind: "not_ours", reason: "工资" }, book.clerk, at);
    const days = await listDailyBalances(database.db, book.charity);
    expect(days.map(({ day, bankFen, booksFen, unexplainedFen }) => [day, bankFen, booksFen, unexplainedFen])).toEqual([
      ["2026-10-20", 70_000n, 50_000n, 0n],
      ["2026-10-21", 57_655n, 50_333n, 0n],
      ["2026-10-22", 58_355n, 51_233n, 0n],
    ]);
    expect(days.at(-1)?.explained).toEqual({
      opening: 20_000n,
      notOurs: -12_345n,
      openLines: 700n,
      openBookings: -1_233n,
      underWay: 0n,
    });
    expect(days.at(-1)?.booksFen).toBe((await getBooks(database.db, book.charity)).at_bank);
    await take(book, [{ day: "2026-10-25", fen: 10n, serial: "L9" }], 58_355n + 77n);
    const last = (await listDailyBalances(database.db, book.charity)).at(-1);
    const sum = explanationKeys.reduce((total, part) => total + (last?.explained[part] ?? 0n), 0n);
    expect(last).toMatchObject({ unexplainedFen: 77n, differenceFen: sum + 77n });
  });

  it("Q19: postings the bank does not have after five working days are listed, the oldest first; those beyond the statements say so", async () => {
    const book = await openBook();
    await payIn(book, 11n, "HD-8", "2026-10-21");
    await payIn(book, 22n, "HD-7", "2026-10-20");
    await payIn(book, 33n, "HD-9", "2026-10-26");
    await payIn(book, 44n, "HD-0", "2026-10-10");
    await take(book, october);
    const bookings = await listBankBookings(database.db, book.charity);
    const period = await getStatementPeriod(database.db, book.charity);
    const listed = (today: string) =>
      bookingsWithoutLine(bookings, period, today).map(({ label, isBeyondStatements }) => [label, isBeyondStatements]);
    expect(listed("2026-10-27")).toEqual([]);
    expect(listed("2026-10-28")).toEqual([["HD-7", false]]);
    expect(listed("2026-11-10")).toEqual([
      ["HD-7", false],
      ["HD-8", false],
      ["HD-9", true],
    ]);
  });
});

describe("Q19: PostgreSQL itself refuses", () => {
  it("Q19: lines that are rewritten, matches that differ, are another charity's, are twice or are rewritten, statements opened again", async () => {
    const [book, other] = [await openBook(), await openBook()];
    await payIn(book, 50_000n, "HD-P");
    await payIn(other, 50_000n, "HD-Q");
    await take(book, october);
    const [line, second] = await linesOf(book);
    const transactionId = await bookingId(book, "HD-P");
    const facts = { charityId: book.charity.charityId, decidedBy: book.clerk.userId, decidedAt: at };
    const alone = () => {
      const id = newId();
      return { id, pairingId: id };
    };
    const insert = (values: Partial<typeof bankMatches.$inferInsert>) =>
      sqlRefusal(database, async (tx) => {
        await tx
          .insert(bankMatches)
          .values({ ...alone(), lineId: line?.id ?? "", kind: "booking", transactionId, ...facts, ...values });
      });
    const run = (statement: string) => sqlRefusal(database, async (tx) => void (await tx.execute(sql.raw(statement))));
    expect(await insert({ lineId: second?.id ?? "" })).toBe("23514 bank_matches_amount");
    expect(await insert({ transactionId: await bookingId(other, "HD-Q") })).toBe("23514 bank_matches_amount");
    expect(await insert({ charityId: other.charity.charityId })).toBe("23514 bank_matches_charity");
    expect(await insert({ kind: "not_ours" })).toBe("23514 bank_matches_kind");
    expect(await insert({ kind: "not_ours", transactionId: null })).toBe("23514 bank_matches_reason");
    expect(await insert({})).toBe("accepted");
    expect(await insert({})).toBe("23505 bank_matches_line");
    expect(await run("update bank_matches set reason = 'x'")).toBe("23514 bank_matches_fixed");
    expect(await run(`update bank_matches set undone_at = now(), undone_by = '${book.clerk.userId}'`)).toBe(
      "23514 bank_matches_undone",
    );
    expect(await run("delete from bank_matches")).toBe("23514 bank_matches_kept");
    expect(await run("update bank_lines set amount_fen = 1")).toBe("42501");
    expect(await run("delete from bank_lines")).toBe("42501");
    expect(await run("update bank_statements set new_lines = 9 where state = 'accepted'")).toBe(
      "23514 bank_statements_fixed",
    );
    expect(await run("delete from bank_statements")).toBe("23514 bank_statements_kept");
    const copy = (changes: string) =>
      run(
        `insert into bank_lines select (jsonb_populate_record(one, '${changes}'::jsonb)).* from bank_lines one where id = '${line?.id}'`,
      );
    expect(await copy(`{"id": "${newId()}"}`)).toBe("23505 bank_lines_identity");
    expect(await copy(`{"id": "${newId()}", "identity": "x", "amount_fen": 0}`)).toBe("23514 bank_lines_amount");
    expect(await copy(`{"id": "${newId()}", "identity": "x", "charity_id": "${other.charity.charityId}"}`)).toBe(
      "23514 bank_lines_statement",
    );
    const open = await preview(book, [{ day: "2026-10-25", fen: 9n, serial: "X" }], 38_355n);
    expect(await copy(`{"id": "${newId()}", "identity": "x", "statement_id": "${open}"}`)).toBe(
      "23514 bank_lines_statement",
    );
    expect(await database.db.$count(bankLineDetails)).toBe(await database.db.$count(bankLines));
  });
});
