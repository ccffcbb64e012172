import { sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { candidateLists } from "./candidate-lists.ts";
import { factsOfIntent, type IntentFactsRow, readIntentFacts } from "./intent-facts-queries.server.ts";
import { factsOfStored, type StoredNeed } from "./need-facts-queries.server.ts";
import { byScore, type IntentFacts, type NeedFacts, type Score, scoreProposal } from "./score.ts";
import type { Weights, WeightsVersion } from "./weights.ts";
import { getWeights } from "./weights-queries.server.ts";

export type EligibleScore = Extract<Score, { isEligible: true }>;
export type NeedProposal = EligibleScore & { publicCode: string; needId: string; need: NeedFacts };

type Line = StoredNeed & { needId: string; listed: number };

/**
 * The `limit` best needs for an intent, best first: exactly those that scoring every open need would give (`candidate-lists.ts` says why), but
 * reading only the heads of the intent's lists and the first lines of those that can win.
 */
export async function proposeNeeds(
  db: DbOrTx,
  { intentId, day, limit }: { intentId: string; day: string; limit: number },
): Promise<{ proposals: NeedProposal[]; intent: IntentFacts; weights: WeightsVersion } | null> {
  const [weights, [row]] = await Promise.all([
    getWeights(db, { day }),
    readIntentFacts(db, { which: sql`t.id = ${intentId}::uuid`, day }),
  ]);
  if (!row) return null;
  const intent = factsOfIntent(row);
  const lines = await readBestLines(db, intent, weights.weights, limit);
  const proposals = lines.flatMap(({ needId, listed: _, ...stored }) => {
    const need = factsOfStored(stored);
    const score = scoreProposal(need, intent, weights.weights);
    return score.isEligible ? [{ ...score, publicCode: need.publicCode, needId, need }] : [];
  });
  return { proposals: proposals.sort(byScore).slice(0, limit), intent, weights };
}

/** What the intent's lists hold of the best, each need once, with its points by the lists. */
async function readBestLines(db: DbOrTx, intent: IntentFacts, weights: Weights, limit: number): Promise<Line[]> {
  const lists = candidateLists(intent, weights);
  if (lists.length === 0) return [];
  const never = [...intent.excludedNeeds, ...intent.relatedNeeds];
  const conditions = [
    ...(never.length > 0
      ? [sql`p.public_code not in (select json_array_elements_text(${JSON.stringify(never)}::text::json))`]
      : []),
    ...intent.staffRegions.map((code) => sql`p.region_code not like ${`${code}%`}`),
  ];
  const mayBe = conditions.length > 0 ? sql`and ${sql.join(conditions, sql` and `)}` : sql``;
  const lineOf = (list: string, count: number) => sql`
    select p.public_code, p.rank from match_postings p
    where p.scope_code = ${sql.raw(list)}.scope_code and p.bucket = ${sql.raw(list)}.bucket ${mayBe}
    order by p.rank, p.public_code limit ${sql.raw(String(count))}`;
  const rows = await db.execute<Line>(sql`
    with lists as materialized (
      select "scopeCode" as scope_code, bucket, bonus from json_to_recordset(${JSON.stringify(lists)}::text::json)
        as l ("scopeCode" text, bucket int, bonus int)
    ), heads as materialized (
      select lists.*, head.public_code, lists.bonus - head.rank as points
      from lists cross join lateral (${lineOf("lists", 1)}) head
    ), last_head as (
      select points, public_code from (
        select public_code, max(points) as points from heads group by public_code
      ) h order by points desc, public_code offset ${limit - 1} limit 1
    ), winners as materialized (
      select h.* from heads h where not exists (
        select from last_head l where h.points < l.points or (h.points = l.points and h.public_code > l.public_code)
      )
    ), lines as (
      select line.public_code, max(w.bonus - line.rank) as points
      from winners w cross join lateral (${lineOf("w", limit)}) line
      group by line.public_code order by points desc, line.public_code limit ${limit}
    )
    select m.need_id as "needId", m.public_code as "publicCode", m.region_code as "regionCode", m.type, m.category,
      m.household_kind as "householdKind", m.misses_money as "missesMoney", m.misses_quantity as "missesQuantity",
      m.nobody_helps as "nobodyHelps", m.is_village_without_enterprise as "isVillageWithoutEnterprise",
      m.is_deep_poverty as "isDeepPoverty", m.is_poor_village as "isPoorVillage", m.waiting_months as "waitingMonths",
      lines.points as listed
    from lines join match_needs m on m.public_code = lines.public_code`);
  return [...rows];
}

export type HelperProposal = EligibleScore & { publicCode: string; intentId: string; intent: IntentFacts };

export type IntentsForQuery = { regionCode: string; whats: readonly string[]; day: string; keepsProposed?: boolean };

/** Open intents that could help a place and offer one of these; scoring them all is exact, and there are far fewer of them than needs. */
export async function readIntentsFor(
  db: DbOrTx,
  { regionCode, whats, day, keepsProposed }: IntentsForQuery,
): Promise<IntentFactsRow[]> {
  const scopes = [2, 4, 6, 9, 12].map((digits) => regionCode.slice(0, digits));
  return readIntentFacts(db, {
    which: sql`t.state = 'open' and t.what in (${sql.join(
      whats.map((what) => sql`${what}`),
      sql`, `,
    )}) and (cardinality(t.region_codes) = 0 or t.region_codes && array[${sql.join(
      scopes.map((code) => sql`${code}`),
      sql`, `,
    )}]::text[])`,
    day,
    limit: 50_000,
    keepsProposed,
  });
}

/** The best helpers for a need, best first: every open intent that could help is scored. */
export function rankHelpers(
  need: NeedFacts,
  intents: readonly IntentFactsRow[],
  weights: Weights,
  limit: number,
): HelperProposal[] {
  const found = intents.flatMap((row) => {
    const intent = factsOfIntent(row);
    const score = scoreProposal(need, intent, weights);
    return score.isEligible ? [{ ...score, publicCode: row.publicCode, intentId: row.intentId, intent }] : [];
  });
  return found.sort(byScore).slice(0, limit);
}
