import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, primaryKey, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { impactReportKinds, impactReportStates } from "#app/domain/impact-reports/impact-report.ts";
import { day, fen, instant, primaryId, regionCode } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { disbursements } from "./disbursements.server.ts";
import { files } from "./files.server.ts";
import { needs } from "./needs.server.ts";

export const impactReports = pgTable(
  "impact_reports",
  {
    id: primaryId(),
    publicCode: text().notNull().unique(),
    needId: uuid()
      .notNull()
      .references(() => needs.id),
    regionCode: regionCode().notNull(),
    title: text().notNull(),
    body: text().notNull(),
    /** Who of the village confirmed, e.g. 村民代表; a role, not a beneficiary's name. */
    confirmedByRole: text().notNull().default(""),
    confirmedOn: day(),
    beneficiaryHouseholds: integer(),
    beneficiaryPersons: integer(),
    kind: text({ enum: impactReportKinds }).notNull().default("full"),
    state: text({ enum: impactReportStates }).notNull(),
    version: integer().notNull().default(1),
    createdBy: uuid().references(() => users.id),
    publishedBy: uuid().references(() => users.id),
    reviewNote: text(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
    publishedAt: instant(),
  },
  (table) => [
    check(
      "impact_reports_two_people",
      sql`${table.publishedBy} is null or ${table.publishedBy} is distinct from ${table.createdBy}`,
    ),
    uniqueIndex("impact_reports_one_in_work")
      .on(table.needId)
      .where(sql`state in ('drafted', 'submitted', 'returned')`),
    index("impact_reports_list").on(table.state, table.publishedAt.desc()),
  ],
);

/** Planned against spent, line by line; a spent line names the disbursement it was paid by. */
export const impactReportLines = pgTable(
  "impact_report_lines",
  {
    id: primaryId(),
    reportId: uuid()
      .notNull()
      .references(() => impactReports.id),
    position: integer().notNull(),
    item: text().notNull(),
    plannedFen: fen().notNull(),
    spentFen: fen().notNull(),
    disbursementId: uuid().references(() => disbursements.id),
    note: text().notNull().default(""),
  },
  (table) => [
    check("impact_report_lines_amounts", sql`${table.plannedFen} >= 0 and ${table.spentFen} >= 0`),
    index("impact_report_lines_report").on(table.reportId, table.position),
  ],
);

export const impactReportPhotos = pgTable(
  "impact_report_photos",
  {
    reportId: uuid()
      .notNull()
      .references(() => impactReports.id),
    fileId: uuid()
      .notNull()
      .references(() => files.id),
    position: integer().notNull(),
    alternativeText: text().notNull(),
    showsPerson: boolean().notNull(),
  },
  (table) => [primaryKey({ columns: [table.reportId, table.fileId] })],
);

/** Who wants no more mails about the reports of a need (U13): the address as a blind index, never in the clear. */
export const reportMailStops = pgTable(
  "report_mail_stops",
  {
    needId: uuid()
      .notNull()
      .references(() => needs.id),
    addressIndex: text().notNull(),
    stoppedAt: instant().notNull(),
  },
  (table) => [primaryKey({ columns: [table.needId, table.addressIndex] })],
);
