import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { professionalStates, professions, professionTitles } from "#app/domain/pairings/professional.ts";
import { instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { organizations } from "./organizations.server.ts";
import { volunteers } from "./volunteers.server.ts";

/** 10+1 义工小组 (S76): of one organization; its people join and leave by themselves. */
export const helperGroups = pgTable("helper_groups", {
  id: primaryId(),
  publicCode: text().notNull().unique(),
  organizationId: uuid()
    .notNull()
    .references(() => organizations.id),
  name: text().notNull(),
  createdBy: uuid()
    .notNull()
    .references(() => users.id),
  createdAt: instant().notNull(),
});

/** Only people of the real-name register (L15). */
export const helperGroupMembers = pgTable(
  "helper_group_members",
  {
    id: primaryId(),
    groupId: uuid()
      .notNull()
      .references(() => helperGroups.id),
    userId: uuid()
      .notNull()
      .references(() => volunteers.userId),
    joinedAt: instant().notNull(),
    leftAt: instant(),
  },
  (table) => [
    uniqueIndex("helper_group_members_standing").on(table.groupId, table.userId).where(sql`left_at is null`),
    index("helper_group_members_user").on(table.userId),
  ],
);

/** Doctors and experts (S78, S80): what they say of themselves, and whether staff have seen the paper. */
export const professionals = pgTable(
  "professionals",
  {
    userId: uuid()
      .primaryKey()
      .references(() => users.id),
    profession: text({ enum: professions }).notNull(),
    title: text({ enum: professionTitles }).notNull(),
    /** Of doctors the hospital. */
    organizationId: uuid().references(() => organizations.id),
    field: text().notNull(),
    state: text({ enum: professionalStates }).notNull(),
    claimedAt: instant().notNull(),
    decidedBy: uuid().references(() => users.id),
    decidedAt: instant(),
    decisionNote: text(),
  },
  (table) => [
    check("professionals_other_person", sql`${table.decidedBy} is null or ${table.decidedBy} <> ${table.userId}`),
    check("professionals_hospital", sql`${table.profession} <> 'doctor' or ${table.organizationId} is not null`),
    index("professionals_state").on(table.state, table.profession),
  ],
);
