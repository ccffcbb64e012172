import { describe, expect, test } from "vitest";
import { needsPath, noFilters, readNeedFilters, toggled } from "./need-filters.ts";

const read = (query: string) => readNeedFilters(new URLSearchParams(query));

describe("reading the address", () => {
  test("an empty address is the whole list", () => {
    expect(read("")).toEqual(noFilters);
  });

  test("every filter is read", () => {
    expect(
      read(
        "q=饮水&region=440783116248&category=housing&category=education&type=money&status=open&urgency=soon&sort=ending&page=3&after=80.5.x",
      ),
    ).toEqual({
      text: "饮水",
      region: "440783116248",
      categories: ["housing", "education"],
      types: ["money"],
      statuses: ["open"],
      urgencies: ["soon"],
      sort: "ending",
      page: 3,
      after: "80.5.x",
    });
  });

  test.each([
    ["region=44x", "a region that is no code"],
    ["region=4407831", "a region of a length that no level has"],
    ["region=44&region=51", "only the first of two regions counts"],
    ["category[]=housing", "an array in brackets"],
    ["category=nonsense", "an unknown category"],
    ["sort=; drop table", "an unknown order"],
    ["page=0", "page nought"],
    ["page=-1", "a negative page"],
    ["page=1e9", "a page that is no number"],
    ["page=", "an empty page"],
    ["unknown=1", "a parameter we do not know"],
    ["q=%00%0a", "control characters"],
    ["q=%ED%A0%80", "half a character"],
  ])("%s never breaks the list (%s)", (query) => {
    const filters = read(query);
    expect(filters.page).toBe(1);
    expect(filters.sort).toBe("recommended");
    expect(filters.categories).toEqual([]);
    expect(["", "44"]).toContain(filters.region);
  });

  test("a huge page and endless words are cut", () => {
    expect(read("page=999999999").page).toBe(10_000);
    expect([...read(`q=${"水".repeat(5_000)}`).text]).toHaveLength(80);
  });
});

describe("writing the address", () => {
  test("what is read is written again, in one order and without defaults", () => {
    const address = "/needs?q=%E9%A5%AE%E6%B0%B4&region=4407&category=education&status=open&page=2";
    expect(needsPath(read(address.slice(7)), { page: 2 })).toBe(address);
    expect(needsPath(noFilters)).toBe("/needs");
  });

  test("where the page before ended goes with the next page only", () => {
    expect(needsPath(noFilters, { page: 2, after: "0.5.x" })).toBe("/needs?page=2&after=0.5.x");
    expect(needsPath(read("page=2&after=0.5.x"), { page: 3 })).toBe("/needs?page=3");
  });

  test("any change goes back to page 1", () => {
    expect(needsPath({ ...noFilters, page: 4, after: "0.5.x" }, { text: "水" })).toBe("/needs?q=%E6%B0%B4");
    expect(needsPath({ ...noFilters, page: 4 }, { sort: "newest" })).toBe("/needs?sort=newest");
  });

  test("a value is put on and taken off", () => {
    expect(toggled(["a", "b"], "b")).toEqual(["a"]);
    expect(toggled(["a"], "b")).toEqual(["a", "b"]);
  });
});
