import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId, newPublicCode } from "#app/domain/ids.ts";
import { readEnv } from "#app/env.server.ts";
import { onNeedChanged } from "#app/jobs/on-need-changed.server.ts";
import { onNeedOfVillageChanged } from "#app/jobs/on-village-changed.server.ts";
import { createServices } from "#app/services.server.ts";
import { consents } from "#db/schema/consents.server.ts";
import { householdMembers } from "#db/schema/households.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import {
  bulan,
  createHousehold,
  createNeed,
  createOrganization,
  createTestRegions,
  gaoshan,
  otherTownVillage,
} from "#db/seed/factories.server.ts";
import { needsIndex } from "#search/needs-index.server.ts";
import { createPostgresIndex } from "#search/postgres-index.server.ts";
import { reconcile, reindex } from "#search/reindex.server.ts";
import type { SearchIndex, SearchQuery } from "#search/search-index.ts";
import { syncNeed, syncVillages } from "#search/sync.server.ts";
import { villagesIndex } from "#search/villages-index.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

let database: TestDatabase;
let index: SearchIndex;

beforeAll(async () => {
  database = await createTestDatabase();
  index = createPostgresIndex(database.db, [needsIndex, villagesIndex]);
  await createTestRegions(database.db);
});
afterAll(() => database.drop());
beforeEach(async () => {
  // Files of households stay: their versions and signatures are never deleted, and without a need nobody finds them.
  for (const table of [
    "need_items",
    "review_meetings",
    "notices",
    "need_signatures",
    "needs",
    "pairings",
    "search_documents",
  ]) {
    await database.sql`delete from ${database.sql(table)}`;
  }
});

const later = (minutes: number) => new Date(Date.parse("2026-11-20T00:00:00Z") + minutes * 60_000);

async function search(text: string, changes: Partial<SearchQuery> = {}) {
  return index.search({
    noun: "need",
    text,
    regionPrefix: "",
    facets: {},
    sort: "relevance",
    limit: 20,
    offset: 0,
    countFacets: ["category", "type", "status"],
    countRegionDigits: 12,
    ...changes,
  });
}

async function publishNeed(values: Parameters<typeof createNeed>[1] = {}) {
  const need = await createNeed(database.db, values);
  await syncNeed(database.db, index, need.id);
  return need;
}

describe("what is found", () => {
  test("S35: a published need is found by its words, its place, its code and what it is for", async () => {
    const need = await publishNeed({ title: "更换老化管道", summary: "旱季要到山脚挑水。", items: [{ name: "球阀" }] });
    for (const text of [
      "饮水",
      "步栏",
      "步栏村",
      "赤水镇 管道",
      "开平",
      "广东",
      "球阀",
      "挑水",
      need.publicCode,
      "自来水",
      "ys",
    ]) {
      expect((await search(text)).ids, text).toEqual([need.id]);
    }
    expect((await search("高山村")).ids).toEqual([]);
  });

  test("S1: lists filter by subtree and counts roll up to every level", async () => {
    const here = await publishNeed();
    const there = await publishNeed({ regionCode: otherTownVillage });
    expect((await search("", { regionPrefix: "440783116" })).ids).toEqual([here.id]);
    expect((await search("", { regionPrefix: "440783117" })).ids).toEqual([there.id]);
    expect((await search("", { regionPrefix: "51" })).total).toBe(0);
    expect((await search("", { regionPrefix: "440783", countRegionDigits: 9 })).regionCounts).toEqual({
      "440783116": 1,
      "440783117": 1,
    });
    expect((await search("", { countRegionDigits: 2 })).regionCounts).toEqual({ "44": 2 });
  });

  test("open needs come before met ones, whatever is newer", async () => {
    const open = await publishNeed({ publishedAt: later(0) });
    const met = await publishNeed({ state: "fulfilled", publishedAt: later(60), fulfilledAt: later(61) });
    expect((await search("")).ids).toEqual([open.id, met.id]);
    expect((await search("", { sort: { key: "published", direction: "desc" } })).ids).toEqual([met.id, open.id]);
  });

  test("sorting by amount left and by ending puts needs without either last", async () => {
    const small = await publishNeed({ goalFen: 10_000n, neededBy: "2026-12-31" });
    const large = await publishNeed({ goalFen: 90_000n, neededBy: "2026-12-01" });
    const goods = await publishNeed({ type: "goods", goalFen: null });
    expect((await search("", { sort: { key: "amountLeft", direction: "desc" } })).ids).toEqual([
      large.id,
      small.id,
      goods.id,
    ]);
    expect((await search("", { sort: { key: "amountLeft", direction: "asc" } })).ids).toEqual([
      small.id,
      large.id,
      goods.id,
    ]);
    expect((await search("", { sort: { key: "ending", direction: "asc" } })).ids).toEqual([
      large.id,
      small.id,
      goods.id,
    ]);
  });

  test("facets count type, category and status", async () => {
    await publishNeed();
    await publishNeed({ category: "education" });
    await publishNeed({ type: "goods", goalFen: null, regionCode: gaoshan });
    const hits = await search("", { facets: { category: ["drinking_water"] } });
    expect(hits.total).toBe(2);
    expect(hits.facetCounts).toEqual({
      category: { drinking_water: 2, education: 1 },
      type: { money: 1, goods: 1 },
      status: { open: 2 },
    });
    expect(hits.regionCounts).toEqual({ [bulan]: 1, [gaoshan]: 1 });
  });
});

