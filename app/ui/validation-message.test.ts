import { describe, expect, it } from "vitest";
import { catalogOf } from "#app/i18n/catalog.ts";
import { validationMessage } from "./validation-message.ts";

const t = catalogOf("zh-CN");

describe("validationMessage", () => {
  it.each([
    ["required", "请填写此项"],
    ["tooLong:40", "最多 40 个字"],
    ["tooShort:2", "至少 2 个字"],
    ["outOfRange:1:10", "请填写 1 到 10 之间的数"],
    ["money.empty", "请填写金额"],
    ["moneyTooSmall:100", "金额至少 ¥1.00"],
    ["moneyTooLarge:123456789", "金额最多 ¥1,234,567.89"],
  ])("puts %s into words", (code, words) => {
    expect(validationMessage(t, code)).toBe(words);
  });

  it("prefers the page's own words", () => {
    expect(validationMessage(t, "too_early", { too_early: "公示期未满" })).toBe("公示期未满");
    expect(validationMessage(t, "required", { required: "请选择村" })).toBe("请选择村");
  });

  it.each(["surprise", "money.surprise", "", "constructor", "money"])("never leaves %j without words", (code) => {
    expect(validationMessage(t, code)).toBe(t.common.validation.unknown);
  });
});
