import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seedPolicyArticles } from "#db/seed/policy-articles.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

let database: TestDatabase;
let site: TestSite;

beforeAll(async () => {
  database = await createTestDatabase();
  await seedPolicyArticles(database.db, { regionCode: "440783116" });
  site = await startSite(database);
}, 240_000);

afterAll(async () => {
  await site.close();
  await database.drop();
});

async function textOf(path: string): Promise<string> {
  const reply = await site.request(path);
  expect(reply.status, path).toBe(200);
  return reply.text();
}

describe("the four channels", () => {
  const channels = [
    ["扶贫需求", "/needs"],
    ["帮扶渠道", "/ways"],
    ["政策宣传", "/policies"],
    ["帮扶成效", "/results"],
  ];

  it.each(channels)("S35: %s is a link on home, and its page has a search", async (name, path) => {
    const home = await textOf("/");
    const main = home.slice(home.indexOf("<main"), home.indexOf("</main>"));
    expect(main).toMatch(new RegExp(`<a[^>]*href="${path}"[^>]*>${name}</a>`));
    const channel = await textOf(path);
    expect(channel).toMatch(/<form[^>]*role="search"/);
    expect(channel).toContain(`<h1 class="text-2xl md:text-3xl">${name}</h1>`);
  });

  it("U15: before anything has happened home says so plainly, with zeros and their time", async () => {
    const home = await textOf("/");
    expect(home).toMatch(/截至 \d{4}-\d{2}-\d{2} \d{2}:\d{2}/);
    expect(home).toContain("现在没有正在求助的需求");
    expect(home).toContain("0 笔捐赠");
  });

  it("S35: a search without hits says what to do next", async () => {
    const text = await textOf("/policies?q=%E7%81%AB%E7%AE%AD");
    expect(text).toContain("没有找到相关政策");
    expect(text).toContain("看全部政策");
  });

  it("E10: what was searched for comes back as text", async () => {
    const text = await textOf(`/policies?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
    expect(text).not.toContain("<script>alert(1)");
  });

  it("S35: an article is complete in both languages", async () => {
    const chinese = await textOf("/policies/complaints");
    expect(chinese).toContain("出处");
    const english = await textOf("/policies/complaints?lang=en");
    expect(english).toContain("How to complain");
    expect(english).toMatch(/<div class="prose" lang="zh-CN">/);
  });
});
