import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorKindOf } from "#app/ui/error-page.tsx";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

let database: TestDatabase;
let site: TestSite;
const failure = new Error("select secret from canary at /srv/app");

beforeAll(async () => {
  database = await createTestDatabase();
  site = await startSite(database, {
    services: {
      // why: a failing part shows what a page says when the site is at fault.
      search: {
        search: () => Promise.reject(failure),
        totals: () => Promise.reject(failure),
        put: () => Promise.reject(failure),
        remove: () => Promise.reject(failure),
        versions: () => Promise.reject(failure),
      },
    },
  });
}, 240_000);

afterAll(async () => {
  await site.close();
  await database.drop();
});

describe("error pages", () => {
  it("U44: an unknown address gets a page in the visitor's language with ways on", async () => {
    const chinese = await site.request("/no-such-page");
    expect(chinese.status).toBe(404);
    const text = await chinese.text();
    expect(text).toContain("<title>没有找到这个页面 - 结对</title>");
    expect(text).toContain("错误编号");
    expect(text).toContain('href="/needs"');
    const english = await site.request("/no-such-page?lang=en");
    expect(await english.text()).toContain("<title>This page was not found - Jiedui</title>");
  });

  it("U44: a policy that does not exist is not found", async () => {
    expect((await site.request("/policies/no-such-policy")).status).toBe(404);
  });

  it("E11, U44: a failure shows a number that is also in the response, and nothing of the cause", async () => {
    const reply = await site.request("/ways");
    expect(reply.status).toBe(500);
    const text = await reply.text();
    expect(text).toContain("网站出错了");
    expect(text).toContain(`500-${reply.headers.get("X-Request-Id")?.slice(0, 8)}`);
    expect(text).not.toMatch(/canary|select |\/srv\/|\bat /);
    expect(text).toContain('<meta name="robots" content="noindex"/>');
  });

  it("U44: large text holds on error pages, too", async () => {
    const reply = await site.request("/no-such-page", { cookie: "display=large" });
    expect(await reply.text()).toContain('data-display="large"');
  });

  it.each([
    [404, "notFound"],
    [405, "notFound"],
    [403, "forbidden"],
    [409, "conflict"],
    [429, "tooMany"],
    [500, "server"],
    [502, "server"],
    [503, "unavailable"],
  ])("U44: %i has words of its own kind", (status, kind) => {
    expect(errorKindOf(status)).toBe(kind);
  });
});

describe("public pages", () => {
  it("send no script but the small one, and no inline style", async () => {
    const text = await (await site.request("/accessibility")).text();
    expect(text.match(/<script\b[^>]*>/g)).toHaveLength(1);
    expect(text).toContain('<script src="/enhance.js"');
    expect(text).not.toMatch(/ style="/);
  });

  it("U31: the footer claims no operator and no registration that nobody configured", async () => {
    const text = await (await site.request("/accessibility")).text();
    expect(text).not.toMatch(/ICP|公安备案|主办单位<\/dt>/);
  });
});
