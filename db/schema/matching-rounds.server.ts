import { sql } from "drizzle-orm";
import { bigint, boolean, check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { partStates, roundStates } from "#app/domain/matching/round.ts";
import type { Reason } from "#app/domain/matching/score.ts";
import { byteString, day, instant, primaryId, regionCode } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { intents } from "./intents.server.ts";
import { needs } from "./needs.server.ts";

/** One computation of all open needs and intents. Figures are thousandths of points. */
export const matchRounds = pgTable(
  "match_rounds",
  {
    id: primaryId(),
    state: text({ enum: roundStates }).notNull(),
    /** Whose needs are assigned: a county's, or everybody's where it is empty. */
    scopeCode: regionCode().notNull().default(""),
    /** The Monday of the week whose round this is; null where staff asked for it. */
    week: day(),
    asOfDay: day().notNull(),
    requestedBy: uuid().references(() => users.id),
    requestedAt: instant().notNull(),
    weightsVersion: integer(),
    /** The snapshot it is computed from (canonical JSON) and its SHA-256: who has it gets the same round again. */
    inputs: byteString(),
    inputsHash: text(),
    needCount: integer(),
    intentCount: integer(),
    assignedCount: integer(),
    points: bigint({ mode: "number" }),
    greedyPoints: bigint({ mode: "number" }),
    /** No assignment at all can be worth more (dual bound). */
    boundPoints: bigint({ mode: "number" }),
    /** How far the computation is, in percent. */
    progress: integer().notNull().default(0),
    proposedAt: instant(),
  },
  (table) => [
    uniqueIndex("match_rounds_one_at_work").on(sql`(true)`).where(sql`state in ('requested', 'computing')`),
    uniqueIndex("match_rounds_one_a_week").on(table.week).where(sql`week is not null`),
    index("match_rounds_day").on(table.asOfDay),
    check(
      "match_rounds_figures",
      sql`${table.state} <> 'proposed' or (${table.points} <= ${table.boundPoints} and ${table.inputsHash} is not null)`,
    ),
  ],
);

/** A county's part of a round. PostgreSQL refuses one person for checking and releasing, and whoever drew it for releasing (048). */
export const matchRoundParts = pgTable(
  "match_round_parts",
  {
    id: primaryId(),
    roundId: uuid()
      .notNull()
      .references(() => matchRounds.id),
    countyCode: regionCode().notNull(),
    state: text({ enum: partStates }).notNull(),
    checkedBy: uuid().references(() => users.id),
    checkedAt: instant(),
    releasedBy: uuid().references(() => users.id),
    releasedAt: instant(),
  },
  (table) => [
    uniqueIndex("match_round_parts_round_county").on(table.roundId, table.countyCode),
    check(
      "match_round_parts_two_people",
      sql`${table.state} <> 'released' or (${table.checkedBy} is not null and ${table.releasedBy} is not null and ${table.checkedBy} <> ${table.releasedBy})`,
    ),
    index("match_round_parts_county").on(table.countyCode, table.state),
  ],
);

export const matchAssignments = pgTable(
  "match_assignments",
  {
    id: primaryId(),
    roundId: uuid()
      .notNull()
      .references(() => matchRounds.id),
    countyCode: regionCode().notNull(),
    needId: uuid()
      .notNull()
      .references(() => needs.id),
    intentId: uuid()
      .notNull()
      .references(() => intents.id),
    points: integer().notNull(),
    /** Why, as it was when it was assigned, and the SHA-256 of the facts of the pair. */
    reasons: jsonb().$type<Reason[]>().notNull(),
    inputsHash: text().notNull(),
    /** Taken out or put in by staff, who and why. */
    isRemoved: boolean().notNull().default(false),
    isAdded: boolean().notNull().default(false),
    changedBy: uuid().references(() => users.id),
    changeReason: text(),
    /** The proposal that came out of it; null until it was made. */
    proposalId: uuid(),
  },
  (table) => [
    uniqueIndex("match_assignments_pair").on(table.roundId, table.needId, table.intentId),
    index("match_assignments_part").on(table.roundId, table.countyCode),
    check(
      "match_assignments_changed",
      sql`not (${table.isRemoved} or ${table.isAdded}) or (${table.changedBy} is not null and length(${table.changeReason}) >= 2)`,
    ),
  ],
);
