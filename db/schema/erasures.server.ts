import { sql } from "drizzle-orm";
import { check, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { households } from "./households.server.ts";

/** That the sealed fields of an ended file are to be erased for good: proposed by one person, done by another (F12). */
export const erasures = pgTable(
  "erasures",
  {
    id: primaryId(),
    householdId: uuid()
      .notNull()
      .references(() => households.id),
    reason: text().notNull(),
    proposedBy: uuid()
      .notNull()
      .references(() => users.id),
    proposedAt: instant().notNull(),
    doneBy: uuid().references(() => users.id),
    doneAt: instant(),
  },
  (table) => [
    uniqueIndex("erasures_open").on(table.householdId).where(sql`done_at is null`),
    check("erasures_two_people", sql`done_by is null or done_by <> proposed_by`),
  ],
);
