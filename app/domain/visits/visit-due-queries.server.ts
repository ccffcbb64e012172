import { sql } from "drizzle-orm";
import { z } from "zod";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { households } from "#db/schema/households.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { responsiblePersons } from "#db/schema/responsible-persons.server.ts";
import { visits } from "#db/schema/visits.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { addDays } from "../clock.ts";
import { endedHouseholdStates } from "../households/household-policy.ts";
import { inScope } from "../scope.server.ts";
import { isStanding } from "./visit-conditions.server.ts";
import { visitReaderRoles } from "./visit-policy.ts";

const dueRow = z.object({
  householdId: z.string(),
  headName: z.string(),
  groupName: z.string().nullable(),
  villageName: z.string(),
  responsibleName: z.string().nullable(),
  lastVisitedOn: z.string().nullable(),
  nextStep: z.string().nullable(),
  nextStepOn: z.string().nullable(),
  idleDays: z.coerce.number(),
  total: z.coerce.number(),
});
export type DueHousehold = Omit<z.output<typeof dueRow>, "total">;

export const dueHouseholdsPerPage = 30;

/**
 * Households whose next step is due, or that nobody visited for longer than the place allows (S12, S73), the longest idle first. `maxIdleDays`
 * null: no rule was set here, and only next steps are due. Days without a visit count from the last one, or from when the file was opened.
 */
export async function listDueHouseholds(
  db: DbOrTx,
  params: { actor: Actor; today: string; maxIdleDays: number | null; page: number },
): Promise<{ items: DueHousehold[]; total: number }> {
  const { actor, today, maxIdleDays, page } = params;
  const idleBefore = maxIdleDays === null ? "" : addDays(today, -maxIdleDays);
  const rows = await db.execute(sql`
    with last as (
      select distinct on (${visits.householdId}) ${visits.householdId} as household_id, ${visits.visitedOn} as visited_on,
        ${visits.nextStep} as next_step, ${visits.nextStepOn} as next_step_on
      from ${visits}
      where ${visits.householdId} is not null and ${inScope(visits.regionCode, scopesOf(actor, visitReaderRoles))} and ${isStanding()}
      order by ${visits.householdId}, ${visits.visitedAt} desc, ${visits.id}
    ), idle as (
      select ${households.id} as id, coalesce(last.visited_on,
        ((${households.createdAt} at time zone 'Asia/Shanghai')::date)::text) as since, last.visited_on, last.next_step, last.next_step_on
      from ${households} left join last on last.household_id = ${households.id}
      where ${inScope(households.regionCode, scopesOf(actor, visitReaderRoles))}
        and ${households.state} not in (${sql.join(
          endedHouseholdStates.map((state) => sql`${state}`),
          sql`, `,
        )})
    )
    select ${households.id} as "householdId", ${households.headName} as "headName", ${households.groupName} as "groupName",
      ${regions.shortName} as "villageName", ${users.displayName} as "responsibleName", idle.visited_on as "lastVisitedOn",
      nullif(idle.next_step, '') as "nextStep", idle.next_step_on as "nextStepOn", ${today}::date - idle.since::date as "idleDays",
      count(*) over () as total
    from idle
    join ${households} on ${households.id} = idle.id
    join ${regions} on ${regions.code} = ${households.regionCode}
    left join ${responsiblePersons} on ${responsiblePersons.householdId} = ${households.id} and ${responsiblePersons.toAt} is null
    left join ${users} on ${users.id} = ${responsiblePersons.userId}
    where idle.next_step_on <= ${today} or (${maxIdleDays !== null} and idle.since < ${idleBefore})
    order by idle.since, ${households.id}
    limit ${dueHouseholdsPerPage} offset ${(page - 1) * dueHouseholdsPerPage}`);
  const parsed = z.array(dueRow).parse([...rows]);
  return { items: parsed.map(({ total: _total, ...row }) => row), total: parsed[0]?.total ?? 0 };
}
