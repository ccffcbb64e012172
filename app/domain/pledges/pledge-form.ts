/** What a helper promises: so many of one item by a day (goods, hours, jobs, purchases), or money later where none can be paid now. */
import { z } from "zod";
import { addDays } from "../clock.ts";
import {
  calendarDay,
  money,
  optionalText,
  personName,
  requiredText,
  tickedCheckbox,
  wholeNumber,
} from "../form-fields.ts";
import { findForbidden } from "../needs/public-text-gate.ts";

/** A promise further away than a year is no plan. */
const longestDays = 366;

function promisedFor(today: string) {
  return calendarDay()
    .refine((day) => day >= today, { error: "dayPassed", abort: true })
    .refine((day) => day <= addDays(today, longestDays), "dayTooFar");
}

function common(today: string) {
  return {
    /** Empty: the person; otherwise one of the person's organizations. */
    organizationId: z
      .string()
      .optional()
      .transform((id) => (id === undefined || id === "" || id === "self" ? null : id)),
    promisedFor: promisedFor(today),
    note: optionalText({ max: 300 }).refine((text) => findForbidden(text, []).length === 0, "contactInNote"),
    /** The promise binds (L12, 慈善法 41); the words say so. */
    isBinding: tickedCheckbox(),
  };
}

export function pledgeItemForm(today: string) {
  return z.object({
    ...common(today),
    needItemId: z.string({ error: "invalidChoice" }),
    quantity: wholeNumber({ min: 1, max: 1_000_000 }),
  });
}
export type PledgeItemInput = z.output<ReturnType<typeof pledgeItemForm>>;

export function pledgeMoneyForm(today: string) {
  return z.object({ ...common(today), amount: money({ minFen: 100n }) });
}
export type PledgeMoneyInput = z.output<ReturnType<typeof pledgeMoneyForm>>;

export const pledgeReasonForm = z.object({ reason: requiredText({ min: 2, max: 300 }) });
export const pledgeNoteForm = z.object({ note: optionalText({ max: 300 }) });
export const pledgeQuantityForm = z.object({
  quantity: wholeNumber({ min: 1, max: 1_000_000 }),
  note: optionalText({ max: 300 }),
});
export const signPledgeForm = z.object({ signedByName: personName() });
