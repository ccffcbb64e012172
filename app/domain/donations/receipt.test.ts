import { describe, expect, it } from "vitest";
import { dayInChina } from "../clock.ts";
import { keptFen, parseStatementYear, parseVerifyCode, receiptStanding, startOfYear } from "./receipt.ts";

describe("what a receipt is worth", () => {
  it.each([
    ["settled", 0n, "valid"],
    ["paid", 0n, "valid"],
    ["settled", 1n, "partly_refunded"],
    ["partly_refunded", 9_999n, "partly_refunded"],
    ["settled", 10_000n, "void"],
    ["refunded", 10_000n, "void"],
    ["lost", 10_000n, "void"],
    ["lost", 4_000n, "partly_refunded"],
    ["disputed", 0n, "disputed"],
    ["disputed", 4_000n, "disputed"],
  ] as const)("%s with %s fen back of 10,000 is %s", (state, refundedFen, standing) => {
    expect(receiptStanding({ state, amountFen: 10_000n, refundedFen })).toBe(standing);
  });

  it("keeps what did not go back", () => {
    expect(keptFen({ amountFen: 10_000n, refundedFen: 1n })).toBe(9_999n);
    expect(keptFen({ amountFen: 10_000n, refundedFen: 10_000n })).toBe(0n);
  });
});

describe("a verify code from paper", () => {
  it.each([
    "7KQ4D-M29XB-00112-ZZZZZ",
    "7kq4d m29xb 00112 zzzzz",
    "７ＫＱ４Ｄ－Ｍ２９ＸＢ－００１１２－ＺＺＺＺＺ",
    "7KQ4DM29XB00112ZZZZZ",
    "7KQ4D—M29XB—OO1I2—ZZZZZ",
    " 7KQ4D-M29XB-00Ll2-ZZZZZ ",
  ])("%s is understood", (typed) => {
    expect(parseVerifyCode(typed)).toBe("7KQ4D-M29XB-00112-ZZZZZ");
  });

  it.each([
    "",
    "7KQ4D-M29XB",
    "7KQ4D-M29XB-00112-ZZZZ",
    "7KQ4D-M29XB-00112-ZZZZZ-1",
    "'; drop",
    "%00",
    "𠮷".repeat(20),
  ])("%s is none", (typed) => {
    expect(parseVerifyCode(typed)).toBeNull();
  });
});

describe("the year of a statement", () => {
  it("begins at midnight in China", () => {
    const start = startOfYear(2026);
    expect(dayInChina(start)).toBe("2026-01-01");
    expect(dayInChina(new Date(start.getTime() - 1))).toBe("2025-12-31");
  });

  it("is a year and nothing else", () => {
    expect(parseStatementYear("2026")).toBe(2026);
    for (const text of [undefined, "", "26", "1999", "2026.5", "20266", "２０２６"])
      expect(parseStatementYear(text)).toBeNull();
  });
});
