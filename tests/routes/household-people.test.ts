import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "#app/domain/ids.ts";
import { listComparisons, listMismatches } from "#db/schema/department-lists.server.ts";
import { householdMembers } from "#db/schema/households.server.ts";
import { bulan, createHousehold, createStaff, createTestRegions, gaoshan } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

const at = new Date("2026-11-22T02:00:00Z");

describe("pages of a household's people", () => {
  let database: TestDatabase;
  let site: TestSite;
  beforeAll(async () => {
    database = await createTestDatabase();
    await createTestRegions(database.db);
    site = await startSite(database, { services: { clock: { now: () => at } } });
  }, 400_000);
  afterAll(async () => {
    await site.close();
    await database.drop();
  });

  it("S3 F11: the officer adds a newborn with its guardian; who is not theirs is not there", async () => {
    const home = await createHousehold(database.db);
    const cookie = await site.signInAs(await createStaff(database.db, "village_officer", bulan));
    const path = `/staff/households/${home.id}/members`;
    const page = await site.request(path, { cookie });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('name="member.idNumber"');
    const member = {
      "member.name": "梁小宝",
      "member.relation": "child",
      "member.birthDate": "2026-10-01",
      "member.gender": "male",
      "member.labourAbility": "minor",
    };
    const form = { intent: "add", version: "1", joinReason: "born", joinedOn: "2026-10-01", ...member };
    const refused = await site.request(path, { cookie, form });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("要有监护人");
    const guardian = { "member.guardianName": "梁家明", "member.guardianRelation": "parent" };
    const done = await site.request(path, { cookie, form: { ...form, ...guardian } });
    expect(done.status).toBe(303);
    const file = await (await site.request(done.headers.get("Location") ?? "", { cookie })).text();
    expect(file).toContain("梁小宝");
    expect(file).toContain("梁*明（父母）");
    expect((await site.request(`/staff/households/${home.id}/versions`, { cookie })).status).toBe(200);
    const stranger = await site.signInAs(await createStaff(database.db, "village_officer", gaoshan));
    expect((await site.request(path, { cookie: stranger })).status).toBe(404);
    expect((await site.request("/staff/households/new", { cookie })).status).toBe(200);
    const edit = await (await site.request(`/staff/households/${home.id}/edit`, { cookie })).text();
    for (const name of ["bankAccount", "members[0].diagnosis"]) expect(edit).toContain(`name="${name}"`);
  });

  it("S13: the county decides a mismatch on its page; nobody else finds it", async () => {
    const home = await createHousehold(database.db, { headName: "周守业" });
    const [member] = (await database.db.select().from(householdMembers)).filter((one) => one.householdId === home.id);
    const comparisonId = newId();
    const mismatchId = newId();
    const counts = { rowsRead: 1, rowsRefused: 0, rowsUnknown: 0, rowsMatched: 1, mismatchesFound: 1 };
    const list = {
      id: comparisonId,
      kind: "vehicles" as const,
      regionCode: "440783",
      fileName: "车辆.csv",
      sha256: "0",
    };
    await database.db.insert(listComparisons).values({ ...list, ...counts, comparedAt: at });
    const place = { comparisonId, householdId: home.id, memberId: member?.id ?? "", regionCode: bulan };
    const found = {
      id: mismatchId,
      finding: "owns_vehicle" as const,
      contentHash: "x",
      state: "open" as const,
      foundAt: at,
    };
    await database.db.insert(listMismatches).values({ ...place, ...found });
    const cookie = await site.signInAs(await createStaff(database.db, "county_verifier", "440783"));
    expect(await (await site.request("/staff/mismatches", { cookie })).text()).toContain("名下有车");
    const path = `/staff/mismatches/${mismatchId}`;
    expect((await site.request(path, { cookie, form: { decision: "rejected", reason: "" } })).status).toBe(422);
    const done = await site.request(path, { cookie, form: { decision: "rejected", reason: "已报废" } });
    expect(done.headers.get("Location")).toBe("/staff/mismatches?done=decided");
    const page = await site.request(path, { cookie });
    expect(await page.text()).toContain("已报废");
    for (const [role, region] of [
      ["county_verifier", "440784"],
      ["village_officer", bulan],
    ] as const) {
      const other = await site.signInAs(await createStaff(database.db, role, region));
      expect([403, 404]).toContain((await site.request(path, { cookie: other })).status);
    }
  });
});
