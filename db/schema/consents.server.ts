import { sql } from "drizzle-orm";
import { boolean, check, integer, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { consentFields } from "#app/domain/households/consent.ts";
import { consentMethods, consentPurposes } from "#app/domain/households/household.ts";
import { instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { households } from "./households.server.ts";

/** Consent is data (D9): per purpose, field and version, by whom, how, and until when. What the database demands of it: `039-consents.sql`. */
export const consents = pgTable(
  "consents",
  {
    id: primaryId(),
    householdId: uuid()
      .notNull()
      .references(() => households.id),
    purpose: text({ enum: consentPurposes }).notNull(),
    version: integer().notNull().default(0),
    fields: text({ enum: consentFields }).array().notNull().default([]), // of `publish_masked`: what may be shown
    textVersion: text().notNull(),
    signedByName: text().notNull(),
    isGuardian: boolean().notNull().default(false),
    method: text({ enum: consentMethods }).notNull(),
    evidenceFileId: uuid(),
    recordedBy: uuid().references(() => users.id),
    givenAt: instant().notNull(),
    withdrawnAt: instant(),
  },
  (table) => [
    uniqueIndex("consents_standing").on(table.householdId, table.purpose).where(sql`withdrawn_at is null`),
    unique("consents_versions").on(table.householdId, table.purpose, table.version),
    check("consents_fields", sql`(${table.purpose} = 'publish_masked') = (cardinality(${table.fields}) > 0)`),
  ],
);
