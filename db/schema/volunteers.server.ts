import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { signupStates, volunteerProjectStates, volunteerServiceTypes } from "#app/domain/volunteers/volunteer.ts";
import { instant, primaryId, regionCode } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { needs } from "./needs.server.ts";
import { organizations } from "./organizations.server.ts";
import { regions } from "./regions.server.ts";

/** 志愿服务人员库 (S75, L15): one real-name entry per account. */
export const volunteers = pgTable("volunteers", {
  userId: uuid()
    .primaryKey()
    .references(() => users.id),
  realName: text().notNull(),
  phoneSealed: text().notNull(),
  regionCode: regionCode().notNull(),
  skills: text({ enum: volunteerServiceTypes }).array().notNull(),
  availability: text().notNull().default(""),
  registeredAt: instant().notNull(),
});

export const volunteerProjects = pgTable(
  "volunteer_projects",
  {
    id: primaryId(),
    publicCode: text().notNull().unique(),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    needId: uuid().references(() => needs.id),
    title: text().notNull(),
    description: text().notNull(),
    serviceType: text({ enum: volunteerServiceTypes }).notNull(),
    regionCode: regionCode()
      .notNull()
      .references(() => regions.code),
    place: text().notNull(),
    /** What can go wrong and what the organization provides; shown before signing up (L33). */
    riskNotice: text().notNull(),
    visitsHomes: boolean().notNull().default(false),
    state: text({ enum: volunteerProjectStates }).notNull(),
    createdBy: uuid().references(() => users.id),
    createdAt: instant().notNull(),
    publishedAt: instant(),
  },
  (table) => [
    index("volunteer_projects_list").on(table.state, table.publishedAt.desc()),
    index("volunteer_projects_organization").on(table.organizationId),
  ],
);

export const volunteerShifts = pgTable(
  "volunteer_shifts",
  {
    id: primaryId(),
    projectId: uuid()
      .notNull()
      .references(() => volunteerProjects.id),
    startsAt: instant().notNull(),
    endsAt: instant().notNull(),
    seats: integer().notNull(),
    /** Seats held; changed only together with a sign-up, never over `seats` (C5). */
    takenSeats: integer().notNull().default(0),
  },
  (table) => [
    check(
      "volunteer_shifts_seats",
      sql`${table.seats} > 0 and ${table.takenSeats} >= 0 and ${table.takenSeats} <= ${table.seats}`,
    ),
    check("volunteer_shifts_times", sql`${table.endsAt} > ${table.startsAt}`),
    index("volunteer_shifts_project").on(table.projectId, table.startsAt),
  ],
);

export const volunteerSignups = pgTable(
  "volunteer_signups",
  {
    id: primaryId(),
    shiftId: uuid()
      .notNull()
      .references(() => volunteerShifts.id),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    state: text({ enum: signupStates }).notNull(),
    /** Until when a seat that was given back is kept for this person of the waiting list. */
    offeredUntil: instant(),
    /** When it was asked for, for who took an offered seat; null: when it was made. The answer is due from then on (Q14). */
    appliedAt: instant(),
    /** The organization was reminded that this one waits too long. */
    nudgedAt: instant(),
    riskAcknowledgedAt: instant().notNull(),
    checkedInAt: instant(),
    checkedOutAt: instant(),
    confirmedMinutes: integer(),
    confirmedBy: uuid().references(() => users.id),
    createdAt: instant().notNull(),
  },
  (table) => [
    uniqueIndex("volunteer_signups_live")
      .on(table.shiftId, table.userId)
      .where(sql`state not in ('cancelled','declined','lapsed')`),
    check(
      "volunteer_signups_minutes",
      sql`${table.confirmedMinutes} is null or ${table.confirmedMinutes} between 0 and 1440`,
    ),
    check("volunteer_signups_offer", sql`${table.state} <> 'offered' or ${table.offeredUntil} is not null`),
    check("volunteer_signups_presence", sql`${table.checkedOutAt} >= ${table.checkedInAt}`),
    check(
      "volunteer_signups_hours",
      sql`${table.confirmedMinutes} is null or coalesce(${table.confirmedMinutes} <= ceil(extract(epoch from ${table.checkedOutAt} - ${table.checkedInAt}) / 60), false)`,
    ),
    index("volunteer_signups_user").on(table.userId),
    index("volunteer_signups_shift").on(table.shiftId, table.state, table.createdAt),
  ],
);
