import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPostgresIndex } from "#search/postgres-index.server.ts";
import type { SearchDocument, SearchIndex, SearchQuery } from "#search/search-index.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { contractSettings, documentOf, queryOf, storyDocuments } from "./search-documents.ts";

let database: TestDatabase;
let index: SearchIndex;

beforeAll(async () => {
  database = await createTestDatabase();
  index = createPostgresIndex(database.db, [
    contractSettings,
    { ...contractSettings, noun: "generated" },
    { ...contractSettings, noun: "versions" },
  ]);
  await index.put("contract", storyDocuments);
  await index.put("generated", generateDocuments(600));
});
afterAll(() => database.drop());

const found = async (text: string, changes: Partial<SearchQuery> = {}) =>
  (await index.search(queryOf({ text, ...changes }))).ids;

describe("words as people type them", () => {
  test.each([
    ["饮水", ["water"], "two characters"],
    ["浊", ["water"], "one character at the end of a sentence"],
    ["灯", ["lamps"], "one character inside a word"],
    ["水", ["water", "lamps", "school"], "one character, also of a place"],
    ["步栏", ["water"], "a place without its ending"],
    ["步栏村", ["water"], "a village"],
    ["步栏村委会", ["water"], "a village as the bureau writes it"],
    ["赤水镇", ["water", "lamps", "school"], "a town"],
    ["开平", ["water", "lamps", "school"], "a county without its ending"],
    ["广东省江门市开平市赤水镇高山村", ["lamps", "school"], "a whole address"],
    ["开平赤水", ["water", "lamps", "school"], "two short names together"],
    ["440783116248", ["water"], "a division code"],
    ["440783", ["water", "lamps", "school"], "the beginning of a division code"],
    ["高山村 路灯", ["lamps"], "place and thing"],
    ["高山村路灯", ["lamps"], "place and thing run together"],
    ["高山村的路灯", ["lamps"], "half a sentence"],
    ["路灯，高山村。", ["lamps"], "punctuation"],
    ["yinshui", ["water"], "pinyin"],
    ["yin shui", ["water"], "pinyin in two words"],
    ["yǐnshuǐ", ["water"], "pinyin with tones"],
    ["yinsh", ["water"], "pinyin only begun"],
    ["YINSHUI", ["water"], "pinyin in capitals"],
    ["ys", ["water"], "initials"],
    ["gscld", [], "initials across two fields stay apart"],
    ["gaoshan", ["lamps", "school"], "pinyin of a place"],
    ["gsc", ["lamps", "school"], "initials of a place"],
    ["飲水", ["water"], "traditional characters"],
    ["步欄村", ["water"], "traditional characters of a place"],
    ["喝水", ["water"], "an everyday word"],
    ["自来水", ["water"], "an everyday word of three characters"],
    ["上学", ["school"], "an everyday word for schooling"],
    ["高山村上学", ["school"], "a place and an everyday word run together"],
    ["照明", ["lamps"], "an everyday word for a thing"],
    ["water", ["water"], "English"],
    ["drinking water", ["water"], "two English words"],
    ["ＷＡＴＥＲ", ["water"], "full-width letters"],
    ["7KQ4D-M29XB", ["water"], "a public code"],
    ["7kq4dm29xb", ["water"], "a public code without its dash"],
    ["老化饮水管", ["water"], "a fragment of a phrase"],
    ["雨后浑浊", ["water"], "a fragment of the body"],
    ["水管道", ["water"], "a fragment that cuts words apart"],
    ["饮水 路灯", [], "words of two documents"],
    ["水管道换了新", [], "neighbours that are not in this order"],
    ["管道全村用了", [], "pairs that all occur, but not in one piece"],
    ['"水管"', ["water"], "a quotation"],
    ['"drinking water"', ["water"], "a quotation of two words"],
    ['"water drinking"', [], "a quotation in the wrong order"],
    ['"100%"', [], "what LIKE would take for anything"],
    ["“老化饮水”", ["water"], "Chinese quotation marks"],
    ["高山村 -路灯", ["school"], "without a word"],
    ["-路灯", ["water", "school"], "only what is not wanted"],
    ['高山村 -"学杂费"', ["lamps"], "without a quotation"],
    ["高山村 －路灯", ["school"], "a full-width dash"],
    ["-高山村 -步栏村", [], "without either"],
    ["安全饮水管", ["water"], "words of the field run together"],
    ["太空站", [], "nothing of ours"],
  ])("%s finds %j (%s)", async (text, ids) => {
    expect(await found(text)).toEqual(ids);
  });

  test("a title that matches comes before a newer document that only mentions the word", async () => {
    await index.put("contract", [
      documentOf("mention", {
        texts: { title: "修缮", place: "", keywords: "", body: "路灯旁" },
        sorts: { recommended: 99 },
      }),
    ]);
    expect(await found("路灯")).toEqual(["lamps", "mention"]);
    await index.remove("contract", [{ id: "mention", version: 2 }]);
    expect(await found("路灯")).toEqual(["lamps"]);
  });

  test.each(["", "  ", "。，！", "'", "\\", "%", "\0", "\ud800", "a'b\\c%_", "'; drop table needs; --", "!&|:*()"])(
    "%j breaks nothing",
    async (text) => {
      const hits = await index.search(queryOf({ text, regionPrefix: "44" }));
      expect(hits.total).toBeGreaterThanOrEqual(0);
    },
  );

  test.each([
    ["步拦村", ["water"], "a character that sounds the same"],
    ["路登", ["lamps"], "one of two that sounds the same"],
    ["高山材", ["lamps", "school"], "a character that looks the same"],
    ["更换劳化饮水管道", ["water"], "one of eight"],
    ["yinshiu", ["water"], "two letters swapped"],
    ["schol", ["school"], "an English word with a letter missing"],
    ["高山村路登", ["lamps"], "one of two words run together"],
  ])("%s is forgiven and finds %j (%s)", async (text, ids) => {
    const hits = await index.search(queryOf({ text }));
    expect(hits).toMatchObject({ ids, isForgiven: true, total: ids.length });
  });

  test("nothing is forgiven where something is as typed, if only in another kind", async () => {
    expect(await index.search(queryOf({ text: "路灯" }))).toMatchObject({ isForgiven: false });
    const elsewhere = await index.search(queryOf({ text: "路灯", facets: { category: ["education"] } }));
    expect(elsewhere).toMatchObject({ ids: [], total: 0, isForgiven: false });
  });

  test("nothing but punctuation browses", async () => {
    expect(await found("。，！")).toEqual(["water", "lamps", "school"]);
  });
});

