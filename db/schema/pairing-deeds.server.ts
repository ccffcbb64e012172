import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { deedStates, helpWays } from "#app/domain/deeds/deed.ts";
import { day, fen, instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { files } from "./files.server.ts";
import { pairings } from "./pairings.server.ts";

/** 一年一件实事 (S50, S51): reported by the helper with evidence, confirmed by the village. */
export const pairingDeeds = pgTable(
  "pairing_deeds",
  {
    id: primaryId(),
    pairingId: uuid()
      .notNull()
      .references(() => pairings.id),
    year: integer().notNull(),
    way: text({ enum: helpWays }).notNull(),
    title: text().notNull(),
    description: text().notNull(),
    doneOn: day().notNull(),
    /** What the helper put in, by its own account; null where it is not money's worth. */
    worthFen: fen(),
    householdCount: integer().notNull(),
    state: text({ enum: deedStates }).notNull(),
    reportedBy: uuid()
      .notNull()
      .references(() => users.id),
    reportedAt: instant().notNull(),
    decidedBy: uuid().references(() => users.id),
    decidedAt: instant(),
    /** Who of the village confirmed, a role (村民代表), never a name; or why it was returned. */
    confirmedByRole: text(),
    decisionNote: text(),
  },
  (table) => [
    check("pairing_deeds_two_people", sql`${table.decidedBy} is null or ${table.decidedBy} <> ${table.reportedBy}`),
    check("pairing_deeds_year", sql`left(${table.doneOn}, 4) = ${table.year}::text`),
    check(
      "pairing_deeds_numbers",
      sql`${table.householdCount} >= 0 and (${table.worthFen} is null or ${table.worthFen} > 0)`,
    ),
    check("pairing_deeds_decided", sql`(${table.state} = 'reported') = (${table.decidedBy} is null)`),
    index("pairing_deeds_pairing").on(table.pairingId, table.year),
  ],
);

export const pairingDeedFiles = pgTable(
  "pairing_deed_files",
  {
    deedId: uuid()
      .notNull()
      .references(() => pairingDeeds.id),
    fileId: uuid()
      .notNull()
      .references(() => files.id),
    position: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.deedId, table.fileId] })],
);
