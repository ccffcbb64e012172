import { and, desc, eq, gte, inArray, isNull, lte, not, or, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { itemPrices, ruleProposals, wordingRules } from "#db/schema/place-rules.server.ts";
import { jurisdictionSettings, regions } from "#db/schema/regions.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { pathOf } from "../regions/region.ts";
import { inScope } from "../scope.server.ts";
import { canApproveRule, canProposeRule, type PlaceRuleKind, ruleReaderRoles } from "./place-rule.ts";

/** The settings that hold in a place on a day, each with where it was set, from when and on what source. */
export async function listEffectiveSettings(db: DbOrTx, { regionCode, day }: { regionCode: string; day: string }) {
  const rows = await db
    .selectDistinctOn([jurisdictionSettings.key], {
      key: jurisdictionSettings.key,
      value: jurisdictionSettings.value,
      regionCode: jurisdictionSettings.regionCode,
      validFrom: jurisdictionSettings.validFrom,
      validTo: jurisdictionSettings.validTo,
      source: jurisdictionSettings.source,
    })
    .from(jurisdictionSettings)
    .where(
      and(
        inArray(jurisdictionSettings.regionCode, ["", ...pathOf(regionCode)]),
        not(sql`${jurisdictionSettings.key} like 'demo.%'`),
        lte(jurisdictionSettings.validFrom, day),
        or(isNull(jurisdictionSettings.validTo), gte(jurisdictionSettings.validTo, day)),
      ),
    )
    .orderBy(
      jurisdictionSettings.key,
      desc(sql`length(${jurisdictionSettings.regionCode})`),
      desc(jurisdictionSettings.validFrom),
    );
  return rows;
}
export type EffectiveSetting = Awaited<ReturnType<typeof listEffectiveSettings>>[number];

/** What held before and what begins later, the latest first: rows are closed and succeeded, so nothing is lost. */
export async function listOtherRows(
  db: DbOrTx,
  { regionCode, kind, day }: { regionCode: string; kind: PlaceRuleKind; day: string },
) {
  const path = ["", ...pathOf(regionCode)];
  const isOther = (table: typeof jurisdictionSettings | typeof itemPrices | typeof wordingRules) =>
    and(inArray(table.regionCode, path), or(sql`${table.validTo} < ${day}`, sql`${table.validFrom} > ${day}`));
  if (kind === "setting") {
    return db
      .select({
        id: jurisdictionSettings.id,
        key: jurisdictionSettings.key,
        value: sql<string>`${jurisdictionSettings.value} #>> '{}'`,
        regionCode: jurisdictionSettings.regionCode,
        validFrom: jurisdictionSettings.validFrom,
        validTo: jurisdictionSettings.validTo,
        source: jurisdictionSettings.source,
      })
      .from(jurisdictionSettings)
      .where(isOther(jurisdictionSettings))
      .orderBy(desc(jurisdictionSettings.validFrom))
      .limit(100);
  }
  if (kind === "item_price") {
    return db
      .select({
        id: itemPrices.id,
        key: itemPrices.name,
        value: sql<string>`round(${itemPrices.referencePriceFen} / 100.0, 2) || ' / ' || round(${itemPrices.ceilingFen} / 100.0, 2)`,
        regionCode: itemPrices.regionCode,
        validFrom: itemPrices.validFrom,
        validTo: itemPrices.validTo,
        source: itemPrices.source,
      })
      .from(itemPrices)
      .where(isOther(itemPrices))
      .orderBy(desc(itemPrices.validFrom))
      .limit(100);
  }
  return db
    .select({
      id: wordingRules.id,
      key: wordingRules.word,
      value: wordingRules.advice,
      regionCode: wordingRules.regionCode,
      validFrom: wordingRules.validFrom,
      validTo: wordingRules.validTo,
      source: wordingRules.source,
    })
    .from(wordingRules)
    .where(isOther(wordingRules))
    .orderBy(desc(wordingRules.validFrom))
    .limit(100);
}
export type OtherRow = Awaited<ReturnType<typeof listOtherRows>>[number];

const decider = alias(users, "decider");

/** Proposals of the reader's places: open ones first, then the last hundred decided; with what this person may do to each. */
export async function listRuleProposals(db: DbOrTx, { actor }: { actor: Actor }) {
  const rows = await db
    .select({
      id: ruleProposals.id,
      kind: ruleProposals.kind,
      key: ruleProposals.key,
      regionCode: ruleProposals.regionCode,
      placeName: regions.shortName,
      value: ruleProposals.value,
      validFrom: ruleProposals.validFrom,
      source: ruleProposals.source,
      reason: ruleProposals.reason,
      state: ruleProposals.state,
      proposedBy: ruleProposals.proposedBy,
      proposedByName: users.displayName,
      proposedAt: ruleProposals.proposedAt,
      decidedByName: decider.displayName,
      decidedAt: ruleProposals.decidedAt,
      decisionNote: ruleProposals.decisionNote,
    })
    .from(ruleProposals)
    .innerJoin(users, eq(users.id, ruleProposals.proposedBy))
    .innerJoin(regions, eq(regions.code, ruleProposals.regionCode))
    .leftJoin(decider, eq(decider.id, ruleProposals.decidedBy))
    .where(inScope(ruleProposals.regionCode, scopesOf(actor, ruleReaderRoles)))
    .orderBy(sql`${ruleProposals.state} <> 'proposed'`, desc(ruleProposals.proposedAt))
    .limit(100);
  return rows.map((row) => ({
    ...row,
    canApprove: row.state === "proposed" && canApproveRule(actor, row),
    canReject: row.state === "proposed" && canProposeRule(actor, row.regionCode),
  }));
}
export type RuleProposal = Awaited<ReturnType<typeof listRuleProposals>>[number];

/** How many wait for this person's decision. */
export async function countProposalsToDecide(db: DbOrTx, actor: Actor): Promise<number> {
  return (await listRuleProposals(db, { actor })).filter((proposal) => proposal.canApprove).length;
}