describe("filters, counts and order", () => {
  test("S1: lists filter by subtree at every level, and an odd region finds nothing", async () => {
    for (const prefix of ["44", "4407", "440783", "440783116"]) {
      expect(await found("", { regionPrefix: prefix })).toEqual(["water", "lamps", "school"]);
    }
    expect(await found("", { regionPrefix: "440783116255" })).toEqual(["lamps", "school"]);
    for (const prefix of ["51", "4407831162", "x", "44%", "_", "4407831162550000", "-1"]) {
      const expected = prefix === "4407831162" ? 3 : 0;
      expect(await found("", { regionPrefix: prefix })).toHaveLength(expected);
    }
  });

  test("sorts both ways", async () => {
    const sort = (key: string, direction: "asc" | "desc") => found("", { sort: { key, direction } });
    expect(await sort("published", "desc")).toEqual(["water", "lamps", "school"]);
    expect(await sort("amountLeft", "desc")).toEqual(["lamps", "water", "school"]);
    expect(await sort("ending", "asc")).toEqual(["lamps", "school", "water"]);
  });

  test("pages by limit and offset without losing the total", async () => {
    const hits = await index.search(queryOf({ limit: 1, offset: 1 }));
    expect(hits).toMatchObject({ ids: ["lamps"], total: 3 });
    expect(await index.search(queryOf({ limit: 1, offset: 100_000_000 }))).toMatchObject({ ids: [], total: 3 });
  });

  test("hostile facet values find nothing and throw nothing", async () => {
    for (const value of ["\0", "\ud800", "'", "null", "drinking_water' or 1=1"]) {
      expect(await found("", { facets: { category: [value] } })).toEqual([]);
    }
    expect(await found("", { facets: { "no'such": ["x"] } })).toEqual([]);
  });
});

