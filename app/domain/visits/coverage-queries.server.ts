import { sql } from "drizzle-orm";
import { z } from "zod";
import type { DbOrTx } from "#db/client.server.ts";
import { roleGrants, users } from "#db/schema/accounts.server.ts";
import { households } from "#db/schema/households.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { visits } from "#db/schema/visits.server.ts";
import { type Actor, scopesOf, staffRoles } from "../actor.ts";
import { endedHouseholdStates } from "../households/household-policy.ts";
import { inScope } from "../scope.server.ts";
import { isStanding } from "./visit-conditions.server.ts";
import { visitorRoles, visitReaderRoles } from "./visit-policy.ts";

const coverageRow = z.object({
  userId: z.string(),
  displayName: z.string(),
  role: z.enum(staffRoles),
  regionCode: z.string(),
  regionName: z.string(),
  householdCount: z.coerce.number(),
  visitedCount: z.coerce.number(),
  visitCount: z.coerce.number(),
  dayCount: z.coerce.number(),
});
export type OfficialCoverage = z.output<typeof coverageRow>;

/**
 * Per official and period (S28): households of the official's place, how many of them the official visited, and on how many days. `from` and
 * `to` are days, both counted. Officials are those with a post in the reader's subtree on the last day, from the county down.
 */
export async function listCoverage(
  db: DbOrTx,
  { actor, from, to }: { actor: Actor; from: string; to: string },
): Promise<OfficialCoverage[]> {
  const endOfPeriod = sql`((${to}::date + 1)::timestamp at time zone 'Asia/Shanghai')`;
  const inList = (values: readonly string[]) =>
    sql.join(
      values.map((value) => sql`${value}`),
      sql`, `,
    );
  const rows = await db.execute(sql`
    select ${users.id} as "userId", ${users.displayName} as "displayName", ${roleGrants.role} as role, ${roleGrants.regionCode} as "regionCode",
      ${regions.shortName} as "regionName",
      (select count(*) from ${households} where ${households.regionCode} like ${roleGrants.regionCode} || '%'
        and ${households.state} not in (${inList(endedHouseholdStates)})) as "householdCount",
      done.households as "visitedCount", done.visits as "visitCount", done.days as "dayCount"
    from ${roleGrants}
    join ${users} on ${users.id} = ${roleGrants.userId} and not ${users.isDisabled}
    join ${regions} on ${regions.code} = ${roleGrants.regionCode}
    cross join lateral (
      select count(distinct ${households.id}) filter (where ${households.state} not in (${inList(endedHouseholdStates)})) as households,
        count(*) as visits, count(distinct ${visits.visitedOn}) as days
      from ${visits} left join ${households} on ${households.id} = ${visits.householdId}
      where ${visits.visitedBy} = ${users.id} and ${visits.regionCode} like ${roleGrants.regionCode} || '%'
        and ${visits.visitedOn} between ${from} and ${to} and ${isStanding()}
    ) done
    where ${roleGrants.role} in (${inList(visitorRoles)}) and length(${roleGrants.regionCode}) >= 6
      and ${inScope(roleGrants.regionCode, scopesOf(actor, visitReaderRoles))}
      and ${roleGrants.validFrom} < ${endOfPeriod} and (${roleGrants.validTo} is null or ${roleGrants.validTo} >= ${endOfPeriod})
    order by length(${roleGrants.regionCode}), ${roleGrants.regionCode}, ${users.displayName}, ${users.id}
    limit 500`);
  return z.array(coverageRow).parse([...rows]);
}
