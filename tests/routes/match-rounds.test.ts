import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { leaveIntent } from "#app/domain/intents/leave-intent.server.ts";
import { tendRounds } from "#app/domain/matching/compute-round.server.ts";
import { tendLists } from "#app/domain/matching/refresh-lists.server.ts";
import { matchAssignments, matchRoundParts } from "#db/schema/matching-rounds.server.ts";
import { createNeed, createStaff, createTestRegions, createUser, gaoshan } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

const now = new Date("2026-11-25T02:00:00Z");
const offer = {
  helperKind: "individual" as const,
  organizationId: null,
  what: "money" as const,
  amount: 50_000n,
  quantity: null,
  itemName: "",
  mostNeeds: 1,
  regionCodes: [],
  homeCode: "440783",
  categories: [],
  householdKinds: [],
  isStrict: false,
  until: "2027-01-31",
  conditions: "",
};

describe("the pages of the weekly round", () => {
  let database: TestDatabase;
  let site: TestSite;
  let [drawer, checker, releaser, elsewhere, helper] = ["", "", "", "", ""];
  let intentId = "";
  /** A minute on for each round, so that the newest stands first. */
  let minutes = 0;
  const present = () => new Date(now.getTime() + minutes * 60_000);
  beforeAll(async () => {
    database = await createTestDatabase();
    const { db } = database;
    await createTestRegions(db);
    const [one, other] = [await createUser(db), await createUser(db)];
    for (const actor of [one, other]) {
      const left = await leaveIntent(db, offer, actor, now);
      if (!left.ok) throw new Error(left.code);
      if (actor === one) intentId = left.value.intentId;
    }
    for (const title of ["高山村助学", "高山村修路", "高山村送水"])
      await createNeed(db, { regionCode: gaoshan, title });
    await tendLists(db, now);
    site = await startSite(database, { services: { clock: { now: present } } });
    const county = (code = "440783") => createStaff(db, "county_verifier", code);
    drawer = await site.signInAs(await county());
    checker = await site.signInAs(await county());
    releaser = await site.signInAs(await county());
    elsewhere = await site.signInAs(await county("513429"));
    helper = await site.signInAs(one);
  }, 300_000);
  afterAll(async () => {
    await site.close();
    await database.drop();
  });
  const read = async (path: string, cookie: string) => {
    const answer = await site.request(path, { cookie });
    return { status: answer.status, html: await answer.text() };
  };
  async function drawn(): Promise<{ path: string; partId: string; roundId: string }> {
    minutes += 1;
    const asked = await site.request("/staff/matching", { cookie: drawer, form: { countyCode: "440783" } });
    expect(asked.headers.get("Location")).toBe("/staff/matching?done=requested");
    expect((await read("/staff/matching", drawer)).html).toContain("有一轮正在计算");
    const busy = await site.request("/staff/matching", { cookie: drawer, form: { countyCode: "440783" } });
    expect(busy.status).toBe(422);
    await tendRounds(database.db, present());
    const { html } = await read("/staff/matching", drawer);
    const [path = "", partId = ""] = /\/staff\/matching\/rounds\/([0-9a-f-]{36})/.exec(html) ?? [];
    const [part] = await database.db.select().from(matchRoundParts).where(eq(matchRoundParts.id, partId));
    return { path, partId, roundId: part?.roundId ?? "" };
  }

  it("S37, S40: without JavaScript: draw, read the reasons, change one with a reason, check, release by a third, and the helper sees it", async () => {
    const { path, roundId } = await drawn();
    const page = await read(path, drawer);
    for (const words of [
      "开平市的匹配",
      "帮扶人的家乡 开平市",
      "+3.0",
      "还没有安排的需求（1）",
      "相差不超过",
      "待核对",
    ]) {
      expect(page.html).toContain(words);
    }
    expect((await read(path, elsewhere)).status).toBe(404);
    expect((await site.request(path, { cookie: elsewhere, form: { intent: "check" } })).status).toBe(404);
    expect((await site.request("/staff/matching", { cookie: elsewhere, form: { countyCode: "440783" } })).status).toBe(
      404,
    );
    expect((await read("/staff/matching", helper)).status).toBe(404);

    const rows = await database.db.select().from(matchAssignments).where(eq(matchAssignments.roundId, roundId));
    const mine = rows.find((row) => row.intentId === intentId);
    const others = rows.find((row) => row.intentId !== intentId);
    const needOf = new RegExp(`href="(${path}\\?need=[^"]+)"`, "g");
    const links = [...page.html.matchAll(needOf)].map(([, link = ""]) => link);
    expect(links).toHaveLength(3);
    expect((await read(links[0] ?? "", drawer)).html).toContain("匹配分");
    const taken = { intent: "change", needId: others?.needId ?? "", insteadOf: others?.id ?? "", intentId: "none" };
    const silent = await site.request(links[0] ?? "", { cookie: drawer, form: { ...taken, reason: "" } });
    expect(silent.status).toBe(422);
    const full = { ...taken, intentId, reason: "换一位" };
    const refused = await site.request(links[0] ?? "", { cookie: drawer, form: full });
    expect(await refused.text()).toContain("已经安排满了");
    const changed = await site.request(links[0] ?? "", { cookie: drawer, form: { ...taken, reason: "户里另有安排" } });
    expect(changed.headers.get("Location")).toBe(`${path}?done=changed`);
    const after = (await read(path, drawer)).html;
    for (const words of ["户里另有安排", "已去掉", "还没有安排的需求（2）"]) expect(after).toContain(words);

    expect((await site.request(path, { cookie: checker, form: { intent: "release" } })).status).toBe(422);
    expect((await site.request(path, { cookie: checker, form: { intent: "check" } })).status).toBe(303);
    for (const cookie of [checker, drawer]) {
      expect((await read(path, cookie)).html).toContain("请另一位同事来");
      expect((await site.request(path, { cookie, form: { intent: "release" } })).status).toBe(422);
    }
    expect((await read(`/me/intents/${intentId}`, helper)).html).toContain("现在没有合适的需求");
    const released = await site.request(path, { cookie: releaser, form: { intent: "release" } });
    expect(released.headers.get("Location")).toBe(`${path}?done=released`);
    const shown = (await read(`/me/intents/${intentId}`, helper)).html;
    expect(shown).toContain("等您答复");
    expect(shown).toContain("你的家乡 开平市");
    expect(mine).toBeDefined();
    expect((await read(path, releaser)).html).toContain("已发出推荐");
  });

  it("S37: a part is discarded with a reason, and the desk counts what waits", async () => {
    const { path } = await drawn();
    expect((await read("/staff", drawer)).html).toContain("待核对或发布的匹配");
    expect((await site.request(path, { cookie: drawer, form: { intent: "discard", reason: "" } })).status).toBe(422);
    const gone = await site.request(path, { cookie: drawer, form: { intent: "discard", reason: "数据不全" } });
    expect(gone.headers.get("Location")).toBe(`${path}?done=discarded`);
    expect((await read(path, drawer)).html).toContain("数据不全");
    expect((await site.request(path, { cookie: drawer, form: { intent: "check" } })).status).toBe(422);
    expect((await site.request(path, { cookie: drawer, form: { intent: "nothing" } })).status).toBe(404);
    expect((await read(`${path}?lang=en`, drawer)).html).toContain("Discarded");
  });

  it("S37, S38: helpers for a need, with reasons, for staff of the place only and without the names of persons", async () => {
    const need = await createNeed(database.db, { regionCode: gaoshan, title: "高山村添书" });
    const path = `/staff/needs/${need.id}/helpers`;
    expect((await read(`/staff/needs/${need.id}`, drawer)).html).toContain(path);
    const { html } = await read(path, drawer);
    for (const words of ["合适的帮扶意向", "帮扶人的家乡 开平市", "资金"]) expect(html).toContain(words);
    expect((await read(path, elsewhere)).status).toBe(404);
    expect((await read(path, helper)).status).toBe(404);
  });
});
