import { sql } from "drizzle-orm";
import { type AnyPgColumn, boolean, check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { donationChannels, donationStates, surplusChoices } from "#app/domain/donations/donation.ts";
import { newPublicCode, newReceiptNumber, newVerifyCode } from "#app/domain/ids.ts";
import { fen, instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { files } from "./files.server.ts";
import { monthlyGifts } from "./monthly-gifts.server.ts";
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
    /** Online by the provider, or offline: a bank transfer that two people recorded. */
    channel: text({ enum: donationChannels }).notNull().default("online"),
    amountFen: fen().notNull(),
    /** What left the purposes again: refunds asked for or done, and lost disputes. Failed refunds are put back. */
    refundedFen: fen().notNull().default(sql`0`),
    currency: text().notNull().default("cny"),
    state: text({ enum: donationStates }).notNull(),
    surplusChoice: text({ enum: surplusChoices }).notNull(),
    /** The donor's consent that operating cost may be paid from this gift; off unless ticked (S103). */
    allowsOperating: boolean().notNull().default(false),
    /** The public name of this gift's lot in the ledger; tells nothing about the receipt's address. */
    lotCode: text().notNull().unique().$defaultFn(newPublicCode),
    receiptNumber: text().notNull().unique().$defaultFn(newReceiptNumber),
    /** Opens /verify/CODE: valid or void, nothing personal. */
    verifyCode: text().notNull().unique().$defaultFn(newVerifyCode),
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
    /** Renewals of a monthly gift: one donation per invoice. */
    monthlyGiftId: uuid().references((): AnyPgColumn => monthlyGifts.id),
    providerInvoiceId: text().unique(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    paidAt: instant(),
  },
  (table) => [
    check("donations_amount", sql`${table.amountFen} between 100 and 10000000000`),
    check(
      "donations_paid",
      sql`${table.state} not in ('paid','settled') or (${table.paidAt} is not null and (${table.paymentIntentId} is not null or ${table.channel} = 'offline'))`,
    ),
    check("donations_refunded", sql`${table.refundedFen} between 0 and ${table.amountFen}`),
    index("donations_need").on(table.needId, table.paidAt.desc()),
    index("donations_user").on(table.userId),
    index("donations_monthly").on(table.monthlyGiftId),
    index("donations_open").on(table.updatedAt).where(sql`state in ('started','pending')`),
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

/**
 * 公益事业捐赠票据 of the finance ministry's series, issued by the charity and recorded here (L10, L27). Append-only: a correction replaces.
 * That a number is in use for one gift of a charity only is held by a trigger (db/functions/060-official-receipts.sql).
 */
export const officialReceipts = pgTable(
  "official_receipts",
  {
    id: primaryId(),
    donationId: uuid()
      .notNull()
      .references(() => donations.id),
    charityId: uuid()
      .notNull()
      .references(() => organizations.id),
    number: text().notNull(),
    /** The receipt itself, when the charity attached it: for the donor only. */
    documentFileId: uuid().references(() => files.id),
    recordedBy: uuid()
      .notNull()
      .references(() => users.id),
    recordedAt: instant().notNull(),
    replacesId: uuid()
      .unique()
      .references((): AnyPgColumn => officialReceipts.id),
  },
  (table) => [
    index("official_receipts_number").on(table.charityId, table.number),
    index("official_receipts_donation").on(table.donationId),
  ],
);
