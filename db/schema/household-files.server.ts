import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { consentMethods } from "#app/domain/households/household.ts";
import type { FieldChange } from "#app/domain/households/household-changes.ts";
import { day, instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { files } from "./files.server.ts";
import { households } from "./households.server.ts";

/** Every version of a file (S3): who made it, when, why, and which field went from what to what. Append-only. */
export const householdVersions = pgTable(
  "household_versions",
  {
    id: primaryId(),
    householdId: uuid()
      .notNull()
      .references(() => households.id),
    version: integer().notNull(),
    changes: jsonb().$type<FieldChange[]>().notNull(),
    reason: text().notNull(),
    changedBy: uuid().references(() => users.id),
    changedAt: instant().notNull(),
  },
  (table) => [unique().on(table.householdId, table.version)],
);

/** 民主评议 of an application (S5, S6), bound to the version that was discussed. A correction is a new row; the latest counts. Append-only. */
export const householdReviews = pgTable(
  "household_reviews",
  {
    id: primaryId(),
    householdId: uuid()
      .notNull()
      .references(() => households.id),
    version: integer().notNull(),
    heldOn: day().notNull(),
    place: text().notNull(),
    attendees: text().notNull(),
    attendeeCount: integer().notNull(),
    votesFor: integer().notNull(),
    votesAgainst: integer().notNull(),
    votesAbstained: integer().notNull(),
    minutes: text().notNull(),
    minutesFileId: uuid()
      .notNull()
      .references(() => files.id),
    recordedBy: uuid().references(() => users.id),
    recordedAt: instant().notNull(),
  },
  (table) => [
    check(
      "household_reviews_votes",
      sql`${table.votesFor} + ${table.votesAgainst} + ${table.votesAbstained} <= ${table.attendeeCount}
        and ${table.votesFor} >= 0 and ${table.votesAgainst} >= 0 and ${table.votesAbstained} >= 0`,
    ),
    index("household_reviews_household").on(table.householdId),
  ],
);

/** 逐户签字确认 (S8): one per version of the file; a new version needs a new one. Append-only. */
export const householdSignatures = pgTable(
  "household_signatures",
  {
    id: primaryId(),
    householdId: uuid()
      .notNull()
      .references(() => households.id),
    version: integer().notNull(),
    signerName: text().notNull(),
    method: text({ enum: consentMethods }).notNull(),
    evidenceFileId: uuid().references(() => files.id),
    recordedBy: uuid().references(() => users.id),
    signedAt: instant().notNull(),
  },
  (table) => [unique().on(table.householdId, table.version)],
);
