import { z } from "zod";
import { calendarDay, money, optionalText, requiredLine, requiredText, wholeNumber } from "../form-fields.ts";
import { impactReportKinds } from "./impact-report.ts";

/** Zero is a true answer here: a planned thing that cost nothing, or was not bought. */
const amountOrZero = z.preprocess(
  (value) => (typeof value === "string" && /^0+(\.0{1,2})?$/.test(value.normalize("NFKC").trim()) ? null : value),
  z.union([z.null().transform(() => 0n), money()]),
);

export const impactReportForm = z.object({
  kind: z.enum(impactReportKinds).default("full"),
  version: z.coerce.number().int().min(0),
  title: requiredLine({ min: 4, max: 40 }),
  body: requiredText({ min: 20, max: 4000 }),
  confirmedByRole: requiredLine({ max: 30 }),
  confirmedOn: calendarDay(),
  beneficiaryHouseholds: wholeNumber({ min: 0, max: 100_000 }),
  beneficiaryPersons: wholeNumber({ min: 0, max: 1_000_000 }),
  lines: z
    .array(
      z.object({
        item: requiredLine({ max: 60 }),
        planned: amountOrZero,
        spent: amountOrZero,
        note: optionalText({ max: 100 }),
      }),
    )
    .max(40)
    .default([]),
});

export type ImpactReportInput = z.output<typeof impactReportForm>;
