import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { surplusChoices } from "#app/domain/donations/donation.ts";
import {
  monthlyChangeKinds,
  monthlyChangeOutcomes,
  monthlyGiftStates,
} from "#app/domain/monthly-gifts/monthly-gift.ts";
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
    /** The donor's consent that operating cost may be paid from each month's gift; off unless ticked (S103). */
    allowsOperating: boolean().notNull().default(false),
    receiptName: text().notNull().default(""),
    email: text().notNull(),
    publicName: text(),
    /** Shown once, with the first month's charge. */
    message: text().notNull().default(""),
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
    failureCode: text(),
    nextRetryAt: instant(),
    nextChargeAt: instant(),
    /** What the provider tells of the card: enough to recognise it, and when it ends (`YYYY-MM`). */
    cardBrand: text(),
    cardLast4: text(),
    cardExpiresMonth: text(),
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

/** Every change asked of the provider, written before it is asked: unanswered ones are asked again under the same number (B8). */
export const monthlyGiftChanges = pgTable(
  "monthly_gift_changes",
  {
    id: primaryId(),
    monthlyGiftId: uuid()
      .notNull()
      .references(() => monthlyGifts.id),
    /** Counts the changes of one gift; the provider's idempotency key is made of it. */
    number: integer().notNull(),
    kind: text({ enum: monthlyChangeKinds }).notNull(),
    amountFen: fen(),
    previousAmountFen: fen(),
    /** Null: by the signed link, or by ourselves (give_up, end). */
    requestedBy: uuid().references(() => users.id),
    requestedAt: instant().notNull(),
    /** End of the page that takes another card. */
    expiresAt: instant(),
    outcome: text({ enum: monthlyChangeOutcomes }).notNull().default("open"),
    answeredAt: instant(),
  },
  (table) => [
    unique().on(table.monthlyGiftId, table.number),
    check("monthly_gift_changes_amount", sql`(${table.kind} = 'amount') = (${table.amountFen} is not null)`),
    // One question at a time; the card's page waits for a person and holds nothing up.
    uniqueIndex("monthly_gift_changes_open").on(table.monthlyGiftId).where(sql`outcome = 'open' and kind <> 'card'`),
    uniqueIndex("monthly_gift_changes_open_card")
      .on(table.monthlyGiftId)
      .where(sql`outcome = 'open' and kind = 'card'`),
  ],
);
