import { describe, expect, it } from "vitest";
import { taxDeductionForm } from "./tax-deduction-form.ts";

const typed = { donor: "firm", day: "2025-12-31", amount: "1000", base: "500,000" };

function messagesOf(changes: Record<string, string>) {
  const parsed = taxDeductionForm.safeParse({ ...typed, ...changes });
  return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
}

describe("S106: what people type into the calculator", () => {
  it("reads full-width digits, thousands and 元", () => {
    const input = {
      donor: "person",
      day: "２０２５-１２-３１",
      amount: "１０００元",
      base: "￥１２，３４５.６０",
      isForTargetArea: "on",
    };
    expect(taxDeductionForm.parse(input)).toEqual({
      donor: "person",
      day: "2025-12-31",
      amountFen: 100_000n,
      baseFen: 1_234_560n,
      isForTargetArea: true,
    });
  });

  it.each(["0", "０", "0.00", "0 元", "¥0"])("takes %s for a year without profit", (base) => {
    expect(taxDeductionForm.parse({ ...typed, base }).baseFen).toBe(0n);
  });

  it("takes a large firm's profit, which is more than any gift may be", () => {
    expect(taxDeductionForm.parse({ ...typed, base: "35,000,000,000" }).baseFen).toBe(3_500_000_000_000n);
  });

  it.each([
    ["a loss", { base: "-5" }, ["base base.negative"]],
    ["no profit given", { base: "" }, ["base money.empty"]],
    ["words", { base: "很多" }, ["base money.not_a_number"]],
    ["more than the country earns", { base: "9999999999999" }, ["base money.too_large"]],
    ["no amount", { amount: "" }, ["amount money.empty"]],
    ["an amount of nothing", { amount: "0" }, ["amount money.not_positive"]],
    ["three decimals", { amount: "1.005" }, ["amount money.too_many_decimals"]],
    ["a day that does not exist", { day: "2025-02-29" }, ["day invalidDate"]],
    ["nobody's gift", { donor: "ghost" }, ["donor invalidChoice"]],
  ])("refuses %s", (_name, changes, messages) => {
    expect(messagesOf(changes)).toEqual(messages);
  });
});
