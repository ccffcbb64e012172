import { sql } from "drizzle-orm";
import { check, index, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { transferStates } from "#app/domain/ledger/ledger.ts";
import { day, fen, instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { organizations } from "./organizations.server.ts";

/** The charity's own money paid into its donation account, to cover fees and losses that no gift may bear (S103, A8). */
export const ownMoney = pgTable(
  "own_money",
  {
    id: primaryId(),
    charityId: uuid()
      .notNull()
      .references(() => organizations.id),
    amountFen: fen().notNull(),
    /** The bank's document; one document is one payment. */
    documentNumber: text().notNull(),
    paidOn: day().notNull(),
    note: text().notNull().default(""),
    state: text({ enum: transferStates }).notNull(),
    recordedBy: uuid()
      .notNull()
      .references(() => users.id),
    /** Null where the sum was small enough for one person. */
    approvedBy: uuid().references(() => users.id),
    recordedAt: instant().notNull(),
    closedAt: instant(),
  },
  (table) => [
    check("own_money_amount", sql`${table.amountFen} between 1 and 10000000000`),
    check("own_money_two_people", sql`${table.approvedBy} is null or ${table.approvedBy} <> ${table.recordedBy}`),
    unique("own_money_document").on(table.charityId, table.documentNumber),
    index("own_money_charity").on(table.charityId, table.recordedAt),
  ],
);
