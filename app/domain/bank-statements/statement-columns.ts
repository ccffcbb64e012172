/** Which column of a bank's export is what. Banks head the same thing in many words; what is recognised is a proposal that a person corrects. */

import { type Cell, isBlank, type Row, textOf } from "../cell.ts";
import { claimColumns } from "../table-columns.ts";

export const statementFields = [
  "day",
  "time",
  "income",
  "expense",
  "amount",
  "direction",
  "balance",
  "name",
  "number",
  "memo",
  "serial",
] as const;
export type StatementField = (typeof statementFields)[number];

/** A column that is not read, on the form. */
export const ignoredColumn = "-";

/** Banks split what they say about a transfer over several columns (摘要, 用途, 附言). */
const manyColumns: readonly StatementField[] = ["memo"];

const headersOf: Readonly<Record<StatementField, readonly string[]>> = {
  day: ["交易日期", "记账日期", "入账日期", "日期", "交易日", "记账日", "发生日期", "起息日期", "date"],
  time: ["交易时间", "记账时间", "入账时间", "时间", "交易时间戳", "交易日期时间", "time"],
  income: [
    "收入",
    "收入金额",
    "贷方发生额",
    "贷方金额",
    "贷方",
    "存入",
    "存入金额",
    "转入金额",
    "收方金额",
    "收款金额",
    "贷方发生金额",
    "贷",
    "credit",
  ],
  expense: [
    "支出",
    "支出金额",
    "借方发生额",
    "借方金额",
    "借方",
    "支取",
    "支取金额",
    "转出金额",
    "付方金额",
    "付款金额",
    "借方发生金额",
    "借",
    "debit",
  ],
  amount: ["交易金额", "发生额", "金额", "发生金额", "交易额", "amount"],
  direction: [
    "借贷标志",
    "借贷标识",
    "借贷",
    "收支",
    "收支标志",
    "借贷方向",
    "收付标志",
    "收支方向",
    "交易方向",
    "资金流向",
    "借贷类型",
  ],
  balance: ["余额", "账户余额", "交易后余额", "当前余额", "本次余额", "可用余额", "联机余额", "balance"],
  name: [
    "对方户名",
    "对方账户名",
    "对方账户名称",
    "对方名称",
    "对方单位名称",
    "对方单位",
    "交易对方",
    "对手户名",
    "收付方名称",
    "对方帐户名称",
    "对方姓名",
    "收款人付款人名称",
    "交易对手名称",
  ],
  number: [
    "对方账号",
    "对方帐号",
    "对方账户",
    "对手账号",
    "收付方账号",
    "对方卡号账号",
    "对方账号卡号",
    "交易对方账号",
    "交易对手账号",
  ],
  memo: [
    "摘要",
    "用途",
    "附言",
    "备注",
    "交易摘要",
    "交易用途",
    "摘要说明",
    "交易附言",
    "客户附言",
    "交易备注",
    "用途摘要",
    "交易说明",
  ],
  serial: [
    "流水号",
    "交易流水号",
    "核心流水号",
    "流水",
    "交易流水",
    "交易序号",
    "柜员流水号",
    "凭证流水号",
    "账户明细编号",
    "交易编号",
    "唯一流水号",
    "明细流水号",
    "企业流水号",
    "银行流水号",
  ],
};

const fieldByHeader: ReadonlyMap<string, StatementField> = new Map(
  statementFields.flatMap((field) => headersOf[field].map((header) => [header, field] as const)),
);

/** 贷方发生额（收入） → 贷方发生额; 对方账号/卡号 → 对方账号卡号. */
function fieldOf(cell: Cell | undefined): StatementField | undefined {
  const whole = textOf(cell).toLowerCase();
  const plain = whole.replace(/[(（[【].*?[)）\]】]/gu, "").replace(/[^\p{L}\p{N}]/gu, "");
  return fieldByHeader.get(plain) ?? fieldByHeader.get(whole.replace(/[^\p{L}\p{N}]/gu, ""));
}

/** Column indexes of every field found. */
export type StatementColumns = Readonly<Partial<Record<StatementField, readonly number[]>>>;

export type StatementTable = {
  /** Number of the row with the heads; lines begin after it. */
  headerRow: number;
  headers: readonly string[];
  columns: StatementColumns;
};

/** How many rows are looked at for the heads: banks put the account's name, number and period above them. */
export const headerSearchRows = 30;
const widest = 60;

/** The row of heads: the one of the first rows with most known heads, a day or time and an amount among them. */
export function recogniseStatement(rows: readonly Row[]): StatementTable | undefined {
  let best: StatementTable | undefined;
  let bestCount = 0;
  for (const row of rows.slice(0, headerSearchRows)) {
    const headers = row.cells.slice(0, widest).map((cell) => textOf(cell).slice(0, 40));
    const { columns } = mapStatementColumns(headers.map((header) => fieldOf(header) ?? null));
    const isTable =
      (columns.day ?? columns.time) !== undefined &&
      (columns.amount ?? columns.income ?? columns.expense) !== undefined;
    const count = Object.keys(columns).length;
    if (isTable && count > bestCount) {
      best = { headerRow: row.number, headers, columns: withDay(columns) };
      bestCount = count;
    }
  }
  return best;
}

/** Many banks have 交易时间 alone, with the day in it. */
function withDay(columns: StatementColumns): StatementColumns {
  if (columns.day !== undefined || columns.time === undefined) return columns;
  const { time, ...others } = columns;
  return { ...others, day: time };
}

/** One field per column, as the page asks: the map, and fields that two columns claim. The first of them keeps it. */
export function mapStatementColumns(fields: readonly (StatementField | null)[]): {
  columns: StatementColumns;
  claimedTwice: StatementField[];
} {
  return claimColumns(fields, manyColumns);
}

/** What is missing before the rows can be read: a day, the balance, and the amount in one of its two forms. */
export function missingStatementFields(columns: StatementColumns): StatementField[] {
  const missing: StatementField[] = [];
  if (columns.day === undefined) missing.push("day");
  if (columns.balance === undefined) missing.push("balance");
  const isOneColumn = columns.amount !== undefined;
  if (!isOneColumn && columns.income === undefined) missing.push("income");
  if (!isOneColumn && columns.expense === undefined) missing.push("expense");
  return missing;
}

/** The first rows below the heads, for the person who checks the columns. */
export function sampleOf(rows: readonly Row[], headerRow: number, count: number): Row[] {
  return rows.filter((row) => row.number > headerRow && !row.cells.every(isBlank)).slice(0, count);
}
