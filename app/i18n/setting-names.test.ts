import { describe, expect, it } from "vitest";
import { settingKeys } from "#app/domain/place-rules/setting-keys.ts";
import { en } from "./en.ts";
import { zhCN } from "./zh-CN.ts";

describe("the names of settings", () => {
  it.each([
    ["zh-CN", zhCN],
    ["en", en],
  ] as const)("%s has words for every setting a place may decide", (_, catalog) => {
    const named = Object.keys(catalog.placeRules.settingNames).sort();
    expect(named).toEqual(settingKeys.map(({ key }) => key as string).sort());
  });
});
