import { sql } from "drizzle-orm";
import { check, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { complaints } from "./complaints.server.ts";
import { households } from "./households.server.ts";
import { objections } from "./verification.server.ts";

/**
 * That what is sealed in a record that is over is to be erased for good: proposed by one person, done by another (F12). Of an ended file, a
 * closed complaint or an answered objection. Rules past the application: db/functions/049-erasures.sql.
 */
export const erasures = pgTable(
  "erasures",
  {
    id: primaryId(),
    householdId: uuid().references(() => households.id),
    complaintId: uuid().references(() => complaints.id),
    objectionId: uuid().references(() => objections.id),
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
    uniqueIndex("erasures_open_complaint").on(table.complaintId).where(sql`done_at is null`),
    uniqueIndex("erasures_open_objection").on(table.objectionId).where(sql`done_at is null`),
    check("erasures_one_record", sql`num_nonnulls(household_id, complaint_id, objection_id) = 1`),
    check("erasures_two_people", sql`done_by is null or done_by <> proposed_by`),
    check("erasures_done", sql`(done_by is null) = (done_at is null)`),
  ],
);
