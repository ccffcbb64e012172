import { sql } from "drizzle-orm";
import { check, index, jsonb, pgTable, text, uniqueIndex, uuid } from "drizzle-orm/pg-core";
import {
  type ProposedValue,
  placeRuleKinds,
  ruleProposalStates,
  wordingKinds,
  wordingSeverities,
} from "#app/domain/place-rules/place-rule.ts";
import { day, fen, instant, primaryId, regionCode } from "../columns.server.ts";
import { users } from "./accounts.server.ts";

/** A change of a rule: proposed by one person with its source, approved by another; PostgreSQL refuses one person for both (F13). */
export const ruleProposals = pgTable(
  "rule_proposals",
  {
    id: primaryId(),
    kind: text({ enum: placeRuleKinds }).notNull(),
    /** The key of a setting, the name of an item, or the word. */
    key: text().notNull(),
    regionCode: regionCode().notNull(),
    /** Null: the rule ends with `validFrom` and nothing follows it. */
    value: jsonb().$type<ProposedValue>(),
    validFrom: day().notNull(),
    validTo: day(),
    source: text().notNull(),
    reason: text().notNull(),
    state: text({ enum: ruleProposalStates }).notNull(),
    proposedBy: uuid()
      .notNull()
      .references(() => users.id),
    proposedAt: instant().notNull(),
    decidedBy: uuid().references(() => users.id),
    decidedAt: instant(),
    decisionNote: text(),
  },
  (table) => [
    check(
      "rule_proposals_two_people",
      sql`${table.state} <> 'approved' or (${table.decidedBy} is not null and ${table.decidedBy} <> ${table.proposedBy})`,
    ),
    check("rule_proposals_period", sql`${table.validTo} is null or ${table.validTo} >= ${table.validFrom}`),
    index("rule_proposals_list").on(table.state, table.regionCode),
    uniqueIndex("rule_proposals_one_open").on(table.kind, table.key, table.regionCode).where(sql`state = 'proposed'`),
  ],
);

/** What things cost here (D7): over the ceiling stops, over the reference price needs a reason. The empty region is the whole country. */
export const itemPrices = pgTable(
  "item_prices",
  {
    id: primaryId(),
    regionCode: regionCode().notNull(),
    name: text().notNull(),
    words: text().array().notNull(),
    unit: text().notNull(),
    referencePriceFen: fen().notNull(),
    ceilingFen: fen().notNull(),
    validFrom: day().notNull(),
    validTo: day(),
    source: text().notNull(),
    proposalId: uuid().references(() => ruleProposals.id),
  },
  (table) => [
    check(
      "item_prices_order",
      sql`${table.referencePriceFen} > 0 and ${table.ceilingFen} >= ${table.referencePriceFen}`,
    ),
    check("item_prices_words", sql`cardinality(${table.words}) > 0`),
    index("item_prices_place").on(table.regionCode, table.name),
  ],
);

/** Luxury and brand words (D7), checked in every public text of a need. */
export const wordingRules = pgTable(
  "wording_rules",
  {
    id: primaryId(),
    regionCode: regionCode().notNull(),
    word: text().notNull(),
    kind: text({ enum: wordingKinds }).notNull(),
    severity: text({ enum: wordingSeverities }).notNull(),
    /** What to write or ask for instead; shown to the officer. */
    advice: text().notNull(),
    validFrom: day().notNull(),
    validTo: day(),
    source: text().notNull(),
    proposalId: uuid().references(() => ruleProposals.id),
  },
  (table) => [index("wording_rules_place").on(table.regionCode, table.word)],
);
