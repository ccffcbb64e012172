import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashPassword } from "#app/auth/passwords.server.ts";
import { pageBehindFile } from "#app/http/file-behind.ts";
import { createMember, createOrganization, createStaff, createUser } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { codeAt, enrol } from "#tests/setup/second-factor.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

const password = "三江 侨乡 榕树 2016";
let now = new Date("2026-11-22T01:00:10Z");
let database: TestDatabase;
let site: TestSite;
let passwordHash: string;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await startSite(database, {
    env: { TRUST_PROXY: "1", PERSONAS_SKIP_SECOND_FACTOR: "0" },
    services: { clock: { now: () => now } },
  });
  passwordHash = await hashPassword(password);
}, 240_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

let lastAddress = 0;
function freshAddress() {
  lastAddress += 1;
  return { "X-Forwarded-For": `198.51.100.${lastAddress}` };
}
const cookiesOf = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";", 1)[0] ?? "")
    .filter((cookie) => !cookie.endsWith("="))
    .join("; ");

async function officer(isEnrolled: boolean) {
  const person = await createStaff(database.db, "town_verifier", "440783116", { passwordHash });
  if (isEnrolled) await enrol(site.services, person, now);
  return person;
}

const showPassword = (email: string, next = "") =>
  site.request(`/login${next}`, { form: { email, password }, headers: freshAddress() });

describe("signing in with two factors", () => {
  it("E3: password, then code, then the page one wanted; the state between opens nothing else", async () => {
    const { email } = await officer(true);
    const first = await showPassword(email, "?next=/staff/needs");
    expect(first.headers.get("Location")).toBe("/login/code?next=%2Fstaff%2Fneeds");
    const cookie = cookiesOf(first);
    expect(cookie).toMatch(/^sign-in=[A-Za-z0-9_-]{43}$/);
    for (const path of ["/staff", "/me", "/me/second-factor"]) {
      const answer = await site.request(path, { cookie });
      expect([answer.status, answer.headers.get("Location")]).toEqual([302, `/login?next=${encodeURIComponent(path)}`]);
      const asSession = await site.request(path, { cookie: cookie.replace("sign-in=", "session=") });
      expect(asSession.status).toBe(302);
    }
    const page = await site.request("/login/code", { cookie });
    expect([page.status, page.headers.get("Cache-Control")]).toEqual([200, "no-store"]);
    const wrong = await site.request("/login/code", { cookie, form: { code: "000000" } });
    expect(wrong.status).toBe(422);
    const location = first.headers.get("Location") ?? "";
    const done = await site.request(location, { cookie, form: { code: codeAt(now) } });
    expect([done.status, done.headers.get("Location")]).toEqual([303, "/staff/needs"]);
    expect(done.headers.getSetCookie().join()).toContain("sign-in=; Path=/; SameSite=Lax; Max-Age=0");
    expect((await site.request("/staff", { cookie: cookiesOf(done) })).status).toBe(200);
    const again = await showPassword(email);
    const replay = await site.request("/login/code", { cookie: cookiesOf(again), form: { code: codeAt(now) } });
    expect(replay.status).toBe(422);
  });

  it("E3: without a right password a moment ago there is no second step", async () => {
    for (const cookie of ["", `sign-in=${"A".repeat(43)}`]) {
      expect((await site.request("/login/code", { cookie })).headers.get("Location")).toBe("/login");
      const sent = await site.request("/login/code", { cookie, form: { code: codeAt(now) } });
      expect([sent.status, sent.headers.get("Location")]).toEqual([303, "/login"]);
    }
  });

  it("E3: five wrong codes, then a wait, also for the right one and from another address; it ends by itself", async () => {
    const { email } = await officer(true);
    const cookie = cookiesOf(await showPassword(email));
    const statuses: number[] = [];
    for (let index = 0; index < 5; index += 1) {
      statuses.push((await site.request("/login/code", { cookie, form: { code: "000000" } })).status);
    }
    expect(statuses).toEqual([422, 422, 422, 422, 422]);
    const right = { cookie, form: { code: codeAt(now) } };
    expect((await site.request("/login/code", right)).status).toBe(429);
    expect((await site.request("/login/code", { ...right, headers: freshAddress() })).status).toBe(429);
    now = new Date(now.getTime() + 15 * 60_000);
    const anew = cookiesOf(await showPassword(email));
    expect((await site.request("/login/code", { cookie: anew, form: { code: codeAt(now) } })).status).toBe(303);
  });
});

