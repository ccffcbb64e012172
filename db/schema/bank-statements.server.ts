import { sql } from "drizzle-orm";
import { bigserial, check, index, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { statementStates } from "#app/domain/bank-statements/bank-statement.ts";
import type { StatementColumns } from "#app/domain/bank-statements/statement-columns.ts";
import { day, fen, instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { organizations } from "./organizations.server.ts";

/** A bank account whose statements a charity uploads. A charity may have several; its books have one account at a bank, which is all of them together. */
export const bankAccounts = pgTable(
  "bank_accounts",
  {
    id: primaryId(),
    charityId: uuid()
      .notNull()
      .references(() => organizations.id),
    numberSealed: text().notNull(),
    numberLast4: text().notNull(),
    createdAt: instant().notNull(),
  },
  (table) => [index("bank_accounts_charity").on(table.charityId)],
);

/** One upload. Its rows are kept sealed while it is a preview; accepted, they are lines, and discarded, they are gone. */
export const bankStatements = pgTable(
  "bank_statements",
  {
    id: primaryId(),
    charityId: uuid()
      .notNull()
      .references(() => organizations.id),
    accountId: uuid()
      .notNull()
      .references(() => bankAccounts.id),
    state: text({ enum: statementStates }).notNull(),
    /** Long numbers in it are masked. */
    fileName: text().notNull(),
    sha256: text().notNull(),
    format: text({ enum: ["csv", "xlsx", "xls"] }).notNull(),
    encoding: text(),
    sheetName: text(),
    headerRow: integer().notNull(),
    headers: text().array().notNull(),
    columnMap: jsonb().$type<StatementColumns>().notNull(),
    rowsSealed: text(),
    firstDay: day(),
    lastDay: day(),
    newLines: integer().notNull().default(0),
    knownLines: integer().notNull().default(0),
    uploadedBy: uuid()
      .notNull()
      .references(() => users.id),
    uploadedAt: instant().notNull(),
    closedBy: uuid().references(() => users.id),
    closedAt: instant(),
  },
  (table) => [
    check("bank_statements_closed", sql`(${table.state} = 'preview') = (${table.closedAt} is null)`),
    check("bank_statements_rows", sql`(${table.state} = 'preview') = (${table.rowsSealed} is not null)`),
    index("bank_statements_charity").on(table.charityId, table.uploadedAt),
  ],
);

/** A line of the bank, never rewritten. Positive: came in. */
export const bankLines = pgTable(
  "bank_lines",
  {
    id: primaryId(),
    /** In the order in which lines were accepted. */
    position: bigserial({ mode: "number" }).notNull(),
    charityId: uuid()
      .notNull()
      .references(() => organizations.id),
    accountId: uuid()
      .notNull()
      .references(() => bankAccounts.id),
    statementId: uuid()
      .notNull()
      .references(() => bankStatements.id),
    rowNumber: integer().notNull(),
    day: day().notNull(),
    amountFen: fen().notNull(),
    balanceFen: fen().notNull(),
    serial: text(),
    /** The serial number, or a keyed hash of the content and its occurrence: once per account. */
    identity: text().notNull(),
  },
  (table) => [
    check("bank_lines_amount", sql`${table.amountFen} <> 0`),
    check("bank_lines_day", sql`${table.day} ~ '^\\d{4}-\\d{2}-\\d{2}$'`),
    unique("bank_lines_identity").on(table.accountId, table.identity),
    index("bank_lines_charity").on(table.charityId, table.day),
  ],
);

/** Counterparty and the bank's words, sealed: the keys of seals are changed without touching the line. */
export const bankLineDetails = pgTable("bank_line_details", {
  lineId: uuid()
    .primaryKey()
    .references(() => bankLines.id),
  detailsSealed: text().notNull(),
});
