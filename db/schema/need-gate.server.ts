import { sql } from "drizzle-orm";
import { check, index, integer, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { objectionOutcomes, objectionStates } from "#app/domain/notices/notice.ts";
import { instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { needs } from "./needs.server.ts";

/** What the gate found on a version of a need, and why a person let it stand (D7): kept on the case, never rewritten. */
export const needGateDecisions = pgTable(
  "need_gate_decisions",
  {
    id: primaryId(),
    needId: uuid()
      .notNull()
      .references(() => needs.id),
    needVersion: integer().notNull(),
    /** What exactly was decided: kind, subject and figures. Another price is another finding. */
    findingKey: text().notNull(),
    /** The finding in words, as it was read. */
    findingText: text().notNull(),
    reason: text().notNull(),
    decidedBy: uuid()
      .notNull()
      .references(() => users.id),
    decidedAt: instant().notNull(),
  },
  (table) => [
    check("need_gate_decisions_reason", sql`length(btrim(${table.reason})) >= 4`),
    index("need_gate_decisions_need").on(table.needId),
    index("need_gate_decisions_key").on(table.findingKey),
  ],
);

/** 两代表一委员 (S9): a named supervisor objects to a need before it is public; the county answers before it may approve. */
export const supervisorObjections = pgTable(
  "supervisor_objections",
  {
    id: primaryId(),
    needId: uuid()
      .notNull()
      .references(() => needs.id),
    needVersion: integer().notNull(),
    content: text().notNull(),
    state: text({ enum: objectionStates }).notNull(),
    raisedBy: uuid()
      .notNull()
      .references(() => users.id),
    raisedAt: instant().notNull(),
    outcome: text({ enum: objectionOutcomes }),
    answer: text(),
    answeredBy: uuid().references(() => users.id),
    answeredAt: instant(),
  },
  (table) => [
    check(
      "supervisor_objections_answered",
      sql`(${table.state} = 'answered') = (${table.answer} is not null and ${table.outcome} is not null and ${table.answeredBy} is not null)`,
    ),
    check(
      "supervisor_objections_two_people",
      sql`${table.answeredBy} is null or ${table.answeredBy} <> ${table.raisedBy}`,
    ),
    index("supervisor_objections_need").on(table.needId),
  ],
);
