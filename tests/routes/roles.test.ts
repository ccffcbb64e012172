import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { roleGrants, roleProposals, users } from "#db/schema/accounts.server.ts";
import { bulan, createStaff, createTestRegions } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

let now = new Date("2026-11-22T02:00:00Z");
const county = "440783";
const town = bulan.slice(0, 9);
const reason = "镇党委会 2026 年 11 月 20 日决定";
let database: TestDatabase;
let site: TestSite;
let townVerifier: SignedInActor;
let officer: SignedInActor;
let asTown: string;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await startSite(database, { services: { clock: { now: () => now } } });
  await createTestRegions(database.db);
  townVerifier = await createStaff(database.db, "town_verifier", town);
  officer = await createStaff(database.db, "village_officer", bulan, { displayName: "谭秀英" });
  asTown = await site.signInAs(townVerifier);
}, 240_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

async function page(path: string, cookie: string) {
  const answer = await site.request(path, { cookie });
  return { status: answer.status, html: await answer.text(), to: answer.headers.get("Location") };
}
/** The id of what was proposed for this address: several may wait, and at one moment of the clock their order is anybody's. */
const proposalFor = (email: string, html: string) =>
  /name="proposalId" value="([^"]+)"/.exec(html.slice(html.indexOf(email)))?.[1] ?? "";
const person = { displayName: "新来的人", email: "new@jiedui.example", lastDay: "", reason };

