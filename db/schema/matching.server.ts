import { sql } from "drizzle-orm";
import { check, index, integer, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import { declineCodes, proposalStates } from "#app/domain/matching/proposal.ts";
import type { Reason } from "#app/domain/matching/score.ts";
import type { Weights } from "#app/domain/matching/weights.ts";
import { day, instant, primaryId } from "../columns.server.ts";
import { users } from "./accounts.server.ts";
import { households } from "./households.server.ts";
import { intents } from "./intents.server.ts";
import { needs } from "./needs.server.ts";
import { pledges } from "./pledges.server.ts";

/** Public, dated weights (S46). Append-only: a change is the next version. */
export const matchWeights = pgTable(
  "match_weights",
  {
    version: integer().primaryKey(),
    weights: jsonb().$type<Weights>().notNull(),
    validFrom: day().notNull(),
    reason: text().notNull(),
    source: text().notNull(),
    setBy: uuid().references(() => users.id),
    setAt: instant().notNull(),
  },
  (table) => [check("match_weights_reason", sql`length(${table.reason}) >= 4 and length(${table.source}) >= 2`)],
);

/** Whom a helper must never be proposed: related people (L11), by the helper's own word. */
export const matchRelations = pgTable(
  "match_relations",
  {
    id: primaryId(),
    userId: uuid().references(() => users.id),
    organizationId: uuid(),
    householdId: uuid().references(() => households.id),
    needId: uuid().references(() => needs.id),
    declaredAt: instant().notNull(),
  },
  (table) => [
    check("match_relations_whom", sql`num_nonnulls(${table.householdId}, ${table.needId}) = 1`),
    index("match_relations_user").on(table.userId),
    index("match_relations_organization").on(table.organizationId),
  ],
);

export const matchProposals = pgTable(
  "match_proposals",
  {
    id: primaryId(),
    needId: uuid()
      .notNull()
      .references(() => needs.id),
    intentId: uuid()
      .notNull()
      .references(() => intents.id),
    roundId: uuid(),
    state: text({ enum: proposalStates }).notNull(),
    points: integer().notNull(),
    reasons: jsonb().$type<Reason[]>().notNull(),
    counterfactuals: jsonb().$type<Reason[]>().notNull(),
    weightsVersion: integer().notNull(),
    /** SHA-256 of the canonical JSON of need, intent and weights as they were. */
    inputsHash: text().notNull(),
    declineCode: text({ enum: declineCodes }),
    note: text().notNull().default(""),
    pledgeId: uuid().references(() => pledges.id),
    proposedBy: uuid().references(() => users.id),
    proposedAt: instant().notNull(),
    expiresOn: day().notNull(),
    decidedAt: instant(),
  },
  (table) => [
    uniqueIndex("match_proposals_live").on(table.intentId, table.needId).where(sql`state in ('proposed', 'accepted')`),
    index("match_proposals_need").on(table.needId),
    index("match_proposals_expiry").on(table.expiresOn).where(sql`state = 'proposed'`),
    check("match_proposals_declined", sql`(${table.state} = 'declined') = (${table.declineCode} is not null)`),
    check("match_proposals_decided", sql`(${table.state} = 'proposed') = (${table.decidedAt} is null)`),
  ],
);
