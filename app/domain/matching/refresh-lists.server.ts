import { inArray, sql } from "drizzle-orm";
import type { Db, Tx } from "#db/client.server.ts";
import { matchNeeds } from "#db/schema/matching-lists.server.ts";
import { dayInChina } from "../clock.ts";
import { bucketsOf, scopesOfRegion } from "./candidate-lists.ts";
import { type NeedFactsRow, readNeedFacts } from "./need-facts-queries.server.ts";
import { needReasons, pointsOf } from "./score.ts";
import type { WeightsVersion } from "./weights.ts";
import { getWeights } from "./weights-queries.server.ts";

/** Text arrays travel as one JSON text: no limit on how many, no list in the statement. */
export function textArray(values: readonly string[]) {
  return sql`(select coalesce(array_agg(value), '{}') from json_array_elements_text(${JSON.stringify(values)}::text::json))`;
}

/**
 * Brings the sorted lists in step with the register for these needs; those that are closed, frozen or lack nothing leave. May be repeated at any
 * time. Returns how many stand in the lists afterwards.
 */
export async function refreshLists(db: Db, needIds: readonly string[], at: Date): Promise<number> {
  if (needIds.length === 0) return 0;
  const day = dayInChina(at);
  return db.transaction(async (tx) => {
    const weights = await getWeights(tx, { day });
    await tx.execute(sql`select id from needs where id = any (${textArray(needIds)}::uuid[]) order by id for share`);
    const which = sql`n.id = any (${textArray(needIds)}::uuid[])`;
    const facts = await readNeedFacts(tx, { which, day, limit: needIds.length });
    const open = facts.filter((need) => need.isOpen && !need.isFrozen && bucketsOf(need).length > 0);
    await leaveLists(tx, needIds);
    await enterLists(tx, open, weights);
    return open.length;
  });
}

async function leaveLists(tx: Tx, needIds: readonly string[]): Promise<void> {
  const old = await tx
    .delete(matchNeeds)
    .where(inArray(matchNeeds.needId, sql`(select unnest(${textArray(needIds)}::uuid[]))`))
    .returning();
  if (old.length === 0) return;
  const keys = old.flatMap((need) => postingsOf(need, need.base));
  await tx.execute(sql`
    delete from match_postings p using json_to_recordset(${JSON.stringify(keys)}::text::json)
      as k (scope text, bucket int, rank int, code text)
    where p.scope_code = k.scope and p.bucket = k.bucket and p.rank = k.rank and p.public_code = k.code`);
}

type Standing = Pick<
  NeedFactsRow,
  "publicCode" | "regionCode" | "type" | "category" | "householdKind" | "missesMoney" | "missesQuantity"
>;

function postingsOf(need: Standing, base: number) {
  return bucketsOf(need).flatMap((bucket) =>
    scopesOfRegion(need.regionCode).map((scope) => ({ scope, bucket, rank: -base, code: need.publicCode })),
  );
}

async function enterLists(tx: Tx, needs: readonly NeedFactsRow[], { version, weights }: WeightsVersion): Promise<void> {
  if (needs.length === 0) return;
  const rows = needs.map((need) => ({ ...need, base: pointsOf(needReasons(need, weights)), version }));
  await tx.execute(sql`
    insert into match_needs (need_id, public_code, region_code, type, category, household_kind, misses_money, misses_quantity, nobody_helps,
      is_village_without_enterprise, is_deep_poverty, is_poor_village, published_on, waiting_months, helpers_wanted, base, weights_version, next_month_on)
    select "needId", "publicCode", "regionCode", type, category, "householdKind", "missesMoney", "missesQuantity", "nobodyHelps",
      "isVillageWithoutEnterprise", "isDeepPoverty", "isPoorVillage", "publishedOn", "waitingMonths", "helpersWanted", base, version, "nextMonthOn"
    from json_to_recordset(${JSON.stringify(rows)}::text::json) as r ("needId" uuid, "publicCode" text, "regionCode" text, type text,
      category text, "householdKind" text, "missesMoney" boolean, "missesQuantity" boolean, "nobodyHelps" boolean,
      "isVillageWithoutEnterprise" boolean, "isDeepPoverty" boolean, "isPoorVillage" boolean, "publishedOn" text, "waitingMonths" int,
      "helpersWanted" int, base int, version int, "nextMonthOn" text)`);
  const postings = rows.flatMap((need) =>
    postingsOf(need, need.base).map((posting) => ({ ...posting, region: need.regionCode })),
  );
  await tx.execute(sql`
    insert into match_postings (scope_code, bucket, rank, public_code, region_code)
    select scope, bucket, rank, code, region from json_to_recordset(${JSON.stringify(postings)}::text::json)
      as r (scope text, bucket int, rank int, code text, region text)`);
}

const batchSize = 500;

/**
 * Finds what the lists have missed: needs that were published or closed, months of waiting that have passed, other weights. Works batch by
 * batch until all were looked at or `signal` says stop. Returns how many needs were looked at.
 */
export async function tendLists(db: Db, at: Date, signal?: AbortSignal): Promise<number> {
  const day = dayInChina(at);
  const { version } = await getWeights(db, { day });
  const stale = sql`
    select m.need_id as id from match_needs m join needs n on n.id = m.need_id
    where m.next_month_on <= ${day} or m.weights_version <> ${version} or n.state <> 'published'`;
  const missing = sql`
    select n.id from needs n where n.state = 'published' and not exists (select from match_needs m where m.need_id = n.id)`;
  let done = 0;
  for (const found of [stale, missing]) {
    let after = "00000000-0000-0000-0000-000000000000";
    while (signal?.aborted !== true) {
      const rows = await db.execute<{ id: string }>(
        sql`select id from (${found}) as found where id > ${after}::uuid order by id limit ${batchSize}`,
      );
      const ids = [...rows].map(({ id }) => id);
      if (ids.length === 0) break;
      await refreshLists(db, ids, at);
      done += ids.length;
      after = ids.at(-1) ?? after;
    }
  }
  return done;
}
