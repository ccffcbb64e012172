import { type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { DbOrTx } from "#db/client.server.ts";
import { type Fault, type WatchedAlarmKind, watchedAlarmKinds } from "./alarm.ts";

const lagSeconds = 60;
const stuckMinutes = 30;
/** Of the mails of the last day; so many in a hundred may wait for another try. */
const failingMailPercent = 5;
const comparedWithinHours = 36;

const rowShape = z.object({ subject: z.string(), detail: z.string(), regionCode: z.string().optional() });

/** What is wrong right now: one line per kind and subject (H6). Reads only. */
export async function listFaults(db: DbOrTx, { at }: { at: Date }): Promise<Fault[]> {
  const now = sql`${at.toISOString()}::timestamptz`;
  const faults: Fault[] = [];
  for (const kind of watchedAlarmKinds) {
    const rows = await db.execute(queryOf[kind](now));
    faults.push(...rows.map((row) => ({ kind, ...rowShape.parse(row) })));
  }
  return faults;
}

const queryOf: Record<WatchedAlarmKind, (now: SQL) => SQL> = {
  money_quarantined: quarantinedMoney,
  gifts_stuck: (now) => sql`
    select 'gifts' as subject, count(*)::text || ', oldest ' || to_char(min(updated_at) at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as detail
    from donations where state in ('started', 'pending') and checkout_session_id is not null
      and greatest(updated_at, coalesce(checkout_expires_at, updated_at)) < ${now} - make_interval(mins => ${stuckMinutes})
    having count(*) > 0`,
  // What waits for another try is not late: it is dead after its last one.
  outbox_lag: (now) => sql`
    select 'outbox' as subject, count(*)::text || ', ' || extract(epoch from ${now} - min(next_attempt_at))::int::text || ' s' as detail
    from outbox_events where processed_at is null and dead_at is null
      and next_attempt_at < ${now} - make_interval(secs => ${lagSeconds}) having count(*) > 0`,
  event_dead: () => sql`
    select id::text as subject, kind as detail from outbox_events where processed_at is null and dead_at is not null order by id limit 100`,
  mails_failing: (now) => sql`
    select 'mails' as subject, failing || ' / ' || total as detail from (
      select count(*) filter (where sent_at is null and attempts > 0) as failing, count(*) as total
      from mails where sent_at is null or created_at > ${now} - interval '1 day') counted
    where failing * 100 > total * ${failingMailPercent}`,
  reconciliation_open: () => sql`
    select finding.charity_id::text as subject, charity.name || ': ' || count(*) as detail
    from reconciliation_findings finding join organizations charity on charity.id = finding.charity_id
    where finding.resolved_at is null group by finding.charity_id, charity.name`,
  reconciliation_late: (now) => sql`
    select charity.id::text as subject, charity.name as detail from organizations charity
    where charity.kind = 'charity' and charity.stripe_account_id is not null and exists (
        select from ledger_accounts account join ledger_entries entry on entry.account_id = account.id
          join ledger_transactions movement on movement.id = entry.transaction_id
        where account.code = 'charity:' || charity.id || ':clearing' and movement.at < ${now} - make_interval(hours => ${comparedWithinHours}))
      and not exists (select from reconciliation_runs run where run.charity_id = charity.id
        and run.ran_at > ${now} - make_interval(hours => ${comparedWithinHours}))`,
  // By county, so that nothing tells which complaint it is.
  complaints_overdue: (now) => sql`
    select case left(region_code, 6) when '' then 'site' else left(region_code, 6) end as subject, count(*) || ', oldest due ' || min(due_on) as detail,
      left(region_code, 6) as "regionCode" from complaints where state in ('received', 'accepted', 'investigating')
      and due_on < to_char(${now} at time zone 'Asia/Shanghai', 'YYYY-MM-DD') group by left(region_code, 6)`,
};

/**
 * Money that did not come as agreed: while it waits in suspense, or, where it never reached these books (another account or currency), until
 * a person has put the alarm away.
 */
function quarantinedMoney(): SQL {
  return sql`
    select lot.code as subject, charity.name as detail
    from ledger_accounts account join ledger_entries entry on entry.account_id = account.id
      join ledger_lots lot on lot.id = entry.lot_id join organizations charity on charity.id = account.subject_id
    where account.kind = 'suspense' group by lot.code, charity.name having sum(entry.amount_fen) < 0
    union all
    select gift.lot_code, charity.name from donations gift join organizations charity on charity.id = gift.charity_id
    where gift.state = 'quarantined' and not exists (select from ledger_lots lot where lot.donation_id = gift.id)
      and not exists (select from alarms where kind = 'money_quarantined' and subject = gift.lot_code and resolved_by is not null)`;
}
