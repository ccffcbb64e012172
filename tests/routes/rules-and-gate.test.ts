import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { newId } from "#app/domain/ids.ts";
import { needGateDecisions } from "#db/schema/need-gate.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { itemPrices, ruleProposals, wordingRules } from "#db/schema/place-rules.server.ts";
import { jurisdictionSettings } from "#db/schema/regions.server.ts";
import {
  bulan,
  createMember,
  createNeed,
  createQualifiedCharity,
  createReviewMeeting,
  createStaff,
  createTestRegions,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { readForms } from "#tests/setup/html-forms.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

const now = new Date("2026-11-22T02:00:00Z");
const county = "440783";
let database: TestDatabase;
let site: TestSite;
let officer: SignedInActor;
let first: string;
let second: string;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await startSite(database, { services: { clock: { now: () => now } } });
  await createTestRegions(database.db);
  officer = await createStaff(database.db, "village_officer", bulan);
  first = await site.signInAs(await createStaff(database.db, "county_verifier", county));
  second = await site.signInAs(await createStaff(database.db, "county_verifier", county));
  await database.db.insert(itemPrices).values({
    id: newId(),
    regionCode: county,
    name: "轮椅",
    words: ["轮椅"],
    unit: "台",
    referencePriceFen: 100_000n,
    ceilingFen: 180_000n,
    validFrom: "2026-01-01",
    source: "县参考价目录",
  });
  await database.db.insert(wordingRules).values({
    id: newId(),
    regionCode: "",
    word: "跑步机",
    kind: "luxury",
    severity: "block",
    advice: "请改为实际需要的物品",
    validFrom: "2026-01-01",
    source: "起步清单",
  });
}, 240_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

async function page(path: string, cookie: string) {
  const answer = await site.request(path, { cookie });
  return { status: answer.status, html: await answer.text() };
}

describe("the rules of a place on their pages", () => {
  it("S7 D7: proposed on one page, approved on another by somebody else, and then on the list with its source", async () => {
    const path = "/staff/rules/new?kind=setting&key=notice.minDays&region=440783";
    const opened = await page(path, first);
    expect(opened.html).toContain("需求公示天数");
    const form = {
      key: "notice.minDays",
      value: "10",
      regionCode: county,
      validFrom: "2026-11-22",
      source: "县通知〔2026〕9号",
      reason: "上级要求延长公示",
    };
    const refused = await site.request(path, { cookie: first, form: { ...form, value: "3" } });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("数值不对");
    expect((await site.request(path, { cookie: first, form })).status).toBe(303);
    const [proposal] = await database.db.select().from(ruleProposals);
    const approve = { intent: "approve", proposalId: proposal?.id ?? "" };
    expect((await page("/staff/rules?list=proposals", first)).html).toContain("要由另一人批准");
    expect((await site.request("/staff/rules", { cookie: first, form: approve })).status).toBe(422);
    expect((await site.request("/staff/rules", { cookie: second, form: approve })).status).toBe(303);
    const list = (await page("/staff/rules", second)).html;
    expect(list).toContain("10 天");
    expect(list).toContain("县通知〔2026〕9号");
    const rows = await database.db
      .select()
      .from(jurisdictionSettings)
      .where(and(eq(jurisdictionSettings.key, "notice.minDays"), eq(jurisdictionSettings.regionCode, county)));
    expect(rows).toHaveLength(2);
  });

  it("S31: a town reads the rules and proposes none; a donor reads nothing", async () => {
    const town = await site.signInAs(await createStaff(database.db, "town_verifier", "440783116"));
    const list = await page("/staff/rules?list=item_price", town);
    expect(list.html).toContain("轮椅");
    expect(list.html).not.toContain("/staff/rules/new");
    expect((await page("/staff/rules/new?kind=setting", town)).status).toBe(404);
  });
});

