import { z } from "zod";
import { calendarDay, choice, money, optionalText } from "../form-fields.ts";
import { type CallbackAnswer, receivedAnswers } from "./callback.ts";

const blank = (value: unknown) => (typeof value === "string" && value.trim() === "" ? null : value);

/** What the recipient said; with `reached` = no only the words count. Amount and day are asked for when money was received. */
export const callbackForm = z
  .object({
    reached: choice(["yes", "no"] as const),
    received: z.preprocess((value) => blank(value) ?? null, z.union([z.null(), choice(receivedAnswers)])),
    amount: z.preprocess((value) => blank(value) ?? null, z.union([z.null(), money({ minFen: 1n })])),
    receivedOn: z.preprocess((value) => blank(value) ?? null, z.union([z.null(), calendarDay()])),
    words: optionalText({ max: 300 }),
  })
  .superRefine((input, context) => {
    if (input.reached === "no") return;
    const miss = (path: string) => context.addIssue({ code: "custom", path: [path], message: "required" });
    if (input.received === null) miss("received");
    if (input.received === "not" || input.received === null) return;
    if (input.amount === null) miss("amount");
    if (input.receivedOn === null) miss("receivedOn");
  });

export type CallbackInput = z.output<typeof callbackForm>;

/** The answer in the terms of the rule. */
export function answerOf({ reached, received, amount, receivedOn, words }: CallbackInput): CallbackAnswer {
  if (reached === "no" || received === null) return { reached: false, words };
  if (received === "not") return { reached: true, received, amountFen: 0n, receivedOn: null, words };
  return { reached: true, received, amountFen: amount ?? 0n, receivedOn, words };
}
