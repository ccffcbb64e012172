import { read } from "@e965/xlsx";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { exportJournalSheet } from "#app/domain/books/export-journal-sheet.server.ts";
import { zhCN } from "#app/i18n/zh-CN.ts";
import {
  createNeed,
  createQualifiedCharity,
  createTestRegions,
  type QualifiedCharity,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { payGift } from "#tests/setup/paid-gifts.ts";

let database: TestDatabase;
let charity: QualifiedCharity;
const giftsFen = [110n, 120n, 170n, 12_345_678n];

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  await createTestRegions(db);
  charity = await createQualifiedCharity(db);
  const own = { charityId: charity.charityId, filingId: charity.filingId, publicationMode: "public" as const };
  const needId = (await createNeed(db, { ...own, goalFen: 20_000_000n })).id;
  for (const amountFen of giftsFen) await payGift(db, { needId, charity, amountFen }, new Date("2026-10-15T02:00:00Z"));
  // An account whose name begins like a formula: who named it is nobody's friend.
  await database.sql`alter table ledger_accounts disable trigger user`;
  await db.execute(sql`update ledger_accounts set name = '=HYPERLINK("http://x","y")' where kind = 'need'`);
  await database.sql`alter table ledger_accounts enable trigger user`;
});
afterAll(() => database.drop());

const words = {
  columns: Object.values(zhCN.books.journal.columns),
  kinds: zhCN.ledger.transactionKinds,
  accountKinds: zhCN.ledger.accountKinds,
  total: zhCN.books.journal.total,
};
const sheetOf = async (fromDay: string) => {
  const period = { fromDay, toDay: "2026-12-31" };
  const made = await exportJournalSheet(database.db, { charityId: charity.charityId, period, words });
  if (!made.ok) throw new Error(made.code);
  const book = read(made.value, { cellFormula: true, cellStyles: true, cellNF: true });
  const sheet = book.Sheets[book.SheetNames[0] ?? ""];
  if (!sheet) throw new Error("no sheet");
  return sheet;
};

it("Q19, U28: the journal as a sheet has text codes, number amounts to the fen, totals below, and nothing that is a formula", async () => {
  const sheet = await sheetOf("2026-01-01");
  const cells = Object.entries(sheet).filter(([place]) => /^[A-Z]+\d+$/.test(place));
  const amounts = cells.filter(([place]) => /^[JK]\d+$/.test(place) && place !== "J1" && place !== "K1");
  const lines = cells.filter(([place]) => /^A\d+$/.test(place)).length - 2;
  expect(lines).toBeGreaterThanOrEqual(giftsFen.length * 2);
  expect(amounts.every(([, cell]) => cell.t === "n" && cell.z === "#,##0.00")).toBe(true);
  expect(cells.filter(([place]) => /^[A-I]\d+$/.test(place)).every(([, cell]) => cell.t === "s")).toBe(true);
  expect(cells.some(([, cell]) => cell.f !== undefined)).toBe(false);
  // A plain "=HYPERLINK" as text would run as soon as somebody edits the cell or opens the sheet saved as CSV.
  expect(cells.some(([, cell]) => String(cell.v).startsWith("'=HYPERLINK"))).toBe(true);
  expect(cells.filter(([, cell]) => /^[=+@\t\r\n＝＋－＠]|^-[^\d]/.test(String(cell.v)))).toEqual([]);
  const last = lines + 2;
  const total = giftsFen.reduce((sum, fen) => sum + fen, 0n);
  expect(sheet[`A${last}`]?.v).toBe(zhCN.books.journal.total);
  expect([sheet[`J${last}`]?.v, sheet[`K${last}`]?.v]).toEqual([Number(total) / 100, Number(total) / 100]);
  expect(amounts.map(([, cell]) => cell.v)).toContain(123456.78);
});

it("Q19: a period without movements has its header and totals of nothing", async () => {
  const sheet = await sheetOf("2026-12-01");
  expect([sheet.A2?.v, sheet.J2?.v, sheet.A3]).toEqual([zhCN.books.journal.total, 0, undefined]);
});
