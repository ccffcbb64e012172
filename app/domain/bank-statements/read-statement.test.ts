import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cell, Row } from "../cell.ts";
import { fenToDecimal, formatYuan } from "../money.ts";
import { accountNamedIn, isSameAccount, maskedAccountNumber, maskLongNumbers } from "./account-number.ts";
import { identitiesOf, judgeAgainstKnown } from "./known-lines.ts";
import { type RowVerdict, readStatement } from "./read-statement.ts";
import { readDirection, readStatementAmount } from "./statement-amount.ts";
import { mapStatementColumns, missingStatementFields, recogniseStatement } from "./statement-columns.ts";

const today = "2026-11-22";
const rowsOf = (...cells: Cell[][]): Row[] => cells.map((row, index) => ({ number: index + 1, cells: row }));
const heads = ["交易日期", "收入", "支出", "余额", "对方户名", "对方账号", "摘要", "流水号"];
const read = (...cells: Cell[][]) => {
  const rows = rowsOf(...cells);
  const table = recogniseStatement(rows);
  if (table === undefined) throw new Error("no table");
  return readStatement(rows, table, today);
};
const verdictsOf = (...cells: Cell[][]): [number, RowVerdict][] =>
  read(heads, ...cells).findings.map(({ rowNumber, verdict }) => [rowNumber, verdict]);

describe("Q19: amounts of a bank", () => {
  it.each<[Cell, bigint | null | undefined]>([
    ["1,234.50", 123_450n],
    ["1234.5", 123_450n],
    ["１，２３４．５０", 123_450n],
    ["¥ 88", 8_800n],
    ["人民币 88.00元", 8_800n],
    ["-12.30", -1_230n],
    ["12.30-", -1_230n],
    ["(12.30)", -1_230n],
    ["+0.01", 1n],
    ["100.000", 10_000n],
    [0.1 + 0.2, 30n],
    [1234.5, 123_450n],
    [-7, -700n],
    [0, 0n],
    ["", null],
    ["--", null],
    [null, null],
    ["1,23.00", undefined],
    ["12,345,67", undefined],
    ["1.234", undefined],
    [1.005, undefined],
    ["1e3", undefined],
    [1e15, undefined],
    [Number.NaN, undefined],
    ["壹佰元整", undefined],
    ["-5-", undefined],
    ["99999999999999.00", undefined],
    [{ day: "2026-11-01" }, undefined],
    [true, undefined],
  ])("Q19: %j is %s fen", (cell, fen) => {
    expect(readStatementAmount(cell)).toBe(fen);
  });

  it("Q19: every amount that is printed is read back to the fen, as text and as a workbook's number", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -99_999_999_999n, max: 99_999_999_999n }), (fen) => {
        expect(readStatementAmount(formatYuan(fen))).toBe(fen);
        expect(readStatementAmount(Number(fenToDecimal(fen)))).toBe(fen);
      }),
    );
  });

  it("Q19: a credit of the bank's book came in, a debit went out; other words are not guessed", () => {
    expect(["贷", "贷方", "收", "来账", "C", "Cr", "+"].map(readDirection)).toEqual(Array(7).fill("in"));
    expect(["借", "借方", "支", "往账", "D", "dr", "-"].map(readDirection)).toEqual(Array(7).fill("out"));
    expect(["", "转账", "借贷", "1"].map(readDirection)).toEqual(Array(4).fill(undefined));
  });
});

