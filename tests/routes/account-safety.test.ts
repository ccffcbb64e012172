import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashPassword } from "#app/auth/passwords.server.ts";
import { householdPhonePlace } from "#app/domain/households/sealed-places.ts";
import { sendMails } from "#app/jobs/send-mails.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { households } from "#db/schema/households.server.ts";
import { bulan, createHousehold, createStaff, createTestRegions, createUser } from "#db/seed/factories.server.ts";
import type { OutgoingMail } from "#emails/mailer.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { codeAt, enrol } from "#tests/setup/second-factor.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

const password = "三江 侨乡 榕树 2016";
const newPassword = "另一个 很长的 密码 呀呀";
let now = new Date("2026-11-22T01:00:10Z");
const sent: OutgoingMail[] = [];
let database: TestDatabase;
let site: TestSite;
let passwordHash: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await createTestRegions(database.db);
  site = await startSite(database, {
    env: { TRUST_PROXY: "1" },
    services: {
      clock: { now: () => now },
      mailer: {
        send: async (mail) => {
          sent.push(mail);
        },
      },
    },
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
const cookiesOf = (answer: Response) => (answer.headers.getSetCookie()[0] ?? "").split(";", 1)[0] ?? "";
const isIn = async (cookie: string) => (await site.request("/me", { cookie })).status === 200;

describe("one's own sessions", () => {
  const agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/110.0 Safari/537.36";
  const signIn = async (email: string) =>
    cookiesOf(
      await site.request("/login", { form: { email, password }, headers: { ...freshAddress(), "User-Agent": agent } }),
    );

  it("E2: are listed with the device in words; one is ended, then all the others, this one stays", async () => {
    const user = await createUser(database.db, { passwordHash });
    const [here, second, third] = [await signIn(user.email), await signIn(user.email), await signIn(user.email)];
    const page = await (await site.request("/me/sessions", { cookie: here })).text();
    expect(page.match(/Chrome · Windows/g)).toHaveLength(3);
    expect(page.match(/这台设备/g)).toHaveLength(1);
    const handles = [...page.matchAll(/name="handle" value="([0-9a-f-]{36})"/g)].map(([, handle]) => handle ?? "");
    expect(handles).toHaveLength(2);
    const end = (handle: string, cookie: string) =>
      site.request("/me/sessions", { cookie, form: { intent: "end", handle } });
    const stranger = await site.signInAs(await createUser(database.db));
    await end(handles[0] ?? "", stranger);
    expect([await isIn(second), await isIn(third)]).toEqual([true, true]);
    expect((await end(handles[0] ?? "", here)).status).toBe(303);
    expect([await isIn(second), await isIn(third)].filter(Boolean)).toHaveLength(1);
    expect((await end(handles[0] ?? "", here)).status).toBe(303);
    await site.request("/me/sessions", { cookie: here, form: { intent: "end_others" } });
    expect([await isIn(here), await isIn(second), await isIn(third)]).toEqual([true, false, false]);
  });
});

describe("a forgotten password", () => {
  const ask = (email: string, headers = freshAddress()) =>
    site.request("/login/forgot", { form: { email, formNonce: crypto.randomUUID() }, headers });

  /** Sends what is due and returns the key of the link in the mail to this address, if there was one. */
  async function keyMailedTo(email: string): Promise<string | undefined> {
    await sendMails(site.services);
    const mail = sent.filter(({ to }) => to === email).at(-1);
    return /\/login\/reset\?key=([A-Za-z0-9_-]{43})/.exec(mail?.text ?? "")?.[1];
  }
  const reset = (key: string, headers = freshAddress()) =>
    site.request(`/login/reset?key=${key}`, { form: { key, password: newPassword }, headers });

  it("E5: an address nobody has gets the same answer and no mail", async () => {
    const { email } = await createUser(database.db, { passwordHash });
    const answers = [await ask(email), await ask("nobody@jiedui.example")];
    expect(answers.map((answer) => [answer.status, answer.headers.get("Location")])).toEqual([
      [303, "/login/forgot?done=sent"],
      [303, "/login/forgot?done=sent"],
    ]);
    expect(await keyMailedTo(email)).toBeDefined();
    expect(sent.filter(({ to }) => to === "nobody@jiedui.example")).toEqual([]);
  });

  it("E2: the link works once, ends every session and every other link; the database holds no key", async () => {
    const { email, userId } = await createUser(database.db, { passwordHash });
    const session = await site.signInAs({ kind: "user", userId, email, displayName: "", grants: [], memberships: [] });
    await ask(email);
    const first = await keyMailedTo(email);
    await ask(email);
    const second = await keyMailedTo(email);
    if (!first || !second) throw new Error("no mail");
    const stored = JSON.stringify([
      await database.sql`select * from password_resets`,
      await database.sql`select * from mails`,
    ]);
    expect([stored.includes(first), stored.includes(second)]).toEqual([false, false]);
    expect(await (await site.request(`/login/reset?key=${second}`)).text()).toContain("new-password");
    const uses = await Promise.all([reset(second), reset(second), reset(second)]);
    expect(uses.map((use) => use.headers.get("Location")).sort()).toEqual([
      "/login/reset",
      "/login/reset",
      "/login?reset=1",
    ]);
    expect((await reset(first)).headers.get("Location")).toBe("/login/reset");
    expect(await isIn(session)).toBe(false);
    const signIn = (typed: string) =>
      site.request("/login", { form: { email, password: typed }, headers: freshAddress() });
    expect([(await signIn(password)).status, (await signIn(newPassword)).status]).toEqual([422, 303]);
  });

  it("E2: after half an hour, for a disabled account and for a made-up key there is nothing to set", async () => {
    const { email, userId } = await createUser(database.db, { passwordHash });
    await ask(email);
    const key = (await keyMailedTo(email)) ?? "";
    await ask(email);
    const late = (await keyMailedTo(email)) ?? "";
    await database.db.update(users).set({ isDisabled: true }).where(eq(users.id, userId));
    expect((await reset(key)).headers.get("Location")).toBe("/login/reset");
    await database.db.update(users).set({ isDisabled: false }).where(eq(users.id, userId));
    now = new Date(now.getTime() + 31 * 60_000);
    expect((await reset(late)).headers.get("Location")).toBe("/login/reset");
    expect((await reset("A".repeat(43))).headers.get("Location")).toBe("/login/reset");
    expect((await reset("short")).status).toBe(422);
  });

  it("E3: a new password does not stand in for the second factor", async () => {
    const officer = await createStaff(database.db, "town_verifier", "440783116", { passwordHash });
    await enrol(site.services, officer, now);
    await ask(officer.email);
    const answer = await reset((await keyMailedTo(officer.email)) ?? "");
    expect([answer.headers.get("Location"), answer.headers.get("Set-Cookie")]).toEqual(["/login?reset=1", null]);
    const form = { email: officer.email, password: newPassword };
    const signIn = await site.request("/login", { form, headers: freshAddress() });
    expect(signIn.headers.get("Location")).toBe("/login/code");
  });

  it("D7: five mails a day to one address, ten an hour from one; only the asking address is told", async () => {
    const { email } = await createUser(database.db, { passwordHash });
    for (let index = 0; index < 7; index += 1) expect((await ask(email)).status).toBe(303);
    const rows = await database.sql`select 1 from mails where recipient = ${email}`;
    expect(rows).toHaveLength(5);
    const headers = freshAddress();
    const statuses: number[] = [];
    for (let index = 0; index < 11; index += 1) statuses.push((await ask(`p${index}@jiedui.example`, headers)).status);
    expect(statuses).toEqual([...Array(10).fill(303), 429]);
  });
});

describe("revealing a sealed field", () => {
  const phone = "13800138000";
  const reason = "打电话约定入户时间";
  let path: string;
  let householdId: string;
  beforeAll(async () => {
    ({ id: householdId } = await createHousehold(database.db, { regionCode: bulan }));
    const phoneSealed = site.services.sealer.seal(phone, householdPhonePlace(householdId));
    await database.db.update(households).set({ phoneSealed }).where(eq(households.id, householdId));
    path = `/staff/households/${householdId}/reveal`;
  });

  it("F8, F14: mask, reason, fresh code, then the value under a watermark, not kept and in no address", async () => {
    const officer = await createStaff(database.db, "village_officer", bulan);
    await enrol(site.services, officer, now);
    const cookie = await site.signInAs(officer);
    const file = await (await site.request(`/staff/households/${householdId}`, { cookie })).text();
    expect(file).toContain("138****8000");
    expect(file).toContain(`${path}?field=phone`);
    expect(file).not.toContain(phone);
    const form = await site.request(`${path}?field=phone`, { cookie });
    expect(await form.text()).not.toContain(phone);
    expect((await site.request(path, { cookie, form: { field: "phone", reason: "看" } })).status).toBe(422);
    const shown = await site.request(path, { cookie, form: { field: "phone", reason } });
    const html = await shown.text();
    expect([shown.status, shown.headers.get("Cache-Control")]).toEqual([200, "no-store"]);
    expect(html).toContain(phone);
    expect(html).toMatch(new RegExp(`<text[^>]*>${officer.displayName} [^<]* ${reason}</text>`));
    expect(await (await site.request(path, { cookie })).text()).toContain(reason);
    now = new Date(now.getTime() + 6 * 60_000);
    const stale = await site.request(path, { cookie, form: { field: "phone", reason } });
    const back = `/me/second-factor/confirm?next=${encodeURIComponent(path)}`;
    expect([stale.status, stale.headers.get("Location")]).toEqual([303, back]);
    expect((await site.request(path, { cookie })).headers.get("Location")).toBe(back);
    const confirmed = await site.request(back, { cookie, form: { secondFactorCode: codeAt(now) } });
    expect(confirmed.headers.get("Location")).toBe(path);
    expect((await site.request(path, { cookie, form: { field: "phone", reason } })).status).toBe(200);
  });

  it("F8: the 21st in an hour is told to wait (429), and the alarm is on the page of alarms", async () => {
    const cookie = await site.signInAs(await createStaff(database.db, "town_verifier", "440783116"));
    const statuses: number[] = [];
    for (let index = 0; index < 21; index += 1) {
      statuses.push((await site.request(path, { cookie, form: { field: "phone", reason } })).status);
    }
    expect(statuses).toEqual([...Array(20).fill(200), 429]);
    const admin = await site.signInAs(await createStaff(database.db, "platform_admin", ""));
    expect(await (await site.request("/staff/alarms", { cookie: admin })).text()).toContain("查看了太多敏感信息");
  });

  it("F2, F8: other villages and those who only look on get 404 and no way to it", async () => {
    const supervisor = await createStaff(database.db, "supervisor", "440783116");
    const people = [
      supervisor,
      await createStaff(database.db, "village_officer", "440783117201"),
      await createStaff(database.db, "platform_admin", ""),
      await createUser(database.db),
    ];
    for (const person of people) {
      const cookie = await site.signInAs(person);
      expect((await site.request(path, { cookie })).status).toBe(404);
      expect((await site.request(path, { cookie, form: { field: "phone", reason } })).status).toBe(404);
    }
    const file = await site.request(`/staff/households/${householdId}`, { cookie: await site.signInAs(supervisor) });
    expect(await file.text()).not.toContain("/reveal");
  });
});
