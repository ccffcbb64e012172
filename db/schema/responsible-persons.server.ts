import { sql } from "drizzle-orm";
import { pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { households } from "./households.server.ts";

/** 帮扶责任人 (S23): exactly one standing per household; a hand-over ends one row and opens the next with a note. */
export const responsiblePersons = pgTable(
  "responsible_persons",
  {
    id: primaryId(),
    householdId: uuid()
      .notNull()
      .references(() => households.id),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    assignedBy: uuid().references(() => users.id),
    fromAt: instant().notNull(),
    toAt: instant(),
    handOverNote: text(),
  },
  (table) => [uniqueIndex("responsible_persons_standing").on(table.householdId).where(sql`to_at is null`)],
);
