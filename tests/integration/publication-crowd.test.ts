import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { listStaffWork } from "#app/domain/desk/staff-work-queries.server.ts";
import type { PovertyCause } from "#app/domain/households/household.ts";
import { endedHouseholdStates } from "#app/domain/households/household-policy.ts";
import { newId } from "#app/domain/ids.ts";
import { getPublicationCrowd } from "#app/domain/needs/crowd-queries.server.ts";
import { keepInCrowd } from "#app/domain/needs/keep-in-crowd.server.ts";
import { listNeedsForSearch } from "#app/domain/needs/need-search-queries.server.ts";
import { getPublicHousehold } from "#app/domain/needs/public-household-queries.server.ts";
import { getPublicNeed, listNeedCardsOfVillage } from "#app/domain/needs/public-need-queries.server.ts";
import { publishNeed } from "#app/domain/verification/publish-need.server.ts";
import { resumeNeed } from "#app/domain/verification/resume-need.server.ts";
import { households } from "#db/schema/households.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { jurisdictionSettings, regions } from "#db/schema/regions.server.ts";
import {
  bulan,
  createHousehold,
  createNeed,
  createNotice,
  createReviewMeeting,
  createSignature,
  createStaff,
  createTestRegions,
  gaoshan,
  otherTownVillage,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { forceHouseholdState } from "#tests/setup/force-household-state.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";

const at = new Date("2026-11-22T02:00:00Z");
const openedAt = new Date("2026-11-10T02:00:00Z");
const day = "2026-11-22";

describe("k-anonymity at publication", () => {
  let database: TestDatabase;
  let county: SignedInActor;

  beforeAll(async () => {
    database = await createTestDatabase();
    await createTestRegions(database.db);
    county = await createStaff(database.db, "county_verifier", "440783");
    const village: PovertyCause[][] = [
      ["illness", "schooling"],
      ["illness"],
      ["illness", "old_age"],
      ["schooling", "illness"],
    ];
    for (const causes of village) await createHousehold(database.db, { causes });
    await createHousehold(database.db, { causes: ["disaster"], state: "withdrawn" });
  });
  afterAll(() => database.drop());

  /** A need of a new household that is ready to be approved. */
  async function ready(causes: PovertyCause[], regionCode = bulan) {
    const household = await createHousehold(database.db, { causes, regionCode, consentTo: ["publish_masked"] });
    const need = await createNeed(database.db, {
      householdId: household.id,
      regionCode,
      state: "noticed",
      publishedAt: null,
    });
    const version = { needId: need.id, needVersion: 1 };
    await createReviewMeeting(database.db, version);
    await createNotice(database.db, { ...version, openedAt, state: "open" });
    await createSignature(database.db, version);
    return { household, needId: need.id };
  }
  const publish = (needId: string, publicCauses: string[] | null = null) =>
    publishNeed(database.db, { needId, filingId: null, publicCauses }, county, at);
  const codeOf = (result: { ok: boolean; code?: string }) => (result.ok ? "ok" : result.code);
  const stateOf = async (needId: string) =>
    (await database.db.select({ state: needs.state }).from(needs).where(eq(needs.id, needId)))[0]?.state;

  it("D4: a cause that would give a household away stops the publication, and the form without it goes through", async () => {
    const { household, needId } = await ready(["illness", "disaster"]);
    const crowd = await getPublicationCrowd(database.db, { householdId: household.id, day });
    expect(crowd).toMatchObject({ count: 1, k: 3, source: expect.stringContaining("默认") });
    expect(crowd?.forms[0]).toMatchObject({ causes: ["illness"] });
    expect(codeOf(await publish(needId))).toBe("too_few_share");
    expect(codeOf(await publish(needId, ["disaster"]))).toBe("too_few_share");
    expect(codeOf(await publish(needId, ["old_age"]))).toBe("too_few_share");
    expect(await stateOf(needId)).toBe("noticed");
    expect(codeOf(await publish(needId, ["illness"]))).toBe("ok");
    expect((await getPublicHousehold(database.db, household.publicCode))?.causes).toEqual(["illness"]);
    const [kept] = await database.db.select().from(households).where(eq(households.id, household.id));
    expect(kept).toMatchObject({ causes: ["illness", "disaster"], publicCauses: ["illness"] });
  });

  it("D4: what enough households share is published as it is", async () => {
    const { household, needId } = await ready(["schooling"]);
    expect(codeOf(await publish(needId))).toBe("ok");
    expect((await getPublicHousehold(database.db, household.publicCode))?.causes).toEqual(["schooling"]);
  });

  it("D4: naming no cause is a form too", async () => {
    const { household, needId } = await ready(["poor_transport"]);
    expect(codeOf(await publish(needId, []))).toBe("ok");
    expect((await getPublicHousehold(database.db, household.publicCode))?.causes).toEqual([]);
  });

  it("D4: in a village of two files nobody can hide, whatever is left out", async () => {
    await createHousehold(database.db, { regionCode: gaoshan });
    const { needId } = await ready(["illness"], gaoshan);
    expect(codeOf(await publish(needId))).toBe("village_too_small");
    expect(codeOf(await publish(needId, []))).toBe("village_too_small");
  });

  it("D4: how many is a rule of the place, with its source", async () => {
    await database.db.insert(jurisdictionSettings).values({
      id: newId(),
      regionCode: bulan,
      key: "publication.minHouseholdsSharing",
      value: 6,
      validFrom: "2026-12-01",
      source: "村规",
    });
    const { household } = await ready(["schooling"]);
    expect(await getPublicationCrowd(database.db, { householdId: household.id, day })).toMatchObject({ k: 3 });
    expect(await getPublicationCrowd(database.db, { householdId: household.id, day: "2026-12-01" })).toMatchObject({
      k: 6,
      source: "村规",
    });
  });

  it("D4 S45: a suspended need comes back only when its facts hide the household by the rule of that day", async () => {
    const { needId } = await ready(["illness"]);
    expect(codeOf(await publish(needId))).toBe("ok");
    await database.db.update(needs).set({ state: "suspended" }).where(eq(needs.id, needId));
    await database.db.insert(jurisdictionSettings).values({
      id: newId(),
      regionCode: bulan,
      key: "publication.minHouseholdsSharing",
      value: 7,
      validFrom: "2027-01-01",
      source: "新的村规",
    });
    const resume = (publicCauses: string[] | null) =>
      resumeNeed(database.db, { needId, reason: "已重新核对", publicCauses }, county, new Date("2027-01-05T02:00:00Z"));
    expect(codeOf(await resume(null))).toBe("too_few_share");
    expect(codeOf(await resume(["illness"]))).toBe("too_few_share");
    expect(codeOf(await resume([]))).toBe("ok");
  });

  it("D4: when the village's register shrinks after publication, less is said at once, staff are told, and nothing comes back by itself", async () => {
    const place = { regionCode: gaoshan };
    const neighbours: { id: string }[] = [];
    for (const causes of [
      ["illness", "disaster"],
      ["illness", "disaster"],
      ["illness"],
      ["illness"],
    ] as PovertyCause[][])
      neighbours.push(await createHousehold(database.db, { ...place, causes }));
    const { household, needId } = await ready(["illness", "disaster"], gaoshan);
    expect(codeOf(await publish(needId))).toBe("ok");
    const keep = () => keepInCrowd(database.db, at);
    const shownOf = async () => (await getPublicHousehold(database.db, household.publicCode))?.causes;
    const leave = (index: number) => forceHouseholdState(database, neighbours[index]?.id ?? "", "withdrawn");
    expect(await keep()).toBe(0);
    expect(await shownOf()).toEqual(["illness", "disaster"]);
    await leave(0);
    expect(await keep()).toBe(1);
    expect(await shownOf()).toEqual(["illness"]);
    expect(await stateOf(needId)).toBe("published");
    const work = await listStaffWork(database.db, { actor: county, now: at, today: day });
    expect(work.find(({ kind }) => kind === "household_said_less")).toMatchObject({ id: household.id });
    expect(await keep()).toBe(0);
    const others = await database.sql<
      { id: string }[]
    >`select id from households where region_code = ${gaoshan} and id <> ${household.id}`;
    for (const { id } of others) await forceHouseholdState(database, id, "withdrawn");
    expect(await keep()).toBe(1);
    expect(await shownOf()).toBeUndefined();
    expect(await stateOf(needId)).toBe("suspended");
    for (const causes of [["illness"], ["illness"]] as PovertyCause[][])
      await createHousehold(database.db, { ...place, causes });
    expect(await keep()).toBe(0);
    expect(await stateOf(needId)).toBe("suspended");
  });

  it("D4: who was taken off the file or never got onto it hides nobody", async () => {
    const { household } = await ready(["illness"], otherTownVillage);
    const others: { id: string }[] = [];
    for (let count = 0; count < 4; count += 1)
      others.push(await createHousehold(database.db, { regionCode: otherTownVillage, causes: ["illness"] }));
    const countOf = async () => (await getPublicationCrowd(database.db, { householdId: household.id, day }))?.count;
    expect(await countOf()).toBe(5);
    for (const [index, state] of endedHouseholdStates.entries()) {
      await forceHouseholdState(database, others[index]?.id ?? "", state);
      expect(await countOf(), state).toBe(4 - index);
    }
  });

  it("D4: where the village has become too small, what was met and reported leaves the pages too, and comes back only by the county", async () => {
    const emptyVillage = "440783117202";
    const names = { name: "金鸡镇 石迳村", shortName: "石迳村" };
    await database.db
      .insert(regions)
      .values({ code: emptyVillage, ...names, level: "village", parentCode: emptyVillage.slice(0, 9) });
    const { household, needId } = await ready([], emptyVillage);
    const others: { id: string }[] = [];
    for (let count = 0; count < 2; count += 1)
      others.push(await createHousehold(database.db, { regionCode: emptyVillage, causes: [] }));
    expect(codeOf(await publish(needId))).toBe("ok");
    for (const state of ["fulfilled", "reported", "closed"] as const) {
      const done = { householdId: household.id, regionCode: emptyVillage, state };
      const { publicCode } = await createNeed(database.db, done);
      expect(await getPublicNeed(database.db, { publicCode }), state).not.toBeNull();
    }
    const finished = await database.sql<{ code: string; state: string }[]>`
      select public_code as code, state from needs where household_id = ${household.id} and id <> ${needId} order by state`;
    const publicOnes = async () => {
      const found = await Promise.all(
        finished.map(({ code: publicCode }) => getPublicNeed(database.db, { publicCode })),
      );
      return found.filter((one) => one !== null).length;
    };
    await forceHouseholdState(database, others[0]?.id ?? "", "removed");
    expect(await keepInCrowd(database.db, at)).toBe(1);
    expect(await publicOnes()).toBe(0);
    expect(await getPublicHousehold(database.db, household.publicCode)).toBeNull();
    expect(await listNeedCardsOfVillage(database.db, { regionCode: emptyVillage, limit: 10 })).toEqual([]);
    const ids = await database.sql<{ id: string }[]>`select id from needs where household_id = ${household.id}`;
    const indexed = await listNeedsForSearch(database.db, { ids: ids.map(({ id }) => id) });
    expect(indexed.filter(({ isPublic }) => isPublic)).toEqual([]);
    expect(await stateOf(needId)).toBe("suspended");
    const states =
      await database.sql`select state from needs where household_id = ${household.id} and id <> ${needId} order by state`;
    expect(states.map(({ state }) => state)).toEqual(["closed", "fulfilled", "reported"]);
    expect(await keepInCrowd(database.db, at)).toBe(0);
    expect(
      await sqlRefusal(database, (tx) => tx.update(needs).set({ state: "published" }).where(eq(needs.id, needId))),
    ).toBe("23514 needs_in_crowd");

    await createHousehold(database.db, { regionCode: emptyVillage, causes: [] });
    expect(await keepInCrowd(database.db, at)).toBe(0);
    expect(await publicOnes()).toBe(0);
    const resumed = await resumeNeed(database.db, { needId, reason: "已重新核对", publicCauses: null }, county, at);
    expect(codeOf(resumed)).toBe("ok");
    expect(await publicOnes()).toBe(3);
  });
});
