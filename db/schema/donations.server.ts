import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { donationStates, surplusChoices } from "#app/domain/donations/donation.ts";
import { fen, instant, primaryId, regionCode } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { needs } from "./needs.server.ts";
import { organizations } from "./organizations.server.ts";

export const donations = pgTable(
  "donations",
  {
    /** Also the receipt's address: random, so it cannot be guessed. */
    id: primaryId(),
    /** One form, one donation: a double click or a reload finds the same row (B9). */
    formNonce: text().notNull().unique(),
    needId: uuid()
      .notNull()
      .references(() => needs.id),
    charityId: uuid()
      .notNull()
      .references(() => organizations.id),
    userId: uuid().references(() => users.id),
    amountFen: fen().notNull(),
    currency: text().notNull().default("cny"),
    state: text({ enum: donationStates }).notNull(),
    surplusChoice: text({ enum: surplusChoices }).notNull(),
    /** The name on the receipt; private. */
    receiptName: text().notNull().default(""),
    email: text().notNull(),
    /** What the public may see; null means 爱心人士. */
    publicName: text(),
    message: text().notNull().default(""),
    locale: text().notNull(),
    checkoutSessionId: text().unique(),
    checkoutUrl: text(),
    /** Part of the idempotency key; grows when an expired session is replaced (B8). */
    checkoutAttempt: integer().notNull().default(0),
    /** When the pay page of this attempt ends; set before the provider is called, so that a retry sends the same parameters. */
    checkoutExpiresAt: instant(),
    paymentIntentId: text().unique(),
    paymentMethod: text(),
    feeFen: fen(),
    failureCode: text(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    paidAt: instant(),
  },
  (table) => [
    check("donations_amount", sql`${table.amountFen} between 100 and 10000000000`),
    check(
      "donations_paid",
      sql`${table.state} not in ('paid','settled') or (${table.paidAt} is not null and ${table.paymentIntentId} is not null)`,
    ),
    index("donations_need").on(table.needId, table.paidAt.desc()),
    index("donations_user").on(table.userId),
    index("donations_open").on(table.updatedAt).where(sql`state in ('started','pending')`),
  ],
);

/** Where the fen of a gift went: to the need, and what was over to a village pool or a category pool. */
export const allocations = pgTable(
  "allocations",
  {
    id: primaryId(),
    donationId: uuid()
      .notNull()
      .references(() => donations.id),
    needId: uuid().references(() => needs.id),
    poolRegionCode: regionCode(),
    amountFen: fen().notNull(),
    at: instant().notNull(),
  },
  (table) => [
    check("allocations_amount", sql`${table.amountFen} > 0`),
    check("allocations_one_target", sql`(${table.needId} is null) <> (${table.poolRegionCode} is null)`),
    index("allocations_need").on(table.needId),
    index("allocations_donation").on(table.donationId),
  ],
);

/** Every event of the payment provider, once; append-only (A3, B3). The body is not kept: it is re-fetched. */
export const stripeEvents = pgTable("stripe_events", {
  id: text().primaryKey(),
  type: text().notNull(),
  account: text(),
  isLive: boolean().notNull(),
  objectId: text(),
  outcome: text().notNull(),
  receivedAt: instant().notNull(),
});
