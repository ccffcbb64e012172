import { sql } from "drizzle-orm";
import { bigserial, boolean, check, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { ledgerAccountKinds, ledgerTransactionKinds } from "#app/domain/ledger/ledger.ts";
import { fen, instant, primaryId, regionCode } from "../columns.server.ts";

export const ledgerAccounts = pgTable(
  "ledger_accounts",
  {
    id: primaryId(),
    /** Readable and stable, e.g. `charity:ID:clearing`, `need:CODE`, `fund:CODE`. */
    code: text().notNull().unique(),
    kind: text({ enum: ledgerAccountKinds }).notNull(),
    name: text().notNull(),
    /** The legal person that holds it. */
    legalPerson: text().notNull(),
    regionCode: regionCode(),
    subjectId: uuid(),
  },
  (table) => [index("ledger_accounts_subject").on(table.subjectId)],
);

export const ledgerTransactions = pgTable(
  "ledger_transactions",
  {
    id: primaryId(),
    sequence: bigserial({ mode: "bigint" }).notNull().unique(),
    /** One posting per source: `donation:ID`, `fee:ID`, `disbursement:ID`, `plan:赤水镇:2016:fund` (A4). */
    reference: text().notNull().unique(),
    kind: text({ enum: ledgerTransactionKinds }).notNull(),
    description: text().notNull(),
    source: text().notNull(),
    actorUserId: uuid(),
    at: instant().notNull(),
  },
  (table) => [index("ledger_transactions_at").on(table.at)],
);

export const ledgerEntries = pgTable(
  "ledger_entries",
  {
    id: bigserial({ mode: "bigint" }).primaryKey(),
    transactionId: uuid()
      .notNull()
      .references(() => ledgerTransactions.id),
    accountId: uuid()
      .notNull()
      .references(() => ledgerAccounts.id),
    /** Debit positive, credit negative. */
    amountFen: fen().notNull(),
  },
  (table) => [
    check("ledger_entries_amount", sql`${table.amountFen} <> 0`),
    index("ledger_entries_transaction").on(table.transactionId),
    index("ledger_entries_account").on(table.accountId),
  ],
);

/** 专项资金 (S97): a sub-ledger with purposes. */
export const funds = pgTable("funds", {
  id: primaryId(),
  code: text().notNull().unique(),
  name: text().notNull(),
  regionCode: regionCode().notNull(),
  purposes: text().array().notNull(),
  /** Work expenses are a fund of their own; gifts never pay them (S103). */
  isOperating: boolean().notNull().default(false),
  source: text().notNull(),
});

export const fundBudgets = pgTable(
  "fund_budgets",
  {
    id: primaryId(),
    fundId: uuid()
      .notNull()
      .references(() => funds.id),
    year: integer().notNull(),
    amountFen: fen().notNull(),
  },
  (table) => [unique().on(table.fundId, table.year)],
);

/** Budget lines of a plan: year × payer × person (S95). Per-person amounts times persons is the line. */
export const planBudgetLines = pgTable(
  "plan_budget_lines",
  {
    id: primaryId(),
    planCode: text().notNull(),
    regionCode: regionCode().notNull(),
    /** Null: the whole period. */
    year: integer(),
    payer: text().notNull(),
    /** `three_year_total`, `payer_share`, `county_share`, `town_share`. */
    line: text().notNull(),
    perPersonFen: fen().notNull(),
    personCount: integer().notNull(),
    amountFen: fen().notNull(),
    source: text().notNull(),
  },
  (table) => [
    check("plan_budget_lines_product", sql`${table.amountFen} = ${table.perPersonFen} * ${table.personCount}`),
    index("plan_budget_lines_plan").on(table.planCode),
  ],
);
