import { sql } from "drizzle-orm";
import { boolean, check, index, integer, pgTable, text, unique, uuid } from "drizzle-orm/pg-core";
import { callbackStates, receivedAnswers } from "#app/domain/callbacks/callback.ts";
import { day, fen, instant, primaryId, regionCode } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { disbursements } from "./disbursements.server.ts";

/** One draw for each month and town, with all that is needed to draw it again (D6). Append-only. */
export const callbackDraws = pgTable(
  "callback_draws",
  {
    id: primaryId(),
    /** `YYYY-MM`: the month in which the payments were confirmed, China. */
    month: text().notNull(),
    townCode: regionCode().notNull(),
    seedDay: day().notNull(),
    seedRoot: text().notNull(),
    percent: integer().notNull(),
    candidateCount: integer().notNull(),
    drawnCount: integer().notNull(),
    drawnAt: instant().notNull(),
  },
  (table) => [
    unique().on(table.month, table.townCode),
    check("callback_draws_count", sql`${table.drawnCount} between 1 and ${table.candidateCount}`),
  ],
);

/** A payment that was drawn, and how its call-back stands; the answers themselves are rows of their own. */
export const callbacks = pgTable(
  "callbacks",
  {
    id: primaryId(),
    drawId: uuid()
      .notNull()
      .references(() => callbackDraws.id),
    disbursementId: uuid()
      .notNull()
      .unique()
      .references(() => disbursements.id),
    place: integer().notNull(),
    state: text({ enum: callbackStates }).notNull().default("drawn"),
    updatedAt: instant().notNull(),
  },
  (table) => [unique().on(table.drawId, table.place), index("callbacks_open").on(table.state)],
);

/** What the recipient said when called: staff only, kept as it was said. Append-only. */
export const callbackAnswers = pgTable(
  "callback_answers",
  {
    id: primaryId(),
    callbackId: uuid()
      .notNull()
      .references(() => callbacks.id),
    reached: boolean().notNull(),
    received: text({ enum: receivedAnswers }),
    amountFen: fen(),
    receivedOn: day(),
    words: text().notNull().default(""),
    calledBy: uuid()
      .notNull()
      .references(() => users.id),
    calledAt: instant().notNull(),
  },
  (table) => [
    check(
      "callback_answers_whole",
      sql`case when ${table.reached} then ${table.received} is not null and ${table.amountFen} is not null and (${table.received} = 'not') = (${table.amountFen} = 0) and ${table.amountFen} >= 0 else ${table.received} is null and ${table.amountFen} is null end`,
    ),
    index("callback_answers_callback").on(table.callbackId, table.calledAt),
  ],
);
