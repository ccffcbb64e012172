import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { tendLists } from "#app/domain/matching/refresh-lists.server.ts";
import { intents } from "#db/schema/intents.server.ts";
import { matchProposals } from "#db/schema/matching.server.ts";
import { createNeed, createStaff, createTestRegions, createUser, gaoshan } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

const now = new Date("2026-11-22T02:00:00Z");

describe("the pages of matching", () => {
  let database: TestDatabase;
  let site: TestSite;
  let citizen: SignedInActor;
  let cookie: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    await createTestRegions(database.db);
    for (const title of ["高山村助学", "高山村修路"]) await createNeed(database.db, { regionCode: gaoshan, title });
    await tendLists(database.db, now);
    site = await startSite(database, { services: { clock: { now: () => now } } });
    citizen = await createUser(database.db);
    cookie = await site.signInAs(citizen);
  }, 300_000);
  afterAll(async () => {
    await site.close();
    await database.drop();
  });

  it("S37, D1: without JavaScript: leave an intent, read why a need is proposed, decline it with a reason", async () => {
    expect((await site.request("/intents/new")).headers.get("Location")).toContain("/login");
    const form = await (await site.request("/intents/new", { cookie })).text();
    expect(form).toContain("登记帮扶意向");
    const typed = { helperKind: "individual", organizationId: "self", what: "money", amount: "500", mostNeeds: "2" };
    const bad = await site.request("/intents/new", { cookie, form: { ...typed, amount: "", until: "2027-01-01" } });
    expect(bad.status).toBe(422);
    const sent = { ...typed, homeCode: "440783", regionCodes: "", until: "2027-01-01" };
    const left = await site.request("/intents/new", { cookie, form: sent });
    expect(left.status).toBe(303);
    const page = left.headers.get("Location") ?? "";
    const html = await (await site.request(page, { cookie })).text();
    for (const words of ["高山村助学", "你的家乡 开平市", "+3.0", "高山村还没有结对企业", "+2.0", "怎样会更靠前"]) {
      expect(html).toContain(words);
    }
    const [proposal] = await database.db.select().from(matchProposals);
    const path = `/me/proposals/${proposal?.id}`;
    const stranger = await site.signInAs(await createUser(database.db));
    expect((await site.request(path, { cookie: stranger })).status).toBe(404);
    expect(await (await site.request(path, { cookie })).text()).toContain(proposal?.inputsHash);
    const unclear = await site.request(path, { cookie, form: { intent: "decline", note: "" } });
    expect(unclear.status).toBe(422);
    const declined = await site.request(path, {
      cookie,
      form: { intent: "decline", declineCode: "too_far", note: "" },
    });
    expect(declined.status).toBe(303);
    expect(await (await site.request(page, { cookie })).text()).toContain("已婉拒");
  });

  it("S37, L12: accepting on the page makes the pledge", async () => {
    const open = await database.db.select().from(matchProposals).where(eq(matchProposals.state, "proposed"));
    const typed = { intent: "money", amount: "200", promisedFor: "2026-12-31", note: "", isBinding: "on" };
    const accepted = await site.request(`/me/proposals/${open[0]?.id}`, { cookie, form: typed });
    expect(accepted.headers.get("Location")).toMatch(/^\/me\/pledges\//);
    const [intent] = await database.db
      .select()
      .from(intents)
      .where(eq(intents.id, open[0]?.intentId ?? ""));
    expect(intent?.takenNeeds).toBe(1);
    expect((await site.request("/me/intents", { cookie })).status).toBe(200);
  });

  it("S46: rules and weights are public in both languages; an administrator changes them with a reason", async () => {
    const html = await (await site.request("/ways/matching")).text();
    for (const words of ["深度贫困地区", "+1.5", "第 1 版"]) expect(html).toContain(words);
    expect(await (await site.request("/ways/matching?lang=en")).text()).toContain("Rules and weights of matching");
    expect(await (await site.request("/ways/fairness")).text()).toContain("公平性报告");
    expect((await site.request("/staff/matching/weights", { cookie })).status).toBe(404);
    const admin = await site.signInAs(await createStaff(database.db, "platform_admin", ""));
    const page = await (await site.request("/staff/matching/weights", { cookie: admin })).text();
    const values = [...page.matchAll(/name="([a-z_]+)"[^>]*value="(\d+)"/g)].map(([, name = "", value = ""]) => [
      name,
      value,
    ]);
    const form = { ...Object.fromEntries(values), seenVersion: "1", validFrom: "2026-11-22" };
    const changed = { ...form, deep_poverty: "2500", reason: "深度贫困地区加重", source: "测试依据" };
    expect((await site.request("/staff/matching/weights", { cookie: admin, form })).status).toBe(422);
    const saved = await site.request("/staff/matching/weights", { cookie: admin, form: changed });
    expect(saved.headers.get("Location")).toBe("/ways/matching");
    expect(await (await site.request("/ways/matching")).text()).toContain("+2.5");
  });
});
