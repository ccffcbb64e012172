/** What a helper writes about a deed (S50, S51), and what the village answers. It may be shown to everybody: no telephone, account, ID number. */
import { z } from "zod";
import { calendarDay, choice, optionalMoney, requiredLine, requiredText, wholeNumber } from "../form-fields.ts";
import { findForbidden } from "../needs/public-text-gate.ts";
import { helpWays } from "./deed.ts";

const isClean = (text: string) => findForbidden(text, []).length === 0;

export const reportDeedForm = z.object({
  way: choice(helpWays),
  title: requiredLine({ min: 4, max: 60 }).refine(isClean, "contactInText"),
  description: requiredText({ min: 10, max: 800 }).refine(isClean, "contactInText"),
  doneOn: calendarDay(),
  worthFen: optionalMoney({ minFen: 1n, maxFen: 100_000_000_000n }),
  householdCount: wholeNumber({ min: 0, max: 100_000 }),
});
export type ReportDeedInput = z.output<typeof reportDeedForm>;

/** A role in the village (村民代表), never a name. */
export const confirmDeedForm = z.object({
  deedId: z.string({ error: "required" }),
  role: requiredLine({ min: 2, max: 30 }).refine(isClean, "contactInText"),
});
export const returnDeedForm = z.object({
  deedId: z.string({ error: "required" }),
  reason: requiredText({ min: 2, max: 300 }),
});
