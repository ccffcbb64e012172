import { describe, expect, it } from "vitest";
import { dayInChina } from "./clock.ts";
import {
  addWorkingDays,
  areHolidaysKnown,
  areHolidaysKnownBetween,
  isWorkingDay,
  missingHolidayYear,
  workingDaysBetween,
} from "./working-days.ts";

describe("working days in China", () => {
  it("L25: five working days from a Monday end on the next Monday", () => {
    expect(addWorkingDays("2026-11-02", 5)).toBe("2026-11-09");
  });

  it("L25: a term begun on a Friday evening or a Sunday counts from Monday", () => {
    expect(addWorkingDays("2026-11-06", 5)).toBe("2026-11-13");
    expect(addWorkingDays("2026-11-08", 5)).toBe("2026-11-13");
  });

  it("L25: the National Day week does not count, the Saturday moved into work does", () => {
    expect(isWorkingDay("2026-10-01")).toBe(false);
    expect(isWorkingDay("2026-10-07")).toBe(false);
    expect(isWorkingDay("2026-10-10")).toBe(true);
    expect(addWorkingDays("2026-09-30", 5)).toBe("2026-10-13");
  });

  it("L25: Spring Festival of 2018 and its moved weekends, as in the years of the plan", () => {
    expect(isWorkingDay("2018-02-11")).toBe(true);
    expect(isWorkingDay("2018-02-24")).toBe(true);
    expect(addWorkingDays("2018-02-14", 5)).toBe("2018-02-27");
  });

  it("counts between two days what it adds", () => {
    expect(workingDaysBetween("2026-09-30", "2026-10-13")).toBe(5);
    expect(workingDaysBetween("2026-09-30", "2026-10-12")).toBe(4);
    expect(workingDaysBetween("2026-10-13", "2026-09-30")).toBe(0);
    expect(addWorkingDays("2026-10-03", 0)).toBe("2026-10-03");
  });

  it("D11: knows the years it has an order for, and says where a count is preliminary", () => {
    expect(areHolidaysKnown(2016)).toBe(true);
    expect(areHolidaysKnown(1999)).toBe(false);
    expect(areHolidaysKnownBetween("2025-12-29", "2026-01-06")).toBe(true);
    expect(areHolidaysKnownBetween("2098-12-29", "2099-01-06")).toBe(false);
  });

  it("D11: near the end of a year the next year's order is missed", () => {
    const until2026 = (year: number) => year <= 2026;
    expect(missingHolidayYear("2026-12-19", until2026)).toBe(null);
    expect(missingHolidayYear("2026-12-20", until2026)).toBe(2027);
    expect(missingHolidayYear("2026-12-20", () => true)).toBe(null);
    expect(missingHolidayYear("2027-01-02", until2026)).toBe(2027);
  });

  it("D11: the order of the year that runs, and near its end of the next, is here: else update chinese-days", () => {
    expect(missingHolidayYear(dayInChina(new Date()))).toBe(null);
  });
});
