import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, primaryKey, text, uuid } from "drizzle-orm/pg-core";
import { complaintKinds, complaintOutcomes, complaintStates } from "#app/domain/complaints/complaint.ts";
import { day, instant, primaryId, regionCode } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { files } from "./files.server.ts";
import { funds } from "./funds.server.ts";
import { households } from "./households.server.ts";
import { needs } from "./needs.server.ts";
import { organizations } from "./organizations.server.ts";

/** 投诉举报 (S121). Steps and rules past the application: db/functions/070-complaints.sql. */
export const complaints = pgTable(
  "complaints",
  {
    id: primaryId(),
    /** SHA-256 of the code by which it is followed, never the code. */
    codeHash: text().notNull().unique(),
    /** What staff and the person call it on the phone; opens nothing. */
    caseNumber: text().notNull().unique(),
    kind: text({ enum: complaintKinds }).notNull(),
    content: text().notNull(),
    contactSealed: text(),
    emailSealed: text(),
    locale: text().notNull(),
    /** The public page it came from; empty: the site as a whole. */
    aboutPath: text().notNull(),
    needId: uuid().references(() => needs.id),
    householdId: uuid().references(() => households.id),
    organizationId: uuid().references(() => organizations.id),
    fundId: uuid().references(() => funds.id),
    /** Where it belongs; empty: no place, the platform's administrators answer. */
    regionCode: regionCode().notNull(),
    state: text({ enum: complaintStates }).notNull(),
    isSerious: boolean().notNull().default(false),
    receivedAt: instant().notNull(),
    /** The last day for the answer, and the rule it was counted by. */
    dueOn: day().notNull(),
    replyWorkingDays: integer().notNull(),
    ruleSource: text().notNull(),
    acceptedBy: uuid().references(() => users.id),
    outcome: text({ enum: complaintOutcomes }),
    answer: text(),
    answeredBy: uuid().references(() => users.id),
    answeredAt: instant(),
    authority: text(),
    transferredBy: uuid().references(() => users.id),
    transferredAt: instant(),
    closedBy: uuid().references(() => users.id),
    closedAt: instant(),
  },
  (table) => [
    check(
      "complaints_answered",
      sql`${table.state} not in ('answered', 'closed') or (${table.answer} is not null and ${table.outcome} is not null and ${table.answeredBy} is not null and ${table.answeredAt} is not null)`,
    ),
    check(
      "complaints_transferred",
      sql`${table.state} <> 'transferred' or (${table.authority} is not null and ${table.transferredBy} is not null and ${table.transferredAt} is not null)`,
    ),
    check("complaints_closed", sql`(${table.state} = 'closed') = (${table.closedBy} is not null)`),
    check(
      "complaints_two_people",
      sql`not ${table.isSerious} or ${table.closedBy} is null or ${table.closedBy} <> ${table.answeredBy}`,
    ),
    index("complaints_queue").on(table.state, table.dueOn),
  ],
);

export const complaintFiles = pgTable(
  "complaint_files",
  {
    complaintId: uuid()
      .notNull()
      .references(() => complaints.id),
    fileId: uuid()
      .notNull()
      .references(() => files.id),
  },
  (table) => [
    primaryKey({ columns: [table.complaintId, table.fileId] }),
    index("complaint_files_file").on(table.fileId),
  ],
);

/** Staff a handler named as being part of it, beyond those the records name; append-only. They no longer see the complaint. */
export const complaintPeople = pgTable(
  "complaint_people",
  {
    complaintId: uuid()
      .notNull()
      .references(() => complaints.id),
    userId: uuid()
      .notNull()
      .references(() => users.id),
    addedBy: uuid()
      .notNull()
      .references(() => users.id),
    addedAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.complaintId, table.userId] })],
);
