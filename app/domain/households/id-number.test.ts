import { describe, expect, it } from "vitest";
import { idNumberCheckCharacter, parseIdNumber } from "./id-number.ts";

const today = "2026-11-22";
const withCheck = (first17: string) => first17 + idNumberCheckCharacter(first17);

describe("ID numbers", () => {
  it.each([
    ["110101199003074514", "1990-03-07", "male"],
    ["１１０１０１１９９００３０７４５１４", "1990-03-07", "male"],
    [" 110101 19900307 4514 ", "1990-03-07", "male"],
    ["110101-19900307-4514", "1990-03-07", "male"],
    [withCheck("44078319560601026"), "1956-06-01", "female"],
    [withCheck("44078320000229123"), "2000-02-29", "male"],
    [withCheck("44078320261122001"), "2026-11-22", "male"],
  ])("reads birthday and sex from %s", (input, birthDate, gender) => {
    const parsed = parseIdNumber(input, today);
    expect(parsed).toMatchObject({ ok: true, value: { birthDate, gender } });
  });

  it("accepts a small x as the check character and stores the capital", () => {
    const ending = Array.from({ length: 100 }, (_, index) =>
      withCheck(`44078319560601${String(index).padStart(3, "0")}`),
    );
    const withX = ending.find((number) => number.endsWith("X")) ?? "";
    expect(withX).toMatch(/X$/);
    expect(parseIdNumber(withX.toLowerCase(), today)).toMatchObject({ ok: true, value: { number: withX } });
    expect(parseIdNumber(withX.replace("X", "ｘ"), today)).toMatchObject({ ok: true, value: { number: withX } });
  });

  it.each([
    ["", "empty"],
    ["   ", "empty"],
    ["110101900307451", "old_15"],
    ["H12345678", "not_mainland"],
    ["M1234567890", "not_mainland"],
    ["11010119900307451", "format"],
    ["1101011990030745144", "format"],
    ["11010119900307X514", "format"],
    ["11010119900307451４５", "format"],
    ["1101011990030745 1Y", "format"],
    ["010101199003074514", "region"],
    [withCheck("11010119900231451"), "birth_date"],
    [withCheck("11010120090229451"), "birth_date"],
    [withCheck("11010119901301451"), "birth_date"],
    [withCheck("11010118901201451"), "birth_date"],
    [withCheck("11010120261123451"), "birth_in_future"],
    [withCheck("11010121000307451"), "birth_in_future"],
    ["110101199003074515", "checksum"],
    ["11010119900307451X", "checksum"],
  ])("refuses %s as %s", (input, code) => {
    expect(parseIdNumber(input, today)).toEqual({ ok: false, code });
  });

  it("a single changed digit is always noticed", () => {
    const number = "110101199003074514";
    for (let position = 14; position < 17; position += 1) {
      for (let digit = 0; digit < 10; digit += 1) {
        const changed = number.slice(0, position) + digit + number.slice(position + 1);
        if (changed !== number) expect(parseIdNumber(changed, today)).toEqual({ ok: false, code: "checksum" });
      }
    }
  });
});
