import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import {
  offlineGiftKinds,
  offlineGiftStates,
  offlineSurplusChoices,
  valuationBases,
} from "#app/domain/offline-gifts/offline-gift.ts";
import { day, fen, instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { donations } from "./donations.server.ts";
import { files } from "./files.server.ts";
import { needItems, needs } from "./needs.server.ts";
import { organizations } from "./organizations.server.ts";

/** A bank transfer or goods that came outside the site: recorded with a document by one person, confirmed by another, claimed by code. */
export const offlineGifts = pgTable(
  "offline_gifts",
  {
    id: primaryId(),
    kind: text({ enum: offlineGiftKinds }).notNull(),
    charityId: uuid()
      .notNull()
      .references(() => organizations.id),
    needId: uuid()
      .notNull()
      .references(() => needs.id),
    /** Money: what was transferred. Goods: their value, with the basis stated (S93). */
    amountFen: fen().notNull(),
    needItemId: uuid().references(() => needItems.id),
    itemName: text(),
    quantity: integer(),
    unit: text(),
    valuationBasis: text({ enum: valuationBases }),
    /** Money the need no longer takes (D10). Back to the giver goes only what is not entered at all. */
    surplusChoice: text({ enum: offlineSurplusChoices }).notNull().default("same_village"),
    /** The giver agreed in writing that operating cost may be paid from it (S103). */
    allowsOperating: boolean().notNull().default(false),
    /** Private: for the receipt and for whoever claims it. */
    giverName: text().notNull().default(""),
    giverEmail: text().notNull().default(""),
    /** Goods, and money until it is entered: from then on the gift itself says what the public sees. */
    publicName: text(),
    receivedOn: day().notNull(),
    /** The bank's reference or the number of the goods slip. */
    documentNumber: text().notNull(),
    documentFileId: uuid().references(() => files.id),
    state: text({ enum: offlineGiftStates }).notNull(),
    note: text().notNull().default(""),
    recordedBy: uuid()
      .notNull()
      .references(() => users.id),
    approvedBy: uuid().references(() => users.id),
    /** SHA-256 of the code on the paper slip; whoever has the code may take the record to an account, once. */
    claimCodeHash: text().unique(),
    claimedBy: uuid().references(() => users.id),
    claimedAt: instant(),
    donationId: uuid()
      .unique()
      .references(() => donations.id),
    recordedAt: instant().notNull(),
    closedAt: instant(),
  },
  (table) => [
    check("offline_gifts_amount", sql`${table.amountFen} > 0`),
    check("offline_gifts_two_people", sql`${table.approvedBy} is null or ${table.approvedBy} <> ${table.recordedBy}`),
    check(
      "offline_gifts_claimed_by_giver",
      sql`${table.claimedBy} is null or (${table.claimedBy} <> ${table.recordedBy} and ${table.claimedBy} is distinct from ${table.approvedBy})`,
    ),
    check(
      "offline_gifts_goods",
      sql`${table.kind} <> 'goods' or (${table.quantity} > 0 and ${table.itemName} is not null and ${table.valuationBasis} is not null)`,
    ),
    // One document, one gift; what was rejected may be recorded again, rightly.
    uniqueIndex("offline_gifts_document").on(table.charityId, table.documentNumber).where(sql`state <> 'rejected'`),
    index("offline_gifts_need").on(table.needId),
  ],
);
