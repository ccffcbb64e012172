import { and, asc, desc, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import { regionFlagPeriods, regions, villages } from "#db/schema/regions.server.ts";
import { isRegionCode } from "../regions/region.ts";
import type { VillageCardData } from "./village.ts";

const openNeedCount = sql<number>`(
  select count(*)::int from needs where needs.region_code = villages.region_code and needs.state = 'published'
)`;

const townName = sql<string | null>`(
  select town.short_name from ${regions} town where town.code = left(villages.region_code, 9)
)`;

/** An organization that stands by the whole village now. */
const partnerNames = sql<string[]>`array(
  select organizations.name from pairings join organizations on organizations.id = pairings.organization_id
  where pairings.region_code = villages.region_code and pairings.household_id is null and pairings.state = 'active'
  order by pairings.activated_at
)`;

const isFocus = sql<boolean>`exists (
  select from region_flag_periods where region_flag_periods.region_code = villages.region_code
    and region_flag_periods.flag = 'focus_village'
)`;

/** The cards of these villages in the order given. */
export async function listVillageCards(
  db: DbOrTx,
  params: { regionCodes: readonly string[] },
): Promise<VillageCardData[]> {
  if (params.regionCodes.length === 0) return [];
  const rows = await db
    .select({
      regionCode: villages.regionCode,
      name: regions.shortName,
      townName,
      introduction: villages.introduction,
      householdCount: villages.householdCount,
      populationCount: villages.populationCount,
      openNeedCount,
      partnerNames,
      isFocus,
    })
    .from(villages)
    .innerJoin(regions, eq(regions.code, villages.regionCode))
    .where(inArray(villages.regionCode, [...params.regionCodes]));
  const byCode = new Map(rows.map((row) => [row.regionCode, row]));
  return params.regionCodes.flatMap((code) => byCode.get(code) ?? []);
}

/** The profile of a village (S4); null for any code that is not a village with a profile. */
export async function getVillage(db: DbOrTx, params: { regionCode: string }) {
  if (!isRegionCode(params.regionCode) || params.regionCode.length !== 12) return null;
  const [row] = await db
    .select({
      regionCode: villages.regionCode,
      name: regions.shortName,
      introduction: villages.introduction,
      householdCount: villages.householdCount,
      populationCount: villages.populationCount,
      collectiveIncomeTargetFen: villages.collectiveIncomeTargetFen,
    })
    .from(villages)
    .innerJoin(regions, eq(regions.code, villages.regionCode))
    .where(eq(villages.regionCode, params.regionCode));
  if (!row) return null;
  const flags = await db
    .select({
      flag: regionFlagPeriods.flag,
      validFrom: regionFlagPeriods.validFrom,
      validTo: regionFlagPeriods.validTo,
      source: regionFlagPeriods.source,
    })
    .from(regionFlagPeriods)
    .where(eq(regionFlagPeriods.regionCode, params.regionCode))
    .orderBy(asc(regionFlagPeriods.validFrom));
  return { ...row, flags };
}

/** Organizations paired with the village itself: those in force first, then the ended ones. Proposals are nobody's business yet. */
export async function listVillagePartners(db: DbOrTx, params: { regionCode: string }) {
  return db
    .select({
      publicCode: pairings.publicCode,
      organizationId: organizations.id,
      organizationName: organizations.name,
      organizationKind: organizations.kind,
      state: pairings.state,
      promise: pairings.promise,
      fromDay: pairings.fromDay,
      toDay: pairings.toDay,
    })
    .from(pairings)
    .innerJoin(organizations, eq(organizations.id, pairings.organizationId))
    .where(
      and(
        eq(pairings.regionCode, params.regionCode),
        isNull(pairings.householdId),
        isNotNull(pairings.activatedAt),
        inArray(pairings.state, ["active", "ended", "handed_over"]),
      ),
    )
    .orderBy(sql`${pairings.state} <> 'active'`, desc(pairings.fromDay));
}

export type VillagePartner = Awaited<ReturnType<typeof listVillagePartners>>[number];

/**
 * What was asked, given and paid out in the village, in fen, from the same rows as every other total: needs' own amounts, what the
 * village's pool holds by the ledger, confirmed disbursements (A11).
 */
export async function getVillageMoney(db: DbOrTx, params: { regionCode: string }) {
  const [row] = await db.execute<{
    goal: string;
    funded: string;
    pool: string;
    paid_out: string;
    needs: number;
    met: number;
  }>(sql`
    select
      coalesce(sum(goal_fen), 0)::text as goal,
      coalesce(sum(funded_fen), 0)::text as funded,
      count(*)::int as needs,
      count(*) filter (where state <> 'published')::int as met,
      (select coalesce(-sum(entry.amount_fen), 0)::text from ledger_entries entry
        join ledger_accounts account on account.id = entry.account_id and account.kind = 'village_pool'
        where account.region_code = ${params.regionCode}) as pool,
      (select coalesce(sum(disbursements.amount_fen), 0)::text from disbursements
        join needs paid on paid.id = disbursements.need_id
        where paid.region_code = ${params.regionCode} and disbursements.state = 'confirmed') as paid_out
    from needs
    where region_code = ${params.regionCode} and state in ('published', 'fulfilled', 'reported', 'closed')`);
  return {
    goalFen: BigInt(row?.goal ?? "0"),
    fundedFen: BigInt(row?.funded ?? "0"),
    poolFen: BigInt(row?.pool ?? "0"),
    paidOutFen: BigInt(row?.paid_out ?? "0"),
    needCount: row?.needs ?? 0,
    metCount: row?.met ?? 0,
  };
}