describe("the gate on the pages of a need", () => {
  const item = (name: string, unitPriceFen: bigint) => ({ name, unit: "台", quantity: 1, unitPriceFen });

  it("D7: the officer reads what to change before and after trying to submit", async () => {
    const need = await createNeed(database.db, {
      state: "drafted",
      publishedAt: null,
      createdBy: officer.userId,
      title: "想要一台跑步机锻炼",
      items: [item("跑步机", 300_000n)],
    });
    const cookie = await site.signInAs(officer);
    expect((await page(`/staff/needs/${need.id}`, cookie)).html).toContain("请改为实际需要的物品");
    const sent = await site.request(`/staff/needs/${need.id}`, { cookie, form: { intent: "submit" } });
    expect(sent.status).toBe(422);
    expect(await sent.text()).toContain("有不合理的内容");
  });

  it("D7 U23: the town's check asks for a reason per finding, keeps it on the case, and shows it there", async () => {
    const need = await createNeed(database.db, {
      state: "submitted",
      publishedAt: null,
      createdBy: officer.userId,
      items: [item("轻便轮椅", 150_000n)],
    });
    await createReviewMeeting(database.db, { needId: need.id, needVersion: 1 });
    const town = await site.signInAs(await createStaff(database.db, "town_verifier", "440783116"));
    const path = `/staff/needs/${need.id}/check`;
    const fields = readForms((await page(path, town)).html)
      .flatMap((form) => form.fields)
      .filter(({ name }) => name.startsWith("reasons"));
    expect(fields.map(({ name }) => name)).toEqual(["reasons[0].key", "reasons[0].reason"]);
    const form = {
      version: "1",
      hasComparedEvidence: "on",
      hasComparedRegister: "on",
      "reasons[0].key": fields[0]?.value ?? "",
      "reasons[0].reason": "",
    };
    expect((await site.request(path, { cookie: town, form })).status).toBe(422);
    const reason = "医嘱要求可折叠，县内只有这一种";
    const sent = await site.request(path, { cookie: town, form: { ...form, "reasons[0].reason": reason } });
    expect(sent.status).toBe(303);
    expect(await database.db.select().from(needGateDecisions)).toMatchObject([{ needId: need.id, reason }]);
    expect((await page(`/staff/needs/${need.id}`, town)).html).toContain(reason);
  });

  it("S9: a supervisor objects on the case, and the county answers there", async () => {
    const need = await createNeed(database.db, { state: "submitted", publishedAt: null });
    const supervisor = await site.signInAs(
      await createStaff(database.db, "supervisor", bulan, { displayName: "代表陈" }),
    );
    const path = `/staff/needs/${need.id}`;
    const content = "这户去年已经打过一口井，请核实。";
    expect(
      (await site.request(path, { cookie: supervisor, form: { intent: "supervisor_object", content } })).status,
    ).toBe(303);
    const opened = await page(path, first);
    expect(opened.html).toContain(content);
    const objectionId = readForms(opened.html)
      .flatMap((form) => form.fields)
      .find(({ name }) => name === "objectionId")?.value;
    const form = {
      intent: "supervisor_answer",
      objectionId: objectionId ?? "",
      outcome: "upheld",
      answer: "情况属实，退回村里重新核对。",
    };
    expect((await site.request(path, { cookie: first, form })).status).toBe(303);
    const [row] = await database.db.select({ state: needs.state }).from(needs).where(eq(needs.id, need.id));
    expect(row?.state).toBe("returned");
  });
});

describe("the law calendar on its pages", () => {
  it("D11 L16: overdue first for the county with its article; the charity discloses, and everybody reads it", async () => {
    const charity = await createQualifiedCharity(database.db);
    const running = await createNeed(database.db, {
      publicationMode: "public",
      charityId: charity.charityId,
      filingId: charity.filingId,
      publishedAt: new Date("2026-06-10T02:00:00Z"),
    });
    const calendar = (await page("/staff/calendar", first)).html;
    expect(calendar).toContain("《慈善法》第七十九条");
    expect(calendar).toContain("已过期");
    const clerk = await site.signInAs(
      await createMember(database.db, { id: charity.charityId, name: "慈善会" }, "charity"),
    );
    expect((await page("/org/duties", clerk)).html).toContain("每三个月公开一次进展");
    const statement = "已铺设入户水管 1200 米，支出 12600 元。";
    const form = { intent: "disclosure", needId: running.id, statement, recordUrl: "javascript:alert(1)" };
    expect((await site.request("/org/duties", { cookie: clerk, form })).status).toBe(422);
    expect((await site.request("/org/duties", { cookie: clerk, form: { ...form, recordUrl: "" } })).status).toBe(303);
    expect((await page(`/needs/${running.publicCode}`, "")).html).toContain(statement);
    expect((await page("/org/duties", first)).status).toBe(404);
  });
});