describe("the deadline", () => {
  test("a need wished for within 30 days is urgent, one met or for later is not", async () => {
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const soon = await publishNeed({ neededBy: inDays(10) });
    await publishNeed({ neededBy: inDays(60) });
    await publishNeed({ neededBy: inDays(10), state: "fulfilled", fulfilledAt: later(1) });
    await publishNeed({ neededBy: null });
    const hits = await search("", { facets: { urgency: ["soon"] }, countFacets: ["urgency"] });
    expect(hits.ids).toEqual([soon.id]);
    expect(hits.facetCounts.urgency).toEqual({ soon: 1, later: 3 });
  });
});

describe("what is not found", () => {
  test.each([
    "drafted",
    "submitted",
    "checked",
    "noticed",
    "returned",
    "rejected",
    "withdrawn",
    "suspended",
    "expired",
  ] as const)("a need that is %s", async (state) => {
    await publishNeed({ state });
    expect((await search("")).total).toBe(0);
  });

  test("L17: a household's need without a standing consent, and from the moment it is withdrawn", async () => {
    const silent = await createHousehold(database.db);
    await expect(publishNeed({ householdId: silent.id })).rejects.toThrow("no standing consent");
    expect((await search("")).total).toBe(0);

    const household = await createHousehold(database.db, { consentTo: ["publish_masked"] });
    const need = await publishNeed({ householdId: household.id });
    expect((await search("")).ids).toEqual([need.id]);
    await database.db
      .update(consents)
      .set({ withdrawnAt: later(5) })
      .where(eq(consents.householdId, household.id));
    await syncNeed(database.db, index, need.id);
    expect((await search("")).total).toBe(0);
  });

  test("D4: a withdrawn need leaves the index, and a late job with the older truth cannot bring it back", async () => {
    const need = await publishNeed({ updatedAt: later(1) });
    const [old] = await database.sql`select * from search_documents where id = ${need.id}`;
    await database.db
      .update(needs)
      .set({ state: "suspended", updatedAt: later(2) })
      .where(eq(needs.id, need.id));
    await syncNeed(database.db, index, need.id);
    expect((await search("")).total).toBe(0);
    await index.put("need", [
      {
        id: need.id,
        texts: { title: "迟到", place: "", keywords: "", body: "" },
        facets: {},
        regionCode: bulan,
        sorts: {},
        version: Number(old?.version),
      },
    ]);
    expect((await search("")).total).toBe(0);
    await database.db
      .update(needs)
      .set({ state: "published", updatedAt: later(3) })
      .where(eq(needs.id, need.id));
    await syncNeed(database.db, index, need.id);
    expect((await search("")).ids).toEqual([need.id]);
  });

  test("D4: nothing that is not public gets into a document", async () => {
    const household = await createHousehold(database.db, {
      consentTo: ["publish_masked"],
      headName: "金丝雀甲",
      registerNumber: "CANARYREGISTER",
      phoneSealed: "canaryphone",
      groupName: "金丝雀村民小组",
      circumstances: "金丝雀病情",
      strengths: "金丝雀长处",
    });
    await database.db
      .update(householdMembers)
      .set({ idNumberSealed: "canarysealed", isDisabled: true })
      .where(eq(householdMembers.householdId, household.id));
    await publishNeed({ householdId: household.id, staffNote: "金丝雀备注" });
    const rows = await database.sql`select row_to_json(d)::text as text from search_documents d`;
    expect(rows).toHaveLength(1);
    const text = String(rows[0]?.text);
    for (const secret of [
      "丝雀",
      "金丝",
      "canary",
      "CANARY",
      household.publicCode,
      household.id,
      "梁小",
      "1968",
      "小乙",
    ]) {
      expect(text.includes(secret), secret).toBe(false);
    }
  });
});

