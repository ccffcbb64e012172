import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { recordEvents } from "#app/domain/record-event.server.ts";
import { createUser } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

let database: TestDatabase;
let site: TestSite;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await startSite(database, { hasPageCache: true });
}, 240_000);

afterAll(async () => {
  await site.close();
  await database.drop();
});

const page = "/ways?page=1";
const cacheWord = async (path = page, init: Parameters<TestSite["request"]>[1] = {}) => {
  const answer = await site.request(path, init);
  await answer.arrayBuffer();
  return answer.headers.get("X-Page-Cache");
};

/** Asks until the cache says the word: the site listens on a connection of its own, so its answer comes a moment later. */
async function waitForWord(word: "hit" | "miss", path = page): Promise<void> {
  const deadline = Date.now() + 10_000;
  while ((await cacheWord(path)) !== word) {
    if (Date.now() > deadline) throw new Error(`no ${word} for ${path} in 10 s`);
  }
}

const change = () => recordEvents(database.db, new Date(), { kind: "ledger.changed" });

beforeEach(() => waitForWord("hit"));

describe("pages from the cache", () => {
  it("E7: every visitor gets a nonce of their own, in the policy and in the page", async () => {
    const answers = await Promise.all(
      ["gzip", "identity"].map(async (encoding) => {
        const answer = await site.request(page, { headers: { "Accept-Encoding": encoding } });
        const nonce = /'nonce-([^']+)'/.exec(answer.headers.get("Content-Security-Policy") ?? "")?.[1] ?? "none";
        return { nonce, word: answer.headers.get("X-Page-Cache"), body: await answer.text() };
      }),
    );
    expect(answers.map(({ word }) => word)).toEqual(["hit", "hit"]);
    expect(answers[0]?.nonce).not.toBe(answers[1]?.nonce);
    for (const { nonce, body } of answers) {
      expect(body).toContain(`nonce="${nonce}"`);
      expect(body.match(/nonce="[^"]*"/g)?.every((found) => found === `nonce="${nonce}"`)).toBe(true);
    }
    const [zipped, plain] = answers.map(({ body, nonce }) => body.replaceAll(nonce, ""));
    expect(zipped).toBe(plain);
  });

  it("a browser that has the page is told so, and keeps the policy that fits its nonce", async () => {
    const etag = (await site.request(page)).headers.get("ETag") ?? "";
    const answer = await site.request(page, { headers: { "If-None-Match": etag } });
    expect(answer.status).toBe(304);
    expect(answer.headers.get("Content-Security-Policy")).toBeNull();
  });

  it("language and text size have pages of their own", async () => {
    await waitForWord("hit");
    for (const cookie of ["lang=en", "display=large", "lang=en; display=large"]) {
      expect(await cacheWord(page, { cookie })).toBe("miss");
      expect(await cacheWord(page, { cookie })).toBe("hit");
    }
    expect(await (await site.request(page, { cookie: "lang=en; display=large" })).text()).toContain(
      '<html lang="en" data-display="large"',
    );
    expect(await (await site.request(page)).text()).toContain('<html lang="zh-CN"');
  });

  it("known parameters count in any order; unknown ones, forms and other methods are rendered afresh", async () => {
    await waitForWord("hit", "/ways?page=2&q=a");
    expect(await cacheWord("/ways?q=a&page=2")).toBe("hit");
    for (const path of ["/ways?page=1&utm_source=x", "/ways?lang=en", "/login", "/no-such-page", "/ways.data"]) {
      expect(await cacheWord(path)).toBeNull();
    }
    expect(await cacheWord(page, { method: "HEAD" })).toBe("hit");
  });

  it("a page that is not there is not kept, and its nonce is its own", async () => {
    const answer = await site.request("/policies/no-such-article");
    expect(answer.status).toBe(404);
    expect(answer.headers.get("X-Page-Cache")).toBeNull();
    const nonce = /'nonce-([^']+)'/.exec(answer.headers.get("Content-Security-Policy") ?? "")?.[1];
    expect(await answer.text()).toContain(`nonce="${nonce}"`);
  });

  it("who is signed in never gets or leaves a page here, also with a session that is over", async () => {
    const cookie = await site.signInAs(await createUser(database.db, { displayName: "只给本人看" }));
    expect(await (await site.request(page, { cookie })).text()).toContain("只给本人看");
    expect(await cacheWord(page, { cookie })).toBeNull();
    expect(await cacheWord(page, { cookie: "session=over" })).toBeNull();
    expect(await (await site.request(page)).text()).not.toContain("只给本人看");
  });
});

describe("pages are forgotten", () => {
  it("when anything is recorded", async () => {
    await change();
    await waitForWord("miss");
  });

  it("not when the transaction that records it is undone", async () => {
    await database.db
      .transaction(async (tx) => {
        await recordEvents(tx, new Date(), { kind: "ledger.changed" });
        tx.rollback();
      })
      .catch(() => {});
    // A change that does come afterwards is heard after the undone one would have been.
    await database.sql`select pg_notify('unrelated', '')`;
    expect(await cacheWord()).toBe("hit");
  });

  it("at once for the one who changed something, not for a changed text size", async () => {
    await site.request("/display", { form: { display: "large" } });
    expect(await cacheWord()).toBe("hit");
    await site.request("/no-such-form", { form: {} });
    expect(await cacheWord()).toBe("miss");
  });

  it("and not used while changes cannot be heard", async () => {
    const listeners = sql`from pg_stat_activity where application_name = 'jiedui-page-cache' and datname = current_database()`;
    await database.db.execute(sql`select pg_terminate_backend(pid) ${listeners}`);
    const deadline = Date.now() + 10_000;
    let word = await cacheWord();
    while (word !== null && Date.now() < deadline) word = await cacheWord();
    expect(word).toBeNull();
    await waitForWord("miss");
    await waitForWord("hit");
    await change();
    await waitForWord("miss");
  });
});
