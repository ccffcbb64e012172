import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Actor, anonymousActor, type SignedInActor } from "#app/domain/actor.ts";
import { readEnv } from "#app/env.server.ts";
import type { RequestContext } from "#app/http/guard.server.ts";
import { action as householdPairAction } from "#app/routes/households_.$publicCode_.pair/route.tsx";
import { action as pledgeAction } from "#app/routes/needs_.$code_.pledge/route.tsx";
import { action as registerAction } from "#app/routes/org_.new/route.tsx";
import { loader as organizationLoader } from "#app/routes/organizations_.$id/route.tsx";
import { loader as staffPairingLoader } from "#app/routes/staff_.pairings_.$id/route.tsx";
import { action as villagePairAction } from "#app/routes/villages_.$regionCode_.pair/route.tsx";
import { createServices, type Services } from "#app/services.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import { pledges } from "#db/schema/pledges.server.ts";
import {
  createHousehold,
  createMember,
  createNeed,
  createOrganization,
  createTestRegions,
  createUser,
  gaoshan,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

describe("the helpers' pages", () => {
  let database: TestDatabase;
  let services: Services;
  let citizen: SignedInActor;
  let member: SignedInActor;
  let organizationId: string;
  let householdCode: string;
  let need: { publicCode: string; itemIds: string[] };

  beforeAll(async () => {
    database = await createTestDatabase();
    services = createServices(readEnv({ DATABASE_URL: database.url, JIEDUI_MODE: "test" }));
    await createTestRegions(database.db);
    citizen = await createUser(database.db);
    const enterprise = await createOrganization(database.db, { kind: "enterprise", name: "侨源照明" });
    organizationId = enterprise.id;
    member = await createMember(database.db, enterprise, "enterprise");
    const household = await createHousehold(database.db, { regionCode: gaoshan, consentTo: ["publish_masked"] });
    householdCode = household.publicCode;
    await createNeed(database.db, { regionCode: gaoshan, householdId: household.id });
    const items = [{ name: "太阳能路灯", unit: "盏", quantity: 40 }];
    need = await createNeed(database.db, { regionCode: gaoshan, type: "goods", goalFen: null, items });
  });
  afterAll(async () => {
    await services.close();
    await database.drop();
  });

  function argsOf(actor: Actor, params: Record<string, string> = {}, typed?: Record<string, string>) {
    const context: RequestContext = {
      services,
      actor,
      locale: "zh-CN",
      isLargeText: false,
      clientAddress: "127.0.0.1",
      nonce: "nonce",
      sessionIdHash: null,
    };
    const init = typed && { method: "POST", body: new URLSearchParams(typed) };
    return { request: new Request("http://127.0.0.1:3000/page", init), params, context };
  }

  const refused = (typed: Record<string, string>, error: Record<string, string[]>) => ({
    init: { status: 422 },
    data: { result: { initialValue: typed, error } },
  });

  it("S48: a refused registration is a 422 with every value kept, and nothing is stored", async () => {
    const before = await database.db.select().from(organizations);
    const typed = {
      kind: "enterprise",
      name: "光明照明有限公司",
      creditCode: "91350100M000100Y44",
      regionCode: "440783",
    };
    expect(await registerAction(argsOf(citizen, {}, typed))).toMatchObject(
      refused(typed, { creditCode: ["creditCode"] }),
    );
    expect(await database.db.select().from(organizations)).toHaveLength(before.length);
  });

  it("S39 U18: a refused pairing is a 422 with the promise kept, and nothing is stored", async () => {
    const typed = { organizationId, promise: "三年内装好山路的灯，打 13800138000。", years: "3", isUnrelated: "on" };
    const reply = await villagePairAction(argsOf(member, { regionCode: gaoshan }, typed));
    expect(reply).toMatchObject(refused(typed, { promise: ["contactInPromise"], acceptsRules: ["required"] }));
    const ownPromise = { promise: "短", years: "1", acceptsRules: "on", isUnrelated: "on" };
    const householdReply = await householdPairAction(argsOf(citizen, { publicCode: householdCode }, ownPromise));
    expect(householdReply).toMatchObject(refused(ownPromise, { promise: ["tooShort:10"] }));
    expect(await database.db.select().from(pairings)).toEqual([]);
  });

  it("S93: a pledge beyond what is left is a 422 that says how many are, and nothing is stored", async () => {
    const typed = {
      intent: "item",
      needItemId: need.itemIds[0] ?? "",
      quantity: "41",
      organizationId: "self",
      promisedFor: new Date(services.clock.now().getTime() + 86_400_000 * 9).toISOString().slice(0, 10),
      isBinding: "on",
    };
    const reply = await pledgeAction(argsOf(citizen, { code: need.publicCode }, typed));
    expect(reply).toMatchObject(refused(typed, { quantity: ["only_left:40"] }));
    expect(await database.db.select().from(pledges)).toEqual([]);
  });

  it("F1: who is not signed in is sent to the sign-in page; what is not theirs is not there", async () => {
    const pledge = pledgeAction(argsOf(anonymousActor, { code: need.publicCode }, { intent: "item" }));
    await expect(pledge).rejects.toMatchObject({ status: 302 });
    await expect(staffPairingLoader(argsOf(citizen, { id: "x" }))).rejects.toMatchObject({ status: 404 });
  });

  it("L17: the public page of an organization names no person", async () => {
    const page = await organizationLoader(argsOf(anonymousActor, { id: organizationId }));
    expect(JSON.stringify(page)).not.toContain("联系人");
    expect(JSON.stringify(page)).not.toContain(member.email);
  });
});
