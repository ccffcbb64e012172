import { sql } from "drizzle-orm";
import { boolean, index, integer, jsonb, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { reconciliationClasses } from "#app/domain/ledger/ledger.ts";
import { day, fen, instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { organizations } from "./organizations.server.ts";

/** Something is wrong and a person must look: one open alarm per kind and subject, however often it is seen (H6). */
export const alarms = pgTable(
  "alarms",
  {
    id: primaryId(),
    kind: text().notNull(),
    /** A code without personal data: a check's name, an event id, a lot. */
    subject: text().notNull(),
    /** The place it belongs to; empty: the whole site's, for who answers for the whole country (S31). */
    regionCode: text().notNull().default(""),
    detail: text().notNull().default(""),
    count: integer().notNull().default(1),
    firstSeenAt: instant().notNull(),
    lastSeenAt: instant().notNull(),
    resolvedAt: instant(),
    resolvedBy: uuid().references(() => users.id),
  },
  (table) => [uniqueIndex("alarms_open").on(table.kind, table.subject).where(sql`resolved_at is null`)],
);

/** Messages of the provider that we could not settle: kept by id, tried again by the job, and shown to staff (B5). */
export const parkedEvents = pgTable("parked_events", {
  id: text().primaryKey(),
  type: text().notNull(),
  account: text(),
  isLive: boolean().notNull(),
  objectId: text(),
  /** The ids the message named, to ask the provider again; never its body. */
  hints: jsonb().$type<Record<string, string>>().notNull().default({}),
  code: text().notNull(),
  attempts: integer().notNull().default(1),
  firstSeenAt: instant().notNull(),
  lastSeenAt: instant().notNull(),
  settledAt: instant(),
});

/** What the provider's balance and our books disagree about, per charity and day (A9, Q19). */
export const reconciliationFindings = pgTable(
  "reconciliation_findings",
  {
    id: primaryId(),
    charityId: uuid()
      .notNull()
      .references(() => organizations.id),
    day: day().notNull(),
    class: text({ enum: reconciliationClasses }).notNull(),
    /** The provider's id of the movement, or our reference where the provider has none. */
    subject: text().notNull(),
    oursFen: fen(),
    theirsFen: fen(),
    foundAt: instant().notNull(),
    resolvedAt: instant(),
    resolvedBy: uuid().references(() => users.id),
    note: text().notNull().default(""),
  },
  (table) => [
    unique().on(table.charityId, table.class, table.subject),
    index("reconciliation_findings_open").on(table.charityId).where(sql`resolved_at is null`),
  ],
);

/** When a charity's account was last compared in full. */
export const reconciliationRuns = pgTable(
  "reconciliation_runs",
  {
    id: primaryId(),
    charityId: uuid()
      .notNull()
      .references(() => organizations.id),
    day: day().notNull(),
    compared: integer().notNull(),
    findingCount: integer().notNull(),
    ranAt: instant().notNull(),
  },
  (table) => [index("reconciliation_runs_charity").on(table.charityId, table.ranAt)],
);