describe("giving and taking roles on their pages", () => {
  it("S31: a town gives a village its officer: offered no more than it may, refused with words, then on the list", async () => {
    const path = `/staff/roles/new?region=${bulan}`;
    const { html } = await page(path, asTown);
    expect(html).toContain("village_officer");
    expect(html).not.toContain("county_verifier");
    const refused = await site.request(path, { cookie: asTown, form: { ...person, role: "county_verifier" } });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("这个岗位不能由您任命或收回");
    const own = await site.request(path, {
      cookie: asTown,
      form: { ...person, role: "village_officer", email: townVerifier.email },
    });
    expect(await own.text()).toContain("不能任命自己");
    const done = await site.request(path, { cookie: asTown, form: { ...person, role: "village_officer" } });
    expect([done.status, done.headers.get("Location")]).toEqual([303, `/staff/roles?region=${bulan}&done=proposed`]);
    const asCounty = await site.signInAs(await createStaff(database.db, "county_verifier", county));
    const proposals = (await page("/staff/roles", asCounty)).html;
    const proposalId = proposalFor(person.email, proposals);
    const agreed = await site.request("/staff/roles", { cookie: asCounty, form: { intent: "approve", proposalId } });
    expect(agreed.headers.get("Location")).toContain("done=decided");
    const list = await page(`/staff/roles?region=${bulan}`, asTown);
    expect(list.html).toContain("已邀请，还没设密码");
    expect(list.html).toContain(person.email);
  });

  it("S31: a region outside one's own is not reached by writing it into the address", async () => {
    const path = "/staff/roles/new?region=440784001001";
    const answer = await site.request(path, { cookie: asTown, form: { ...person, role: "village_officer" } });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html, "said, not silently done in another place").toContain("这个地区不归您管，没有任命");
    expect(html, "what was typed is kept").toContain(person.email);
    expect(html, "and one of one's own places can be chosen").toContain(`<option value="${bulan}">`);
    const again = { ...person, email: "again@jiedui.example", role: "village_officer", regionCode: bulan };
    const chosen = await site.request(path, { cookie: asTown, form: again });
    expect(chosen.headers.get("Location")).toBe(`/staff/roles?region=${bulan}&done=proposed`);
    const forged = await site.request(path, { cookie: asTown, form: { ...again, regionCode: "440784001001" } });
    expect(forged.status).toBe(422);
    const rows = await database.db.select().from(roleGrants).where(eq(roleGrants.regionCode, "440784001001"));
    expect(rows).toEqual([]);
    const proposed = await database.db
      .select()
      .from(roleProposals)
      .where(eq(roleProposals.proposedBy, townVerifier.userId));
    expect(proposed.map(({ regionCode }) => regionCode)).toEqual([bulan, bulan]);
  });

  it("E2: taken on its page, the person is signed out at once and nobody to the site", async () => {
    const asOfficer = await site.signInAs(officer);
    expect((await page("/staff", asOfficer)).status).toBe(200);
    const mine = await page("/me/roles", asOfficer);
    expect(mine.html).toContain("村级信息员");
    const [grant] = await database.db.select().from(roleGrants).where(eq(roleGrants.userId, officer.userId));
    const path = `/staff/roles/${grant?.id}`;
    expect((await page(path, asTown)).html).toContain("收回岗位");
    const taken = await site.request(path, { cookie: asTown, form: { reason: "调离本村" } });
    expect(taken.headers.get("Location")).toBe(`/staff/roles?region=${bulan}&done=taken`);
    expect((await page("/staff", asOfficer)).to).toContain("/login");
    const after = await page(path, asTown);
    expect(after.html).toContain("调离本村");
    expect((await page(`/staff/roles?region=${bulan}&view=ended`, asTown)).html).toContain("谭秀英");
  });

  it("F13: proposed on one page, agreed to on another by somebody else of the county", async () => {
    const asAdmin = await site.signInAs(await createStaff(database.db, "platform_admin", ""));
    const asCounty = await site.signInAs(await createStaff(database.db, "county_verifier", county));
    const form = { ...person, email: "county@jiedui.example", role: "county_verifier" };
    const proposed = await site.request(`/staff/roles/new?region=${county}`, { cookie: asAdmin, form });
    expect(proposed.headers.get("Location")).toContain("done=proposed");
    const country = (await page("/staff/roles", asAdmin)).html;
    expect(country, "the whole country is what is shown, not its first province").toContain(
      '<option value="" selected="">全国</option>',
    );
    const { html } = await page("/staff/roles", asCounty);
    expect(html).not.toContain('<option value="">全国</option>');
    const proposalId = proposalFor(form.email, html);
    const own = await site.request("/staff/roles", { cookie: asAdmin, form: { intent: "approve", proposalId } });
    expect(own.status).toBe(422);
    const decided = await site.request("/staff/roles", { cookie: asCounty, form: { intent: "approve", proposalId } });
    expect(decided.headers.get("Location")).toContain("done=decided");
    const [row] = await database.db.select().from(users).where(eq(users.email, form.email));
    expect(row?.displayName).toBe(person.displayName);
  });

  it("F14: who is looked for is sent and goes on sealed: no address and no log names a person, and nobody else opens it", async () => {
    const asked = async (form: Record<string, string>, cookie = asTown) =>
      site.request(`/staff/roles?region=${bulan}&view=ended`, { cookie, form: { intent: "find", ...form } });
    for (const q of ["谭秀英", officer.email]) {
      const sent = await asked({ q });
      expect(sent.status).toBe(303);
      const address = sent.headers.get("Location") ?? "";
      expect(decodeURIComponent(address)).not.toMatch(/谭秀英|@/);
      expect(address).toMatch(new RegExp(`region=${bulan}.*view=ended`));
      const { html } = await page(address, asTown);
      expect(html).toContain(`value="${q}"`);
      expect(html).toContain(officer.email);
      expect(html).not.toContain(person.email);
      const auditor = await site.signInAs(await createStaff(database.db, "auditor", county));
      const theirs = (await page(address, auditor)).html;
      expect(theirs).not.toContain(`value="${q}"`);
      expect((await asked({ q }, auditor)).status).toBe(303);
      expect((await asked({ intent: "approve", proposalId: crypto.randomUUID() }, auditor)).status).toBe(404);
    }
    expect((await asked({ q: " " })).status).toBe(422);
    const old = await page(`/staff/roles?q=${encodeURIComponent("谭秀英")}`, asTown);
    expect(old.html).not.toContain('value="谭秀英"');
  });

  it("E3: giving, taking and agreeing ask for a fresh code", async () => {
    const stale = await site.signInAs(townVerifier);
    now = new Date(now.getTime() + 6 * 60_000);
    const [grant] = await database.db.select().from(roleGrants).where(eq(roleGrants.userId, officer.userId));
    const asks = [
      site.request(`/staff/roles/new?region=${bulan}`, { cookie: stale }),
      site.request(`/staff/roles/new?region=${bulan}`, { cookie: stale, form: { ...person, role: "village_officer" } }),
      site.request(`/staff/roles/${grant?.id}`, { cookie: stale, form: { reason } }),
      site.request("/me/roles", { cookie: stale, form: { grantId: grant?.id ?? "", reason } }),
    ];
    for (const answer of await Promise.all(asks)) {
      expect(answer.headers.get("Location")).toContain("/me/second-factor/confirm");
    }
  });
});
