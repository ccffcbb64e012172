import { describe, expect, it } from "vitest";
import { type ModeQuestion, publicationModeOf } from "./publication-mode.ts";

const charity = {
  id: "c1",
  kind: "charity",
  state: "verified",
  qualificationNumber: "53440783MJK00001X",
  qualificationValidTo: "2026-11-22",
};
const filing = { charityId: "c1", validFrom: "2026-11-22", validTo: "2026-11-22" };
const question: ModeQuestion = { asksForMoney: true, charity, filing, today: "2026-11-22" };

describe("how a need may be published", () => {
  it("L3: is public with a qualified charity and its own filing, both ends of the validity included", () => {
    expect(publicationModeOf(question)).toEqual({ mode: "public", reasons: [] });
  });

  it.each([
    ["a need that asks for no money", { asksForMoney: false }, ["no_money_asked"]],
    ["no charity", { charity: null }, ["no_charity"]],
    ["an enterprise", { charity: { ...charity, kind: "enterprise" } }, ["not_a_charity"]],
    ["a suspended charity", { charity: { ...charity, state: "suspended" } }, ["charity_not_verified"]],
    ["no qualification", { charity: { ...charity, qualificationNumber: null } }, ["qualification_missing"]],
    [
      "a qualification without an end",
      { charity: { ...charity, qualificationValidTo: null } },
      ["qualification_missing"],
    ],
    [
      "a qualification that ended yesterday",
      { charity: { ...charity, qualificationValidTo: "2026-11-21" } },
      ["qualification_expired"],
    ],
    ["no filing", { filing: null }, ["no_filing"]],
    ["another charity's filing", { filing: { ...filing, charityId: "c2" } }, ["filing_of_another_charity"]],
    [
      "a filing from tomorrow on",
      { filing: { ...filing, validFrom: "2026-11-23", validTo: "2026-12-31" } },
      ["filing_not_yet_valid"],
    ],
    [
      "a filing that ended yesterday",
      { filing: { ...filing, validFrom: "2026-01-01", validTo: "2026-11-21" } },
      ["filing_expired"],
    ],
    [
      "everything wrong at once",
      { charity: { ...charity, state: "registered", qualificationValidTo: "2020-01-01" }, filing: null },
      ["charity_not_verified", "qualification_expired", "no_filing"],
    ],
  ])("L2: %s leaves it intent-only and says why", (_name, changes, reasons) => {
    expect(publicationModeOf({ ...question, ...changes })).toEqual({ mode: "intent_only", reasons });
  });
});
