import { expect, it } from "vitest";
import { formatDay, formatMinute } from "./dates.ts";

it("writes a day as the language does", () => {
  expect(formatDay("zh-CN", "2026-01-02")).toBe("2026年1月2日");
  expect(formatDay("en", "2026-01-02")).toBe("2 January 2026");
});

it("shows an instant on the Chinese clock", () => {
  expect(formatMinute(new Date("2026-11-21T16:05:59Z"))).toBe("2026-11-22 00:05");
});
