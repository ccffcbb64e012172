import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordEvents } from "#app/domain/record-event.server.ts";
import { createUser } from "#db/seed/factories.server.ts";
import { migrateDatabase } from "#scripts/migrate.ts";
import { type OwnPostgres, startOwnPostgres } from "#tests/setup/own-postgres.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

let server: OwnPostgres;
let site: TestSite;

beforeAll(async () => {
  server = await startOwnPostgres();
  await migrateDatabase(server.url);
  site = await startSite(server, { hasPageCache: true });
}, 240_000);

afterAll(async () => {
  await site.close();
  await server.remove();
});

const status = async (path: string) => (await site.request(path)).status;
const page = "/ways?page=1";
const cacheWord = async () => {
  const answer = await site.request(page);
  await answer.arrayBuffer();
  return answer.headers.get("X-Page-Cache");
};

async function waitFor(what: string, check: () => Promise<boolean>, limitMs = 5_000): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await check())) if (Date.now() > deadline) throw new Error(`not within ${limitMs} ms: ${what}`);
}

describe("the site without its database", () => {
  it("H1, H3, H4: says 503 in the visitor's language while the database is away, and works again within 5 s", async () => {
    const cookie = await site.signInAs(await createUser(site.services.db, {}));
    await waitFor("the cache hears", async () => (await cacheWord()) === "hit");
    await server.stop("fast");

    const startedAt = Date.now();
    const answers = await Promise.all([
      site.request("/ledger?lang=en"),
      site.request("/ledger"),
      site.request("/", { cookie }),
      site.request("/login", { form: { email: "nobody@jiedui.example", password: "some long password" } }),
      site.request(page),
      site.request("/readyz"),
      site.request("/healthz"),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([503, 503, 503, 503, 503, 503, 200]);
    expect(Date.now() - startedAt).toBeLessThan(5_000);
    expect(answers[0]?.headers.get("Retry-After")).toBe("5");
    const [english = "", chinese = "", signedIn = ""] = await Promise.all(answers.map((answer) => answer.text()));
    expect(english).toContain("Please come back in a few minutes.");
    expect(chinese).toContain("请过几分钟再来");
    expect(signedIn).toContain("网站暂时不可用");
    for (const text of [english, chinese, signedIn]) expect(text).not.toMatch(/ECONN|postgres|\bat \//i);

    await server.start();
    await waitFor("ready again", async () => (await status("/readyz")) === 200);
    expect(await status("/ledger")).toBe(200);
    expect((await site.request("/", { cookie })).status).toBe(200);
  }, 30_000);

  it("the page cache was deaf meanwhile: it keeps nothing of before, and hears again", async () => {
    await waitFor("the cache hears", async () => (await cacheWord()) === "hit");
    await server.stop("immediate");
    await server.start();
    expect(await cacheWord()).not.toBe("hit");
    await waitFor("the cache hears again", async () => (await cacheWord()) === "hit");
    await recordEvents(site.services.db, new Date(), { kind: "ledger.changed" });
    await waitFor("the change is heard", async () => (await cacheWord()) === "miss");
  }, 30_000);

  it("H4: a query that does not come to an end is a 503, not a hang", async () => {
    const { db } = site.services;
    const held = db.transaction(async (tx) => {
      await tx.execute(sql`lock table notices in access exclusive mode`);
      const answer = await site.request("/notices?page=1");
      return { status: answer.status, isPage: (await answer.text()).includes("请过几分钟再来") };
    });
    expect(await held).toEqual({ status: 503, isPage: true });
  }, 30_000);

  it("messages about money have connections of their own: 500 slow pages do not hold them up (chaos row 12)", async () => {
    const sleeping = Array.from({ length: 500 }, () =>
      site.services.db.execute(sql`select pg_sleep(0.5)`).then(
        () => true,
        () => false,
      ),
    );
    const times = await Promise.all(
      Array.from({ length: 20 }, async () => {
        const startedAt = Date.now();
        await site.services.settlementDb.execute(sql`select pg_sleep(0.01)`);
        return Date.now() - startedAt;
      }),
    );
    expect(Math.max(...times)).toBeLessThan(1_000);
    await Promise.all(sleeping);
  }, 30_000);
});