describe("who must have a second factor", () => {
  it("E3: reaches the page where it is enrolled and nothing else, then the work; the codes are shown once", async () => {
    const person = await officer(false);
    const first = await showPassword(person.email, "?next=/staff/needs");
    const cookie = cookiesOf(first);
    for (const path of ["/staff", "/me", "/me/password", "/staff/households"]) {
      const answer = await site.request(path, { cookie });
      expect([answer.status, answer.headers.get("Location")]).toEqual([
        302,
        `/me/second-factor?next=${encodeURIComponent(path)}`,
      ]);
    }
    expect((await site.request("/staff/households/new", { cookie, form: { intent: "x" } })).status).toBe(302);
    const home = "/me/second-factor?next=%2Fstaff%2Fneeds";
    const begin = await site.request(home, { cookie, form: { intent: "begin" } });
    const page = await site.request(begin.headers.get("Location") ?? "", { cookie });
    expect(page.headers.get("Cache-Control")).toBe("no-store");
    const html = await page.text();
    expect(html).toMatch(/<svg viewBox="0 0 \d+ \d+"/);
    const secret = /<code[^>]*>([A-Z2-7 ]{39})<\/code>/.exec(html)?.[1]?.replaceAll(" ", "") ?? "";
    const enrolled = await site.request(home, { cookie, form: { intent: "confirm", code: codeAt(now, 0, secret) } });
    const shown = await enrolled.text();
    const codes = [...shown.matchAll(/<code[^>]*>([0-9A-Z]{5}-[0-9A-Z]{5})<\/code>/g)].map(([, code]) => code);
    expect([enrolled.status, enrolled.headers.get("Cache-Control"), codes.length]).toEqual([200, "no-store", 10]);
    expect(shown).toContain('href="/staff/needs"');
    const session = cookiesOf(enrolled);
    expect((await site.request("/staff/needs", { cookie: session })).status).toBe(200);
    expect((await site.request("/staff/needs", { cookie })).status).toBe(302);
    const after = await (await site.request("/me/second-factor", { cookie: session })).text();
    expect(after).not.toContain(secret.slice(0, 4));
    for (const code of codes) expect(after).not.toContain(code);
    // The lost phone: a recovery code signs in.
    const waiting = cookiesOf(await showPassword(person.email));
    const done = await site.request("/login/code", { cookie: waiting, form: { code: codes[3] ?? "" } });
    expect([done.status, done.headers.get("Location")]).toEqual([303, "/staff"]);
  });

  it("E3: an account of somebody who gives may turn it on, and needs the code to turn it off", async () => {
    const cookie = await site.signInAs(await createUser(database.db));
    const page = await (await site.request("/me/second-factor", { cookie })).text();
    expect(page).not.toContain("您的岗位");
    const off = await site.request("/me/second-factor", { cookie, form: { intent: "remove", code: "123456" } });
    expect(off.status).toBe(422);
  });
});

