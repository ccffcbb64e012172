import { expect, it } from "vitest";
import { withheldFieldsIn } from "./withheld-words.ts";

it("F11: finds what a title, a text or an item tells of illness and schooling, also pulled apart, and only what is not let be shown", () => {
  expect(withheldFieldsIn(["屋顶漏雨，方便透 析 病人休养"], ["village"])).toEqual(["illness"]);
  expect(withheldFieldsIn(["书桌", "两个孩子上学用"], ["village", "illness"])).toEqual(["schooling"]);
  expect(withheldFieldsIn(["A wheelchair ramp for the school way"], ["village"])).toEqual(["illness", "schooling"]);
  expect(withheldFieldsIn(["给透析病人的学费"], ["village", "illness", "schooling"])).toEqual([]);
});

it("F11: says nothing of what tells of neither", () => {
  expect(withheldFieldsIn(["修屋顶", "水泥、瓦片、农药喷雾器", "老井已经干了三年"], ["village"])).toEqual([]);
});
