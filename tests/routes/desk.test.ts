import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { oldestFirst, type WorkItem } from "#app/domain/desk/work-item.ts";
import { zhCN } from "#app/i18n/zh-CN.ts";
import { users } from "#db/schema/accounts.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { type PersonaKey, personaOf } from "#db/seed/personas.ts";
import type { TestDatabase } from "#tests/setup/database.ts";
import { readForms, readLinks, unescapeHtml } from "#tests/setup/html-forms.ts";
import { createSeededDatabase, seededNow, seededSealer } from "#tests/setup/seeded-database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

let database: TestDatabase;
let site: TestSite;

beforeAll(async () => {
  database = await createSeededDatabase();
  site = await startSite(database, { services: { clock: { now: () => seededNow }, sealer: seededSealer } });
}, 120_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

const desks = [
  ["officerBulan", "/staff"],
  ["officerGaoshan", "/staff"],
  ["town", "/staff"],
  ["county", "/staff"],
  ["payer", "/org"],
  ["ngo", "/org"],
] as const satisfies readonly (readonly [PersonaKey, string])[];

async function userIdOf(who: PersonaKey): Promise<string> {
  const [user] = await database.db
    .select({ id: users.id })
    .from(users)
    .where(eq(users.email, personaOf(who).email));
  if (user === undefined) throw new Error(`no ${who}`);
  return user.id;
}

async function cookieOf(who: PersonaKey): Promise<string> {
  const userId = await userIdOf(who);
  return site.signInAs({ kind: "user", userId, email: "", displayName: "", grants: [], memberships: [] });
}

/** Past the rule that what was proposed stays as it is. */
async function propose(disbursementId: string, userId: string): Promise<void> {
  await database.sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    await tx`update disbursements set proposed_by = ${userId} where id = ${disbursementId}`;
  });
}

/** The part of a page under "to do today". */
async function today(who: PersonaKey, path: string): Promise<{ html: string; cookie: string }> {
  const cookie = await cookieOf(who);
  const page = await (await site.request(path, { cookie })).text();
  const from = page.indexOf(`>${zhCN.desk.today}<`);
  expect(from, `${who} ${path}`).toBeGreaterThan(0);
  return { html: page.slice(from, page.indexOf("</section>", from)), cookie };
}

describe("desks", () => {
  it.each(desks)(
    "U21: what waits for %s on %s stands first, the oldest above, and each line leads to where it is done",
    async (who, path) => {
      const { html, cookie } = await today(who, path);
      const days = [...html.matchAll(/等了 (\d+) 天|>今天</g)].map((match) => Number(match[1] ?? 0));
      expect(days).toEqual([...days].sort((one, other) => other - one));
      const links = [...new Set(readLinks(html))];
      for (const link of links) {
        const answer = await site.request(unescapeHtml(link), { cookie });
        expect(answer.status, link).toBe(200);
        const page = await answer.text();
        const main = page.slice(page.indexOf("<main"), page.indexOf("</main>"));
        const steps = readLinks(main).filter((one) => one.startsWith(`${link}/`));
        expect(readForms(main).filter(({ isPost }) => isPost).length + steps.length, link).toBeGreaterThan(0);
      }
    },
  );

  it("S31: an officer's desk names no other village", async () => {
    const { html } = await today("officerGaoshan", "/staff");
    expect(html).toContain("高山村");
    expect(html).not.toContain("步栏村");
  });

  it("A12: what somebody proposed waits on the desk of another person of the charity, not on theirs", async () => {
    const payerId = await userIdOf("payer");
    const cashierId = await userIdOf("cashier");
    const [asked] = await database.db
      .select({ id: disbursements.id })
      .from(disbursements)
      .where(eq(disbursements.state, "proposed"));
    if (asked === undefined) throw new Error("the story has no payment that waits");
    await propose(asked.id, payerId);
    expect((await today("payer", "/org")).html).not.toContain(asked.id);
    expect((await today("cashier", "/org")).html).toContain(asked.id);
    await propose(asked.id, cashierId);
    expect((await today("payer", "/org")).html).toContain(asked.id);
    expect((await today("cashier", "/org")).html).not.toContain(asked.id);
  });

  it("shows the longest waiting of all kinds, in the same order however they were found", () => {
    const item = (id: string, day: number): WorkItem => ({
      kind: id < "m" ? "complaint" : "objection",
      id,
      title: "",
      place: null,
      since: new Date(Date.UTC(2026, 10, day)),
    });
    const items = [item("b", 3), item("z", 1), item("a", 3), item("c", 2)];
    const order = ["z", "c", "a"];
    expect(oldestFirst(items, 3).map(({ id }) => id)).toEqual(order);
    expect(oldestFirst([...items].reverse(), 3).map(({ id }) => id)).toEqual(order);
  });
});
