import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { surplusChoices } from "#app/domain/donations/donation.ts";
import { monthlyGiftStates } from "#app/domain/donations/monthly-gift.ts";
import { fen, instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { needs } from "./needs.server.ts";
import { organizations } from "./organizations.server.ts";

/** A card charged every month by the provider, directly to the charity; each charge is a donation of its own (U4, Q6). */
export const monthlyGifts = pgTable(
  "monthly_gifts",
  {
    /** Random; guests reach their page by a signed link, never by this id alone. */
    id: primaryId(),
    formNonce: text().notNull().unique(),
    needId: uuid()
      .notNull()
      .references(() => needs.id),
    charityId: uuid()
      .notNull()
      .references(() => organizations.id),
    userId: uuid().references(() => users.id),
    amountFen: fen().notNull(),
    state: text({ enum: monthlyGiftStates }).notNull(),
    surplusChoice: text({ enum: surplusChoices }).notNull(),
    receiptName: text().notNull().default(""),
    email: text().notNull(),
    publicName: text(),
    locale: text().notNull(),
    checkoutSessionId: text().unique(),
    checkoutUrl: text(),
    checkoutAttempt: integer().notNull().default(0),
    checkoutExpiresAt: instant(),
    /** Session of the page that replaces the card, while it is open. */
    cardSessionId: text().unique(),
    providerSubscriptionId: text().unique(),
    /** Part of idempotency keys: grows with every change asked of the provider (B8). */
    changeNumber: integer().notNull().default(0),
    /** Renewals that failed in a row, the invoice in question, and when it is tried again by the stated plan. */
    failedAttempts: integer().notNull().default(0),
    failedInvoiceId: text(),
    nextRetryAt: instant(),
    nextChargeAt: instant(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    endedAt: instant(),
  },
  (table) => [
    check("monthly_gifts_amount", sql`${table.amountFen} between 500 and 10000000`),
    check("monthly_gifts_failed", sql`${table.failedAttempts} >= 0`),
    index("monthly_gifts_user").on(table.userId),
    index("monthly_gifts_need").on(table.needId),
    index("monthly_gifts_retry").on(table.nextRetryAt).where(sql`next_retry_at is not null`),
  ],
);
