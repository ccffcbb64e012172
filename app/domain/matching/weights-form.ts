/** The form that sets the weights: every weight, and why. */
import { z } from "zod";
import { calendarDay, requiredLine, requiredText, wholeNumber } from "../form-fields.ts";
import { largestWeight, type WeightKey, weightKeys } from "./weights.ts";

const weightFields = Object.fromEntries(
  weightKeys.map((key) => [key, wholeNumber({ min: 0, max: largestWeight })]),
) as Record<WeightKey, ReturnType<typeof wholeNumber>>;

export const weightsForm = z.object({
  ...weightFields,
  seenVersion: wholeNumber({ min: 1, max: 1_000_000 }),
  validFrom: calendarDay(),
  reason: requiredText({ min: 4, max: 300 }),
  source: requiredLine({ min: 2, max: 120 }),
});
export type WeightsInput = z.output<typeof weightsForm>;
