import { z } from "zod";
import { calendarDay, checkbox, choice, money } from "../form-fields.ts";
import { type Fen, parseYuan } from "../money.ts";
import { donorKinds } from "./tax-deduction.ts";

/** A trillion yuan: no firm of the country earns more in a year; beyond it somebody mistyped. */
const largestBaseFen = 100_000_000_000_000n;

/**
 * A yearly profit or income: like other amounts, but 0 is an answer, and a loss is written as 0 (`base.negative`), for the law counts
 * only a profit greater than nothing.
 */
function yearlyBase() {
  return z
    .unknown()
    .optional()
    .transform((value, context): Fen => {
      const text = typeof value === "string" ? value.normalize("NFKC").trim() : "";
      if (/^¥?\s*0+(\.0{0,2})?\s*元?$/u.test(text)) return 0n;
      const parsed = parseYuan(value ?? "", largestBaseFen);
      if (parsed.ok) return parsed.value;
      context.addIssue({
        code: "custom",
        message: parsed.code === "not_positive" ? "base.negative" : `money.${parsed.code}`,
      });
      return z.NEVER;
    });
}

/** The calculator's form; sent by GET, so that an answer has an address one can keep and pass on. */
export const taxDeductionForm = z
  .object({
    donor: choice(donorKinds),
    day: calendarDay(),
    amount: money(),
    base: yearlyBase(),
    isForTargetArea: checkbox(),
  })
  .transform(({ amount, base, ...rest }) => ({ ...rest, amountFen: amount, baseFen: base }));

export type TaxDeductionInput = z.input<typeof taxDeductionForm>;
