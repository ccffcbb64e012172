import { sql } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { getFileForActor } from "#app/domain/file-access/get-file-for-actor.server.ts";
import { newId } from "#app/domain/ids.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { listCoverage } from "#app/domain/visits/coverage-queries.server.ts";
import { decideVisit } from "#app/domain/visits/decide-visit.server.ts";
import { recordVisit } from "#app/domain/visits/record-visit.server.ts";
import { coveragePercent } from "#app/domain/visits/visit.ts";
import { listDueHouseholds } from "#app/domain/visits/visit-due-queries.server.ts";
import { visitForm } from "#app/domain/visits/visit-form.ts";
import { countHeldVisits, getVisit, listVisits } from "#app/domain/visits/visit-queries.server.ts";
import { visitDecisionsTable, visits } from "#db/schema/visits.server.ts";
import {
  bulan,
  createHousehold,
  createStaff,
  createTestRegions,
  gaoshan,
  otherTownVillage,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { forceHouseholdState } from "#tests/setup/force-household-state.ts";
import { createMemoryFileStore } from "#tests/setup/memory-file-store.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";

const at = new Date("2026-11-22T02:00:00Z");
const today = "2026-11-22";

describe("visits", () => {
  let database: TestDatabase;
  let officer: SignedInActor;
  let neighbour: SignedInActor;
  let town: SignedInActor;
  let otherTown: SignedInActor;
  let householdId: string;
  const files = createMemoryFileStore();

  beforeAll(async () => {
    database = await createTestDatabase();
    const { db } = database;
    await createTestRegions(db);
    officer = await createStaff(db, "village_officer", bulan, { displayName: "步栏信息员" });
    neighbour = await createStaff(db, "village_officer", gaoshan);
    town = await createStaff(db, "town_verifier", "440783116", { displayName: "赤水镇审核员" });
    otherTown = await createStaff(db, "town_verifier", otherTownVillage.slice(0, 9));
    ({ id: householdId } = await createHousehold(db, { regionCode: bulan, state: "active" }));
  });
  afterAll(() => database.drop());

  function said(changes: Record<string, unknown> = {}) {
    return visitForm(today).parse({
      id: newId(),
      householdId,
      regionCode: bulan,
      visitedOn: "2026-11-20",
      visitedTime: "09:30",
      place: "home",
      metWith: "head",
      found: "屋顶漏雨，老人在家。",
      ...changes,
    });
  }
  function record(visit: ReturnType<typeof said>, options: { actor?: SignedInActor; pictures?: Uint8Array[] } = {}) {
    const params = { visit, source: "online" as const, pictures: options.pictures ?? [], photosToCome: 0 };
    return recordVisit({ db: database.db, files }, params, options.actor ?? officer, at);
  }
  async function recorded(changes: Record<string, unknown> = {}): Promise<string> {
    const result = await record(said(changes));
    if (!result.ok) throw new Error(result.code);
    return result.value.visitId;
  }
  const countRows = async (id: string) => (await database.db.select().from(visits).where(sql`id = ${id}`)).length;

  it("S27: a visit has time, place, who, photo and next step; the town reads it, the next village and town do not", async () => {
    const jpeg = await sharp({ create: { width: 80, height: 60, channels: 3, background: "#8aa27a" } })
      .withExif({ IFD3: { GPSLatitude: "22/1 13/1 0/1" } })
      .jpeg()
      .toBuffer();
    const visit = said({ nextStep: "送药", nextStepOn: "2026-11-25", companions: "镇卫生院" });
    expect(await record(visit, { pictures: [jpeg] })).toMatchObject({ ok: true, value: { isRepeat: false } });
    const seen = await getVisit(database.db, { visitId: visit.id, actor: town });
    expect(seen).toMatchObject({
      visitorName: "步栏信息员",
      visitedAt: new Date("2026-11-20T01:30:00Z"),
      nextStepOn: "2026-11-25",
      state: "confirmed",
      photos: [{ position: 0 }],
    });
    const fileId = seen?.photos[0]?.fileId ?? "";
    const stored = await getFileForActor(database.db, { fileId, actor: town });
    const bytes = await files.read(stored?.storageKey ?? "");
    expect((await sharp(bytes ?? Buffer.alloc(0)).metadata()).exif, "G1: no position is kept").toBeUndefined();
    for (const actor of [neighbour, otherTown]) {
      expect(await getVisit(database.db, { visitId: visit.id, actor })).toBeNull();
      expect(await getFileForActor(database.db, { fileId, actor }), "G2").toBeNull();
      const { items } = await listVisits(database.db, { actor, filter: { by: "household", householdId }, page: 1 });
      expect(items).toEqual([]);
    }
    expect(await listTransitions(database.db, { noun: "visit", subjectId: visit.id })).toMatchObject([
      { event: "record", toState: "confirmed" },
    ]);
  });

  it("D8 U35: the same visit sent three times, also at once, is one row; other words under its id are refused", async () => {
    const visit = said();
    const answers = await Promise.all([record(visit), record(visit), record(visit)]);
    expect(answers.map((one) => one.ok)).toEqual([true, true, true]);
    expect(answers.filter((one) => one.ok && !one.value.isRepeat)).toHaveLength(1);
    expect(await countRows(visit.id)).toBe(1);
    expect(await listTransitions(database.db, { noun: "visit", subjectId: visit.id })).toHaveLength(1);
    expect(await record({ ...visit, found: "别的话" })).toEqual({ ok: false, code: "different_content" });
    expect(await record(visit, { actor: town }), "somebody else's id is not there").toEqual({
      ok: false,
      code: "not_found",
    });
  });

  it("S31: nobody writes a visit outside the own area, nor to a household under another village's name", async () => {
    const foreign = said();
    expect(await record(foreign, { actor: neighbour })).toEqual({ ok: false, code: "not_found" });
    expect(await record(said({ regionCode: gaoshan }))).toEqual({ ok: false, code: "not_found" });
    expect(await record(said({ householdId: "", regionCode: gaoshan }))).toEqual({ ok: false, code: "not_found" });
    expect(await record(said({ householdId: "" }))).toMatchObject({ ok: true });
    expect(await countRows(foreign.id)).toBe(0);
  });

  it("S27: a correction is a new row that names the old one; a second one of the same visit waits for somebody else", async () => {
    const first = await recorded();
    const correction = { correctsId: first, correctionReason: "日期写错" };
    const second = await recorded({ ...correction, visitedOn: "2026-11-19" });
    expect(await getVisit(database.db, { visitId: first, actor: town })).toMatchObject({
      isCorrected: true,
      correctedById: second,
      visitedOn: "2026-11-20",
    });
    const third = said({ ...correction, found: "另一处更正" });
    expect(await record(third)).toMatchObject({ ok: true, value: { conflict: "corrected_meanwhile" } });
    expect(await record(third), "sent again it is the same").toMatchObject({ ok: true, value: { isRepeat: true } });
    expect(await record(said({ ...correction }), { actor: town })).toEqual({ ok: false, code: "not_correctable" });
  });

  it("U35: a visit to a file that was closed meanwhile is kept, counts only by another person's decision, once", async () => {
    const { id } = await createHousehold(database.db, { regionCode: bulan, state: "active" });
    await forceHouseholdState(database, id, "withdrawn");
    const before = await countHeldVisits(database.db, town);
    const visit = said({ householdId: id });
    expect(await record(visit)).toMatchObject({ ok: true, value: { conflict: "household_ended" } });
    expect(await countHeldVisits(database.db, town)).toBe(before + 1);
    const input = { visitId: visit.id, decision: "counted" as const, reason: "当天户还在册" };
    expect(await decideVisit(database.db, input, officer, at)).toEqual({ ok: false, code: "same_person" });
    expect(await decideVisit(database.db, input, otherTown, at)).toEqual({ ok: false, code: "not_found" });
    const both = await Promise.all([
      decideVisit(database.db, input, town, at),
      decideVisit(database.db, { ...input, decision: "set_aside" }, town, at),
    ]);
    expect(both.map((one) => (one.ok ? "ok" : one.code)).sort()).toEqual(["conflict", "ok"]);
    expect(await countHeldVisits(database.db, town)).toBe(before);
  });

  it("A3 A12: PostgreSQL itself refuses to rewrite a visit, a decision by the visitor, and another person's correction", async () => {
    const id = await recorded();
    expect(await sqlRefusal(database, (tx) => tx.execute(sql`update visits set found = 'x' where id = ${id}`))).toBe(
      "42501",
    );
    expect(await sqlRefusal(database, (tx) => tx.execute(sql`delete from visits where id = ${id}`))).toBe("42501");
    const [row] = await database.db.select().from(visits).where(sql`id = ${id}`);
    if (row === undefined) throw new Error("no row");
    const correction = { ...row, id: newId(), correctsId: id, correctionReason: "别人的", visitedBy: town.userId };
    expect(await sqlRefusal(database, (tx) => tx.insert(visits).values(correction))).toBe("23514 visits_same_person");
    const held = { ...row, id: newId(), conflict: "household_ended" as const };
    const own = {
      visitId: held.id,
      decision: "counted" as const,
      reason: "自己",
      decidedBy: officer.userId,
      decidedAt: at,
    };
    const work = async (tx: Parameters<Parameters<typeof sqlRefusal>[1]>[0]) => {
      await tx.insert(visits).values(held);
      await tx.insert(visitDecisionsTable).values(own);
    };
    expect(await sqlRefusal(database, work)).toBe("23514 visit_decisions_other_person");
    expect(
      await sqlRefusal(database, (tx) => tx.insert(visits).values({ ...row, id: newId(), visitedOn: "2026-11-21" })),
    ).toBe("23514 visits_day");
  });

  it("S28: coverage counts households once, corrected and undecided visits not at all, and days of the month", async () => {
    const { db } = database;
    const cadre = await createStaff(db, "village_officer", gaoshan, { displayName: "高山第一书记" });
    const homes = await Promise.all([1, 2, 3].map(() => createHousehold(db, { regionCode: gaoshan, state: "active" })));
    const closed = await createHousehold(db, { regionCode: gaoshan, state: "active" });
    await forceHouseholdState(database, closed.id, "closed");
    const visit = async (home: { id: string } | undefined, day: string, more: Record<string, unknown> = {}) => {
      const one = said({ householdId: home?.id, regionCode: gaoshan, visitedOn: day, ...more });
      expect(await record(one, { actor: cadre })).toMatchObject({ ok: true });
      return one.id;
    };
    await visit(homes[0], "2026-11-02");
    const wrong = await visit(homes[0], "2026-11-03");
    await visit(homes[0], "2026-11-04", { correctsId: wrong, correctionReason: "日期" });
    await visit(homes[1], "2026-11-04");
    await visit(homes[2], "2026-10-31");
    await visit(closed, "2026-11-06");
    const november = await listCoverage(db, { actor: town, from: "2026-11-01", to: "2026-11-30" });
    const row = november.find(({ userId }) => userId === cadre.userId);
    expect(row).toMatchObject({ householdCount: 3, visitedCount: 2, visitCount: 3, dayCount: 2 });
    expect(row && coveragePercent(row)).toBe(66);
    expect(await listCoverage(db, { actor: otherTown, from: "2026-11-01", to: "2026-11-30" })).not.toContainEqual(
      expect.objectContaining({ userId: cadre.userId }),
    );
  });

  it("S12 S73: a household is due when its next step is, or when nobody came for longer than the place allows", async () => {
    const { db } = database;
    const village = otherTownVillage;
    const cadre = await createStaff(db, "village_officer", village);
    const opened = { regionCode: village, state: "active" as const, createdAt: new Date("2026-11-10T02:00:00Z") };
    const [stepDue, idle, fresh] = await Promise.all([
      createHousehold(db, opened),
      createHousehold(db, { ...opened, createdAt: new Date("2026-09-01T02:00:00Z") }),
      createHousehold(db, opened),
    ]);
    const one = said({ householdId: stepDue.id, regionCode: village, nextStep: "送药", nextStepOn: "2026-11-22" });
    expect(await record(one, { actor: cadre })).toMatchObject({ ok: true });
    const due = (maxIdleDays: number | null) => listDueHouseholds(db, { actor: cadre, today, maxIdleDays, page: 1 });
    expect((await due(30)).items).toMatchObject([
      { householdId: idle.id, idleDays: 82, lastVisitedOn: null },
      { householdId: stepDue.id, idleDays: 2, nextStep: "送药" },
    ]);
    expect((await due(null)).items.map((row) => row.householdId)).toEqual([stepDue.id]);
    expect((await due(5)).items.map((row) => row.householdId)).toContain(fresh.id);
    expect(
      (await listDueHouseholds(db, { actor: neighbour, today, maxIdleDays: 5, page: 1 })).items,
    ).not.toContainEqual(expect.objectContaining({ householdId: idle.id }));
  });
});