/** Small deterministic generator: the same documents on every machine. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

function generateDocuments(count: number): SearchDocument[] {
  const next = numbersFrom(7);
  const one = (values: readonly string[]): string => values[next(values.length)] ?? "";
  const words = ["甲乙", "乙丙", "丙丁", "甲乙丙", "乙丙丁", "丁甲", "戊", "己庚", "甲", "乙丙丁戊"];
  return Array.from({ length: count }, (_, position) =>
    documentOf(`g${String(position).padStart(4, "0")}`, {
      texts: {
        title: one(words) + one(words),
        place: one(words),
        keywords: one(words),
        body: `${one(words)}，${one(words)}${one(words)}`,
      },
      facets: {
        category: one(["drinking_water", "education", "housing", "medical"]),
        type: one(["money", "goods", "service"]),
        status: one(["open", "fulfilled"]),
      },
      regionCode: `44078311${6 + next(2)}${240 + next(5)}`,
      sorts: { recommended: next(50), published: next(1_000_000), amountLeft: next(1_000), ending: next(100) },
    }),
  );
}

describe("against a plain scan of the same documents", () => {
  const documents = generateDocuments(600);

  const textOf = (document: SearchDocument) => Object.values(document.texts).join("\n");
  const next = numbersFrom(11);
  const pick = <Value>(values: readonly Value[]) => values.filter(() => next(3) === 0);
  const cases = Array.from({ length: 60 }, () => ({
    words: pick(["甲乙", "甲乙丙", "丙丁甲", "乙丙丁", "戊", "庚"]).slice(0, 2),
    regionPrefix: ["", "44", "440783116", "440783117", "440783116243"][next(5)] ?? "",
    facets: {
      category: pick(["drinking_water", "education", "housing", "medical"]),
      type: pick(["money", "goods", "service"]),
      status: pick(["open", "fulfilled"]),
    },
  }));

  test.each(cases)("S35: $words $regionPrefix $facets", async ({ words, regionPrefix, facets }) => {
    const matching = documents.filter(
      (document) =>
        document.regionCode.startsWith(regionPrefix) && words.every((word) => textOf(document).includes(word)),
    );
    const passes = (document: SearchDocument, except?: string) =>
      Object.entries(facets).every(
        ([facet, values]) => facet === except || values.length === 0 || values.includes(document.facets[facet] ?? ""),
      );
    const expected = matching.filter((document) => passes(document));
    const hits = await index.search(
      queryOf({
        noun: "generated",
        text: words.join(" "),
        regionPrefix,
        facets,
        sort: { key: "published", direction: "desc" },
        limit: 1000,
      }),
    );
    expect(hits.total).toBe(expected.length);
    expect(hits.ids).toEqual(
      [...expected]
        .sort((a, b) => (b.sorts.published ?? 0) - (a.sorts.published ?? 0) || (a.id < b.id ? -1 : 1))
        .map((document) => document.id),
    );
    for (const facet of ["category", "type", "status"]) {
      const counts: Record<string, number> = {};
      for (const document of matching.filter((candidate) => passes(candidate, facet))) {
        const value = document.facets[facet] ?? "";
        counts[value] = (counts[value] ?? 0) + 1;
      }
      expect(hits.facetCounts[facet]).toEqual(counts);
    }
    const regions: Record<string, number> = {};
    for (const document of expected) regions[document.regionCode] = (regions[document.regionCode] ?? 0) + 1;
    expect(hits.regionCounts).toEqual(regions);
  });

  test.each([2, 4, 6, 9, 12] as const)("region counts roll up to %i digits", async (digits) => {
    const hits = await index.search(queryOf({ noun: "generated", countRegionDigits: digits }));
    const regions: Record<string, number> = {};
    for (const document of documents) {
      const code = document.regionCode.slice(0, digits);
      regions[code] = (regions[code] ?? 0) + 1;
    }
    expect(hits.regionCounts).toEqual(regions);
  });

  test("few hits are counted as finely as asked", async () => {
    const fine = await index.search(queryOf({ noun: "generated", countRegionDigits: 2, countRegionDigitsWhenFew: 12 }));
    expect(Object.keys(fine.regionCounts).every((code) => code.length === 12)).toBe(true);
    expect(Object.values(fine.regionCounts).reduce((sum, count) => sum + count, 0)).toBe(600);
  });
});

describe("more than is counted", () => {
  /** Engines that stop counting early, as the real caps do at the size of a country. */
  const capped = () =>
    createPostgresIndex(database.db, [{ ...contractSettings, noun: "generated" }], {
      withWords: 100,
      browsing: 200,
      ranked: 10,
    });
  const ask = (changes: Partial<SearchQuery>) => queryOf({ noun: "generated", ...changes });

  test.each(["", "甲乙"])("says more than the cap, and counts that are at least so: %j", async (text) => {
    const exact = await index.search(ask({ text }));
    const hits = await capped().search(ask({ text }));
    const cap = text === "" ? 200 : 100;
    expect(exact.total).toBeGreaterThan(cap);
    expect(exact).toMatchObject({ isMore: false, areCountsAtLeast: false });
    expect(hits).toMatchObject({ total: cap, isMore: true, areCountsAtLeast: true });
    for (const [value, count] of Object.entries(hits.facetCounts.category ?? {})) {
      expect(count).toBeGreaterThan(0);
      expect(count).toBeLessThanOrEqual(exact.facetCounts.category?.[value] ?? 0);
    }
    if (text === "") expect(hits.ids).toEqual(exact.ids);
  });

  test("narrowed below the cap the total is exact, whatever else there is", async () => {
    const narrow = { text: "甲乙", facets: { category: ["education"], type: ["goods"] } };
    const exact = await index.search(ask({ ...narrow, limit: 600 }));
    const hits = await capped().search(ask({ ...narrow, limit: 600 }));
    expect(exact.total).toBeLessThan(100);
    expect(hits).toMatchObject({ total: exact.total, isMore: false, areCountsAtLeast: true });
    expect([...hits.ids].sort()).toEqual([...exact.ids].sort());
  });

  test.each([
    ["", "relevance"],
    ["甲乙", "relevance"],
    ["甲乙丙", "relevance"],
    ["甲乙", { key: "published", direction: "desc" }],
    ["", { key: "ending", direction: "asc" }],
  ] as const)("page after page is the whole list, once: %j by %j", async (text, sort) => {
    for (const engine of [index, capped()]) {
      const whole = (await engine.search(ask({ text, sort, limit: 1_000 }))).ids;
      const walked: string[] = [];
      let after: string | undefined;
      do {
        const page = await engine.search(ask({ text, sort, limit: 47, after }));
        walked.push(...page.ids);
        after = page.next ?? undefined;
      } while (after !== undefined);
      expect(walked).toEqual(whole);
    }
  });

  test("what comes in between is not shown twice", async () => {
    const newest = { key: "published", direction: "desc" } as const;
    const first = await index.search(ask({ sort: newest, limit: 5 }));
    await index.put("generated", [documentOf("new", { sorts: { published: 2_000_000 } })]);
    const second = await index.search(ask({ sort: newest, limit: 5, after: first.next ?? "" }));
    await index.remove("generated", [{ id: "new", version: 2 }]);
    expect(first.ids.filter((id) => second.ids.includes(id))).toEqual([]);
  });

  test.each(["", "x", "1.2", "1.2.'", "99999999.1.a", "1..\0"])("%j is no page end: the first page", async (after) => {
    expect((await index.search(ask({ after }))).ids).toEqual((await index.search(ask({}))).ids);
  });

  test("several totals in one go", async () => {
    const queries = [ask({}), ask({ text: "甲乙" }), ask({ text: "太空站" }), ask({ facets: { type: ["goods"] } })];
    const singly = await Promise.all(queries.map(async (query) => (await index.search(query)).total));
    expect(await index.totals(queries)).toEqual(singly);
  });
});

