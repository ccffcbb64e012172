import { sql } from "drizzle-orm";
import { isPublicNeed } from "#app/domain/needs/public-need-conditions.server.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import type { ConfirmationMethod } from "../disbursements/disbursement.ts";
import { isPublicCode } from "../ids.ts";
import { type MoneyNotice, moneyNoticeDaysKey } from "./money-notice.ts";

type Row = {
  id: string;
  code: string;
  kind: MoneyNotice["kind"];
  announced_at: Date | string;
  amount_fen: string;
  source: string;
  fund_code: string | null;
  use: string | null;
  unit: string | null;
  document_number: string | null;
  need_code: string | null;
  need_title: string | null;
  region_code: string;
  region_name: string;
  is_returned: boolean;
  confirmed_at: Date | string | null;
  confirmation_method: ConfirmationMethod | null;
  result: string | null;
  result_at: Date | string | null;
  report_code: string | null;
  report_title: string | null;
  is_demo: boolean;
  min_days: number | null;
  total: number;
};

/**
 * Everything that was paid or allocated, from the books: of a need that is no longer public neither purpose nor title, of a household never a
 * name, and of a pool never whose household's it is nor what staff wrote as the reason.
 */
const announced = sql`(
  select d.id, d.public_code as code, 'payment' as kind, d.paid_at as announced_at, d.amount_fen, o.name as source, null as fund_code,
    case when shown.id is not null then d.purpose end as use, case d.payee_kind when 'supplier' then d.payee_name end as unit,
    d.invoice_number as document_number, shown.public_code as need_code, shown.title as need_title, n.region_code,
    d.state = 'returned' as is_returned, d.confirmed_at, d.confirmation_method, null as result, null::timestamptz as result_at,
    report.public_code as report_code, report.title as report_title, false as is_demo
  from disbursements d
    join needs n on n.id = d.need_id
    join organizations o on o.id = d.charity_id
    left join (select ${needs.id}, ${needs.publicCode}, ${needs.title} from ${needs} where ${isPublicNeed()}) shown on shown.id = d.need_id
    left join lateral (select published.public_code, published.title from impact_reports published
      where published.need_id = shown.id and published.state = 'published' order by published.published_at desc limit 1) report on true
  where d.state in ('paid_out', 'confirmed', 'returned')
  union all
  select s.id, s.public_code, 'fund_spending', s.closed_at, s.amount_fen, f.name, f.code, s.description, s.payee_name, s.document_number,
    null, null, coalesce(s.region_code, f.region_code), false, null, null, s.result, s.result_at, null, null, s.is_demo
  from fund_spendings s join funds f on f.id = s.fund_id
  where s.state = 'approved'
  union all
  select a.id, a.public_code, 'allocation', a.closed_at, a.amount_fen, o.name, null, shown.title, o.name, null,
    shown.public_code, shown.title, n.region_code, false, null, null, null, null, report.public_code, report.title, false
  from pool_allocations a
    join needs n on n.id = a.need_id
    join organizations o on o.id = a.charity_id
    left join (select ${needs.id}, ${needs.publicCode}, ${needs.title} from ${needs} where ${isPublicNeed()}) shown on shown.id = a.need_id
    left join lateral (select published.public_code, published.title from impact_reports published
      where published.need_id = shown.id and published.state = 'published' order by published.published_at desc limit 1) report on true
  where a.state = 'approved')`;

/** `running`: still within the days of the place's rule. */
export type MoneyNoticeView = "all" | "running";
export type ListedNotice = MoneyNotice & { minDays: number | null };

/** The notices of money, latest first; `page` starts at 1. */
export async function listMoneyNotices(
  db: DbOrTx,
  params: { view: MoneyNoticeView; now: Date; page: number; pageSize: number },
): Promise<{ notices: ListedNotice[]; total: number }> {
  const isRunning = sql`notice.announced_at + make_interval(days => notice.min_days) > ${params.now.toISOString()}::timestamptz`;
  const rows = await db.execute<Row>(sql`
    select notice.*, (count(*) over ())::int as total from ${withRule()} notice
    where ${params.view === "running" ? isRunning : sql`true`}
    order by notice.announced_at desc, notice.code limit ${params.pageSize} offset ${(params.page - 1) * params.pageSize}`);
  return { notices: rows.map(noticeOf), total: rows[0]?.total ?? 0 };
}

/** One notice by the code of its payment or spending, with the reference of its posting in the ledger; null when there is none. */
export async function getMoneyNotice(
  db: DbOrTx,
  params: { code: string },
): Promise<{ notice: ListedNotice; postingReference: string } | null> {
  if (!isPublicCode(params.code)) return null;
  const [row] = await db.execute<Row>(
    sql`select notice.*, 1 as total from ${withRule()} notice where notice.code = ${params.code}`,
  );
  if (!row) return null;
  return { notice: noticeOf(row), postingReference: `${postings[row.kind]}:${row.id}` };
}

const postings = {
  payment: "disbursement_paid",
  fund_spending: "fund_spending",
  allocation: "allocation",
} as const satisfies Record<MoneyNotice["kind"], string>;

function withRule() {
  return sql`(select announced.*, regions.short_name as region_name,
      jurisdiction_number(announced.region_code, ${moneyNoticeDaysKey}, to_char(announced.announced_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD'))::int as min_days
    from ${announced} announced join regions on regions.code = announced.region_code)`;
}

function noticeOf(row: Row): ListedNotice {
  const date = (at: Date | string | null) => (at === null ? null : new Date(at));
  return {
    code: row.code,
    kind: row.kind,
    announcedAt: new Date(row.announced_at),
    amountFen: BigInt(row.amount_fen),
    source: row.source,
    fundCode: row.fund_code,
    use: row.use,
    unit: row.unit,
    documentNumber: row.document_number,
    needCode: row.need_code,
    needTitle: row.need_title,
    regionCode: row.region_code,
    regionName: row.region_name,
    isReturned: row.is_returned,
    confirmedAt: date(row.confirmed_at),
    confirmationMethod: row.confirmation_method,
    result: row.result,
    resultAt: date(row.result_at),
    report:
      row.report_code === null || row.report_title === null
        ? null
        : { publicCode: row.report_code, title: row.report_title },
    isDemo: row.is_demo,
    minDays: row.min_days,
  };
}
