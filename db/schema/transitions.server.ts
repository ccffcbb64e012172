import { sql } from "drizzle-orm";
import { index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { instant, primaryId } from "../columns.server.ts";

/** The life of every record, one line per step. Append-only: `db/functions` refuses update, delete and truncate. */
export const stateTransitions = pgTable(
  "state_transitions",
  {
    id: primaryId(),
    noun: text().notNull(),
    subjectId: uuid().notNull(),
    fromState: text(),
    event: text().notNull(),
    toState: text().notNull(),
    reason: text(),
    actorUserId: uuid(),
    at: instant().notNull(),
  },
  (table) => [
    index("state_transitions_subject").on(table.noun, table.subjectId, table.at),
    /** How many fields somebody has had revealed lately (F8). */
    index("state_transitions_reveals").on(table.actorUserId, table.at).where(sql`noun = 'field_reveal'`),
  ],
);
