import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { transferStates } from "#app/domain/ledger/ledger.ts";
import { fen, instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { ledgerAccounts } from "./ledger.server.ts";
import { needs } from "./needs.server.ts";
import { organizations } from "./organizations.server.ts";

/** Money of a pool going to a need that fits it (same household, village or category): proposed by one person, approved by another (A12). */
export const poolAllocations = pgTable(
  "pool_allocations",
  {
    id: primaryId(),
    /** What its public notice is found by (S99). */
    publicCode: text().notNull().unique(),
    poolAccountId: uuid()
      .notNull()
      .references(() => ledgerAccounts.id),
    charityId: uuid()
      .notNull()
      .references(() => organizations.id),
    needId: uuid()
      .notNull()
      .references(() => needs.id),
    amountFen: fen().notNull(),
    reason: text().notNull(),
    state: text({ enum: transferStates }).notNull(),
    proposedBy: uuid()
      .notNull()
      .references(() => users.id),
    approvedBy: uuid().references(() => users.id),
    proposedAt: instant().notNull(),
    closedAt: instant(),
  },
  (table) => [
    check("pool_allocations_amount", sql`${table.amountFen} > 0`),
    check(
      "pool_allocations_two_people",
      sql`${table.approvedBy} is null or ${table.approvedBy} <> ${table.proposedBy}`,
    ),
    index("pool_allocations_need").on(table.needId),
  ],
);