describe("versions", () => {
  const put = (version: number, title: string) =>
    index.put("versions", [documentOf("one", { version, texts: { title, place: "", keywords: "", body: "" } })]);
  const seen = () => found("", { noun: "versions" });

  test("D4: an older document never replaces a newer one, nor comes back after a removal", async () => {
    await put(5, "甲甲");
    await put(4, "乙乙");
    expect(await found("乙乙", { noun: "versions" })).toEqual([]);
    expect(await found("甲甲", { noun: "versions" })).toEqual(["one"]);

    await index.remove("versions", [{ id: "one", version: 4 }]);
    expect(await seen()).toEqual(["one"]);
    await index.remove("versions", [{ id: "one", version: 6 }]);
    expect(await seen()).toEqual([]);
    await put(5, "丙丙");
    await put(6, "同一版本");
    expect(await seen()).toEqual([]);
    expect(await index.versions("versions")).toEqual(new Map());

    await put(7, "重新发布");
    expect(await seen()).toEqual(["one"]);
    expect(await index.versions("versions")).toEqual(new Map([["one", 7]]));
  });

  test("D4: a removal that arrives before the document keeps it out", async () => {
    await index.remove("versions", [{ id: "early", version: 3 }]);
    await index.put("versions", [documentOf("early", { version: 2 })]);
    expect((await index.versions("versions")).has("early")).toBe(false);
  });

  test("the same version may be written again: what is derived may be derived better", async () => {
    await put(8, "子子");
    await put(8, "丑丑");
    expect(await found("丑丑", { noun: "versions" })).toEqual(["one"]);
    expect(await found("子子", { noun: "versions" })).toEqual([]);
  });

  test("D4: twenty versions in any order at once end with the newest", async () => {
    const order = Array.from({ length: 20 }, (_, position) => 100 + ((position * 7) % 20));
    await Promise.all(order.map((version) => put(version, `第${version}版`)));
    expect((await index.versions("versions")).get("one")).toBe(119);
    expect(await found("第119版", { noun: "versions" })).toEqual(["one"]);
  });
});
