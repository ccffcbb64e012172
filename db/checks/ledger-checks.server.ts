import { sql } from "drizzle-orm";
import { listFunds } from "#app/domain/ledger/fund-queries.server.ts";
import { fundingTransactionKinds, purposeAccountKinds } from "#app/domain/ledger/ledger.ts";
import { getPlanComparison, listPlanCodes } from "#app/domain/ledger/plan-queries.server.ts";
import type { DbOrTx } from "#db/client.server.ts";
import type { CheckResult, Finding } from "./finding.ts";

type Compared = { subject: string; expected: string; actual: string };

/** Turns rows of two figures that should be equal into findings. */
export async function compare(
  db: DbOrTx,
  name: CheckResult["name"],
  rows: ReturnType<typeof sql>,
): Promise<CheckResult> {
  const compared = await db.execute<Compared>(rows);
  const findings = compared
    .filter((row) => row.expected !== row.actual)
    .map((row) => ({ subject: row.subject, expectedFen: BigInt(row.expected), actualFen: BigInt(row.actual) }));
  return { name, examined: compared.length, findings };
}

/** A2: the entries of every movement sum to zero, and so does the whole ledger. */
export function checkEntriesBalance(db: DbOrTx): Promise<CheckResult> {
  return compare(
    db,
    "entries_balance",
    sql`select '#' || t.sequence as subject, '0' as expected, coalesce(sum(e.amount_fen), 0)::text as actual
        from ledger_transactions t left join ledger_entries e on e.transaction_id = t.id group by t.id
        union all select 'ledger', '0', coalesce(sum(amount_fen), 0)::text from ledger_entries`,
  );
}

/** A5: what a need shows as given equals what gifts put into its account, less what was taken back. */
export function checkNeedTotals(db: DbOrTx): Promise<CheckResult> {
  const kinds = sql.join(
    fundingTransactionKinds.map((kind) => sql`${kind}`),
    sql`, `,
  );
  return compare(
    db,
    "need_totals",
    sql`with posted as (
          select a.subject_id as need_id, -sum(e.amount_fen) as fen from ledger_entries e
          join ledger_accounts a on a.id = e.account_id and a.kind = 'need'
          join ledger_transactions t on t.id = e.transaction_id and t.kind in (${kinds})
          group by a.subject_id)
        select n.public_code as subject, n.funded_fen::text as expected, coalesce(p.fen, 0)::text as actual
        from needs n left join posted p on p.need_id = n.id where n.goal_fen is not null`,
  );
}

/** S98, D5: no lot is overdrawn on an account that holds money for a purpose, and each lot balances in every movement. */
export function checkLotBalances(db: DbOrTx): Promise<CheckResult> {
  const kinds = sql.join(
    [...purposeAccountKinds, "fund", "refund_payable"].map((kind) => sql`${kind}`),
    sql`, `,
  );
  return compare(
    db,
    "lot_balances",
    sql`select coalesce(l.code, '-') || ' ' || a.name as subject, least(sum(e.amount_fen), 0)::text as expected, sum(e.amount_fen)::text as actual
        from ledger_entries e join ledger_accounts a on a.id = e.account_id left join ledger_lots l on l.id = e.lot_id
        where a.kind in (${kinds}) group by l.code, a.id
        union all
        select '#' || t.sequence || ' ' || coalesce(l.code, '-'), '0', sum(e.amount_fen)::text
        from ledger_entries e join ledger_transactions t on t.id = e.transaction_id left join ledger_lots l on l.id = e.lot_id
        group by t.sequence, l.code`,
  );
}

/** A7: every refund and dispute is posted as far as it has come, and `refundedFen` of each gift is what was taken back. */
export function checkRefundPostings(db: DbOrTx): Promise<CheckResult> {
  return compare(
    db,
    "refund_postings",
    sql`with moved as (
          select t.reference, sum(e.amount_fen) filter (where e.amount_fen > 0) as fen
          from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
          where t.kind in ('refund', 'refund_paid', 'refund_failed', 'dispute_opened', 'dispute_won', 'dispute_lost') group by 1),
        due as (
          select 'refund:' || id as reference, amount_fen as fen from refunds
            where reason <> 'surplus' and state in ('approved', 'pending', 'succeeded', 'failed')
          union all select 'refund_paid:' || id, amount_fen from refunds where state = 'succeeded'
          union all select 'refund_failed:' || id, amount_fen from refunds where state = 'failed'
          union all select 'dispute_opened:' || id, taken_fen from disputes where taken_fen > 0
          union all select 'dispute_' || state || ':' || id, taken_fen from disputes where state in ('won', 'lost') and taken_fen > 0)
        select coalesce(d.reference, m.reference) as subject, coalesce(d.fen, 0)::text as expected, coalesce(m.fen, 0)::text as actual
        from due d full join moved m on m.reference = d.reference
        where not (d.reference is null and m.reference like 'refund_paid:%'
          and exists (select from refunds where 'refund_paid:' || id = m.reference and state = 'failed'))
        union all
        select 'gift ' || d.lot_code, least(coalesce(sum(r.amount_fen), 0) + coalesce(max(lost.fen), 0), d.amount_fen)::text, d.refunded_fen::text
        from donations d
          left join refunds r on r.donation_id = d.id and r.state in ('approved', 'pending', 'succeeded')
            and r.payment_intent_id is not distinct from d.payment_intent_id
          left join (select donation_id, payment_intent_id, sum(taken_fen) as fen from disputes where state = 'lost' group by 1, 2) lost
            on lost.donation_id = d.id and lost.payment_intent_id is not distinct from d.payment_intent_id
        where d.paid_at is not null group by d.id`,
  );
}

