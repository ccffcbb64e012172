import { describe, expect, it } from "vitest";
import { findForbidden } from "./public-text-gate.ts";

const kinds = (text: string, names: string[] = []) => findForbidden(text, names).map((finding) => finding.kind);

describe("forbidden fields in public texts (F4)", () => {
  it.each([
    "身份证110101199003074514",
    "身份证 110101 19900307 4514",
    "证件１１０１０１１９９００３０７４５１４。",
    "11010119900307451x",
    "110101-19900307-451X",
    "一一零一零一一九九零零三零七四五一四",
    "①①⓪①⓪①①⑨⑨⓪⓪③⓪⑦④⑤①④",
    "老证 110101900307451",
  ])("finds an ID number in %s", (text) => {
    expect(kinds(text)).toContain("id_number");
  });

  it.each([
    "电话13812345678",
    "电话：138 1234 5678",
    "138-1234-5678",
    "+86 138 1234 5678",
    "一三八一二三四五六七八",
    "幺三八一二三四五六七八",
    "１３８.１２３４.５６７８",
    "座机0750-2345678",
    "(0750)2345678",
    "010-62345678",
    "1\u200b3812345678",
  ])("finds a phone number in %s", (text) => {
    expect(kinds(text)).toContain("phone");
  });

  it.each([
    "账号6222021234567890123",
    "卡号 6222 0212 3456 7890",
    "6222-0212-3456-7890-123",
    "６２２２０２１２３４５６７８９０",
  ])("finds a bank account in %s", (text) => {
    expect(kinds(text)).toContain("bank_account");
  });

  it.each([
    ["帮张小军家打一口井", ["张小军"]],
    ["张 小 军的儿子今年上学", ["张小军"]],
    ["阿依•古丽想学缝纫", ["阿依·古丽"]],
  ])("finds a member's name in %s", (text, names) => {
    expect(findForbidden(text, names)).toEqual([{ kind: "member_name", found: names[0] }]);
  });

  it.each([
    "打一口60米深的水井，需要水管120米，每米18.5元。",
    "2016年至2018年三年规划，总投入5,020,000.00元，其中4,016,000.00元由基金承担。",
    "2018-01-01 到 2018-12-31 之间完工",
    "一百二十户三百五十六人吃水难",
    "邮编529387，2016-2018",
    "地块编号 440783116248",
    "张姓人家三口人，父亲腿脚不便",
    "",
  ])("lets pass: %s", (text) => {
    expect(findForbidden(text, ["张小军", "李"])).toEqual([]);
  });

  it("names each thing once", () => {
    expect(findForbidden("打13812345678，就是13812345678", [])).toEqual([{ kind: "phone", found: "13812345678" }]);
  });

  it("does not stall on a megabyte of digits", () => {
    const start = performance.now();
    findForbidden("1 ".repeat(200_000), []);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
