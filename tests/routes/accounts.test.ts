import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hashPassword } from "#app/auth/passwords.server.ts";
import { createStaff, createUser } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

const password = "三江 侨乡 榕树 2016";
let database: TestDatabase;
let site: TestSite;
let passwordHash: string;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await startSite(database, { env: { TRUST_PROXY: "1" } });
  passwordHash = await hashPassword(password);
}, 240_000);

afterAll(async () => {
  await site.close();
  await database.drop();
});

const cookieOf = (answer: Response) => answer.headers.getSetCookie()[0]?.split(";", 1)[0] ?? "";
let lastAddress = 0;
/** Another address for every test: limits are counted by address. */
function freshAddress() {
  lastAddress += 1;
  return { "X-Forwarded-For": `198.51.100.${lastAddress}` };
}

describe("joining", () => {
  const newcomer = { displayName: "陈晓彤", email: "New.Comer@Jiedui.example ", password };

  it("makes an account one can sign in with, and keeps the way back", async () => {
    const headers = freshAddress();
    const joined = await site.request("/join?next=/needs%3Fq%3Da", { form: newcomer, headers });
    expect(joined.status).toBe(303);
    expect(joined.headers.get("Location")).toBe("/login?joined=1&next=%2Fneeds%3Fq%3Da");
    const location = joined.headers.get("Location") ?? "";
    const signedIn = await site.request(location, { form: { email: "new.comer@jiedui.example", password }, headers });
    expect(signedIn.headers.get("Location")).toBe("/needs?q=a");
    const page = await (await site.request("/me", { cookie: cookieOf(signedIn) })).text();
    expect(page).toContain("陈晓彤");
  });

  it("E5: answers a taken address and a free one alike", async () => {
    const { email } = await createUser(database.db, { passwordHash });
    const headers = freshAddress();
    const [taken, free] = [
      await site.request("/join", { form: { ...newcomer, email }, headers }),
      await site.request("/join", { form: { ...newcomer, email: "free@jiedui.example" }, headers }),
    ];
    expect([taken.status, taken.headers.get("Location")]).toEqual([free.status, free.headers.get("Location")]);
    expect(await taken.text()).toBe(await free.text());
  });

  it("U7: says what is wrong beside the field, keeps what was typed but the password, and stores nothing", async () => {
    const form = { displayName: "陈", email: "not an address", password: "short secret" };
    const answer = await site.request("/join", { form, headers: freshAddress() });
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page).toContain("<title>错误：");
    expect(page).toContain('value="not an address"');
    expect(page).not.toContain("short secret");
    expect(page).toMatch(/href="#join-email"/);
    expect(page).toContain('aria-invalid="true"');
  });

  it("E4: ten an hour from one address", async () => {
    const headers = freshAddress();
    const statuses: number[] = [];
    for (let index = 0; index < 11; index += 1) {
      statuses.push(
        (await site.request("/join", { form: { ...newcomer, email: `p${index}@jiedui.example` }, headers })).status,
      );
    }
    expect(statuses).toEqual([...Array(10).fill(303), 429]);
  });
});

describe("signing in", () => {
  it("E5: an unknown address and a wrong password give the same page", async () => {
    const { email } = await createUser(database.db, { passwordHash, email: "known@jiedui.example" });
    const pages = await Promise.all(
      [email, "never@jiedui.example"].map(async (address) => {
        const form = { email: address, password: "wrong password" };
        const answer = await site.request("/login", { form, headers: freshAddress() });
        const body = await answer.text();
        return `${answer.status} ${body.replaceAll(address, "").replaceAll(/nonce="[^"]*"/g, "")}`;
      }),
    );
    expect(pages[0]).toBe(pages[1]);
    expect(pages[0]).toMatch(/^422 /);
  });

  it("E2: the cookie is not for scripts and not for other sites", async () => {
    const { email } = await createUser(database.db, { passwordHash });
    const answer = await site.request("/login", { form: { email, password }, headers: freshAddress() });
    expect(answer.headers.get("Set-Cookie")).toMatch(
      /^session=[A-Za-z0-9_-]{43}; Path=\/; SameSite=Lax; Max-Age=2592000; HttpOnly$/,
    );
  });

  it("leads staff to the workspace and others to their page", async () => {
    const staff = await createStaff(database.db, "town_verifier", "440783116", { passwordHash });
    const citizen = await createUser(database.db, { passwordHash });
    const goal = async (email: string, path = "/login") => {
      const answer = await site.request(path, { form: { email, password }, headers: freshAddress() });
      return answer.headers.get("Location");
    };
    expect(await goal(staff.email)).toBe("/staff");
    expect(await goal(citizen.email)).toBe("/me");
    expect(await goal(citizen.email, "/login?next=/")).toBe("/me");
    expect(await goal(staff.email, "/login?next=/staff/needs")).toBe("/staff/needs");
    expect(await goal(citizen.email, "/login?next=//evil.example")).toBe("/me");
  });

  it("a page for members sends a visitor to sign in and back", async () => {
    const answer = await site.request("/me");
    expect([answer.status, answer.headers.get("Location")]).toEqual([302, "/login?next=%2Fme"]);
  });

  it("E4: five wrong tries close this address for this account, not another address, and the page says so", async () => {
    const { email } = await createUser(database.db, { passwordHash });
    const headers = freshAddress();
    for (let index = 0; index < 5; index += 1) {
      const wrong = await site.request("/login", { form: { email, password: "wrong password" }, headers });
      expect(wrong.status).toBe(422);
    }
    const refused = await site.request("/login", { form: { email, password }, headers });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("Retry-After"))).toBeGreaterThan(0);
    expect(await refused.text()).toContain("操作太频繁");
    const clean = await site.request("/login", { form: { email, password }, headers: freshAddress() });
    expect(clean.status).toBe(303);
  });

  it("E4: a chain of forwarded addresses does not help: only our own proxy's word counts", async () => {
    const { email } = await createUser(database.db, { passwordHash });
    const { "X-Forwarded-For": real } = freshAddress();
    const statuses: number[] = [];
    for (let index = 0; index < 6; index += 1) {
      const headers = { "X-Forwarded-For": `203.0.113.${index}, ${real}` };
      statuses.push((await site.request("/login", { form: { email, password: "wrong password" }, headers })).status);
    }
    expect(statuses.at(-1)).toBe(429);
  });

  it("E2: signing out ends the session on the server too", async () => {
    const cookie = await site.signInAs(await createUser(database.db));
    expect((await site.request("/me", { cookie })).status).toBe(200);
    const answer = await site.request("/logout", { form: {}, cookie });
    expect(answer.headers.get("Set-Cookie")).toContain("Max-Age=0");
    expect((await site.request("/me", { cookie })).status).toBe(302);
  });

  it("E2: changing the password asks for the current one and signs the other devices out", async () => {
    const user = await createUser(database.db, { passwordHash });
    const [here, elsewhere] = [await site.signInAs(user), await site.signInAs(user)];
    const form = { currentPassword: "not the password", password: "另一个 很长的 密码 呀呀" };
    const refused = await site.request("/me/password", { form, cookie: here });
    expect(refused.status).toBe(422);
    const changed = await site.request("/me/password", { form: { ...form, currentPassword: password }, cookie: here });
    expect(changed.status).toBe(303);
    expect((await site.request("/me", { cookie: elsewhere })).status).toBe(302);
    expect((await site.request("/me", { cookie: cookieOf(changed) })).status).toBe(200);
  });
});
