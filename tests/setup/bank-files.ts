/** A made-up account: no bank has it. */
export const ownAccount = "6200000000001234";

export type BankRow = { day: string; fen: bigint; name?: string; number?: string; memo?: string; serial?: string };

const yuan = (fen: bigint) => `${fen / 100n}.${String(fen % 100n).padStart(2, "0")}`;

/** A bank's export as CSV: title rows, two columns of amounts, the balance of each row, and a total. */
export function bankCsv(rows: readonly BankRow[], { openingFen = 0n, account = ownAccount } = {}): string {
  let balance = openingFen;
  const lines = rows.map((row) => {
    balance += row.fen;
    const income = row.fen > 0n ? yuan(row.fen) : "";
    const expense = row.fen < 0n ? yuan(-row.fen) : "";
    return [
      row.day,
      income,
      expense,
      yuan(balance),
      row.name ?? "",
      row.number ?? "",
      row.memo ?? "",
      row.serial ?? "",
    ];
  });
  return [
    ["开平银行对公账户交易明细"],
    [`账号：${account}`, "户名：侨乡慈善会"],
    ["交易日期", "收入金额", "支出金额", "账户余额", "对方户名", "对方账号", "摘要", "流水号"],
    ...lines,
    ["合计", `${rows.length}笔`],
  ]
    .map((cells) => cells.join(","))
    .join("\r\n");
}
