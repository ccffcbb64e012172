import { expect, test } from "vitest";
import { createHighlighter } from "./highlight.server.ts";

const shown = (typed: string, text: string, isForgiven = false) =>
  createHighlighter(typed, { isForgiven })(text)
    .map((piece) => (piece.isHit ? `[${piece.text}]` : piece.text))
    .join("");

test.each([
  ["饮水", "步栏村饮水管网", "步栏村[饮水]管网", "as typed"],
  ["飲水", "步栏村饮水管网", "步栏村[饮水]管网", "in the other script's characters"],
  ["饮水", "步欄村飲水管網", "步欄村[飲水]管網", "where the text is in the other script"],
  ["喝水", "步栏村饮水管网", "步栏村[饮水]管网", "by the register's word"],
  ["yinshui", "步栏村饮水管网", "步栏村[饮水]管网", "by pinyin"],
  ["ys", "步栏村饮水管网", "步栏村[饮水]管网", "by initials"],
  ["gaoshancun", "高山村路灯", "[高山村]路灯", "by a longer pinyin"],
  ["高山村的路灯", "高山村道路灯", "[高山村]道[路灯]", "each part of half a sentence"],
  ["工程 -在建", "集中供水工程", "集中供水[工程]", "not what is unwanted"],
  ["“在建工程”", "在建工程围挡", "[在建工程]围挡", "a quotation"],
  ["led", "LED路灯", "[LED]路灯", "letters in capitals"],
  ["太空站", "步栏村饮水管网", "步栏村饮水管网", "nothing"],
  ["", "步栏村", "步栏村", "nothing typed"],
])("%s marks %s as %s (%s)", (typed, text, expected) => {
  expect(shown(typed, text)).toBe(expected);
});

test("what was meant is marked where a slip was forgiven", () => {
  expect(shown("步拦村", "步栏村饮水管网", true)).toBe("[步栏村]饮水管网");
  expect(shown("步拦村", "步栏村饮水管网")).toBe("步栏村饮水管网");
});

test("markup stays text, and the pieces joined are the text", () => {
  const text = "<b>饮水</b> & 𠮷野 ㎡";
  for (const typed of ["饮水", "<b>", "b", "野", "m2"]) {
    expect(
      createHighlighter(typed)(text)
        .map((piece) => piece.text)
        .join(""),
    ).toBe(text);
  }
});
