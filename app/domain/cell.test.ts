import { expect, it } from "vitest";
import { escapeFormula, textOf } from "./cell.ts";

it("U28 E10: what a spreadsheet could run gets a ' in front, in every dress, and is read back as it was", () => {
  const running = ["=1+1", "+1", "-cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－A", "＠x"];
  for (const text of running) expect(escapeFormula(text), text).toBe(`'${text}`);
  for (const text of ["梁家明", "-5", "-12.50", "440783", "", "a=b", "（＝）"])
    expect(escapeFormula(text), text).toBe(text);
  expect(textOf(escapeFormula("=1+1"))).toBe("=1+1");
});
