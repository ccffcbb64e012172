import { and, eq, gte, isNull, or } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { itemPrices, ruleProposals, wordingRules } from "#db/schema/place-rules.server.ts";
import { jurisdictionSettings, regions } from "#db/schema/regions.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { violatedConstraint } from "../constraint-violation.server.ts";
import { newId } from "../ids.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { canProposeRule, type PlaceRuleKind, type ProposedValue } from "./place-rule.ts";

export type ProposeRuleInput = {
  kind: PlaceRuleKind;
  key: string;
  regionCode: string;
  /** Null: the rule of this place ends; what the wider place says holds again. */
  value: ProposedValue | null;
  validFrom: string;
  source: string;
  reason: string;
};

export type ProposeRuleError = "not_allowed" | "unknown_place" | "in_past" | "already_proposed" | "nothing_to_end";

/**
 * Proposes a rule for a place of the actor's county, with its source and the day it begins. Nothing changes yet: another person decides
 * (`decideRule`). One open proposal per rule and place.
 */
export async function proposeRule(
  db: Db,
  input: ProposeRuleInput,
  actor: Actor,
  at: Date,
): Promise<Result<{ proposalId: string }, ProposeRuleError>> {
  const proposedBy = actorUserId(actor);
  if (proposedBy === null || !canProposeRule(actor, input.regionCode)) return err("not_allowed");
  if (input.validFrom < dayInChina(at)) return err("in_past");
  try {
    return await db.transaction(async (tx) => {
      const [place] = await tx.select({ code: regions.code }).from(regions).where(eq(regions.code, input.regionCode));
      if (!place) return err("unknown_place");
      if (input.value === null && !(await hasStandingRule(tx, input))) return err("nothing_to_end");
      const proposalId = newId();
      await tx
        .insert(ruleProposals)
        .values({ ...input, id: proposalId, state: "proposed", proposedBy, proposedAt: at });
      await recordTransition(tx, at, actor, {
        noun: "place_rule",
        subjectId: proposalId,
        from: null,
        event: "propose",
        to: "proposed",
        reason: input.reason,
      });
      return ok({ proposalId });
    });
  } catch (error) {
    if (violatedConstraint(error) === "rule_proposals_one_open") return err("already_proposed");
    throw error;
  }
}

/** Whether the place itself has such a rule that reaches the day. */
async function hasStandingRule(tx: Tx, { kind, key, regionCode, validFrom }: ProposeRuleInput): Promise<boolean> {
  const tables = {
    setting: { table: jurisdictionSettings, key: jurisdictionSettings.key },
    item_price: { table: itemPrices, key: itemPrices.name },
    wording: { table: wordingRules, key: wordingRules.word },
  } as const;
  const { table, key: keyColumn } = tables[kind];
  const rows = await tx
    .select({ id: table.id })
    .from(table)
    .where(
      and(
        eq(keyColumn, key),
        eq(table.regionCode, regionCode),
        or(isNull(table.validTo), gte(table.validTo, validFrom)),
      ),
    )
    .limit(1);
  return rows.length > 0;
}
