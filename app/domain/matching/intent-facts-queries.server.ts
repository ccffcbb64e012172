import { type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import type { IntentFacts } from "./score.ts";

export type IntentFactsRow = IntentFacts & {
  intentId: string;
  userId: string | null;
  organizationId: string | null;
  createdBy: string;
  until: string;
};

/** A round keeps pairs that are proposed already: they are as good as new, and would otherwise be lost to it. */
export type IntentFactsQuery = { which: SQL; day: string; limit?: number; keepsProposed?: boolean | undefined };

/**
 * Intents with all matching reads of them. Excluded are needs the helper was proposed already, declined, or has a promise for, through whatever
 * intent. Related (L11) are needs the helper named, needs the helper's people drafted or are responsible for, and every village in which they
 * decide on needs as staff. `which` is a condition on `t` (intents).
 */
export async function readIntentFacts(
  db: DbOrTx,
  { which, day, limit = 5_000, keepsProposed = false }: IntentFactsQuery,
): Promise<IntentFactsRow[]> {
  const excluding = keepsProposed ? sql`('accepted', 'declined')` : sql`('proposed', 'accepted', 'declined')`;
  const people = sql`(t.created_by = p.user_id or exists (
    select from organization_members o where o.organization_id = t.organization_id and o.user_id = p.user_id))`;
  const rows = await db.execute<IntentFactsRow>(sql`
    select t.id as "intentId", t.public_code as "publicCode", t.helper_kind as "helperKind", t.user_id as "userId",
      t.organization_id as "organizationId", t.created_by as "createdBy", t.what, t.region_codes as "regionCodes",
      t.home_code as "homeCode", t.categories, t.household_kinds as "householdKinds", t.is_strict as "isStrict", t.until,
      t.state = 'open' and t.until >= ${day} and (t.organization_id is null or g.state = 'verified') as "isOpen",
      t.most_needs - t.taken_needs as "freeNeeds",
      coalesce(r.codes, '{}') as "relatedNeeds", coalesce(x.codes, '{}') as "excludedNeeds", coalesce(s.codes, '{}') as "staffRegions"
    from intents t
    left join organizations g on g.id = t.organization_id
    left join lateral (
      select array_agg(distinct n.public_code order by n.public_code) as codes from (
        select n.public_code from match_relations m join needs n on n.id = m.need_id or n.household_id = m.household_id
          where (m.user_id = t.user_id or m.organization_id = t.organization_id) and n.state = 'published'
        union select n.public_code from responsible_persons p join needs n on n.household_id = p.household_id
          where p.to_at is null and n.state = 'published' and ${people}
      ) n
    ) r on true
    left join lateral (
      select array_agg(distinct n.public_code order by n.public_code) as codes from (
        select n.public_code from intents o join match_proposals q on q.intent_id = o.id join needs n on n.id = q.need_id
          where (o.user_id = t.user_id or o.organization_id = t.organization_id)
            and q.state in ${excluding} and n.state = 'published'
        union select n.public_code from pledges p join needs n on n.id = p.need_id
          where (p.user_id = t.user_id or p.organization_id = t.organization_id) and n.state = 'published'
            and p.state not in ('withdrawn', 'released', 'declined')
      ) n
    ) x on true
    left join lateral (
      select array_agg(distinct p.region_code order by p.region_code) as codes from role_grants p
      where p.role in ('village_officer', 'town_verifier', 'county_verifier') and (p.valid_to is null or p.valid_to > ${day}::timestamptz)
        and ${people}
    ) s on true
    where ${which}
    order by t.id
    limit ${limit}`);
  return [...rows];
}

/** The facts alone, for scoring and hashing. */
export function factsOfIntent(row: IntentFactsRow): IntentFacts {
  const { intentId: _id, userId: _user, organizationId: _org, createdBy: _by, until: _until, ...facts } = row;
  return facts;
}