describe("Q19: the columns of a bank's export", () => {
  it.each([
    [
      "two columns",
      ["交易日期", "交易时间", "收入金额（元）", "支出金额（元）", "账户余额", "对方户名"],
      "day time income expense balance name",
    ],
    [
      "the bank's book",
      ["记账日", "借方发生额", "贷方发生额", "余额", "对方单位名称", "对方账号", "用途", "附言"],
      "day expense income balance name number memo",
    ],
    [
      "one amount with a flag",
      ["交易时间", "借贷标志", "交易金额(元)", "余额", "摘要", "交易流水号"],
      "day direction amount balance memo serial",
    ],
    ["signed", ["日期", "发生额", "本次余额"], "day amount balance"],
    ["a number's head with a slash", ["日期", "金额", "余额", "对方账号/卡号"], "day amount balance number"],
  ])("Q19: %s", (_name, headers, fields) => {
    const found = recogniseStatement(
      rowsOf(["某银行交易明细"], ["账号：6222021234567890123", "户名：慈善会"], [], headers),
    );
    expect(found?.headerRow).toBe(4);
    const order = Object.entries(found?.columns ?? {}).sort(([, one], [, other]) => (one[0] ?? 0) - (other[0] ?? 0));
    expect(order.map(([field]) => field).join(" ")).toBe(fields);
    expect(missingStatementFields(found?.columns ?? {})).toEqual([]);
  });

  it("Q19: what is no statement is none, and what is missing is named", () => {
    expect(recogniseStatement(rowsOf(["姓名", "身份证号"], ["张三", "1"]))).toBeUndefined();
    expect(missingStatementFields({})).toEqual(["day", "balance", "income", "expense"]);
    expect(missingStatementFields({ day: [0], balance: [1], amount: [2] })).toEqual([]);
    expect(mapStatementColumns(["day", "day", "memo", "memo", null]).claimedTwice).toEqual(["day"]);
  });

  it("Q19: the account that the file names above its heads is compared, stars or not; a counterparty's is not it", () => {
    const rows = rowsOf(["账号", "6222 0212 3456 7890"], ["对方账号：9999999999999999"], heads);
    expect(accountNamedIn(rows, 3)).toBe("6222021234567890");
    expect(accountNamedIn(rowsOf(["对方账号：9999999999999999"], heads), 2)).toBeUndefined();
    expect(isSameAccount("6222********7890", "6222021234567890")).toBe(true);
    expect(isSameAccount("6222021234567891", "6222021234567890")).toBe(false);
  });

  it("F8: account numbers are shown by their last four digits, also in a file's name; a date is not one", () => {
    expect(maskedAccountNumber("6222021234567890")).toBe("•••• 7890");
    expect(maskedAccountNumber("123")).toBe("••••");
    expect(maskLongNumbers("20261101_6222021234567890.xlsx")).toBe("20261101_••••7890.xlsx");
  });
});

describe("Q19: the rows of a bank's export", () => {
  const good: Cell[] = ["2026-11-02", "100.00", "", "1,100.00", "黄先生", "6222021234567890", "捐赠", "A1"];
  const next: Cell[] = ["2026-11-03", "", "40.50", "1,059.50", "建材店", "", "货款", "A2"];

  it("Q19: two columns become one signed amount; totals, remarks and blank rows are no lines", () => {
    const { lines, findings, skippedRows } = read(
      ["某银行账户明细"],
      heads,
      good,
      [],
      next,
      ["合计", "100.00", "40.50", "", "", "", "", ""],
      ["本页共2笔"],
    );
    expect(findings).toEqual([]);
    expect(skippedRows).toBe(3);
    expect(lines.map(({ day, amountFen, balanceFen, serial }) => [day, amountFen, balanceFen, serial])).toEqual([
      ["2026-11-02", 10_000n, 110_000n, "A1"],
      ["2026-11-03", -4_050n, 105_950n, "A2"],
    ]);
    expect(lines[0]).toMatchObject({ name: "黄先生", number: "6222021234567890", memo: "捐赠" });
  });

  it("Q19: the newest first, or the newest day first and each day from its morning, reads the same", () => {
    const third: Cell[] = ["2026-11-03", "0.50", "", "1,060.00", "", "", "结息", "A3"];
    const straight = read(heads, good, next, third).lines.map(({ serial }) => serial);
    expect(read(heads, third, next, good).lines.map(({ serial }) => serial)).toEqual(straight);
    expect(read(heads, next, third, good).lines.map(({ serial }) => serial)).toEqual(straight);
  });

  it("Q19: one amount with 借贷标志, and days with a time in any form", () => {
    const flagged = ["交易时间", "借贷标志", "交易金额", "余额"];
    const { lines, findings } = read(
      flagged,
      ["2026-11-02 09:15:33", "贷", "100", "100.00"],
      ["20261102101530", "借", "30.00", "70.00"],
      ["2026年11月3日", "借", "-10.00", "80.00"],
      ["2026/11/3 8:01", "支", "-5.00", "75.00"],
      [{ day: "2026-11-04" }, "收", 25, 100],
      [46_330, "支", 1, 99],
    );
    expect(findings).toEqual([]);
    expect(lines.map(({ amountFen }) => amountFen)).toEqual([10_000n, -3_000n, 1_000n, -500n, 2_500n, -100n]);
    expect(lines.map(({ day }) => day.slice(-5))).toEqual(["11-02", "11-02", "11-03", "11-03", "11-04", "11-04"]);
  });

  it.each<[string, RowVerdict, Cell[]]>([
    ["a 30th of February", "bad_day", ["2026-02-30", "1", "", "1101.00"]],
    ["no day", "bad_day", ["", "1", "", "1101.00"]],
    ["words for a day", "bad_day", ["昨天", "1", "", "1101.00"]],
    ["tomorrow", "day_in_future", ["2026-11-23", "1", "", "1101.00"]],
    ["three decimals", "bad_amount", ["2026-11-03", "1.234", "", "1101.00"]],
    ["words for an amount", "bad_amount", ["2026-11-03", "一元", "", "1101.00"]],
    ["neither column", "no_amount", ["2026-11-03", "", "", "1101.00"]],
    ["zero in both", "no_amount", ["2026-11-03", "0.00", "0.00", "1100.00"]],
    ["both columns", "both_filled", ["2026-11-03", "1.00", "2.00", "1101.00"]],
    ["no balance", "bad_balance", ["2026-11-03", "1.00", "", ""]],
    ["a balance in words", "bad_balance", ["2026-11-03", "1.00", "", "余"]],
    ["a balance one fen off", "balance_break", ["2026-11-03", "1.00", "", "1101.01"]],
    ["a serial number that a spreadsheet rounded", "bad_serial", ["2026-11-03", "1", "", "1101", "", "", "", 1.2e17]],
    ["the same in text", "bad_serial", ["2026-11-03", "1", "", "1101", "", "", "", "1.20231E+17"]],
    ["a serial number twice", "serial_twice", ["2026-11-03", "1", "", "1101", "", "", "", "A1"]],
  ])("Q19: %s is %s", (_name, verdict, row) => {
    expect(verdictsOf(good, row)).toEqual([[3, verdict]]);
  });

  it("Q19: a flag that says neither is refused", () => {
    const { findings } = read(["日期", "借贷标志", "金额", "余额"], ["2026-11-02", "转账", "1.00", "1.00"]);
    expect(findings).toEqual([{ rowNumber: 2, verdict: "bad_direction" }]);
  });

  it("Q19: reading any cells never throws, and every row is a line, a finding or skipped", () => {
    const cell = fc.oneof(
      fc.string(),
      fc.double(),
      fc.constant(null),
      fc.constantFrom("2026-11-02", "1.00", "借", "合计"),
    );
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 12 }), (rows) => {
        const { lines, findings, skippedRows } = read(heads, ...rows);
        const refused = findings.filter(({ verdict }) => verdict !== "balance_break" && verdict !== "serial_twice");
        expect(lines.length + refused.length + skippedRows).toBe(rows.length);
      }),
      { numRuns: 200 },
    );
  });
});

