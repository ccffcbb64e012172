/** Inputs of a proposed rule: what, where, from when, and on whose paper it stands. */
import { z } from "zod";
import { calendarDay, choice, money, requiredLine, requiredText } from "../form-fields.ts";
import { wordingKinds, wordingSeverities } from "./place-rule.ts";

/** From `today` on: a rule is never put back in time. Without an end it holds until it is succeeded. */
function period(today: string) {
  return {
    regionCode: z.string({ error: "required" }).regex(/^\d{2,12}$/, "invalidChoice"),
    validFrom: calendarDay().refine((day) => day >= today, "dateInPast"),
    source: requiredLine({ min: 4, max: 120 }),
    reason: requiredText({ min: 4, max: 300 }),
  };
}

export function settingRuleForm(today: string) {
  return z.object({ ...period(today), value: requiredLine({ max: 40 }) });
}

export function priceRuleForm(today: string) {
  return z
    .object({
      ...period(today),
      name: requiredLine({ min: 1, max: 30 }),
      words: requiredText({ max: 200 }),
      unit: requiredLine({ max: 8 }),
      referencePriceFen: money(),
      ceilingFen: money(),
    })
    .superRefine((price, context) => {
      if (price.ceilingFen < price.referencePriceFen) {
        context.addIssue({ code: "custom", path: ["ceilingFen"], message: "ceilingBelowReference" });
      }
    });
}

export function wordRuleForm(today: string) {
  return z.object({
    ...period(today),
    word: requiredLine({ min: 2, max: 20 }),
    kind: choice(wordingKinds),
    severity: choice(wordingSeverities),
    advice: requiredLine({ min: 4, max: 100 }),
  });
}

export function endRuleForm(today: string) {
  return z.object({ ...period(today), key: requiredLine({ max: 60 }) });
}

/** Words by which an item is known, as typed: separated by commas, spaces or line ends; the name itself comes first. */
export function wordsOf(name: string, typed: string): string[] {
  const words = typed
    .split(/[\s,，、;；]+/u)
    .map((word) => word.trim())
    .filter((word) => word !== "");
  return [...new Set([name, ...words])].slice(0, 20);
}

/** Not of a form's making: an id that is none is simply not there. */
const proposalId = z.string();
export const approveRuleForm = z.object({ proposalId });
export const rejectRuleForm = z.object({ proposalId, note: requiredText({ min: 4, max: 200 }) });