describe("the code once more", () => {
  it("E3: what is important asks for it again after five minutes, and leads back to a page of ours only", async () => {
    const admin = await createStaff(database.db, "platform_admin", "", { passwordHash });
    await enrol(site.services, admin, now);
    const person = await officer(true);
    const cookie = await site.signInAs(admin);
    const path = `/staff/accounts/${person.userId}`;
    const page = await site.request(path, { cookie });
    expect(await page.text()).toContain("要另一位管理员同意后才生效");
    now = new Date(now.getTime() + 6 * 60_000);
    const form = { intent: "reset_second_factor", reason: "手机遗失，已当面核对" };
    const asked = await site.request(path, { cookie, form });
    const confirm = `/me/second-factor/confirm?next=${encodeURIComponent(path)}`;
    expect([asked.status, asked.headers.get("Location")]).toEqual([307, confirm]);
    const away = "/me/second-factor/confirm?next=//evil.example";
    const confirmed = await site.request(away, { cookie, form: { secondFactorCode: codeAt(now) } });
    expect([confirmed.status, confirmed.headers.get("Location")]).toEqual([303, "/me"]);
    const proposed = await site.request(path, { cookie, form });
    expect([proposed.status, proposed.headers.get("Location")]).toEqual([303, `${path}?done=proposed`]);
    expect((await showPassword(person.email)).headers.get("Location")).toBe("/login/code");
    const other = await site.signInAs(await createStaff(database.db, "platform_admin", ""));
    expect(await (await site.request("/staff", { cookie: other })).text()).toContain("账户等待同意");
    const html = await (await site.request(path, { cookie: other })).text();
    const proposalId = /name="proposalId" value="([^"]+)"/.exec(html)?.[1] ?? "";
    const decision = { intent: "approve", proposalId };
    const own = await site.request(path, { cookie, form: decision });
    expect([own.status, (await own.text()).includes("要由管理这些地区的另一位平台管理员同意")]).toEqual([422, true]);
    const elsewhere = await site.signInAs(await createStaff(database.db, "platform_admin", "51"));
    for (const sent of [{}, { form: decision }, { form }]) {
      expect((await site.request(path, { cookie: elsewhere, ...sent })).status).toBe(404);
    }
    const reset = await site.request(path, { cookie: other, form: decision });
    expect([reset.status, reset.headers.get("Location")]).toEqual([303, `${path}?done=decided`]);
    expect((await showPassword(person.email)).headers.get("Location")).toBe("/staff");
  });

  it("E3: a kept form that has a code of its own comes back with it as it was typed", async () => {
    const admin = await createStaff(database.db, "platform_admin", "", { passwordHash });
    await enrol(site.services, admin, now);
    const cookie = await site.signInAs(admin);
    const confirm = `/me/second-factor/confirm?next=${encodeURIComponent("/staff/accounts")}`;
    const sent = { intent: "issue", code: "ABCDE-12345", reason: "当面核对" };
    const kept = await (await site.request(confirm, { cookie, form: sent })).text();
    for (const [name, value] of Object.entries(sent)) {
      expect(kept).toContain(`<input type="hidden" name="${name}" value="${value}"/>`);
    }
    expect(kept, "nobody has tried a code yet").not.toContain("error-summary");
    const confirmed = await site.request(confirm, { cookie, form: { ...sent, secondFactorCode: codeAt(now) } });
    expect([confirmed.status, confirmed.headers.get("Location")]).toEqual([307, "/staff/accounts"]);
  });

  it("E3: after the code for a file the page says that it is saved, starts it without scripts, and leads back", async () => {
    const charity = await createOrganization(database.db, { kind: "charity", name: "江口慈善会" });
    const member = await createMember(database.db, charity, "charity");
    await enrol(site.services, member, now);
    const cookie = await site.signInAs(member);
    now = new Date(now.getTime() + 6 * 60_000);
    const file = `/org/books/journal.csv?charity=${charity.id}&from=2026-01-01&to=2026-03-31`;
    const asked = await site.request(file, { cookie });
    const confirm = `/me/second-factor/confirm?next=${encodeURIComponent(file)}`;
    expect([asked.status, asked.headers.get("Location")]).toEqual([303, confirm]);
    const tooEarly = await (await site.request(`${confirm}&done=file`, { cookie })).text();
    expect(tooEarly).not.toContain("文件正在保存");
    const confirmed = await site.request(confirm, { cookie, form: { secondFactorCode: codeAt(now) } });
    const after = confirmed.headers.get("Location") ?? "";
    expect([confirmed.status, after]).toEqual([303, `${confirm}&done=file`]);
    const escaped = file.replaceAll("&", "&amp;");
    const page = await (await site.request(after, { cookie })).text();
    expect(page).toContain("文件正在保存");
    expect(page).toContain(`<meta http-equiv="refresh" content="0; url=${escaped}"/>`);
    expect(page).toContain(`href="${escaped}"`);
    expect(page).toContain(`href="/org/books?charity=${charity.id}"`);
    const english = await (await site.request(`${after}&lang=en`, { cookie })).text();
    expect(english).toContain("Your file is being saved");
    const saved = await site.request(file, { cookie });
    expect([saved.status, saved.headers.get("Content-Disposition")]).toEqual([
      200,
      expect.stringContaining("attachment"),
    ]);
  });

  it("E3: every file that is saved after a code has its page to come back to", () => {
    const files = readdirSync("app/routes").filter((name) => {
      if (!name.endsWith(".ts")) return false;
      const text = readFileSync(`app/routes/${name}`, "utf8");
      return text.includes("requireFreshSecondFactor(") && text.includes("attachment;");
    });
    expect(files.length).toBeGreaterThan(2);
    const addressOf = (name: string) =>
      `/${name.slice(0, -3).replaceAll("_.", "/").replace("$id", "x").replace("[.]", ".")}`;
    expect(files.map(addressOf).filter((path) => pageBehindFile(path) === null)).toEqual([]);
  });
});
