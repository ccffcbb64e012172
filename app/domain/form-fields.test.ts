import { describe, expect, it } from "vitest";
import { z } from "zod";
import { checkbox, money, optionalMoney, optionalText, requiredLine, tickedCheckbox } from "./form-fields.ts";

/** What a browser leaves out (an unticked box) and conform drops (an empty field) is a missing key, not an empty string. */
describe("form fields that are not sent", () => {
  const messageOf = (schema: z.ZodType) =>
    z
      .object({ field: schema })
      .safeParse({})
      .error?.issues.map((issue) => issue.message);

  it.each([
    ["a required text", requiredLine({ max: 5 }), "required"],
    ["an amount", money(), "money.empty"],
    ["a box that must be ticked", tickedCheckbox(), "required"],
  ])("%s is asked for by its code", (_name, schema, code) => {
    expect(messageOf(schema)).toEqual([code]);
  });

  it.each([
    ["an unticked box", checkbox(), false],
    ["an optional amount", optionalMoney(), null],
    ["an optional text", optionalText({ max: 5 }), ""],
  ])("%s has its empty value", (_name, schema, value) => {
    expect(z.object({ field: schema }).parse({})).toEqual({ field: value });
  });
});
