import { sql } from "drizzle-orm";
import {
  type AnyPgColumn,
  boolean,
  check,
  index,
  integer,
  pgTable,
  text,
  uniqueIndex,
  uuid,
} from "drizzle-orm/pg-core";
import {
  assurances,
  visitConflicts,
  visitDecisions,
  visitPartners,
  visitPlaces,
  visitSources,
} from "#app/domain/visits/visit.ts";
import { day, instant, primaryId, regionCode } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { files } from "./files.server.ts";
import { households } from "./households.server.ts";
import { regions } from "./regions.server.ts";

/** Visits (S27). Append-only: a correction is a new row that names the old one. */
export const visits = pgTable(
  "visits",
  {
    /** Made by the phone: what is sent again is the same row (D8). */
    id: primaryId(),
    /** Null: a visit to the village itself. */
    householdId: uuid().references(() => households.id),
    regionCode: regionCode()
      .notNull()
      .references(() => regions.code),
    visitedBy: uuid()
      .notNull()
      .references(() => users.id),
    /** The day in China of `visited_at`. */
    visitedOn: day().notNull(),
    visitedAt: instant().notNull(),
    place: text({ enum: visitPlaces }).notNull(),
    metWith: text({ enum: visitPartners }).notNull(),
    companions: text().notNull(),
    /** Staff only. */
    found: text().notNull(),
    nextStep: text().notNull(),
    nextStepOn: day(),
    hasCheckedAssurances: boolean().notNull(),
    lackingAssurances: text({ enum: assurances }).array().notNull(),
    /** How many photos belong to it; they may come later, piece by piece. */
    photoCount: integer().notNull(),
    correctsId: uuid().references((): AnyPgColumn => visits.id),
    correctionReason: text(),
    /** Set: it counts only once a `visit_decisions` row says so. */
    conflict: text({ enum: visitConflicts }),
    source: text({ enum: visitSources }).notNull(),
    /** SHA-256 of what was said, to tell the same visit sent again from another one under the same id. */
    contentHash: text().notNull(),
    receivedAt: instant().notNull(),
  },
  (table) => [
    index("visits_household").on(table.householdId, table.visitedOn),
    index("visits_visitor").on(table.visitedBy, table.visitedOn),
    index("visits_region").on(table.regionCode.op("text_pattern_ops"), table.visitedOn),
    uniqueIndex("visits_one_correction").on(table.correctsId).where(sql`conflict is null`),
    check("visits_day", sql`${table.visitedOn} = ((${table.visitedAt} at time zone 'Asia/Shanghai')::date)::text`),
    check("visits_photo_count", sql`${table.photoCount} between 0 and 6`),
    check("visits_reason", sql`(${table.correctsId} is null) = (${table.correctionReason} is null)`),
  ],
);

/** What somebody else said about a visit that could not count at once; once, and for good. */
export const visitDecisionsTable = pgTable("visit_decisions", {
  visitId: uuid()
    .primaryKey()
    .references(() => visits.id),
  decision: text({ enum: visitDecisions }).notNull(),
  reason: text().notNull(),
  decidedBy: uuid()
    .notNull()
    .references(() => users.id),
  decidedAt: instant().notNull(),
});

/** Photos that have arrived whole. */
export const visitPhotos = pgTable(
  "visit_photos",
  {
    /** Made by the phone, like the visit's. */
    id: primaryId(),
    visitId: uuid()
      .notNull()
      .references(() => visits.id),
    position: integer().notNull(),
    fileId: uuid()
      .notNull()
      .unique()
      .references(() => files.id),
    /** Of the bytes the phone sent, before they were encoded anew (G3). */
    sentSha256: text().notNull(),
    receivedAt: instant().notNull(),
  },
  (table) => [uniqueIndex("visit_photos_place").on(table.visitId, table.position)],
);
