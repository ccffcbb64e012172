import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SignedInActor, staffRoles } from "#app/domain/actor.ts";
import { newId } from "#app/domain/ids.ts";
import type { NeedState } from "#app/domain/needs/need.ts";
import { noticeBody } from "#app/domain/notices/notice-body.ts";
import { needs } from "#db/schema/needs.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";
import { notices, objections } from "#db/schema/verification.server.ts";
import {
  bulan,
  createHousehold,
  createNeed,
  createNotice,
  createReviewMeeting,
  createSignature,
  createStaff,
  createTestRegions,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

const dayMs = 86_400_000;
let database: TestDatabase;
let site: TestSite;
let officer: SignedInActor;
let householdId: string;
let now = new Date("2026-11-22T02:00:00Z");

beforeAll(async () => {
  database = await createTestDatabase();
  site = await startSite(database, { env: { TRUST_PROXY: "1" }, services: { clock: { now: () => now } } });
  await createTestRegions(database.db);
  officer = await createStaff(database.db, "village_officer", bulan);
  ({ id: householdId } = await createHousehold(database.db, {
    headName: "欧阳秘明",
    groupName: "秘密小组",
    circumstances: "秘密病情",
    registerNumber: "SECRET-9",
    consentTo: ["publish_masked"],
  }));
  // Enough others of the village share the published cause (D4).
  await createHousehold(database.db);
  await createHousehold(database.db);
}, 240_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

const signedIn = async (role: Parameters<typeof createStaff>[1], regionCode: string) =>
  site.signInAs(await createStaff(database.db, role, regionCode));
let lastAddress = 0;
function freshAddress() {
  lastAddress += 1;
  return { "X-Forwarded-For": `198.51.100.${lastAddress}` };
}

/** A need of the household with all that its state stands on; the notice went up `openDays` ago. */
async function make(state: NeedState, openDays = 8): Promise<{ id: string; noticeCode: string }> {
  const { id } = await createNeed(database.db, {
    state,
    householdId,
    createdBy: officer.userId,
    publishedAt: state === "suspended" ? now : null,
    goalFen: null,
    type: "goods",
  });
  const version = { needId: id, needVersion: 1 };
  if (state !== "submitted") await createReviewMeeting(database.db, version);
  if (state !== "noticed" && state !== "suspended") return { id, noticeCode: "" };
  const { publicCode } = await createNotice(database.db, {
    ...version,
    openedAt: new Date(now.getTime() - openDays * dayMs),
    body: noticeBody({
      villageName: "步栏村",
      headName: "欧阳秘明",
      summary: "需要一台制氧机。",
      goalFen: null,
      items: [{ name: "制氧机", unit: "台", quantity: 1, unitPriceFen: null }],
      meeting: {
        heldOn: "2026-11-01",
        place: "村委会",
        attendeeCount: 9,
        votesFor: 9,
        votesAgainst: 0,
        votesAbstained: 0,
      },
    }),
  });
  return { id, noticeCode: publicCode };
}
const stateOf = async (id: string) =>
  (await database.db.select({ state: needs.state }).from(needs).where(eq(needs.id, id)))[0]?.state;

const steps = [
  { step: "meeting", state: "submitted", roles: ["town_verifier"] },
  { step: "check", state: "submitted", roles: ["town_verifier"] },
  { step: "return", state: "submitted", roles: ["town_verifier"] },
  { step: "reject", state: "checked", roles: ["county_verifier"] },
  { step: "notice", state: "checked", roles: ["county_verifier"] },
  { step: "signature", state: "noticed", roles: ["village_officer", "town_verifier", "county_verifier"] },
  { step: "publish", state: "noticed", roles: ["county_verifier"] },
  { step: "resume", state: "suspended", roles: ["county_verifier"] },
] as const;

describe("S31: the pages of the steps", () => {
  it.each(steps)("$step opens for $roles of the subtree only", async ({ step, state, roles }) => {
    const { id } = await make(state);
    for (const role of staffRoles) {
      const isAllowed = roles.some((one) => one === role);
      for (const [regionCode, covers] of [
        ["440783116", true],
        ["440783117", false],
      ] as const) {
        const cookie = await signedIn(role, role === "village_officer" && covers ? bulan : regionCode);
        const page = await site.request(`/staff/needs/${id}/${step}`, { cookie });
        const mayEnterRoute = isAllowed || (["return", "reject"].includes(step) && /_verifier$/.test(role));
        const status = covers && isAllowed ? 200 : covers && mayEnterRoute ? 302 : 404;
        expect(page.status, `${role} of ${regionCode}`).toBe(status);
        if (!(covers && isAllowed)) {
          const sent = await site.request(`/staff/needs/${id}/${step}`, { cookie, form: { reason: "不该通过的操作" } });
          expect([404, 422], `${role} of ${regionCode} sends`).toContain(sent.status);
        }
      }
    }
    expect((await site.request(`/staff/needs/${id}/${step}`)).headers.get("Location")).toContain("/login");
    expect(await stateOf(id)).toBe(state);
  });

  it("a step that is not open (any more) leads back to the case, which says so", async () => {
    const { id } = await make("submitted");
    const cookie = await signedIn("county_verifier", "440783");
    for (const step of ["notice", "publish", "signature", "resume"]) {
      const page = await site.request(`/staff/needs/${id}/${step}`, { cookie });
      expect(page.headers.get("Location")).toBe(`/staff/needs/${id}?done=step_closed`);
    }
    const page = await (await site.request(`/staff/needs/${id}?done=step_closed`, { cookie })).text();
    expect(page).toContain("这一步现在不能办理");
  });

  it("F13: the author sees why somebody else must check, and cannot by sending the form", async () => {
    const { id } = await make("submitted");
    await createReviewMeeting(database.db, { needId: id, needVersion: 1 });
    await database.sql`insert into role_grants (id, user_id, role, region_code, valid_from)
      values (gen_random_uuid(), ${officer.userId}, 'town_verifier', '440783116', '2016-01-01')`;
    // A new post ends the sessions from before it.
    const cookie = await site.signInAs(officer);
    const page = await (await site.request(`/staff/needs/${id}/check`, { cookie })).text();
    expect(page).toContain("这一步要换一个人办");
    const form = { hasComparedEvidence: "on", hasComparedRegister: "on", version: "1" };
    const sent = await site.request(`/staff/needs/${id}/check`, { cookie, form });
    expect(sent.status).toBe(422);
    expect(await sent.text()).toContain("起草、核实、批准必须是三个人");
    await database.sql`delete from role_grants where user_id = ${officer.userId} and role = 'town_verifier'`;
  });
});

describe("approval", () => {
  const form = { hasComparedRegister: "on", filingId: "" };

  it("C3: of two county verifiers at once one publishes and the other gets the 409 page", async () => {
    const { id } = await make("noticed");
    await createSignature(database.db, { needId: id, needVersion: 1 });
    const cookies = [await signedIn("county_verifier", "440783"), await signedIn("county_verifier", "440783")];
    const answers = await Promise.all(
      cookies.map((cookie) => site.request(`/staff/needs/${id}/publish`, { cookie, form })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 409]);
    const loser = answers.find((answer) => answer.status === 409);
    expect(await loser?.text()).toContain("情况刚刚变了");
    const published = await database.db
      .select()
      .from(stateTransitions)
      .where(and(eq(stateTransitions.subjectId, id), eq(stateTransitions.event, "publish")));
    expect(published).toHaveLength(1);
  });

  it("S7: a day early it says so, keeps the page and changes nothing", async () => {
    const { id } = await make("noticed", 6);
    await createSignature(database.db, { needId: id, needVersion: 1 });
    const cookie = await signedIn("county_verifier", "440783");
    const sent = await site.request(`/staff/needs/${id}/publish`, { cookie, form });
    expect(sent.status).toBe(422);
    expect(await sent.text()).toContain("公示期未满，还不能批准");
    expect(await stateOf(id)).toBe("noticed");
  });

  it("F3: what the form does not have is ignored: no state, mode, goal or date of one's own", async () => {
    const { id } = await make("noticed");
    await createSignature(database.db, { needId: id, needVersion: 1 });
    const cookie = await signedIn("county_verifier", "440783");
    const extra = { publicationMode: "public", charityId: newId(), publishedAt: "2000-01-01", goalFen: "1" };
    const sent = await site.request(`/staff/needs/${id}/publish`, { cookie, form: { ...form, ...extra } });
    expect(sent.status).toBe(303);
    const [need] = await database.db.select().from(needs).where(eq(needs.id, id));
    expect(need).toMatchObject({ publicationMode: "intent_only", charityId: null, goalFen: null, publishedAt: now });
  });
});

describe("notices for anyone", () => {
  it("F4 L31: the page holds the masked facts and no canary of the household, as HTML and as data", async () => {
    const { noticeCode, id } = await make("noticed", 1);
    const html = await (await site.request(`/notices/${noticeCode}`)).text();
    expect(html).toContain("欧**明");
    expect(html).toContain("还有 6 天");
    const data = await (await site.request(`/notices/${noticeCode}.data`)).text();
    for (const page of [html, data, await (await site.request("/notices")).text()]) {
      expect(page).not.toMatch(/欧阳秘明|秘密|SECRET/);
      for (const hidden of [id, householdId]) expect(page).not.toContain(hidden);
    }
  });

  it("H9: times are stored in UTC and shown in China's", async () => {
    now = new Date("2026-12-31T16:30:00Z");
    const { noticeCode } = await make("noticed", 0);
    const html = await (await site.request(`/notices/${noticeCode}`)).text();
    expect(html).toContain("2027-01-01 00:30");
    expect(html).toContain("2027-01-08 00:30");
    now = new Date("2026-11-22T02:00:00Z");
  });

  it("answers odd addresses with a 404 page or the whole list, never an error", async () => {
    for (const path of [
      "/notices/nope",
      "/notices/00000-00000",
      "/objections/nope",
      "/notices/%00",
      "/notices/a%2Fb",
    ]) {
      expect((await site.request(path)).status, path).toBe(404);
    }
    for (const query of ["?region=%25", "?region=44&region=51", "?kind=x&view=y", "?page=-1", "?page=1e9"]) {
      expect((await site.request(`/notices${query}`)).status, query).toBe(200);
    }
  });

  describe("objecting", () => {
    const words = "这户人家去年已经领过，请核对。";
    const send = (
      code: string,
      changes: Record<string, string> = {},
      headers: Record<string, string> = freshAddress(),
    ) =>
      site.request(`/notices/${code}/object`, {
        form: { content: words, contact: "", formNonce: newId(), ...changes },
        headers,
      });

    it("S7: gives a receipt whose page shows neither the words nor who sent them", async () => {
      const { noticeCode } = await make("noticed", 1);
      const sent = await send(noticeCode, { contact: "李某 13912345678" });
      expect(sent.status).toBe(303);
      const receipt = sent.headers.get("Location") ?? "";
      expect(receipt).toMatch(/^\/objections\/[0-9A-Z]{5}-[0-9A-Z]{5}\?sent=1$/);
      const page = await (await site.request(receipt)).text();
      expect(page).toContain("核实中，公示已暂停");
      expect(page).not.toMatch(/领过|李某|13912345678/);
      expect(await (await site.request(`/notices/${noticeCode}`)).text()).toContain("有异议，暂停");
    });

    it("B9: a double click is one objection with one receipt", async () => {
      const { noticeCode } = await make("noticed", 1);
      const [notice] = await database.db.select().from(notices).where(eq(notices.publicCode, noticeCode));
      const formNonce = newId();
      const answers = await Promise.all([send(noticeCode, { formNonce }), send(noticeCode, { formNonce })]);
      expect(new Set(answers.map((answer) => answer.headers.get("Location"))).size).toBe(1);
      const rows = await database.db
        .select()
        .from(objections)
        .where(eq(objections.noticeId, notice?.id ?? ""));
      expect(rows).toHaveLength(1);
    });

    it.each([
      ["nothing", { content: "" }, "请填写此项"],
      ["too little", { content: "不同意" }, "至少 10 个字"],
      ["10,000 characters", { content: "长".repeat(10_000) }, "最多 2000 个字"],
      ["a direction override", { content: `${words}\u202e` }, "含有不能使用的字符"],
      ["10k combining marks", { content: `${words}${"\u0301".repeat(10_000)}` }, "含有不能使用的字符"],
    ])("U7: %s is refused beside the field, and nothing is stored", async (_name, changes, message) => {
      const { noticeCode } = await make("noticed", 1);
      const sent = await send(noticeCode, changes);
      expect(sent.status).toBe(422);
      const page = await sent.text();
      expect(page.includes(message), message).toBe(true);
      expect(page.includes("<title>错误：")).toBe(true);
      const [notice] = await database.db.select().from(notices).where(eq(notices.publicCode, noticeCode));
      expect(notice?.state).toBe("open");
    });

    it("E10: markup in an objection reaches no page as markup", async () => {
      const { noticeCode } = await make("noticed", 1);
      const attack = '"><script>alert(1)</script>{{7*7}}</textarea>';
      const refused = await send(noticeCode, { content: attack, formNonce: "x" });
      expect(await refused.text()).not.toContain("<script>alert(1)");
      await send(noticeCode, { content: attack });
      const [row] = await database.db.select().from(objections).where(eq(objections.content, attack));
      const cookie = await signedIn("county_verifier", "440783");
      const page = await (await site.request(`/staff/objections/${row?.id}`, { cookie })).text();
      expect(page).toContain("{{7*7}}");
      expect(page).not.toContain("<script>alert(1)");
    });

    it("E4: one address can send ten in an hour, and others still can", async () => {
      const { noticeCode } = await make("noticed", 1);
      const headers = freshAddress();
      const statuses: number[] = [];
      for (let count = 0; count < 11; count += 1) statuses.push((await send(noticeCode, {}, headers)).status);
      expect(statuses).toEqual([...Array<number>(10).fill(303), 429]);
      expect((await send(noticeCode)).status).toBe(303);
    });

    it("a notice that is over says so and names the phone", async () => {
      const { noticeCode } = await make("noticed", 1);
      await database.db
        .update(notices)
        .set({ state: "cancelled", closedAt: now })
        .where(eq(notices.publicCode, noticeCode));
      const page = await (await site.request(`/notices/${noticeCode}/object`)).text();
      expect(page).toContain("不再接受异议");
      expect(page).toContain("0750-2000116");
      expect((await send(noticeCode)).status).toBe(422);
    });
  });
});
