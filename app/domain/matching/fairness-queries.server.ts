import { type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import type { Fen } from "../money.ts";

export type FairnessRow = {
  group: string;
  /** Null where the group is no place. */
  name: string | null;
  /** Needs somebody helps or has helped; open needs nobody helps. */
  matched: number;
  waiting: number;
  /** Days since publication of those that wait. */
  medianDays: number | null;
  p90Days: number | null;
  givenFen: Fen;
  /** Of all money given, in thousandths. */
  shareOfMoney: number;
  /** Answers to proposals: accepted, and all that were answered or expired (S38). */
  accepted: number;
  answered: number;
};

const groupings = {
  county: sql`left(n.region_code, 6)`,
  village: sql`n.region_code`,
  kind: sql`case when n.household_id is null then 'village'
    when 'disability' = any (h.causes) then 'disability' when 'illness' = any (h.causes) then 'illness'
    when 'old_age' = any (h.causes) then 'old_age' when 'schooling' = any (h.causes) then 'schooling' else 'other' end`,
} as const satisfies Record<string, SQL>;
export type FairnessGrouping = keyof typeof groupings;

const mostGroups = 500;

/**
 * Who is helped and who waits, by county, village or kind of household (D1): needs that were published, counted on a day. Helped is a need with a
 * gift, a standing promise, or met. Who waits longest comes first; at most 500 groups.
 */
export async function reportFairness(
  db: DbOrTx,
  { by, day }: { by: FairnessGrouping; day: string },
): Promise<FairnessRow[]> {
  const rows = await db.execute<
    Omit<FairnessRow, "givenFen" | "shareOfMoney"> & { givenFen: string; shareOfMoney: number }
  >(sql`
    with counted as (
      select ${groupings[by]} as "group", n.funded_fen, n.state = 'published' as is_open,
        ${day}::date - (n.published_at at time zone 'Asia/Shanghai')::date as days,
        n.state <> 'published' or n.funded_fen > 0 or exists (
          select from pledges p where p.need_id = n.id and p.state not in ('withdrawn', 'released', 'declined')
        ) as is_matched,
        (select count(*) filter (where q.state = 'accepted') from match_proposals q where q.need_id = n.id) as accepted,
        (select count(*) filter (where q.state in ('accepted', 'declined', 'expired')) from match_proposals q where q.need_id = n.id) as answered
      from needs n
      left join lateral (select consented_causes(coalesce(t.public_causes, t.causes), c.fields) as causes from households t
        left join consents c on c.household_id = t.id and c.purpose = 'publish_masked' and c.withdrawn_at is null
        where t.id = n.household_id) h on true
      where n.state in ('published', 'fulfilled', 'reported', 'closed')
        and (n.household_id is null or exists (select from consents c where c.household_id = n.household_id
          and c.purpose = 'publish_masked' and c.withdrawn_at is null and c.fields @> required_consent_fields(n.category)))
    ), grouped as (
      select "group", count(*) filter (where is_matched)::int as matched, count(*) filter (where not is_matched)::int as waiting,
        percentile_disc(0.5) within group (order by days) filter (where not is_matched)::int as "medianDays",
        percentile_disc(0.9) within group (order by days) filter (where not is_matched)::int as "p90Days",
        sum(funded_fen) as given, sum(accepted)::int as accepted, sum(answered)::int as answered
      from counted group by "group"
    )
    select g."group", r.short_name as name, matched, waiting, "medianDays", "p90Days", given::text as "givenFen",
      coalesce(round(1000 * given / nullif(sum(given) over (), 0)), 0)::int as "shareOfMoney", accepted, answered
    from grouped g left join regions r on r.code = g."group"
    order by "p90Days" desc nulls last, "group" limit ${mostGroups}`);
  return [...rows].map((row) => ({ ...row, givenFen: BigInt(row.givenFen) }));
}
