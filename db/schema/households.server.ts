import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import {
  householdProgrammes,
  householdStates,
  labourAbilities,
  memberRelations,
  povertyCauses,
} from "#app/domain/households/household.ts";
import { leaveReasons } from "#app/domain/households/membership.ts";
import { day, instant, primaryId, regionCode } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { regions } from "./regions.server.ts";

export const households = pgTable(
  "households",
  {
    id: primaryId(),
    publicCode: text().notNull().unique(), // random; the only name the public ever sees
    registerNumber: text().notNull(), // the register's own; private, one file per number (S3), found by its beginning too
    regionCode: regionCode()
      .notNull()
      .references(() => regions.code),
    headName: text().notNull(),
    phoneSealed: text(),
    bankAccountSealed: text(),
    bankAccountIndex: text().unique(), // one account cannot be on two files (F6)
    bankName: text(),
    groupName: text(),
    state: text({ enum: householdStates }).notNull(),
    programme: text({ enum: householdProgrammes }).notNull(),
    programmeFrom: day().notNull(),
    programmeTo: day(),
    isFocus: boolean().notNull().default(false),
    causes: text({ enum: povertyCauses }).array().notNull(),
    /** The causes the public page may name, so that enough households of the village share them (D4); null: all of them. */
    publicCauses: text({ enum: povertyCauses }).array(),
    circumstances: text().notNull().default(""), // in the officer's words; staff only
    strengths: text().notNull().default(""),
    version: integer().notNull().default(1), // `household_versions`; meeting, notice and signature are bound to one
    /** Who compared the application in the town, and who approved it in the county: three people with whoever registered it (F13). */
    reviewedBy: uuid().references(() => users.id),
    approvedBy: uuid().references(() => users.id),
    /** On file from this day: the day of approval, or the next plan year after a re-entry (S20). */
    effectiveFrom: day(),
    /** An exit is not the end of help: it continues until this day (S18). */
    helpUntil: day(),
    importId: uuid(), // brought by this import, for files that did not begin here (S2)
    createdBy: uuid().references(() => users.id),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (table) => [
    check(
      "households_two_people",
      sql`${table.reviewedBy} is distinct from ${table.createdBy} or ${table.reviewedBy} is null`,
    ),
    check(
      "households_three_people",
      sql`${table.approvedBy} is null or (${table.approvedBy} is distinct from ${table.createdBy} and ${table.approvedBy} is distinct from ${table.reviewedBy})`,
    ),
    uniqueIndex("households_registerNumber_unique").on(table.registerNumber.op("text_pattern_ops")),
    index("households_head_name").on(table.headName.op("text_pattern_ops")),
    index("households_head_name_end").on(sql`reverse(${table.headName}) text_pattern_ops`),
    index("households_register_order").on(
      table.regionCode.op("text_pattern_ops"),
      table.createdAt.desc().nullsFirst(),
      table.id,
    ),
    index("households_region").on(table.regionCode.op("text_pattern_ops"), table.state),
  ],
);

export const householdMembers = pgTable(
  "household_members",
  {
    id: primaryId(),
    householdId: uuid()
      .notNull()
      .references(() => households.id),
    position: integer().notNull(),
    name: text().notNull(),
    relation: text({ enum: memberRelations }).notNull(),
    gender: text({ enum: ["female", "male"] }).notNull(),
    birthDate: day().notNull(),
    /** Sealed ID number and its blind index: the same person cannot be on file twice (F5, F6). */
    idNumberSealed: text(),
    idNumberIndex: text().unique(),
    diagnosisSealed: text(),
    guardianSealed: text(), // `guardian.ts`; neither has anything to be found by (F6)
    labourAbility: text({ enum: labourAbilities }).notNull(),
    isStudent: boolean().notNull().default(false),
    isDisabled: boolean().notNull().default(false),
    hasChronicIllness: boolean().notNull().default(false),
    joinedOn: day(), // null: here since the file began
    leftOn: day(), // who has left stays on record (`membership.ts`)
    leaveReason: text({ enum: leaveReasons }),
  },
  (table) => [
    index("household_members_household").on(table.householdId),
    check(
      "household_members_left",
      sql`(left_on is null) = (leave_reason is null) and (left_on is null or left_on >= birth_date)`,
    ),
  ],
);
