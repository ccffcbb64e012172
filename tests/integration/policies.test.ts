import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getPolicyArticle, listPolicyArticles } from "#app/domain/policies/policy-queries.server.ts";
import { seedPolicyArticles } from "#db/seed/policy-articles.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await seedPolicyArticles(database.db, { regionCode: "440783116" });
});
afterAll(() => database.drop());

describe("policy articles", () => {
  it("S35: each card has a summary in both languages, a source and a first day", async () => {
    const articles = await listPolicyArticles(database.db, { text: "" });
    expect(articles.length).toBeGreaterThanOrEqual(8);
    for (const article of articles) {
      expect(article.summary, article.slug).not.toBe("");
      expect(article.summaryEn, article.slug).not.toBe("");
      expect(article.source, article.slug).not.toBe("");
      expect(article.validFrom, article.slug).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });

  it("S35: policies are found by words of the body, in either language, all words wanted", async () => {
    const found = async (text: string) =>
      (await listPolicyArticles(database.db, { text })).map((article) => article.slug);
    expect(await found("12%")).toEqual(["tax-deduction"]);
    expect(await found("12% 结转")).toEqual(["tax-deduction"]);
    expect(await found("VOLUNTEERS")).toEqual(["volunteers"]);
    expect(await found("12% 志愿者")).toEqual([]);
    expect(await found("_")).toEqual([]);
  });

  it("is seeded once, however often the seed runs", async () => {
    const before = await listPolicyArticles(database.db, { text: "" });
    await seedPolicyArticles(database.db, { regionCode: "440783116" });
    expect(await listPolicyArticles(database.db, { text: "" })).toEqual(before);
  });

  it("gives one article by its address, or null", async () => {
    expect((await getPolicyArticle(database.db, { slug: "privacy" }))?.title).toBe("您的信息怎样得到保护");
    expect(await getPolicyArticle(database.db, { slug: "" })).toBeNull();
  });
});
