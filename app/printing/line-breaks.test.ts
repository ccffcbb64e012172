import { describe, expect, it } from "vitest";
import { piecesOf } from "./line-breaks.ts";

describe("where a line of Chinese may break", () => {
  it.each([
    ["keeps closing marks with the character before", "捐赠，谢谢。", ["捐", "赠，", "谢", "谢。"]],
    ["keeps opening marks with the character after", "（《法》第九条）", ["（《法》", "第", "九", "条）"]],
    ["keeps pairs of dashes and dots together", "钱——到了……", ["钱——", "到", "了……"]],
    ["keeps numbers and their marks whole", "共¥1,234.50元", ["共", "¥1,234.50", "元"]],
    ["keeps words whole", "网址jiedui.example查", ["网", "址", "jiedui.example", "查"]],
    ["counts a rare character as one", "𬭎某", ["𬭎", "某"]],
    ["has no pieces for no text", "", []],
  ])("%s", (_name, text, pieces) => {
    expect(piecesOf(text)).toEqual(pieces);
  });

  it("breaks a code that is longer than any line, and loses nothing", () => {
    const text = `验${"A1B2C".repeat(20)}。`;
    expect(piecesOf(text).length).toBeGreaterThan(4);
    expect(piecesOf(text).join("")).toBe(text);
  });
});
