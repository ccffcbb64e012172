import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvSplitter, delimiterOf } from "./csv-splitter.ts";

function splitInChunks(text: string, sizes: readonly number[], delimiter = ","): string[][] {
  const splitter = new CsvSplitter(delimiter);
  const records: string[][] = [];
  let at = 0;
  for (let turn = 0; at < text.length; turn += 1) {
    const size = sizes[turn % sizes.length] ?? 1;
    records.push(...splitter.push(text.slice(at, at + size)));
    at += size;
  }
  const last = splitter.end();
  return last === null ? records : [...records, last];
}

function written(records: readonly string[][], delimiter: string, lineEnd: string): string {
  const field = (text: string) =>
    /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
  return records.map((record) => record.map(field).join(delimiter) + lineEnd).join("");
}

const texts = fc.string({ unit: fc.constantFrom("张", "𠮷", "1", "a", ",", ";", '"', "\n", "\r\n", " ", "") });

describe("CSV", () => {
  it("U26: whatever was written is read again, however it is cut into chunks", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(texts, { minLength: 2, maxLength: 5 }), { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
        fc.constantFrom("\n", "\r\n"),
        fc.constantFrom(",", ";", "\t"),
        (records, sizes, lineEnd, delimiter) => {
          expect(splitInChunks(written(records, delimiter, lineEnd), sizes, delimiter)).toEqual(records);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("U26: a last line without an end, and a quote inside a plain field, are kept", () => {
    expect(splitInChunks('a,b\n6" pipe,c', [4])).toEqual([
      ["a", "b"],
      ['6" pipe', "c"],
    ]);
    expect(splitInChunks('"a"x,b\n', [1])).toEqual([["ax", "b"]]);
  });

  it("U26: an unclosed quote ends in an error, not in a full memory", () => {
    const splitter = new CsvSplitter(",", 1000);
    expect(() => splitter.push(`"${"x\n".repeat(600)}`)).toThrow(RangeError);
  });

  it("U26: the delimiter is the one that stands most often", () => {
    expect(delimiterOf("户编号\t姓名\t备注, 说明\n1\t张三\t无")).toBe("\t");
    expect(delimiterOf("户编号;姓名;性别\n")).toBe(";");
    expect(delimiterOf("一张表")).toBe(",");
  });
});
