import { sql } from "drizzle-orm";
import { check, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { recordedDutyRules } from "#app/domain/law-calendar/law-rules.ts";
import { day, instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { needs } from "./needs.server.ts";
import { organizations } from "./organizations.server.ts";

/**
 * What a charity owes by law on a day and how it met it (D11): a disclosure of a running project, an annual report, the evaluation of a
 * partner. Open while `doneOn` is null.
 */
export const dutyRecords = pgTable(
  "duty_records",
  {
    id: primaryId(),
    rule: text({ enum: recordedDutyRules }).notNull(),
    organizationId: uuid()
      .notNull()
      .references(() => organizations.id),
    needId: uuid().references(() => needs.id),
    /** Whom or what it is about, in words: the partner's name. */
    subject: text().notNull().default(""),
    /** The day the term began: end of the cooperation, end of the year, last disclosure. */
    startedOn: day().notNull(),
    doneOn: day(),
    /** What was published, in words, and where. */
    statement: text().notNull().default(""),
    recordUrl: text(),
    recordedBy: uuid()
      .notNull()
      .references(() => users.id),
    recordedAt: instant().notNull(),
  },
  (table) => [
    check("duty_records_done", sql`${table.doneOn} is null or length(btrim(${table.statement})) >= 10`),
    index("duty_records_organization").on(table.organizationId, table.rule),
    index("duty_records_need").on(table.needId),
  ],
);