/** A4, A6: every paid gift is in the ledger once with its whole amount, no other is, and fees are posted as the channel told them. */
export function checkGiftPostings(db: DbOrTx): Promise<CheckResult> {
  return compare(
    db,
    "gift_postings",
    sql`with moved as (
          select split_part(t.reference, ':', 1) as kind, split_part(t.reference, ':', 2) as donation_id,
            sum(e.amount_fen) filter (where e.amount_fen > 0) as fen
          from ledger_transactions t join ledger_entries e on e.transaction_id = t.id
          where t.kind in ('donation', 'fee') and t.source not like 'dispute:%' and t.source not like 'suspense:%' group by 1, 2),
        paid as (
          select id::text, 'donation' as kind, amount_fen as fen from donations
            where state in ('paid', 'settled', 'partly_refunded', 'refunded', 'disputed', 'lost')
          union all select id::text, 'fee', fee_fen from donations where paid_at is not null and fee_fen > 0)
        select coalesce(p.kind, m.kind) || ' ' || upper(left(coalesce(p.id, m.donation_id), 8)) as subject,
          coalesce(p.fen, 0)::text as expected, coalesce(m.fen, 0)::text as actual
        from paid p full join moved m on m.donation_id = p.id and m.kind = p.kind`,
  );
}

/** S101: every payment that left is in the ledger once with its amount, and no other is. */
export function checkPaymentPostings(db: DbOrTx): Promise<CheckResult> {
  return compare(
    db,
    "payment_postings",
    sql`with moved as (
          select split_part(t.reference, ':', 2) as disbursement_id, sum(e.amount_fen) filter (where e.amount_fen > 0) as fen
          from ledger_transactions t join ledger_entries e on e.transaction_id = t.id where t.kind = 'disbursement' group by 1),
        paid as (select id::text, public_code, amount_fen as fen from disbursements where state in ('paid_out', 'confirmed', 'returned'))
        select coalesce(p.public_code, left(m.disbursement_id, 8)) as subject,
          coalesce(p.fen, 0)::text as expected, coalesce(m.fen, 0)::text as actual
        from paid p full join moved m on m.disbursement_id = p.id`,
  );
}

/**
 * Money cannot be less than nothing: no purpose is overspent, no account that holds money is below zero. A charity's accounts together
 * may fall short only by the fees and losses it has not covered from its own money yet.
 */
export function checkAccountSides(db: DbOrTx): Promise<CheckResult> {
  return compare(
    db,
    "account_sides",
    sql`with balances as (
          select a.id, a.name, a.legal_person, a.subject_id,
            case when a.kind in ('charity_clearing', 'fees', 'loss', 'disputed') then 'charity' else a.kind end as kind, sum(e.amount_fen) as fen
          from ledger_entries e join ledger_accounts a on a.id = e.account_id group by a.id)
        select name as subject, (case when kind = 'custody' then greatest(fen, 0) else least(fen, 0) end)::text as expected, fen::text as actual
        from balances where kind <> 'charity'
        union all
        select legal_person, greatest(sum(fen), 0)::text, sum(fen)::text from balances where kind = 'charity' group by subject_id, legal_person`,
  );
}

/** S100: what left each fund is its approved spendings, project by project, and no project was paid over its approved budget. */
export function checkProjectPayments(db: DbOrTx): Promise<CheckResult> {
  return compare(
    db,
    "project_payments",
    sql`with moved as (
          select split_part(t.reference, ':', 2) as spending_id, sum(e.amount_fen) as fen
          from ledger_entries e join ledger_accounts a on a.id = e.account_id and a.kind = 'fund'
            join ledger_transactions t on t.id = e.transaction_id and t.kind = 'fund_spending'
          where e.amount_fen > 0 group by 1)
        select coalesce(s.public_code, left(m.spending_id, 8)) as subject, coalesce(s.amount_fen, 0)::text as expected, coalesce(m.fen, 0)::text as actual
        from (select id::text, public_code, amount_fen from fund_spendings where state = 'approved') s full join moved m on m.spending_id = s.id
        union all
        select public_code, least(library_spent_fen(id), library_budget_fen(id))::text, library_spent_fen(id)::text from library_projects`,
  );
}

/** S94, S95, D12: every line of every plan, and every fund's budget, equals what is posted. */
export async function checkPlanEquality(db: DbOrTx): Promise<CheckResult> {
  const findings: Finding[] = [];
  let examined = 0;
  const examine = (subject: string, expectedFen: bigint, actualFen: bigint) => {
    examined += 1;
    if (expectedFen !== actualFen) findings.push({ subject, expectedFen, actualFen });
  };
  for (const planCode of await listPlanCodes(db)) {
    const plan = await getPlanComparison(db, { planCode });
    if (!plan) continue;
    for (const line of [plan.total, ...plan.payers, ...plan.countyByYear, ...plan.townByYear]) {
      examine(`${line.payer} ${line.year ?? ""}`.trim(), line.amountFen, line.postedFen);
    }
    const sumOf = (lines: readonly { amountFen: bigint }[]) => lines.reduce((sum, line) => sum + line.amountFen, 0n);
    examine(`${plan.source}: ${plan.total.payer}`, plan.total.amountFen, sumOf(plan.payers));
  }
  for (const fund of await listFunds(db)) examine(fund.name, fund.budgetFen, fund.postedFen);
  return { name: "plan_equality", examined, findings };
}
