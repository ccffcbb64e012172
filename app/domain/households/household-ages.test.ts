import { describe, expect, it } from "vitest";
import { impossibleAges } from "./household-ages.ts";

const today = "2026-11-22";
const head = { relation: "head", gender: "male", birthDate: "1980-05-04" } as const;
const mother = { relation: "spouse", gender: "female", birthDate: "1986-03-02" } as const;
const child = (birthDate: string) => ({ relation: "child", gender: "female", birthDate }) as const;
const problems = (...members: Parameters<typeof impossibleAges>[0]) =>
  impossibleAges(members, today).map(({ problem }) => problem);

describe("ages that cannot be", () => {
  it("D7: a child older than its mother is refused, whoever is the head", () => {
    expect(problems(head, mother, child("1985-01-01"))).toEqual(["childOlderThanMother"]);
    expect(problems({ ...mother, relation: "head" }, child("1985-01-01"))).toEqual(["childOlderThanMother"]);
  });

  it("D7: a mother of eleven cannot be, one of twelve is left to people", () => {
    expect(problems(head, mother, child("1998-03-01"))).toEqual(["childOlderThanMother"]);
    expect(problems(head, mother, child("1998-03-02"))).toEqual([]);
  });

  it("D7: parents, grandchildren and the very old", () => {
    expect(problems(head, { relation: "parent", gender: "female", birthDate: "1979-01-01" })).toEqual([
      "parentYoungerThanHead",
    ]);
    expect(problems(head, { relation: "grandchild", gender: "male", birthDate: "1970-01-01" })).toEqual([
      "grandchildOlderThanHead",
    ]);
    expect(problems(head, child("1970-01-01"))).toEqual(["childOlderThanHead"]);
    expect(problems({ ...head, birthDate: "1903-11-22" })).toEqual(["bornTooLongAgo"]);
    expect(problems({ ...head, birthDate: "1903-11-23" })).toEqual([]);
  });

  it("D7: an ordinary household is left alone", () => {
    expect(
      problems(
        head,
        mother,
        child("2009-02-28"),
        { relation: "parent", gender: "female", birthDate: "1955-01-01" },
        { relation: "other", gender: "male", birthDate: "1979-01-01" },
      ),
    ).toEqual([]);
  });
});
