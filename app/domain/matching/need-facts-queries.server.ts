import { type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { addDays, daysBetween } from "../clock.ts";
import type { HouseholdKind } from "../intents/intent.ts";
import type { NeedCategory, NeedType } from "../needs/need.ts";
import type { NeedFacts } from "./score.ts";

/** A need with all matching reads of it, fresh from the register. */
export type NeedFactsRow = NeedFacts & {
  needId: string;
  publishedOn: string;
  /** The day its months of waiting change. */
  nextMonthOn: string;
  /** One helper, or several for a project of a village (one-to-many). */
  helpersWanted: number;
};

type Raw = Omit<NeedFacts, "waitingMonths"> & { needId: string; publishedOn: string; isVillage: boolean };

/** A month of waiting is 30 days, everywhere the same. */
export const waitingMonthDays = 30;
/** How many helpers a village's project can use at once. */
export const projectHelpers = 3;

export function waitingMonthsOn(publishedOn: string, day: string): number {
  return Math.max(0, Math.floor(daysBetween(publishedOn, day) / waitingMonthDays));
}

/**
 * Facts of needs on a day, whatever their state. `which` is a condition on `n` (needs); results by id. The kind of a household is what its public
 * page may tell: the first of these causes it names (D4). Who nobody helps: no gift, no standing promise, no partner of the household.
 */
export async function readNeedFacts(
  db: DbOrTx,
  { which, day, limit = 5_000 }: { which: SQL; day: string; limit?: number },
): Promise<NeedFactsRow[]> {
  const rows = await db.execute<Raw>(sql`
    select n.id as "needId", n.public_code as "publicCode", n.region_code as "regionCode", n.type, n.category,
      n.household_id is null as "isVillage",
      case when n.household_id is null then 'village'
           when 'disability' = any (h.causes) then 'disability'
           when 'illness' = any (h.causes) then 'illness'
           when 'old_age' = any (h.causes) then 'old_age'
           when 'schooling' = any (h.causes) then 'schooling'
           else 'other' end as "householdKind",
      n.state = 'published' and (n.household_id is null or exists (
        select from consents c where c.household_id = n.household_id and c.purpose = 'publish_masked' and c.withdrawn_at is null
          and c.fields @> required_consent_fields(n.category)
      )) as "isOpen",
      exists (select from money_freezes f where f.lifted_at is null and f.need_id = n.id)
        or exists (select from money_freezes f where f.lifted_at is null and f.household_id = n.household_id)
        or exists (select from money_freezes f where f.lifted_at is null and f.charity_id = n.charity_id) as "isFrozen",
      n.goal_fen is not null and n.funded_fen < n.goal_fen as "missesMoney",
      coalesce(i.is_missing, n.type in ('job', 'sales')) as "missesQuantity",
      n.funded_fen = 0
        and not exists (select from pledges p where p.need_id = n.id and p.state not in ('withdrawn', 'released', 'declined'))
        and not exists (select from pairings a where a.household_id = n.household_id and a.state = 'active') as "nobodyHelps",
      not exists (
        select from pairings a where a.region_code = n.region_code and a.state = 'active' and a.kind = 'enterprise_village'
      ) as "isVillageWithoutEnterprise",
      exists (
        select from region_flag_periods f where f.flag = 'deep_poverty' and f.valid_from <= ${day}
          and (f.valid_to is null or f.valid_to >= ${day})
          and f.region_code in (n.region_code, left(n.region_code, 9), left(n.region_code, 6), left(n.region_code, 4))
      ) as "isDeepPoverty",
      exists (
        select from region_flag_periods f where f.flag in ('poor_village', 'focus_village') and f.region_code = n.region_code
          and f.valid_from <= ${day} and (f.valid_to is null or f.valid_to >= ${day})
      ) as "isPoorVillage",
      to_char(coalesce(n.published_at, n.created_at) at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as "publishedOn"
    from needs n
    left join lateral (
      select consented_causes(coalesce(t.public_causes, t.causes), c.fields) as causes from households t
      left join consents c on c.household_id = t.id and c.purpose = 'publish_masked' and c.withdrawn_at is null
      where t.id = n.household_id
    ) h on true
    left join lateral (
      select bool_or(quantity > pledged_quantity) as is_missing from need_items where need_id = n.id
    ) i on true
    where ${which}
    order by n.id
    limit ${limit}`);
  return [...rows].map(({ isVillage, ...row }) => {
    const waitingMonths = waitingMonthsOn(row.publishedOn, day);
    return {
      ...row,
      waitingMonths,
      nextMonthOn: addDays(row.publishedOn, (waitingMonths + 1) * waitingMonthDays),
      helpersWanted: isVillage && row.type === "project" ? projectHelpers : 1,
    };
  });
}

/** The facts alone, for scoring and hashing. */
export function factsOf(row: NeedFactsRow): NeedFacts {
  const { needId: _id, publishedOn: _on, nextMonthOn: _next, helpersWanted: _wanted, ...facts } = row;
  return facts;
}

/** A row of `match_needs`, as SQL gives it, as facts: what is in the lists is open by construction. */
export type StoredNeed = {
  publicCode: string;
  regionCode: string;
  type: NeedType;
  category: NeedCategory;
  householdKind: HouseholdKind;
  missesMoney: boolean;
  missesQuantity: boolean;
  nobodyHelps: boolean;
  isVillageWithoutEnterprise: boolean;
  isDeepPoverty: boolean;
  isPoorVillage: boolean;
  waitingMonths: number;
};

export function factsOfStored(row: StoredNeed): NeedFacts {
  return { ...row, isOpen: true, isFrozen: false };
}