describe("keeping the index in line", () => {
  test("a changed document empties the page caches: the listing it belongs to is rendered again", async () => {
    const heard = new Promise<string>((resolve) => {
      database.sql.listen("page_changed", resolve).then(() => publishNeed());
    });
    expect(await heard).toBe("search");
  });

  test("the jobs of an event bring need and village in line with the truth", async () => {
    const services = createServices(readEnv({ DATABASE_URL: database.url, JIEDUI_MODE: "test" }));
    const { id } = await createNeed(database.db);
    await onNeedChanged(services, { needId: id });
    await onNeedOfVillageChanged(services, { needId: id });
    expect((await search("饮水")).ids).toEqual([id]);
    expect((await search("步栏村", { noun: "village", facets: { needs: ["open"] } })).ids).toEqual([bulan]);
    await services.close();
  });

  test("D5: reconcile repairs missing, stale and orphaned documents and says how many", async () => {
    await createNeed(database.db);
    const stale = await publishNeed({ title: "旧标题", updatedAt: later(1) });
    const orphan = await publishNeed();
    await database.db
      .update(needs)
      .set({ title: "新名称", updatedAt: later(2) })
      .where(eq(needs.id, stale.id));
    await database.db.update(needs).set({ state: "withdrawn" }).where(eq(needs.id, orphan.id));
    await syncVillages(database.db, index, [bulan, gaoshan, otherTownVillage]);

    const [report] = await reconcile(database.db, index);
    expect(report).toEqual({ noun: "need", missing: 1, stale: 1, orphaned: 1 });
    expect((await search("")).total).toBe(2);
    expect((await search("新名称")).ids).toEqual([stale.id]);
    expect(await reconcile(database.db, index)).toEqual([
      { noun: "need", missing: 0, stale: 0, orphaned: 0 },
      { noun: "village", missing: 0, stale: 0, orphaned: 0 },
    ]);
  });

  test("reindex builds everything from the truth alone", async () => {
    await createNeed(database.db);
    await createNeed(database.db, { state: "drafted" });
    expect(await reindex(database.db, index)).toEqual({ need: 1, village: 3 });
    expect((await search("饮水")).total).toBe(1);
  });
});

describe("villages", () => {
  const searchVillages = (text: string, facets: Record<string, string[]> = {}) =>
    search(text, { noun: "village", facets, countFacets: ["needs", "partner"] });

  test("S4: a village is found by name, and filtered by open needs and partner", async () => {
    await createNeed(database.db, { regionCode: gaoshan });
    const enterprise = await createOrganization(database.db, { kind: "enterprise", name: "测试企业" });
    await database.db.insert(pairings).values({
      id: newId(),
      publicCode: newPublicCode(),
      kind: "enterprise_village",
      organizationId: enterprise.id,
      regionCode: bulan,
      state: "active",
      promise: "修路",
      fromDay: "2026-01-01",
      toDay: "2028-12-31",
      createdAt: later(0),
      activatedAt: later(0),
    });
    await syncVillages(database.db, index, [bulan, gaoshan, otherTownVillage]);
    expect((await searchVillages("高山")).ids).toEqual([gaoshan]);
    expect((await searchVillages("gsc")).ids).toEqual([gaoshan]);
    expect((await searchVillages("", { needs: ["open"] })).ids).toEqual([gaoshan]);
    expect((await searchVillages("", { partner: ["active"] })).ids).toEqual([bulan]);
    expect((await searchVillages("")).ids[0]).toBe(gaoshan);
  });
});
