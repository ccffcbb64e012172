import { sql } from "drizzle-orm";
import { boolean, check, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { matchKinds } from "#app/domain/bank-statements/bank-statement.ts";
import { instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { bankLines } from "./bank-statements.server.ts";
import { ledgerTransactions } from "./ledger.server.ts";
import { organizations } from "./organizations.server.ts";

/**
 * What a person settled a line with; undone, it stays as history and the line is open again. A pairing is one row for one line and one
 * posting, or as many as there are postings of one line (a collective transfer), or lines of one posting. Each line and each posting is held by
 * exactly one row of its pairing, so that neither is ever in two (047).
 */
export const bankMatches = pgTable(
  "bank_matches",
  {
    id: primaryId(),
    charityId: uuid()
      .notNull()
      .references(() => organizations.id),
    lineId: uuid()
      .notNull()
      .references(() => bankLines.id),
    /** The same for the rows of one pairing; a row alone has its own id. */
    pairingId: uuid().notNull(),
    holdsLine: boolean().notNull().default(true),
    holdsBooking: boolean().notNull().default(true),
    kind: text({ enum: matchKinds }).notNull(),
    transactionId: uuid().references(() => ledgerTransactions.id),
    reason: text().notNull().default(""),
    decidedBy: uuid()
      .notNull()
      .references(() => users.id),
    decidedAt: instant().notNull(),
    undoneBy: uuid().references(() => users.id),
    undoneAt: instant(),
    undoReason: text(),
  },
  (table) => [
    check("bank_matches_kind", sql`(${table.kind} = 'booking') = (${table.transactionId} is not null)`),
    check("bank_matches_reason", sql`${table.kind} = 'booking' or length(${table.reason}) > 0`),
    check(
      "bank_matches_undone",
      sql`num_nulls(${table.undoneBy}, ${table.undoneAt}, ${table.undoReason}) in (0, 3) and coalesce(length(${table.undoReason}), 1) > 0`,
    ),
    check(
      "bank_matches_alone",
      sql`${table.kind} = 'booking' or (${table.pairingId} = ${table.id} and ${table.holdsLine})`,
    ),
    uniqueIndex("bank_matches_line").on(table.lineId).where(sql`undone_at is null and holds_line`),
    uniqueIndex("bank_matches_booking").on(table.transactionId).where(sql`undone_at is null and holds_booking`),
    index("bank_matches_pairing").on(table.pairingId),
  ],
);
