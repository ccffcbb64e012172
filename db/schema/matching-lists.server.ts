import { boolean, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { householdKinds } from "#app/domain/intents/intent.ts";
import { needCategories, needTypes } from "#app/domain/needs/need.ts";
import { day, regionCode } from "../columns.server.ts";
import { needs } from "./needs.server.ts";

/** The facts of each open need that matching reads, derived from the register and rebuilt at any time. No text of the need is here. */
export const matchNeeds = pgTable(
  "match_needs",
  {
    needId: uuid()
      .primaryKey()
      .references(() => needs.id),
    publicCode: text().notNull().unique(),
    regionCode: regionCode().notNull(),
    type: text({ enum: needTypes }).notNull(),
    category: text({ enum: needCategories }).notNull(),
    householdKind: text({ enum: householdKinds }).notNull(),
    missesMoney: boolean().notNull(),
    missesQuantity: boolean().notNull(),
    nobodyHelps: boolean().notNull(),
    isVillageWithoutEnterprise: boolean().notNull(),
    isDeepPoverty: boolean().notNull(),
    isPoorVillage: boolean().notNull(),
    publishedOn: day().notNull(),
    waitingMonths: integer().notNull(),
    /** How many helpers it can use: one, or several for a project of a village. */
    helpersWanted: integer().notNull(),
    base: integer().notNull(),
    weightsVersion: integer().notNull(),
    /** The day its months of waiting change. */
    nextMonthOn: day().notNull(),
  },
  (table) => [
    index("match_needs_region").on(table.regionCode.op("text_pattern_ops")),
    index("match_needs_next_month").on(table.nextMonthOn),
  ],
);

/**
 * The sorted lists (`candidate-lists.ts`): a need stands in the subtree of each of its divisions, once by its exact bucket and once by what is
 * missing alone. `rank` is minus its points, so that one ascending key holds the order.
 */
export const matchPostings = pgTable(
  "match_postings",
  {
    scopeCode: text().notNull(),
    bucket: integer().notNull(),
    rank: integer().notNull(),
    publicCode: text().notNull(),
    regionCode: regionCode().notNull(),
  },
  (table) => [primaryKey({ columns: [table.scopeCode, table.bucket, table.rank, table.publicCode] })],
);
