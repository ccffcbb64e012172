import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { messageSides, messageStates } from "#app/domain/pairings/pairing-message.ts";
import { reviewOutcomes } from "#app/domain/pairings/pairing-review.ts";
import { instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { pairings } from "./pairings.server.ts";

/** 年度评议: once a year, kept as it was written (S39). */
export const pairingReviews = pgTable(
  "pairing_reviews",
  {
    id: primaryId(),
    pairingId: uuid()
      .notNull()
      .references(() => pairings.id),
    year: integer().notNull(),
    outcome: text({ enum: reviewOutcomes }).notNull(),
    note: text().notNull(),
    reviewedBy: uuid()
      .notNull()
      .references(() => users.id),
    reviewedAt: instant().notNull(),
  },
  (table) => [uniqueIndex("pairing_reviews_year").on(table.pairingId, table.year)],
);

/** What one side tells the other, held until staff release it (S39). */
export const pairingMessages = pgTable(
  "pairing_messages",
  {
    id: primaryId(),
    pairingId: uuid()
      .notNull()
      .references(() => pairings.id),
    side: text({ enum: messageSides }).notNull(),
    body: text().notNull(),
    state: text({ enum: messageStates }).notNull(),
    writtenBy: uuid()
      .notNull()
      .references(() => users.id),
    writtenAt: instant().notNull(),
    decidedBy: uuid().references(() => users.id),
    decidedAt: instant(),
    decisionNote: text(),
  },
  (table) => [
    check("pairing_messages_two_people", sql`${table.decidedBy} is null or ${table.decidedBy} <> ${table.writtenBy}`),
    index("pairing_messages_pairing").on(table.pairingId, table.writtenAt),
    index("pairing_messages_held").on(table.pairingId).where(sql`state = 'held'`),
  ],
);
