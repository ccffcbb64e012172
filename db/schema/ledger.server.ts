import { sql } from "drizzle-orm";
import { bigserial, boolean, check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { ledgerAccountKinds, ledgerLotKinds, ledgerTransactionKinds } from "#app/domain/ledger/ledger.ts";
import { fen, instant, primaryId, regionCode, transactionNumber } from "../columns.server.ts";

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
    /** The database transaction that wrote it; none other adds entries to it (A2). */
    openedIn: transactionNumber().notNull().default(sql`pg_current_xact_id()`),
  },
  (table) => [index("ledger_transactions_at").on(table.at)],
);

/**
 * 各记其功 (S98, D5): every fen belongs to a lot: one gift, or one payer's share of public money. Each lot balances by itself in every
 * transaction, so its whole way can be read and the lots of an account sum to its balance.
 */
export const ledgerLots = pgTable("ledger_lots", {
  id: primaryId(),
  sequence: bigserial({ mode: "bigint" }).notNull().unique(),
  /** Public and random; for public money the reference of its posting. */
  code: text().notNull().unique(),
  kind: text({ enum: ledgerLotKinds }).notNull(),
  /** The gift it is; null for public money. */
  donationId: uuid().unique(),
  /** The payer of public money; null for gifts, whose donors are nobody's business. */
  contributor: text(),
  allowsOperating: boolean().notNull().default(false),
  openedAt: instant().notNull(),
});

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
    /** Null only on entries older than lots. */
    lotId: uuid().references(() => ledgerLots.id),
    /** Debit positive, credit negative. */
    amountFen: fen().notNull(),
  },
  (table) => [
    check("ledger_entries_amount", sql`${table.amountFen} <> 0`),
    index("ledger_entries_transaction").on(table.transactionId, table.id),
    index("ledger_entries_account").on(table.accountId, table.lotId),
    index("ledger_entries_lot").on(table.lotId),
  ],
);
