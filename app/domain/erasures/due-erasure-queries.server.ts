import { inArray, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { complaints } from "#db/schema/complaints.server.ts";
import { households } from "#db/schema/households.server.ts";
import { notices } from "#db/schema/verification.server.ts";
import { type Actor, type StaffRole, scopesOf } from "../actor.ts";
import { endedHouseholdStates } from "../households/household-policy.ts";
import { inScope } from "../scope.server.ts";
import { erasureReaderRoles } from "./erasure-policy.ts";
import { type ErasureKind, retentionKeys } from "./retention.ts";

export type DueErasure = {
  kind: ErasureKind;
  id: string;
  /** What staff call the record: file number, case number, the objection's code. */
  label: string;
  /** The household, for whom the page of its file is. */
  regionName: string;
  endedOn: string;
  days: number;
  source: string;
  keepUntil: string;
  isProposed: boolean;
};

const dayInChinaOf = (at: SQL) => sql`(${at} at time zone 'Asia/Shanghai')::date`;

/** Records that are over and still hold something sealed, with the day they ended. */
function endedRecords(kind: ErasureKind, scopes: readonly string[]): SQL {
  if (kind === "household")
    return sql`select ${households.id} as id, ${households.registerNumber} as label, ${households.regionCode} as region,
        coalesce((select max(step.at) from state_transitions step where step.noun = 'household' and step.subject_id = ${households.id}
          and step.to_state = ${households.state} and step.from_state is distinct from step.to_state), ${households.updatedAt}) as ended_at
      from ${households} where ${inArray(households.state, [...endedHouseholdStates])} and ${inScope(households.regionCode, scopes)}
        and exists (select from (select ${households.phoneSealed} as sealed union all select ${households.bankAccountSealed}
          union all select unnest(array[member.id_number_sealed, member.diagnosis_sealed, member.guardian_sealed])
            from household_members member where member.household_id = ${households.id}) part
          where sealed is not null and sealed not like 'e1.erased.%')`;
  if (kind === "complaint")
    return sql`select ${complaints.id} as id, ${complaints.caseNumber} as label, ${complaints.regionCode} as region, ${complaints.closedAt} as ended_at
      from ${complaints} where ${complaints.state} = 'closed' and ${inScope(complaints.regionCode, scopes)}
        and (${complaints.contactSealed} not like 'e1.erased.%' or ${complaints.emailSealed} not like 'e1.erased.%')`;
  return sql`select one.id, one.public_code as label, ${notices.regionCode} as region, greatest(one.answered_at, ${notices.closedAt}) as ended_at
    from objections one join ${notices} on ${notices.id} = one.notice_id
    where one.state = 'answered' and ${notices.state} not in ('open', 'paused') and ${inScope(notices.regionCode, scopes)}
      and one.contact_sealed not like 'e1.erased.%'`;
}

type DueErasureQuery = {
  kind: ErasureKind;
  actor: Actor;
  day: string;
  /** In whose subtrees: of those who may see it, or of those who may propose it. */
  roles?: readonly StaffRole[];
  limit?: number;
};

/**
 * What is due for erasure on a day in the reader's subtrees, the longest due first. `days` is the rule of the record's own place that holds on
 * the day; a record of a place without a rule is never due.
 */
export async function listDueErasures(
  db: DbOrTx,
  { kind, actor, day, roles = erasureReaderRoles, limit = 50 }: DueErasureQuery,
): Promise<{ items: DueErasure[]; total: number }> {
  const proposed = sql.raw(`${kind}_id`);
  const rows = await db.execute<Omit<DueErasure, "kind" | "days"> & { days: number; total: number }>(sql`
    select record.id, record.label, coalesce(place.short_name, '') as "regionName", ${dayInChinaOf(sql`record.ended_at`)}::text as "endedOn",
      rule.days, rule.source, (${dayInChinaOf(sql`record.ended_at`)} + rule.days)::text as "keepUntil",
      exists (select from erasures where erasures.${proposed} = record.id and done_at is null) as "isProposed",
      (count(*) over ())::int as total
    from (${endedRecords(kind, scopesOf(actor, roles))}) record
    left join regions place on place.code = record.region
    cross join lateral (
      select (setting.value #>> '{}')::int as days, setting.source from jurisdiction_settings setting
      where setting.key = ${retentionKeys[kind]} and record.region like setting.region_code || '%' and setting.valid_from <= ${day}
        and coalesce(setting.valid_to, ${day}) >= ${day}
      order by length(setting.region_code) desc, setting.valid_from desc limit 1) rule
    where ${dayInChinaOf(sql`record.ended_at`)} + rule.days <= ${day}::date
    order by "keepUntil", record.id limit ${limit}`);
  return { items: rows.map(({ total: _, ...row }) => ({ ...row, kind })), total: rows[0]?.total ?? 0 };
}
