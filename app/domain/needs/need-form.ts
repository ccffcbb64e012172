/** Inputs of a need. The goal is not among them: it is the sum of the budget's lines (S33). */
import { z } from "zod";
import {
  calendarDay,
  checkbox,
  choice,
  optionalMoney,
  optionalText,
  requiredLine,
  requiredText,
  wholeNumber,
} from "../form-fields.ts";
import { largestAmountFen } from "../money.ts";
import { asksForMoney, needCategories, needTypes } from "./need.ts";
import { budgetTotalFen } from "./need-budget.ts";

export const largestBudget = 20;
export const largestQuantity = 100_000;

const itemForm = z.object({
  /** The line being changed; absent on a new one. Pledges hang on the line, so a line keeps its identity. */
  id: z
    .string()
    .regex(/^[0-9a-f-]{36}$/, "invalidChoice")
    .optional(),
  name: requiredLine({ max: 40 }),
  unit: requiredLine({ max: 8 }),
  quantity: wholeNumber({ min: 1, max: largestQuantity }),
  unitPriceFen: optionalMoney(),
});

function optionalDayFrom(today: string) {
  return z.preprocess(
    (value) => (typeof value === "string" && value.trim() !== "" ? value : null),
    z.union([z.null(), calendarDay().refine((day) => day >= today, "dateInPast")], { error: "invalidDate" }),
  );
}

/** The words and the budget of a need; `today` is the business day `YYYY-MM-DD`. */
export function needForm(today: string) {
  return z
    .object({
      type: choice(needTypes),
      category: choice(needCategories),
      neededBy: optionalDayFrom(today),
      title: requiredLine({ min: 4, max: 40 }),
      summary: requiredText({ min: 10, max: 200 }),
      story: optionalText({ max: 2000 }),
      items: z.array(itemForm).min(1, "itemRequired").max(largestBudget, "tooManyItems"),
      staffNote: optionalText({ max: 1000 }),
    })
    .superRefine((need, context) => {
      if (!asksForMoney(need.type)) return;
      need.items.forEach((item, index) => {
        if (item.unitPriceFen === null) {
          context.addIssue({ code: "custom", path: ["items", index, "unitPriceFen"], message: "money.empty" });
        }
      });
      if (budgetTotalFen(need.items) > largestAmountFen) {
        context.addIssue({ code: "custom", path: ["items"], message: "budgetTooLarge" });
      }
    });
}
export type NeedInput = z.output<ReturnType<typeof needForm>>;

/** An edit names the version it was made from, so that two editors cannot overwrite each other (C6). */
export function editNeedForm(today: string) {
  return z.intersection(needForm(today), z.object({ version: wholeNumber({ min: 1, max: 1_000_000 }) }));
}

export const withdrawNeedForm = z.object({ reason: requiredLine({ min: 2, max: 200 }) });

/** One caption for the pictures of one upload; a person in the picture means: public only with a photo consent. */
export const needPhotosForm = z.object({
  alternativeText: requiredLine({ min: 2, max: 60 }),
  showsPerson: checkbox(),
});
