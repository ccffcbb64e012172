import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnLetters, textOf } from "../cell.ts";
import { dayOfSerial, readDay } from "../cell-day.ts";
import { idNumberCheckCharacter } from "../households/id-number.ts";
import {
  readCauses,
  readHealth,
  readHouseholdNumber,
  readIdNumber,
  readLabour,
  readName,
  readPhone,
  readRelation,
  readStudent,
} from "./cell-values.ts";

const today = "2026-11-22";
const first17 = "44078319700101101";
const idNumber = first17 + idNumberCheckCharacter(first17);
const fullWidth = (text: string) => text.replace(/[0-9A-Z]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));

describe("cells of a register", () => {
  it("U26 finding 9: an ID number that went through a number is refused, never repaired", () => {
    expect(readIdNumber(513_401_198_001_010_000, today)).toEqual({ ok: false, code: "is_number" });
    expect(readIdNumber("5.13401198001010E+17", today)).toEqual({ ok: false, code: "is_number" });
    expect(readIdNumber("513401198001010012.0", today)).toEqual({ ok: false, code: "is_number" });
    expect(readIdNumber("513401198001010000", today)).toEqual({ ok: false, code: "damaged" });
    expect(readIdNumber(440_783_700_101_101, today)).toEqual({ ok: false, code: "is_number" });
  });

  it("U26: no number a spreadsheet can hold is ever taken for an ID number", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e14, max: 9e18, noNaN: true }), (value) => {
        expect(readIdNumber(value, today).ok).toBe(false);
        expect(readIdNumber(value.toExponential(), today).ok).toBe(false);
      }),
    );
  });

  it('safety section 5: full-width digits, spaces, a small x, \' and ="…" around it are the same number', () => {
    for (const typed of [
      idNumber,
      fullWidth(idNumber),
      ` ${idNumber.slice(0, 6)} ${idNumber.slice(6)}`,
      `'${idNumber}`,
      `="${idNumber}"`,
    ]) {
      expect(readIdNumber(typed, today)).toMatchObject({
        ok: true,
        value: { number: idNumber, birthDate: "1970-01-01" },
      });
    }
    expect(readIdNumber(first17 + (idNumber.endsWith("X") ? "1" : "X"), today)).toEqual({
      ok: false,
      code: "checksum",
    });
    expect(readIdNumber("440783700101101", today)).toEqual({ ok: false, code: "old_15" });
    expect(readIdNumber("440783202702281015", today)).toEqual({ ok: false, code: "birth_in_future" });
    expect(readIdNumber("440783197002311015", today)).toEqual({ ok: false, code: "birth_date" });
    expect(readIdNumber("H1234567890", today)).toEqual({ ok: false, code: "not_mainland" });
  });

  it("U26: days are read as people and spreadsheets write them, and every serial is the day it stands for", () => {
    for (const typed of [
      "1980-01-05",
      "1980/1/5",
      "1980.1.5",
      "1980年1月5日",
      "19800105",
      "１９８０-０１-０５",
      29_225,
      "29225",
      19_800_105,
      { day: "1980-01-05" },
      "1980-01-05 00:00:00",
    ]) {
      expect(readDay(typed), String(typed)).toBe("1980-01-05");
    }
    for (const wrong of ["2009-02-29", "1980-13-01", "去年", "", "1980", 60, true, { day: "2009-02-29" }]) {
      expect(readDay(wrong), String(wrong)).toBeUndefined();
    }
    expect(readDay("2014.6", { isMonthEnough: true })).toBe("2014-06-01");
    expect(readDay("2014年", { isMonthEnough: true })).toBe("2014-01-01");
    expect(readDay("201406", { isMonthEnough: true })).toBe("2014-06-01");
    fc.assert(
      fc.property(fc.integer({ min: 61, max: 60_000 }), (serial) => {
        const day = dayOfSerial(serial);
        expect(day).toBeDefined();
        expect((Date.parse(`${day}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000).toBe(serial);
      }),
    );
  });

  it("safety section 5: names keep rare characters and the dot of any form; one character, digits and formulas are refused", () => {
    expect(readName("𠮷龑")).toBe("𠮷龑");
    expect(readName(" 张 三 ")).toBe("张三");
    for (const dot of ["·", "•", "・", "．", ".", "‧"]) expect(readName(`阿依${dot}古丽`)).toBe("阿依·古丽");
    for (const wrong of ["张", "张3", "=cmd()", "", 12, "字".repeat(40), "张\u202e三", "__proto__"]) {
      expect(readName(wrong), String(wrong)).toBeUndefined();
    }
  });

  it("U26: relations, labour, school and health are read in the words of registers", () => {
    const relations = ["户主", "之妻", "之子", "长女", "外孙", "岳母", "之儿媳", "兄弟姐妹", "本人", "远房"].map(
      readRelation,
    );
    expect(relations).toEqual([
      "head",
      "spouse",
      "child",
      "child",
      "grandchild",
      "parent",
      "other",
      "sibling",
      "head",
      undefined,
    ]);
    expect([
      readLabour("普通劳动力", 40),
      readLabour("丧失劳动力", 40),
      readLabour("弱劳动力或半劳动力", 70),
      readLabour("", 9),
      readLabour("", 40),
    ]).toEqual(["full", "none", "partial", "minor", undefined]);
    expect(["非在校生", "九年级", "否", "是"].map(readStudent)).toEqual([false, true, false, true]);
    expect(readHealth("残疾,患有大病")).toEqual({ isDisabled: true, hasChronicIllness: true });
    expect(readHealth("健康")).toEqual({ isDisabled: false, hasChronicIllness: false });
    expect(readHealth("？")).toBeUndefined();
  });

  it("U26: causes beyond our list are kept as the register's words", () => {
    expect(readCauses(["因病", "缺劳力、缺土地"])).toEqual({ causes: ["illness", "lack_of_labour"], kept: ["缺土地"] });
  });

  it("safety section 5: mobile numbers also from numeric cells; landlines are none", () => {
    expect([13_812_345_678, "+86 138-1234-5678", "0086 13812345678", "１３８１２３４５６７８"].map(readPhone)).toEqual(
      Array(4).fill("13812345678"),
    );
    expect(["0750-2000116", "1381234567", 1.38e20].map(readPhone)).toEqual([undefined, undefined, undefined]);
  });

  it("S44: the household's own number stays what it is; one that a spreadsheet has rounded is refused", () => {
    expect(readHouseholdNumber("4407-0012")).toEqual({ ok: true, value: "4407-0012" });
    expect(readHouseholdNumber(44_070_012)).toEqual({ ok: true, value: "44070012" });
    expect(readHouseholdNumber(5.134011e18)).toEqual({ ok: false, code: "is_number" });
    expect(readHouseholdNumber("5.1E+18")).toEqual({ ok: false, code: "is_number" });
    expect(readHouseholdNumber("一号")).toEqual({ ok: false, code: "format" });
  });

  it("columns are named as spreadsheets name them", () => {
    expect([0, 6, 25, 26, 701, 702].map(columnLetters)).toEqual(["A", "G", "Z", "AA", "ZZ", "AAA"]);
  });

  it("reading any text never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const read of [readDay, readName, readRelation, readHealth, readPhone, readHouseholdNumber, textOf])
          read(text);
        readIdNumber(text, today);
        readCauses([text]);
      }),
    );
  });
});
