import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Actor, anonymousActor, type SignedInActor } from "#app/domain/actor.ts";
import { newId } from "#app/domain/ids.ts";
import { readEnv } from "#app/env.server.ts";
import type { RequestContext } from "#app/http/guard.server.ts";
import { loader as listLoader } from "#app/routes/staff_.visits/route.tsx";
import { action as visitAction, loader as visitLoader } from "#app/routes/staff_.visits_.$id/route.tsx";
import { loader as coverageLoader } from "#app/routes/staff_.visits_.coverage/route.tsx";
import { loader as dueLoader } from "#app/routes/staff_.visits_.due/route.tsx";
import { action as newAction, loader as newLoader } from "#app/routes/staff_.visits_.new/route.tsx";
import { createServices, type Services } from "#app/services.server.ts";
import { visits } from "#db/schema/visits.server.ts";
import { bulan, createHousehold, createStaff, createTestRegions, gaoshan } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { forceHouseholdState } from "#tests/setup/force-household-state.ts";

const base = "http://127.0.0.1:3000";

describe("the pages of visits", () => {
  let database: TestDatabase;
  let services: Services;
  let folder: string;
  let officer: SignedInActor;
  let neighbour: SignedInActor;
  let town: SignedInActor;
  let householdId: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    folder = await mkdtemp(join(tmpdir(), "jiedui-files-"));
    const env = readEnv({ DATABASE_URL: database.url, FILES_DIR: folder, JIEDUI_MODE: "test" });
    services = { ...createServices(env), clock: { now: () => new Date("2026-11-22T02:00:00Z") } };
    await createTestRegions(database.db);
    officer = await createStaff(database.db, "village_officer", bulan);
    neighbour = await createStaff(database.db, "village_officer", gaoshan);
    town = await createStaff(database.db, "town_verifier", "440783116");
    ({ id: householdId } = await createHousehold(database.db, { regionCode: bulan, state: "active" }));
  });
  afterAll(async () => {
    await services.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  function argsOf(actor: Actor, path: string, params: Record<string, string> = {}, form?: URLSearchParams) {
    const context: RequestContext = {
      services,
      actor,
      locale: "zh-CN",
      isLargeText: false,
      clientAddress: "127.0.0.1",
      nonce: "nonce",
      sessionIdHash: null,
    };
    return { request: new Request(`${base}${path}`, form ? { method: "POST", body: form } : {}), params, context };
  }
  function typed(changes: Record<string, string> = {}): URLSearchParams {
    return new URLSearchParams({
      id: newId(),
      householdId,
      regionCode: bulan,
      visitedOn: "2026-11-20",
      visitedTime: "09:30",
      place: "home",
      metWith: "head",
      found: "屋顶漏雨",
      ...changes,
    });
  }
  const countVisits = async () => (await database.db.select({ id: visits.id }).from(visits)).length;
  const statusOf = async (work: Promise<unknown>): Promise<number> => {
    const answer: unknown = await work.catch((thrown: unknown) => thrown);
    if (answer instanceof Response) return answer.status;
    const init = typeof answer === "object" && answer !== null && "init" in answer ? answer.init : null;
    return typeof init === "object" && init !== null && "status" in init ? Number(init.status) : 0;
  };

  it("S33: the form comes with place, day, time and the usual answers, so that one field is left to type", async () => {
    const page = await newLoader(argsOf(officer, `/staff/visits/new?household=${householdId}`));
    expect(page.values).toMatchObject({ householdId, regionCode: bulan, place: "home", metWith: "head" });
    expect(page.values.visitedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expect(page.values.visitedTime).toMatch(/^\d{2}:\d{2}$/);
    const sent = new URLSearchParams({ found: "都好" });
    for (const [name, value] of Object.entries(page.values)) sent.set(name, String(value));
    expect(await statusOf(newAction(argsOf(officer, "/staff/visits/new", {}, sent)))).toBe(303);
  });

  it("D8: a double click or a reload of the sent form is one visit", async () => {
    const before = await countVisits();
    const form = typed();
    for (const _ of [1, 2, 3]) {
      expect(await statusOf(newAction(argsOf(officer, "/staff/visits/new", {}, form)))).toBe(303);
    }
    expect(await countVisits()).toBe(before + 1);
  });

  it.each(["a\0b", "5\u202e0", "5\u200b0", `a${"\u0301".repeat(10_000)}`, "x".repeat(20_000), "", "[object Object]"])(
    "section 5: hostile text %j in any field is refused or kept as text, never a broken page",
    async (text) => {
      const names = [...typed().keys(), "companions", "nextStep", "nextStepOn", "lackingAssurances", "correctsId"];
      for (const name of names) {
        const before = await countVisits();
        const status = await statusOf(newAction(argsOf(officer, "/staff/visits/new", {}, typed({ [name]: text }))));
        expect([303, 404, 422], `${name}: ${status}`).toContain(status);
        if (status !== 303) expect(await countVisits()).toBe(before);
      }
    },
  );

  it("S31: another village's household, visit and photos are not there; strangers sign in first", async () => {
    const form = typed();
    await newAction(argsOf(officer, "/staff/visits/new", {}, form));
    const id = form.get("id") ?? "";
    expect(await statusOf(newLoader(argsOf(neighbour, `/staff/visits/new?household=${householdId}`)))).toBe(404);
    expect(await statusOf(newLoader(argsOf(neighbour, `/staff/visits/new?corrects=${id}`)))).toBe(404);
    expect(await statusOf(newAction(argsOf(neighbour, "/staff/visits/new", {}, typed())))).toBe(404);
    expect(await statusOf(visitLoader(argsOf(neighbour, `/staff/visits/${id}`, { id })))).toBe(404);
    expect(await statusOf(visitLoader(argsOf(anonymousActor, `/staff/visits/${id}`, { id })))).toBe(302);
    expect((await visitLoader(argsOf(town, `/staff/visits/${id}`, { id }))).visit.id).toBe(id);
    const list = await listLoader(argsOf(neighbour, `/staff/visits?village=${bulan}`));
    expect(list.items).toEqual([]);
  });

  it("U35: who may decide sees it in the queue, decides with a reason, and it is done once", async () => {
    const { id: closed } = await createHousehold(database.db, { regionCode: bulan, state: "active" });
    await forceHouseholdState(database, closed, "closed");
    const form = typed({ householdId: closed });
    const answer: unknown = await newAction(argsOf(officer, "/staff/visits/new", {}, form));
    expect(answer instanceof Response && answer.headers.get("Location")).toContain("done=held");
    const id = form.get("id") ?? "";
    const held = await listLoader(argsOf(town, "/staff/visits?view=held"));
    expect(held.items.map((item) => item.id)).toEqual([id]);
    const decide = (fields: Record<string, string>) =>
      statusOf(visitAction(argsOf(town, `/staff/visits/${id}`, { id }, new URLSearchParams(fields))));
    expect(await decide({ decision: "counted" })).toBe(422);
    expect(await decide({ decision: "counted", reason: "当天还在册" })).toBe(303);
    expect(await decide({ decision: "set_aside", reason: "改主意" })).toBe(422);
  });

  it("S28 S73: coverage and due pages state the rule that was set here, and none where none was", async () => {
    expect((await coverageLoader(argsOf(town, "/staff/visits/coverage?month=2026-11"))).rule).toBeNull();
    expect((await dueLoader(argsOf(town, "/staff/visits/due"))).rule).toBeNull();
    await database.db.execute(sql`insert into jurisdiction_settings (id, region_code, key, value, valid_from, source) values
      (gen_random_uuid(), '440783116', 'visit.minDaysPerMonth', '5', '2018-06-15', '指导意见'),
      (gen_random_uuid(), '440783116', 'visit.maxIdleDays', '30', '2018-06-15', '镇规定')`);
    const coverage = await coverageLoader(argsOf(town, "/staff/visits/coverage?month=2026-11"));
    expect(coverage.rule).toMatchObject({ value: 5, source: "指导意见" });
    expect(coverage.rows.find(({ userId }) => userId === officer.userId)).toMatchObject({ dayCount: 2 });
    expect((await dueLoader(argsOf(officer, "/staff/visits/due"))).rule).toMatchObject({ value: 30 });
  });
});