describe("Q19: the same line is one line", () => {
  const hashOf = (content: string) => String(content.length) + content;
  const twins: Cell[][] = [
    heads,
    ["2026-11-02", "5.00", "", "5.00", "", "", "捐", ""],
    ["2026-11-02", "", "5.00", "0.00", "", "", "退", ""],
    ["2026-11-02", "5.00", "", "5.00", "", "", "捐", ""],
  ];

  it("Q19: equal lines without serial numbers are told apart by their occurrence, again in a second upload", () => {
    const { lines } = read(...twins);
    const identities = identitiesOf(lines, hashOf);
    expect(new Set(identities).size).toBe(3);
    expect(identitiesOf(read(...twins).lines, hashOf)).toEqual(identities);
    const known = lines.map((line, index) => ({ ...line, identity: identities[index] ?? "" }));
    expect(judgeAgainstKnown(lines, identities, known)).toEqual(["known", "known", "known"]);
    expect(judgeAgainstKnown(lines, identities, known.slice(0, 2))).toEqual(["known", "known", "new"]);
  });

  it("Q19: an export with serial numbers does not double one without them, nor the other way round", () => {
    const bare = read(heads, ["2026-11-02", "5.00", "", "5.00"], ["2026-11-03", "1.00", "", "6.00"]).lines;
    const numbered = bare.map((line, index) => ({ ...line, serial: `S${index}`, memo: "别的写法" }));
    const [one, other] = [identitiesOf(bare, hashOf), identitiesOf(numbered, hashOf)];
    const knownBare = bare.map((line, index) => ({ ...line, identity: one[index] ?? "" }));
    expect(judgeAgainstKnown(numbered, other, knownBare)).toEqual(["known", "known"]);
    const knownNumbered = numbered.map((line, index) => ({ ...line, identity: other[index] ?? "" }));
    expect(judgeAgainstKnown(bare, one, knownNumbered)).toEqual(["known", "known"]);
  });

  it("Q19: a serial number that stands for another movement is refused, never passed over", () => {
    const [line] = read(heads, ["2026-11-02", "5.00", "", "5.00", "", "", "", "S1"]).lines;
    if (line === undefined) throw new Error("no line");
    const known = [{ identity: "serial:S1", day: "2026-10-02", amountFen: 500n, balanceFen: 900n }];
    expect(judgeAgainstKnown([line], ["serial:S1"], known)).toEqual(["serial_taken"]);
  });
});
