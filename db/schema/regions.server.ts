import { index, integer, jsonb, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { regionFlags, regionLevels } from "#app/domain/regions/region.ts";
import { day, fen, primaryId, regionCode } from "../columns.server.ts";

/** The division tree (S1). `name` is as the national bureau writes it; `shortName` drops 村委会 and the like for cards. */
export const regions = pgTable(
  "regions",
  {
    code: regionCode().primaryKey(),
    name: text().notNull(),
    shortName: text().notNull(),
    level: text({ enum: regionLevels }).notNull(),
    parentCode: regionCode(),
  },
  (table) => [
    index("regions_parent").on(table.parentCode),
    index("regions_prefix").on(table.code.op("text_pattern_ops")),
  ],
);

/** Dated flags of a region: 贫困县, 深度贫困, 片区, focus village of a plan. */
export const regionFlagPeriods = pgTable(
  "region_flag_periods",
  {
    id: primaryId(),
    regionCode: regionCode()
      .notNull()
      .references(() => regions.code),
    flag: text({ enum: regionFlags }).notNull(),
    validFrom: day().notNull(),
    validTo: day(),
    source: text().notNull(),
  },
  (table) => [index("region_flag_periods_region").on(table.regionCode)],
);

/**
 * Rules that differ by place and year: notice days, ceilings, ratios. The most specific region wins, then the latest valid-from.
 * Never constants in code (mission-rows.md).
 */
export const jurisdictionSettings = pgTable(
  "jurisdiction_settings",
  {
    id: primaryId(),
    regionCode: regionCode().notNull(),
    key: text().notNull(),
    value: jsonb().$type<string | number | boolean>().notNull(),
    validFrom: day().notNull(),
    validTo: day(),
    source: text().notNull(),
    /** The approved proposal that put it in force; null for what the installation began with. */
    proposalId: uuid(),
  },
  (table) => [index("jurisdiction_settings_key").on(table.key, table.regionCode)],
);

/** The profile of a village (S4). */
export const villages = pgTable("villages", {
  regionCode: regionCode()
    .primaryKey()
    .references(() => regions.code),
  introduction: text().notNull().default(""),
  populationCount: integer(),
  householdCount: integer(),
  /** Collective income target of the current plan year. */
  collectiveIncomeTargetFen: fen(),
  photoFileId: text(),
});
