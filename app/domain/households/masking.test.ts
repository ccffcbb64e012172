import { describe, expect, it } from "vitest";
import { maskIdNumber, maskName, maskPhone } from "./masking.ts";

describe("masking", () => {
  it.each([
    ["张小军", "张*军"],
    ["张三", "张*"],
    ["欧阳小军", "欧**军"],
    ["马海阿呷", "马**呷"],
    ["阿依·古丽", "阿***丽"],
    ["𠮷田一", "𠮷*一"],
    ["𠮷田", "𠮷*"],
    ["张", "*"],
    ["", "*"],
  ])("masks the name %s as %s", (name, masked) => {
    expect(maskName(name)).toBe(masked);
  });

  it("keeps three and four characters of an ID number and of a phone", () => {
    expect(maskIdNumber("11010119900307451X")).toBe("110***********451X");
    expect(maskPhone("13812345678")).toBe("138****5678");
  });

  it("shows nothing of a value too short to be one", () => {
    expect(maskIdNumber("12345")).toBe("*****");
    expect(maskPhone("1234")).toBe("****");
  });
});
