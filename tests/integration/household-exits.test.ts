import { and, eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { applyReentry } from "#app/domain/household-cases/apply-reentry.server.ts";
import { approveReentry } from "#app/domain/household-cases/approve-reentry.server.ts";
import { decideCorrection } from "#app/domain/household-cases/decide-correction.server.ts";
import { getHelpBehind } from "#app/domain/household-cases/help-behind-queries.server.ts";
import { inspectExit } from "#app/domain/household-cases/inspect-exit.server.ts";
import { openHouseholdNotice } from "#app/domain/household-cases/open-household-notice.server.ts";
import { proposeCorrection } from "#app/domain/household-cases/propose-correction.server.ts";
import { proposeExit } from "#app/domain/household-cases/propose-exit.server.ts";
import { refuseReentry } from "#app/domain/household-cases/refuse-reentry.server.ts";
import { reviewReentry } from "#app/domain/household-cases/review-reentry.server.ts";
import { stopExit } from "#app/domain/household-cases/stop-exit.server.ts";
import { tendHouseholds } from "#app/domain/household-cases/tend-households.server.ts";
import { closeWarning } from "#app/domain/household-monitoring/close-warning.server.ts";
import { doLookBack } from "#app/domain/household-monitoring/do-look-back.server.ts";
import { enterLeftBehind } from "#app/domain/household-monitoring/keep-left-behind.server.ts";
import { checklistForm } from "#app/domain/household-monitoring/monitoring-form.ts";
import {
  countGaps,
  countMonitoring,
  listGapHouseholds,
  listLookBacksOf,
  listOpenLookBacks,
  listWarningsOf,
} from "#app/domain/household-monitoring/monitoring-queries.server.ts";
import { raiseWarning } from "#app/domain/household-monitoring/raise-warning.server.ts";
import { recordChecklist } from "#app/domain/household-monitoring/record-checklist.server.ts";
import { tendMonitoring } from "#app/domain/household-monitoring/tend-monitoring.server.ts";
import { newId, newPublicCode } from "#app/domain/ids.ts";
import type { FileStore } from "#app/files/file-store.ts";
import { householdCorrections, householdExits, householdReentries } from "#db/schema/household-exits.server.ts";
import { householdWarnings } from "#db/schema/household-monitoring.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import { responsiblePersons } from "#db/schema/responsible-persons.server.ts";
import { visits } from "#db/schema/visits.server.ts";
import {
  bulan,
  createHousehold,
  createNeed,
  createStaff,
  createTestRegions,
  otherTownVillage,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";

const at = new Date("2026-11-10T02:00:00.000Z");
const later = (days: number) => new Date(at.getTime() + days * 86_400_000);
const codeOf = (result: { ok: boolean; code?: string }) => (result.ok ? "ok" : result.code);
const reason = "入户核实，有材料为证";

// why: pictures need a store; what is stored where is not asked here.
const store: FileStore = { write: async () => {}, read: async () => null, remove: async () => {} };

describe("leaving the file, coming back, and the years between", () => {
  let database: TestDatabase;
  let officer: SignedInActor;
  let town: SignedInActor;
  let county: SignedInActor;
  let secondCounty: SignedInActor;
  let city: SignedInActor;
  let picture: Buffer;
  const services = () => ({ db: database.db, files: store });

  beforeAll(async () => {
    database = await createTestDatabase();
    await createTestRegions(database.db);
    officer = await createStaff(database.db, "village_officer", bulan, { displayName: "步栏信息员" });
    town = await createStaff(database.db, "town_verifier", "440783116", { displayName: "镇审核员" });
    county = await createStaff(database.db, "county_verifier", "440783", { displayName: "县审核员" });
    secondCounty = await createStaff(database.db, "county_verifier", "440783", { displayName: "县审核员二" });
    city = await createStaff(database.db, "county_verifier", "4407", { displayName: "市审核员" });
    picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#7a5" } })
      .jpeg()
      .toBuffer();
  });
  afterAll(() => database.drop());

  async function onFile(responsible: SignedInActor = officer): Promise<string> {
    const { id } = await createHousehold(database.db, { consentTo: ["publish_masked"] });
    const standing = { id: newId(), householdId: id, userId: responsible.userId, fromAt: at };
    await database.db.insert(responsiblePersons).values(standing);
    return id;
  }
  const fileOf = async (id: string) => {
    const [row] = await database.db.select().from(households).where(eq(households.id, id));
    if (!row) throw new Error("no file");
    return row;
  };
  const evidence = (householdId: string) => ({ householdId, reason, pictures: [picture] });
  async function exitNoticed(responsible?: SignedInActor): Promise<string> {
    const id = await onFile(responsible);
    expect(codeOf(await proposeExit(services(), evidence(id), town, at))).toBe("ok");
    const notice = { householdId: id, kind: "exit" as const, objectionPhone: "0750-2000116" };
    expect(codeOf(await openHouseholdNotice(database.db, notice, town, at))).toBe("ok");
    return id;
  }
  const inspect = (householdId: string, when: Date, actor = county, inspectorName = actor.displayName) =>
    inspectExit(
      services(),
      {
        householdId,
        inspection: {
          findings: "吃穿不愁，三保障落实，收入稳定。",
          incomePerPersonFen: 1_260_000n,
          helpUntil: "2027-12-31",
          inspectorName,
        },
        pictures: [picture],
      },
      actor,
      when,
    );
  async function exited(): Promise<string> {
    const id = await exitNoticed();
    expect(codeOf(await inspect(id, later(7)))).toBe("ok");
    return id;
  }

  it("S16: the inspector signs with the own name after the full days, and is neither responsible nor the proposer", async () => {
    const id = await exitNoticed();
    expect(codeOf(await inspect(id, later(6)))).toBe("too_early");
    expect(codeOf(await inspect(id, later(7), county, "别人"))).toBe("not_own_name");
    expect(codeOf(await inspect(await exitNoticed(county), later(7)))).toBe("inspector_is_responsible");
    expect(codeOf(await inspect(id, later(7)))).toBe("ok");
    const [record] = await database.db.select().from(householdExits).where(eq(householdExits.householdId, id));
    expect(record).toMatchObject({
      state: "accepted",
      inspectedBy: county.userId,
      inspectorName: "县审核员",
      responsibleUserId: officer.userId,
      incomePerPersonFen: 1_260_000n,
    });
    expect(record?.signatureFileId).not.toBeNull();
    const rewrite = await sqlRefusal(database, (tx) =>
      tx.update(householdExits).set({ findings: "改写" }).where(eq(householdExits.householdId, id)),
    );
    expect(rewrite).toBe("42501 household_record_decided");
    const own = await sqlRefusal(database, async (tx) => {
      const other = await exitNoticed();
      await tx
        .update(householdExits)
        .set({
          state: "accepted",
          inspectedBy: town.userId,
          inspectedAt: at,
          inspectorName: "镇",
          findings: "好",
          helpUntil: "2027-01-01",
          signatureFileId: record?.signatureFileId ?? null,
        })
        .where(eq(householdExits.householdId, other));
    });
    expect(own).toBe("23514 household_exits_accepted");
  });

  it("S18 S17: after the exit help goes on until its day, needs and pairings stay; from the exit every need and gift is found", async () => {
    const id = await exitNoticed();
    const { id: needId } = await createNeed(database.db, { householdId: id });
    await inspect(id, later(7));
    expect(await fileOf(id)).toMatchObject({ state: "exited", helpUntil: "2027-12-31", programmeTo: "2026-11-17" });
    const [need] = await database.db.select({ state: needs.state }).from(needs).where(eq(needs.id, needId));
    expect(need?.state).toBe("published");
    expect((await getHelpBehind(database.db, { householdId: id })).needs.map((one) => one.id)).toEqual([needId]);
    await tendHouseholds(database.db, new Date("2027-12-31T15:59:00Z"));
    expect((await fileOf(id)).state).toBe("exited");
    await tendHouseholds(database.db, new Date("2027-12-31T16:00:00Z"));
    expect((await fileOf(id)).state).toBe("closed");
  });

  it("S16: an exit that is stopped leaves the household on file, with who and why", async () => {
    const id = await exitNoticed();
    expect(codeOf(await stopExit(database.db, { householdId: id, reason }, county, later(1)))).toBe("ok");
    expect((await fileOf(id)).state).toBe("active");
    expect(codeOf(await inspect(id, later(8)))).toBe("conflict");
  });

  it("S14: a removal takes reason, evidence and two people; unsupported needs end, pairings end, no fen moves", async () => {
    const id = await onFile();
    const { id: bareNeed } = await createNeed(database.db, { householdId: id });
    const { id: promisedNeed, itemIds } = await createNeed(database.db, {
      householdId: id,
      type: "goods",
      goalFen: null,
      items: [{ name: "棉被", unit: "床", quantity: 2, unitPriceFen: null }],
    });
    await database.sql`update need_items set pledged_quantity = 1 where id = ${itemIds[0] ?? ""}`;
    const pairingId = newId();
    await database.db.insert(pairings).values({
      id: pairingId,
      publicCode: newPublicCode(),
      kind: "individual_household",
      userId: city.userId,
      regionCode: bulan,
      householdId: id,
      state: "active",
      promise: "常来看看",
      fromDay: "2026-01-01",
      toDay: "2027-01-01",
      createdAt: at,
    });
    const bare = await proposeCorrection(
      services(),
      { householdId: id, reason, kind: "removal", pictures: [] },
      town,
      at,
    );
    expect(codeOf(bare)).toBe("photo_required");
    expect(codeOf(await proposeCorrection(services(), { ...evidence(id), kind: "removal" }, town, at))).toBe("ok");
    expect(codeOf(await proposeCorrection(services(), { ...evidence(id), kind: "removal" }, town, at))).toBe(
      "correction_open",
    );
    const both: SignedInActor = { ...county, userId: town.userId };
    const decision = { householdId: id, outcome: "approved" as const, reason };
    expect(codeOf(await decideCorrection(database.db, decision, both, later(1)))).toBe("same_person");
    expect(codeOf(await decideCorrection(database.db, decision, county, later(1)))).toBe("ok");
    expect((await fileOf(id)).state).toBe("removed");
    const states = await database.db
      .select({ id: needs.id, state: needs.state })
      .from(needs)
      .where(eq(needs.householdId, id));
    expect(Object.fromEntries(states.map((need) => [need.id, need.state]))).toEqual({
      [bareNeed]: "withdrawn",
      [promisedNeed]: "suspended",
    });
    const [pairing] = await database.db.select().from(pairings).where(eq(pairings.id, pairingId));
    expect(pairing?.state).toBe("ended");
  });

  it("S14: PostgreSQL takes nobody off the file without the second person, or with an open need", async () => {
    const id = await onFile();
    const remove = () =>
      sqlRefusal(database, (tx) =>
        tx.update(households).set({ state: "removed", updatedAt: at }).where(eq(households.id, id)),
      );
    expect(await remove()).toBe("23514 households_steps");
    await proposeCorrection(services(), { ...evidence(id), kind: "removal" }, town, at);
    const own = await sqlRefusal(database, (tx) =>
      tx
        .update(householdCorrections)
        .set({ state: "approved", decidedBy: town.userId, decidedAt: at, decisionReason: reason })
        .where(eq(householdCorrections.householdId, id)),
    );
    expect(own).toBe("23514 household_corrections_two_people");
  });

  it("S14: who was wrongly taken off is put back by two people, as was", async () => {
    const id = await exited();
    expect(codeOf(await proposeCorrection(services(), { ...evidence(id), kind: "inclusion" }, town, at))).toBe("ok");
    const refused = { householdId: id, outcome: "refused" as const, reason };
    expect(codeOf(await decideCorrection(database.db, refused, county, later(8)))).toBe("ok");
    expect((await fileOf(id)).state).toBe("exited");
    await proposeCorrection(services(), { ...evidence(id), kind: "inclusion" }, town, later(9));
    expect(codeOf(await decideCorrection(database.db, { ...refused, outcome: "approved" }, county, later(9)))).toBe(
      "ok",
    );
    expect(await fileOf(id)).toMatchObject({ state: "active", helpUntil: null, programmeTo: null });
  });

  it("S20: town, county, city in this order, by three accounts, and on file only from the next plan year", async () => {
    const id = await exited();
    const input = { householdId: id, reason };
    expect(codeOf(await reviewReentry(database.db, input, county, later(8)))).toBe("conflict");
    expect(codeOf(await approveReentry(database.db, input, city, later(8)))).toBe("conflict");
    expect(codeOf(await applyReentry(services(), evidence(id), county, later(8)))).toBe("not_allowed");
    expect(codeOf(await applyReentry(services(), evidence(id), town, later(8)))).toBe("ok");
    expect(codeOf(await reviewReentry(database.db, input, { ...county, userId: town.userId }, later(9)))).toBe(
      "same_person",
    );
    expect(codeOf(await reviewReentry(database.db, input, county, later(9)))).toBe("ok");
    expect(codeOf(await approveReentry(database.db, input, secondCounty, later(10)))).toBe("not_allowed");
    expect(codeOf(await approveReentry(database.db, input, { ...city, userId: county.userId }, later(10)))).toBe(
      "same_person",
    );
    expect(await approveReentry(database.db, input, city, later(10))).toEqual({
      ok: true,
      value: { effectiveFrom: "2027-01-01" },
    });
    await tendHouseholds(database.db, new Date("2026-12-31T15:59:59Z"));
    expect((await fileOf(id)).state).toBe("approved");
    const early = await sqlRefusal(database, (tx) =>
      tx
        .update(households)
        .set({ state: "active", updatedAt: later(20) })
        .where(eq(households.id, id)),
    );
    expect(early).toBe("23514 households_steps");
    await tendHouseholds(database.db, new Date("2026-12-31T16:00:00Z"));
    expect(await fileOf(id)).toMatchObject({ state: "active", helpUntil: null });
    const [record] = await database.db.select().from(householdReentries).where(eq(householdReentries.householdId, id));
    expect([record?.appliedBy, record?.reviewedBy, record?.approvedBy]).toEqual([
      town.userId,
      county.userId,
      city.userId,
    ]);
  });

  it("S20: refused, the household stays exited and the reason stays on record", async () => {
    const id = await exited();
    await applyReentry(services(), evidence(id), town, later(8));
    expect(codeOf(await refuseReentry(database.db, { householdId: id, reason }, county, later(9)))).toBe("ok");
    expect((await fileOf(id)).state).toBe("exited");
    const rewrite = await sqlRefusal(database, (tx) =>
      tx.update(householdReentries).set({ refusalReason: "改写" }).where(eq(householdReentries.householdId, id)),
    );
    expect(rewrite).toBe("42501 household_record_decided");
  });

  describe("S15: two worries gone, three guarantees", () => {
    const answers = (changes: Record<string, string> = {}) =>
      checklistForm.parse({
        food: "on",
        clothing: "on",
        education: "on",
        medical: "on",
        water: "on",
        allowance: "none",
        revision: "0",
        ...changes,
      });

    it("one checklist per household and year, corrections are revisions, the second of two editors is told", async () => {
      const id = await onFile();
      const record = (changes: Record<string, string>, when = at) =>
        recordChecklist(database.db, { householdId: id, ...answers(changes) }, officer, when);
      const results = await Promise.all([record({}), record({})]);
      expect(results.map(codeOf).sort()).toEqual(["conflict", "ok"]);
      expect(codeOf(await record({ revision: "1", housing: "on" }))).toBe("ok");
      expect(codeOf(await record({}, new Date("2027-01-02T02:00:00Z")))).toBe("ok");
      const stranger = await createStaff(database.db, "village_officer", otherTownVillage);
      expect(codeOf(await recordChecklist(database.db, { householdId: id, ...answers() }, stranger, at))).toBe(
        "not_found",
      );
    });

    it("the dashboard counts households by failed item, by the latest revision, inside the reader's scope", async () => {
      const year = { actor: town, year: 2026 };
      const before = await countGaps(database.db, year);
      const id = await onFile();
      await recordChecklist(database.db, { householdId: id, ...answers() }, officer, at);
      const counted = await countGaps(database.db, year);
      expect(counted.items.housing - before.items.housing).toBe(1);
      expect((await listGapHouseholds(database.db, { ...year, item: "housing" })).map((row) => row.id)).toContain(id);
      await recordChecklist(
        database.db,
        { householdId: id, ...answers({ revision: "1", housing: "on" }) },
        officer,
        at,
      );
      expect((await countGaps(database.db, year)).items.housing).toBe(before.items.housing);
      const elsewhere = await createStaff(database.db, "town_verifier", "440783117");
      expect((await countGaps(database.db, { actor: elsewhere, year: 2026 })).total).toBe(0);
    });

    it("an allowance is written down with its amount, and only where it is received", () => {
      const parse = (changes: Record<string, string>) =>
        checklistForm.safeParse({ allowance: "none", revision: "0", ...changes }).success;
      expect(parse({ allowance: "receiving" })).toBe(false);
      expect(parse({ allowance: "receiving", allowanceFen: "560" })).toBe(true);
      expect(parse({ allowanceFen: "560" })).toBe(false);
    });
  });

  describe("S19: nobody falls back unseen", () => {
    it("a warning has owner and deadline by its grade, is closed once, with a reason, and is kept", async () => {
      const id = await onFile();
      const raised = await raiseWarning(
        database.db,
        { householdId: id, kind: "illness", grade: "red", note: "户主住院" },
        town,
        at,
      );
      if (!raised.ok) throw new Error(raised.code);
      const { warningId } = raised.value;
      const [warning] = await listWarningsOf(database.db, { householdId: id });
      expect(warning).toMatchObject({ ownerName: "步栏信息员", dueOn: "2026-11-13", grade: "red", closedAt: null });
      const stranger = await createStaff(database.db, "village_officer", otherTownVillage);
      expect(codeOf(await closeWarning(database.db, { warningId, reason }, stranger, at))).toBe("not_found");
      expect(codeOf(await closeWarning(database.db, { warningId, reason }, officer, later(1)))).toBe("ok");
      expect(codeOf(await closeWarning(database.db, { warningId, reason }, officer, later(1)))).toBe("conflict");
      const silent = await sqlRefusal(database, (tx) =>
        tx
          .update(householdWarnings)
          .set({ closeReason: null, closedAt: null })
          .where(eq(householdWarnings.id, warningId)),
      );
      expect(silent).toBe("42501 household_warnings_kept");
    });

    it("each exited household gets one round a year, overdue after November, and bad news raises a warning", async () => {
      const id = await exited();
      const rounds = () => listLookBacksOf(database.db, { householdId: id });
      await tendMonitoring(database.db, new Date("2026-12-20T02:00:00Z"));
      expect(await rounds()).toEqual([]);
      for (const day of ["2027-01-01T02:00:00Z", "2027-06-01T02:00:00Z"])
        await tendMonitoring(database.db, new Date(day));
      const [round, ...more] = await rounds();
      expect(more).toEqual([]);
      expect(round).toMatchObject({ year: 2027, dueOn: "2027-11-30", doneAt: null });
      expect((await listOpenLookBacks(database.db, { actor: town })).map((row) => row.householdId)).toContain(id);
      const counts = await countMonitoring(database.db, { actor: town, today: "2027-12-01" });
      expect(counts.lateLookBacks).toBeGreaterThan(0);
      const done = { lookBackId: round?.id ?? "", finding: "fallen_back" as const, note: "外出务工人员失业" };
      expect(codeOf(await doLookBack(database.db, done, officer, new Date("2027-06-02T02:00:00Z")))).toBe("ok");
      expect(codeOf(await doLookBack(database.db, done, officer, new Date("2027-06-02T02:00:00Z")))).toBe("conflict");
      expect(await listWarningsOf(database.db, { householdId: id })).toMatchObject([
        { kind: "look_back", grade: "red" },
      ]);
      await tendMonitoring(database.db, new Date("2028-02-01T02:00:00Z"));
      expect((await rounds()).map((one) => one.year)).toEqual([2028, 2027]);
    });

    it("S12: where somebody left behind was not visited in time, the responsible person is warned once; the visit ends it", async () => {
      const id = await onFile();
      const [member] = await database.db.select().from(householdMembers).where(eq(householdMembers.householdId, id));
      const entry = { householdId: id, memberId: member?.id ?? "", kind: "elder" as const, visitEveryDays: 30 };
      expect(codeOf(await enterLeftBehind(database.db, entry, officer, at))).toBe("ok");
      expect(codeOf(await enterLeftBehind(database.db, entry, officer, at))).toBe("already_entered");
      const warnings = () => listWarningsOf(database.db, { householdId: id });
      await tendMonitoring(database.db, later(30));
      expect(await warnings()).toEqual([]);
      await tendMonitoring(database.db, later(31));
      await tendMonitoring(database.db, later(32));
      expect(await warnings()).toMatchObject([{ kind: "overdue_visit", ownerName: "步栏信息员", closedAt: null }]);
      const visitedAt = later(33);
      await database.db.insert(visits).values({
        id: newId(),
        householdId: id,
        regionCode: bulan,
        visitedBy: officer.userId,
        visitedOn: "2026-12-13",
        visitedAt,
        place: "home",
        metWith: "head",
        companions: "",
        found: "老人身体好",
        nextStep: "",
        hasCheckedAssurances: false,
        lackingAssurances: [],
        photoCount: 0,
        source: "online",
        contentHash: "test",
        receivedAt: visitedAt,
      });
      await tendMonitoring(database.db, later(34));
      const [ended] = await warnings();
      expect(ended?.closeReason).toBe("已入户走访 2026-12-13");
      await tendMonitoring(database.db, later(33 + 31));
      const open = await database.db
        .select()
        .from(householdWarnings)
        .where(and(eq(householdWarnings.householdId, id), eq(householdWarnings.kind, "overdue_visit")));
      expect(open.filter((warning) => warning.closedAt === null)).toHaveLength(1);
    });
  });
});
