import { describe, expect, it } from "vitest";
import { z } from "zod";
import { checkbox, money, optionalMoney, optionalText, requiredLine, rowId, tickedCheckbox } from "./form-fields.ts";

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

describe("text nobody can have meant", () => {
  it.each([
    ["a NUL", "a\u0000b"],
    ["a right-to-left override", "5\u202e0"],
    ["a zero-width space", "5\u200b0"],
    ["a lone surrogate", "a\ud800b"],
    ["what a form's decoder makes of broken bytes", "a\ufffdb"],
    ["a tower of combining marks", `a${"\u0301".repeat(40)}`],
  ])("%s is refused, not repaired", (_name, text) => {
    for (const schema of [requiredLine({ max: 500 }), optionalText({ max: 500 })])
      expect(schema.safeParse(text).error?.issues.map(({ message }) => message)).toEqual(["invalidCharacters"]);
  });

  it.each([
    ["36 dashes", "-".repeat(36)],
    ["an upper-case id", "8E191E7F-C89E-4684-82E3-EB6945185595"],
    ["a list", ["x"]],
    ["nothing", ""],
  ])("%s is no id of a row, and PostgreSQL is not asked", (_name, value) => {
    expect(rowId().safeParse(value).success).toBe(false);
  });
});
