import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, unique, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import {
  leftBehindKinds,
  lookBackFindings,
  minimumAllowances,
  warningGrades,
  warningKinds,
} from "#app/domain/household-monitoring/household-monitoring.ts";
import { day, fen, instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { householdMembers, households } from "./households.server.ts";

/** 两不愁三保障 (S15), per household and year: true where it is met. A correction is a new revision; the latest counts. Append-only. */
export const householdChecklists = pgTable(
  "household_checklists",
  {
    id: primaryId(),
    householdId: uuid()
      .notNull()
      .references(() => households.id),
    year: integer().notNull(),
    revision: integer().notNull(),
    food: boolean().notNull(),
    clothing: boolean().notNull(),
    education: boolean().notNull(),
    medical: boolean().notNull(),
    housing: boolean().notNull(),
    water: boolean().notNull(),
    /** 低保: so that no aid is counted twice. */
    allowance: text({ enum: minimumAllowances }).notNull(),
    /** What the household gets a month, in fen. */
    allowanceFen: fen(),
    note: text().notNull().default(""),
    recordedBy: uuid().references(() => users.id),
    recordedAt: instant().notNull(),
  },
  (table) => [
    unique().on(table.householdId, table.year, table.revision),
    check("household_checklists_allowance", sql`${table.allowanceFen} is null or ${table.allowanceFen} > 0`),
  ],
);

/** 返贫预警 (S19): graded, with owner and deadline; closed only with a reason. */
export const householdWarnings = pgTable(
  "household_warnings",
  {
    id: primaryId(),
    householdId: uuid()
      .notNull()
      .references(() => households.id),
    kind: text({ enum: warningKinds }).notNull(),
    grade: text({ enum: warningGrades }).notNull(),
    /** What the job has already said is not said twice. */
    key: text().notNull().unique(),
    note: text().notNull(),
    ownerId: uuid().references(() => users.id),
    dueOn: day().notNull(),
    raisedBy: uuid().references(() => users.id),
    raisedAt: instant().notNull(),
    closedBy: uuid().references(() => users.id),
    closedAt: instant(),
    closeReason: text(),
  },
  (table) => [
    check("household_warnings_closed", sql`(${table.closedAt} is null) = (${table.closeReason} is null)`),
    index("household_warnings_household").on(table.householdId),
    index("household_warnings_open").on(table.dueOn).where(sql`closed_at is null`),
  ],
);

/** 回头看 (S19): one round per exited household and year, made by the job. */
export const householdLookBacks = pgTable(
  "household_look_backs",
  {
    id: primaryId(),
    householdId: uuid()
      .notNull()
      .references(() => households.id),
    year: integer().notNull(),
    dueOn: day().notNull(),
    createdAt: instant().notNull(),
    doneBy: uuid().references(() => users.id),
    doneAt: instant(),
    finding: text({ enum: lookBackFindings }),
    note: text(),
  },
  (table) => [
    unique().on(table.householdId, table.year),
    check(
      "household_look_backs_done",
      sql`(${table.doneAt} is null) = (${table.finding} is null or ${table.note} is null)`,
    ),
  ],
);

/** 三留守台账 (S12): who is left behind, and how often somebody must visit; when somebody last did stands in the visits. */
export const leftBehindEntries = pgTable(
  "left_behind_entries",
  {
    id: primaryId(),
    householdId: uuid()
      .notNull()
      .references(() => households.id),
    memberId: uuid()
      .notNull()
      .references(() => householdMembers.id),
    kind: text({ enum: leftBehindKinds }).notNull(),
    visitEveryDays: integer().notNull(),
    fromOn: day().notNull(),
    toOn: day(),
    createdBy: uuid().references(() => users.id),
    createdAt: instant().notNull(),
  },
  (table) => [
    check("left_behind_entries_interval", sql`${table.visitEveryDays} between 1 and 366`),
    uniqueIndex("left_behind_entries_standing").on(table.memberId).where(sql`to_on is null`),
    index("left_behind_entries_household").on(table.householdId),
  ],
);
