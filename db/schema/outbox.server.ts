import { sql } from "drizzle-orm";
import { bigserial, index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { instant, primaryId } from "../columns.server.ts";

/** What happened, for the job process. Written in the business transaction only (safety.md D1). */
export const outboxEvents = pgTable(
  "outbox_events",
  {
    id: bigserial({ mode: "bigint" }).primaryKey(),
    kind: text().notNull(),
    payload: jsonb().$type<Record<string, string>>().notNull(),
    occurredAt: instant().notNull(),
    nextAttemptAt: instant().notNull(),
    attempts: integer().notNull().default(0),
    processedAt: instant(),
    lastError: text(),
    /** Set after the last attempt: staff see it and may replay it. */
    deadAt: instant(),
  },
  (table) => [index("outbox_events_open").on(table.nextAttemptAt).where(sql`processed_at is null and dead_at is null`)],
);

/** Each mail once per effect: the dedupe key is the effect (D6). Bodies are rendered when sent and are not stored. */
export const mails = pgTable(
  "mails",
  {
    id: primaryId(),
    dedupeKey: text().notNull().unique(),
    template: text().notNull(),
    recipient: text().notNull(),
    locale: text().notNull(),
    /** Ids the template needs; never personal data. */
    parameters: jsonb().$type<Record<string, string>>().notNull(),
    createdAt: instant().notNull(),
    nextAttemptAt: instant().notNull(),
    attempts: integer().notNull().default(0),
    sentAt: instant(),
    lastError: text(),
  },
  (table) => [index("mails_open").on(table.nextAttemptAt).where(sql`sent_at is null`)],
);
