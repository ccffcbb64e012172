import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { disputeStates, refundReasons, refundStates } from "#app/domain/donations/refund.ts";
import { fen, instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { donations } from "./donations.server.ts";

/** Money going back to a donor. It leaves the purposes when it is approved and the charity's account when the provider has paid it (B12). */
export const refunds = pgTable(
  "refunds",
  {
    /** Our row is the idempotency key: two equal partial refunds stay two. */
    id: primaryId(),
    donationId: uuid()
      .notNull()
      .references(() => donations.id),
    /** The payment that goes back: the gift's own, or a second one that was paid by mistake. Null for bank transfers. */
    paymentIntentId: text(),
    amountFen: fen().notNull(),
    reason: text({ enum: refundReasons }).notNull(),
    note: text().notNull().default(""),
    state: text({ enum: refundStates }).notNull(),
    attempt: integer().notNull().default(0),
    providerRefundId: text().unique(),
    failureReason: text(),
    requestedBy: uuid().references(() => users.id),
    approvedBy: uuid().references(() => users.id),
    requestedAt: instant().notNull(),
    approvedAt: instant(),
    closedAt: instant(),
    updatedAt: instant().notNull(),
    /** When the catch-up last asked the provider how it stands; asking changes nothing else. */
    askedAt: instant(),
  },
  (table) => [
    check("refunds_amount", sql`${table.amountFen} > 0`),
    check(
      "refunds_two_people",
      sql`${table.approvedBy} is null or ${table.approvedBy} is distinct from ${table.requestedBy}`,
    ),
    index("refunds_donation").on(table.donationId),
    index("refunds_open").on(table.updatedAt).where(sql`state in ('requested', 'approved', 'pending')`),
  ],
);

/** A donor's bank asks for the money back. Frozen while open, given back to the purposes when won, lost otherwise (B13). */
export const disputes = pgTable(
  "disputes",
  {
    /** The provider's id. */
    id: text().primaryKey(),
    donationId: uuid()
      .notNull()
      .references(() => donations.id),
    /** The payment the bank asks about: the gift's own, or a second one that was paid by mistake. */
    paymentIntentId: text(),
    amountFen: fen().notNull(),
    /** What the provider took out of the charity's account for it; 0 for a mere inquiry, which takes nothing. */
    takenFen: fen().notNull().default(sql`0`),
    state: text({ enum: disputeStates }).notNull(),
    reason: text(),
    /** Until when the charity may send the bank its evidence. */
    answerBy: instant(),
    openedAt: instant().notNull(),
    closedAt: instant(),
  },
  (table) => [check("disputes_amount", sql`${table.amountFen} > 0`), index("disputes_donation").on(table.donationId)],
);
