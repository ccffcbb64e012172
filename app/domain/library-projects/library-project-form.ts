import { z } from "zod";
import {
  calendarDay,
  choice,
  money,
  optionalText,
  requiredLine,
  requiredText,
  rowId,
  wholeNumber,
} from "../form-fields.ts";

/** 10 billion fen: more than any project of a village; keeps quantity × price within PostgreSQL's bigint. */
const highestPriceFen = 10_000_000_000n;

export const budgetLine = z.object({
  item: requiredLine({ max: 60 }),
  quantity: wholeNumber({ min: 1, max: 1_000_000 }),
  unit: requiredLine({ max: 10 }),
  unitPrice: money({ minFen: 1n, maxFen: highestPriceFen }),
});
const budgetLines = z.array(budgetLine).min(1, "lines_required").max(40, "lines_too_many");

export const libraryProjectForm = z
  .object({
    version: z.coerce.number().int().min(0),
    regionCode: requiredLine({ max: 12 }),
    title: requiredLine({ min: 4, max: 40 }),
    purpose: requiredLine({ max: 40 }),
    description: requiredText({ min: 20, max: 2000 }),
    plannedFrom: calendarDay(),
    plannedTo: calendarDay(),
    lines: budgetLines,
  })
  .refine((project) => project.plannedFrom <= project.plannedTo, { error: "days_reversed", path: ["plannedTo"] });
export type LibraryProjectInput = z.output<typeof libraryProjectForm>;

export const budgetVersionForm = z.object({ reason: requiredText({ min: 4, max: 300 }), lines: budgetLines });
export type BudgetVersionInput = z.output<typeof budgetVersionForm>;

export const decideBudgetForm = z.object({
  budgetId: rowId(),
  decision: choice(["approve", "refuse"]),
  reason: optionalText({ max: 300 }),
});

export const quoteForm = z.object({ words: requiredLine({ min: 2, max: 60 }), amount: money({ minFen: 1n }) });
export const photoForm = z.object({ words: requiredLine({ min: 2, max: 60 }) });

export const stepForm = z.object({ reason: optionalText({ max: 300 }) });
export const approveProjectForm = z.object({ documentNumber: requiredLine({ min: 2, max: 60 }) });
export const acceptanceForm = (today: string) =>
  z.object({
    acceptedOn: calendarDay().refine((day) => day <= today, "in_future"),
    members: requiredLine({ min: 4, max: 120 }),
    conclusion: requiredText({ min: 10, max: 500 }),
  });
export type AcceptanceInput = z.output<ReturnType<typeof acceptanceForm>>;
export const linkNeedForm = z.object({ needCode: requiredLine({ max: 20 }) });
