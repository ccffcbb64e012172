import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { needCategories, needStates, needTypes, publicationModes } from "#app/domain/needs/need.ts";
import { day, fen, instant, primaryId, regionCode } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { files } from "./files.server.ts";
import { households } from "./households.server.ts";
import { fundraisingFilings, organizations } from "./organizations.server.ts";
import { regions } from "./regions.server.ts";

export const needs = pgTable(
  "needs",
  {
    id: primaryId(),
    publicCode: text().notNull().unique(),
    /** The village (12 digits). */
    regionCode: regionCode()
      .notNull()
      .references(() => regions.code),
    /** Null: the village's own need (S4). */
    householdId: uuid().references(() => households.id),
    type: text({ enum: needTypes }).notNull(),
    category: text({ enum: needCategories }).notNull(),
    title: text().notNull(),
    /** Public text, written masked by the officer and gated for forbidden fields. */
    summary: text().notNull(),
    story: text().notNull().default(""),
    /** Staff only: evidence and circumstances. */
    staffNote: text().notNull().default(""),
    state: text({ enum: needStates }).notNull(),
    /** Its household's village has become too small to hide in (D4): not public in any state, until the county publishes or resumes a need of it. */
    isVillageTooSmall: boolean().notNull().default(false),
    publicationMode: text({ enum: publicationModes }).notNull().default("intent_only"),
    charityId: uuid().references(() => organizations.id),
    filingId: uuid().references(() => fundraisingFilings.id),
    /** Null where no money is asked for. */
    goalFen: fen(),
    /** Money allocated to this need; only `db/functions` change it. */
    fundedFen: fen().notNull().default(sql`0`),
    donationCount: integer().notNull().default(0),
    /** Optimistic lock and what a signature is bound to: each edit is a new version. */
    version: integer().notNull().default(1),
    neededBy: day(),
    createdBy: uuid().references(() => users.id),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    submittedAt: instant(),
    checkedBy: uuid().references(() => users.id),
    checkedAt: instant(),
    approvedBy: uuid().references(() => users.id),
    publishedAt: instant(),
    fulfilledAt: instant(),
    /** "Verified against the register on" (S45). */
    registerVerifiedOn: day(),
    /** First day from which it has held money without a break, the day its next report is due, and the last such day that was missed (U13). */
    moneySince: day(),
    nextReportOn: day(),
    reportMissedOn: day(),
  },
  (table) => [
    check(
      "needs_funded_within_goal",
      sql`${table.fundedFen} >= 0 and ${table.fundedFen} <= coalesce(${table.goalFen}, 0)`,
    ),
    check("needs_goal_positive", sql`${table.goalFen} is null or ${table.goalFen} > 0`),
    check(
      "needs_public_needs_filing",
      sql`${table.publicationMode} <> 'public' or (${table.charityId} is not null and ${table.filingId} is not null)`,
    ),
    check(
      "needs_published_at",
      sql`${table.state} not in ('published','fulfilled','reported','closed') or ${table.publishedAt} is not null`,
    ),
    check(
      "needs_two_people",
      sql`${table.checkedBy} is null or ${table.createdBy} is null or ${table.checkedBy} <> ${table.createdBy}`,
    ),
    check("needs_in_crowd", sql`not (${table.isVillageTooSmall} and ${table.state} = 'published')`),
    index("needs_region_state").on(table.regionCode.op("text_pattern_ops"), table.state),
    index("needs_public_list").on(table.state, table.publishedAt.desc(), table.id),
    index("needs_household").on(table.householdId),
    index("needs_next_report").on(table.nextReportOn).where(sql`next_report_on is not null`),
  ],
);

/** The itemised budget, or the goods asked for: item × quantity. Pledges are made against an item. */
export const needItems = pgTable(
  "need_items",
  {
    id: primaryId(),
    needId: uuid()
      .notNull()
      .references(() => needs.id),
    position: integer().notNull(),
    name: text().notNull(),
    unit: text().notNull(),
    quantity: integer().notNull(),
    /** Null for goods without a price basis and for service hours. */
    unitPriceFen: fen(),
    /** Promised and not released; never more than asked. */
    pledgedQuantity: integer().notNull().default(0),
    deliveredQuantity: integer().notNull().default(0),
  },
  (table) => [
    check("need_items_quantity", sql`${table.quantity} > 0`),
    check("need_items_pledged", sql`${table.pledgedQuantity} >= 0 and ${table.pledgedQuantity} <= ${table.quantity}`),
    check(
      "need_items_delivered",
      sql`${table.deliveredQuantity} >= 0 and ${table.deliveredQuantity} <= ${table.pledgedQuantity}`,
    ),
    index("need_items_need").on(table.needId, table.position),
  ],
);

export const needPhotos = pgTable(
  "need_photos",
  {
    needId: uuid()
      .notNull()
      .references(() => needs.id),
    fileId: uuid()
      .notNull()
      .references(() => files.id),
    position: integer().notNull(),
    alternativeText: text().notNull(),
    /** Shown publicly only with the household's photo consent, or when no person is in the picture. */
    showsPerson: boolean().notNull(),
  },
  (table) => [primaryKey({ columns: [table.needId, table.fileId] })],
);
