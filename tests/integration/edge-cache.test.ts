import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordEvents } from "#app/domain/record-event.server.ts";
import { createNeed, createTestRegions, createUser } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { findNginx, type Nginx, sharedPageHeaders, startNginx } from "#tests/setup/nginx.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

/** Pages for a cache in front of the site, and `deploy/nginx/site.conf` in a real nginx where this machine has one. */
let database: TestDatabase;
let site: TestSite;

const page = "/ways?page=1";

beforeAll(async () => {
  database = await createTestDatabase();
  await createTestRegions(database.db);
  site = await startSite(database, { hasPageCache: true });
  // The site keeps pages once it hears of changes.
  while ((await site.request(page)).headers.get("X-Page-Cache") !== "hit");
}, 240_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

const change = () => recordEvents(database.db, new Date(), { kind: "ledger.changed" });

describe("a page for a cache in front", () => {
  it("E7: is the same bytes for all, and has no nonce: its policy names what runs", async () => {
    const bodies = await Promise.all(
      ["gzip", "identity"].map(async (encoding) => {
        const answer = await site.request(page, { headers: { ...sharedPageHeaders, "Accept-Encoding": encoding } });
        expect(answer.headers.get("Cache-Control")).toBe("public, max-age=0, s-maxage=1, must-revalidate");
        expect(answer.headers.get("Vary")).toBe("Accept-Encoding");
        const policy = answer.headers.get("Content-Security-Policy") ?? "";
        expect(policy).not.toMatch(/nonce-|unsafe/);
        return { policy, body: await answer.text() };
      }),
    );
    expect(bodies[0]).toEqual(bodies[1]);
    const { policy = "", body = "" } = bodies[0] ?? {};
    expect(policy).toMatch(/script-src 'self'( 'sha256-[^']+')*;/);
    expect(body).not.toMatch(/nonce="[^"]/);
  });

  it("is told 304 while it stays the same, and another tag than a visitor's own page has", async () => {
    const answer = await site.request(page, { headers: sharedPageHeaders });
    const etag = answer.headers.get("ETag") ?? "";
    expect((await site.request(page, { headers: { ...sharedPageHeaders, "If-None-Match": etag } })).status).toBe(304);
    expect((await site.request(page, { headers: { "If-None-Match": etag } })).status).toBe(200);
    expect((await site.request(page)).headers.get("Cache-Control")).toBe("private, no-cache");
  });

  it("is never one for somebody who is signed in, a page that is not there, or a form", async () => {
    const cookie = await site.signInAs(await createUser(database.db, { displayName: "只给本人看" }));
    for (const [path, init] of [
      [page, { cookie }],
      ["/no-such-page", {}],
      ["/login", {}],
    ] as const) {
      const answer = await site.request(path, { ...init, headers: sharedPageHeaders });
      expect(answer.headers.get("Cache-Control")).toMatch(/private|no-store/);
      expect(answer.headers.get("Content-Security-Policy")).toContain("'nonce-");
    }
  });
});

const program = findNginx();
if (program === null) console.info("edge-cache: no nginx on this machine; deploy/nginx/site.conf is not run here");

describe.skipIf(program === null)("nginx with deploy/nginx/site.conf", () => {
  let nginx: Nginx;
  beforeAll(async () => {
    nginx = await startNginx(program ?? "", site.url);
  });
  afterAll(() => nginx.stop());

  const ask = async (path = page, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${nginx.url}${path}`, {
      headers: { "Accept-Encoding": "identity", ...headers },
      redirect: "manual",
    });
    return { status: answer.headers.get("X-Edge-Cache"), answer, text: await answer.text() };
  };

  it("keeps a public page apart by language and text size, as the site sends it", async () => {
    await ask();
    const kept = await ask();
    expect(["HIT", "REVALIDATED"]).toContain(kept.status);
    expect(kept.text).toContain('<html lang="zh-CN"');
    const large = await ask(page, { Cookie: "a=b; lang=en; display=large" });
    expect(large.text).toContain('<html lang="en" data-display="large"');
    expect((await ask()).text).toBe(kept.text);
    const zipped = await ask(page, { "Accept-Encoding": "gzip, br" });
    expect(zipped.answer.headers.get("Content-Encoding")).toBe("gzip");
    expect(zipped.text).toBe(kept.text);
  });

  it("gives and takes no page of somebody with a session, nor one that is marked private", async () => {
    const cookie = await site.signInAs(await createUser(database.db, { displayName: "只给本人看" }));
    expect((await ask(page, { Cookie: cookie })).text).toContain("只给本人看");
    expect((await ask()).text).not.toContain("只给本人看");
    for (let time = 0; time < 2; time += 1) expect((await ask("/login")).status).toBe("MISS");
  });

  it("asks again each second, so that a change is seen without a purge, and a withdrawn need is gone", async () => {
    const need = await createNeed(database.db, { title: "改前的需求", publicationMode: "intent_only" });
    const path = `/needs/${need.publicCode}`;
    await change();
    await expect.poll(async () => (await ask(path)).text, { timeout: 10_000 }).toContain("改前的需求");
    await database.db.execute(sql`update needs set title = '改后的需求' where id = ${need.id}`);
    await change();
    await expect.poll(async () => (await ask(path)).text, { timeout: 10_000 }).toContain("改后的需求");
    await database.db.execute(sql`update needs set state = 'suspended' where id = ${need.id}`);
    await change();
    await expect.poll(async () => (await ask(path)).text, { timeout: 10_000 }).not.toContain("改后的需求");
  });
});
