/** Reads what a proposal stored as JSON; it was checked when it was proposed. @throws ZodError on anything else: a broken row */
import { z } from "zod";
import { wordingKinds, wordingSeverities } from "./place-rule.ts";

const fenText = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(BigInt);

const settings = z.object({ value: z.union([z.string(), z.number(), z.boolean()]) });
const prices = z.object({
  name: z.string(),
  words: z.array(z.string()).min(1),
  unit: z.string(),
  referencePriceFen: fenText,
  ceilingFen: fenText,
});
const wordings = z.object({
  word: z.string(),
  kind: z.enum(wordingKinds),
  severity: z.enum(wordingSeverities),
  advice: z.string(),
});

export function settingValue(value: unknown) {
  return settings.parse(value);
}

export function itemPriceValue(value: unknown) {
  return prices.parse(value);
}

export function wordingValue(value: unknown) {
  return wordings.parse(value);
}
