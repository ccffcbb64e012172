import { and, desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import type { IntentInput } from "#app/domain/intents/intent-form.ts";
import { leaveIntent } from "#app/domain/intents/leave-intent.server.ts";
import { moveIntent } from "#app/domain/intents/move-intent.server.ts";
import { changeAssignment } from "#app/domain/matching/change-assignment.server.ts";
import { computeRound, tendRounds } from "#app/domain/matching/compute-round.server.ts";
import { listHelpersFor } from "#app/domain/matching/helpers-queries.server.ts";
import { sha256Of } from "#app/domain/matching/inputs-hash.server.ts";
import { movePart } from "#app/domain/matching/move-part.server.ts";
import { listProposalsOf } from "#app/domain/matching/proposal-queries.server.ts";
import { tendLists } from "#app/domain/matching/refresh-lists.server.ts";
import { releasePart } from "#app/domain/matching/release-part.server.ts";
import { requestRound, requestWeeklyRound } from "#app/domain/matching/request-round.server.ts";
import { weekOf } from "#app/domain/matching/round.ts";
import { getRoundPart, listRoundParts, listWaitingNeeds } from "#app/domain/matching/round-queries.server.ts";
import { unpackSnapshot } from "#app/domain/matching/round-snapshot.server.ts";
import { matchProposals } from "#db/schema/matching.server.ts";
import { matchAssignments, matchRoundParts, matchRounds } from "#db/schema/matching-rounds.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";
import {
  bulan,
  createHousehold,
  createNeed,
  createStaff,
  createTestRegions,
  createUser,
  gaoshan,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

const monday = new Date("2026-11-23T02:00:00Z");
const county = "440783";
const offer: IntentInput = {
  helperKind: "individual",
  organizationId: null,
  what: "money",
  amount: 100_000n,
  quantity: null,
  itemName: "",
  mostNeeds: 2,
  regionCodes: [],
  homeCode: null,
  categories: [],
  householdKinds: [],
  isStrict: false,
  until: "2027-01-31",
  conditions: "",
};

describe("the weekly round", () => {
  let database: TestDatabase;
  let [one, other, third, elsewhere]: SignedInActor[] = [];
  beforeAll(async () => {
    database = await createTestDatabase({ max: 6 });
    const { db } = database;
    await createTestRegions(db);
    for (let index = 0; index < 12; index += 1) {
      const regionCode = index % 2 === 0 ? bulan : gaoshan;
      const household = await createHousehold(db, { regionCode, causes: ["illness"], consentTo: ["publish_masked"] });
      await createNeed(db, { regionCode, householdId: household.id, publishedAt: new Date("2026-10-01T00:00:00Z") });
    }
    await tendLists(db, monday);
    one = await createStaff(db, "county_verifier", county);
    other = await createStaff(db, "county_verifier", county);
    third = await createStaff(db, "county_verifier", county);
    elsewhere = await createStaff(db, "county_verifier", "513429");
    for (const homeCode of [null, bulan, gaoshan, county]) await leave(await createUser(db), { homeCode });
  }, 120_000);
  afterAll(() => database.drop());

  async function leave(actor: SignedInActor, change: Partial<IntentInput> = {}): Promise<string> {
    const left = await leaveIntent(database.db, { ...offer, ...change }, actor, monday);
    if (!left.ok) throw new Error(left.code);
    return left.value.intentId;
  }
  const staff = (actor: SignedInActor | undefined): SignedInActor => {
    if (!actor) throw new Error("no actor");
    return actor;
  };
  async function draw(actor = one) {
    const asked = await requestRound(database.db, { countyCode: county }, staff(actor), monday);
    if (!asked.ok) throw new Error(asked.code);
    expect(await computeRound(database.db, { roundId: asked.value.roundId }, monday)).toBe(true);
    return read(asked.value.roundId);
  }
  async function read(roundId: string) {
    const { db } = database;
    const [round] = await db.select().from(matchRounds).where(eq(matchRounds.id, roundId));
    const [part] = await db.select().from(matchRoundParts).where(eq(matchRoundParts.roundId, roundId));
    if (!round || !part) throw new Error("no round");
    const assignments = await liveOf(roundId);
    return { round, part, assignments };
  }
  function liveOf(roundId: string) {
    return database.db
      .select()
      .from(matchAssignments)
      .where(and(eq(matchAssignments.roundId, roundId), eq(matchAssignments.isRemoved, false)))
      .orderBy(desc(matchAssignments.points), matchAssignments.needId);
  }

  it("D1, S37: a round keeps every assignment with its reasons, and its inputs: drawn again from them it is the same", async () => {
    const first = await draw();
    const pairs = ({ assignments }: typeof first) =>
      assignments.map(({ needId, intentId, points, inputsHash }) => ({ needId, intentId, points, inputsHash }));
    expect(first.assignments).toHaveLength(8);
    expect(first.round).toMatchObject({ state: "proposed", weightsVersion: 1, needCount: 12, assignedCount: 8 });
    expect(first.round.points).toBe(first.assignments.reduce((sum, { points }) => sum + points, 0));
    expect(first.round.boundPoints).toBeGreaterThanOrEqual(first.round.points ?? 0);
    for (const { reasons, points } of first.assignments) {
      expect(reasons.reduce((sum, reason) => sum + reason.points, 0)).toBe(points);
    }
    const second = await draw();
    expect(second.round.inputsHash).toBe(first.round.inputsHash);
    expect(pairs(second)).toEqual(pairs(first));
    const snapshot = unpackSnapshot(first.round.inputs ?? new Uint8Array());
    expect(sha256Of(snapshot)).toBe(first.round.inputsHash);
    expect(JSON.stringify(snapshot)).not.toMatch(/[\u4e00-\u9fff]/);
  });

  it("C8: a round that was broken off goes on from what it was begun with, whatever has changed since", async () => {
    const { db } = database;
    const asked = await requestRound(db, { countyCode: county }, staff(one), monday);
    const roundId = asked.ok ? asked.value.roundId : "";
    expect(await requestRound(db, { countyCode: county }, staff(other), monday)).toEqual({
      ok: false,
      code: "at_work",
    });
    expect(await computeRound(db, { roundId }, monday, AbortSignal.abort())).toBe(false);
    const [begun] = await db.select().from(matchRounds).where(eq(matchRounds.id, roundId));
    expect(begun?.state).toBe("computing");
    const late = await leave(await createUser(db), { homeCode: bulan });
    await tendRounds(db, monday);
    const { round, assignments } = await read(roundId);
    expect(round).toMatchObject({ state: "proposed", inputsHash: begun?.inputsHash });
    expect(assignments.map(({ intentId }) => intentId)).not.toContain(late);
    expect(await computeRound(db, { roundId }, monday)).toBe(false);
    await expect(db.update(matchRounds).set({ points: 1 }).where(eq(matchRounds.id, roundId))).rejects.toThrow();
  });

  it("S37: the week's round is drawn once a week, from Monday in China on, with a part for each county", async () => {
    const { db } = database;
    expect([weekOf("2026-11-22"), weekOf("2026-11-23"), weekOf("2026-11-29")]).toEqual([
      "2026-11-16",
      "2026-11-23",
      "2026-11-23",
    ]);
    const weekly = () => db.select().from(matchRounds).where(eq(matchRounds.week, "2026-11-23"));
    expect(await tendRounds(db, monday)).toBe(1);
    expect(await tendRounds(db, monday)).toBe(0);
    expect(await requestWeeklyRound(db, monday)).toEqual({ ok: false, code: "drawn" });
    // 15:59 UTC on Sunday is still the old week in China; a minute later it is Monday.
    expect(await tendRounds(db, new Date("2026-11-29T15:59:00Z"))).toBe(0);
    expect(await tendRounds(db, new Date("2026-11-29T16:00:00Z"))).toBe(1);
    const [round] = await weekly();
    const parts = await db
      .select()
      .from(matchRoundParts)
      .where(eq(matchRoundParts.roundId, round?.id ?? ""));
    expect(parts.map(({ countyCode }) => countyCode)).toEqual([county]);
    expect(round?.requestedBy).toBeNull();
  });

  it("S31: another county sees nothing of it and can do nothing to it", async () => {
    const { db } = database;
    const { part, assignments } = await draw();
    const stranger = staff(elsewhere);
    expect((await listRoundParts(db, { actor: stranger, page: 1 })).items).toEqual([]);
    expect(await getRoundPart(db, { partId: part.id, actor: stranger })).toBeNull();
    expect((await getRoundPart(db, { partId: part.id, actor: staff(one) }))?.assigned).toBe(assignments.length);
    const partId = part.id;
    const change = {
      partId,
      needId: assignments[0]?.needId ?? "",
      insteadOf: assignments[0]?.id ?? "",
      intentId: null,
    };
    const refused = [
      await requestRound(db, { countyCode: county }, stranger, monday),
      await movePart(db, { partId, event: "check" }, stranger, monday),
      await changeAssignment(db, { ...change, reason: "测试" }, stranger, monday),
      await releasePart(db, { partId }, stranger, monday),
    ];
    expect(refused.map((result) => (result.ok ? "ok" : result.code))).toEqual(Array(4).fill("not_found"));
  });

  it("S37, S46: staff change an assignment with a reason, to a helper of its list or to none, and it is checked anew", async () => {
    const { db } = database;
    const { round, part, assignments } = await draw();
    const [first] = assignments;
    const second = assignments.find(({ intentId }) => intentId !== first?.intentId);
    if (!first || !second) throw new Error("no assignments");
    const partId = part.id;
    expect((await listWaitingNeeds(db, { part })).total).toBe(12 - assignments.length);
    await movePart(db, { partId, event: "check" }, staff(one), monday);
    const taken = { partId, needId: first.needId, insteadOf: first.id, intentId: null, reason: "户里已另有安排" };
    expect(await changeAssignment(db, taken, staff(other), monday)).toEqual({ ok: true, value: undefined });
    expect((await listWaitingNeeds(db, { part })).total).toBe(13 - assignments.length);
    expect((await getRoundPart(db, { partId, actor: staff(one) }))?.state).toBe("proposed");
    expect(await changeAssignment(db, taken, staff(other), monday)).toEqual({ ok: false, code: "conflict" });
    const full = { partId, needId: second.needId, insteadOf: second.id, reason: "换一位" };
    const busy = assignments.find(({ intentId }) => ![first.intentId, second.intentId].includes(intentId));
    const over = await changeAssignment(db, { ...full, intentId: busy?.intentId ?? "" }, staff(one), monday);
    expect(over).toEqual({ ok: false, code: "no_capacity" });
    const swapped = await changeAssignment(db, { ...full, intentId: first.intentId }, staff(one), monday);
    expect(swapped).toEqual({ ok: true, value: undefined });
    expect((await liveOf(round.id)).find(({ needId }) => needId === second.needId)).toMatchObject({
      intentId: first.intentId,
      isAdded: true,
      changeReason: "换一位",
    });
    const history = await db.select().from(stateTransitions).where(eq(stateTransitions.subjectId, partId));
    expect(history.map(({ event }) => event).sort()).toEqual(["change", "change", "check", "propose"]);
    const rows = await db.select().from(matchAssignments).where(eq(matchAssignments.roundId, round.id));
    expect(rows.find(({ id }) => id === first.id)).toMatchObject({ isRemoved: true, changeReason: "户里已另有安排" });
  });

  it("L11: staff too cannot assign a helper who decides on needs there, nor one who has withdrawn", async () => {
    const { db } = database;
    const related = await leave(await createStaff(db, "village_officer", "440783"));
    const citizen = await createUser(db);
    const withdrawn = await leave(citizen);
    const { part, assignments } = await draw();
    await moveIntent(db, { intentId: withdrawn, event: "withdraw", reason: "另有打算" }, citizen, monday);
    const target = assignments.find(({ intentId }) => intentId !== withdrawn);
    if (!target) throw new Error("nothing is assigned");
    const helpers = (await listHelpersFor(db, { needId: target.needId, day: "2026-11-23" }))?.helpers ?? [];
    expect(helpers.length).toBeGreaterThan(1);
    for (const intentId of [related, withdrawn]) {
      expect(assignments.filter((one) => one.intentId === related)).toEqual([]);
      expect(helpers.map((helper) => helper.intentId)).not.toContain(intentId);
      const change = { partId: part.id, needId: target.needId, insteadOf: target.id, intentId, reason: "愿意帮" };
      expect(await changeAssignment(db, change, staff(one), monday)).toEqual({ ok: false, code: "not_eligible" });
    }
  });

  it("S37, S40: released by somebody who neither drew nor checked it; then it is on the helpers' pages, each pair once", async () => {
    const { db } = database;
    const { part, round } = await draw(one);
    const partId = part.id;
    expect(await releasePart(db, { partId }, staff(third), monday)).toEqual({ ok: false, code: "conflict" });
    await movePart(db, { partId, event: "check" }, staff(other), monday);
    for (const same of [one, other]) {
      expect(await releasePart(db, { partId }, staff(same), monday)).toEqual({ ok: false, code: "same_person" });
      const by = { state: "released" as const, releasedBy: staff(same).userId, releasedAt: monday };
      await expect(db.update(matchRoundParts).set(by).where(eq(matchRoundParts.id, partId))).rejects.toThrow();
    }
    const live = await liveOf(round.id);
    const before = await db.$count(matchProposals);
    const released = await releasePart(db, { partId }, staff(third), monday);
    expect(released).toEqual({ ok: true, value: { proposed: live.length, leftOut: 0 } });
    expect(await db.$count(matchProposals)).toBe(before + live.length);
    for (const { intentId, needId, points } of live) {
      const shown = await listProposalsOf(db, { intentId });
      expect(shown.find((proposal) => proposal.needId === needId)).toMatchObject({ state: "proposed", points });
    }
    expect((await liveOf(round.id)).every(({ proposalId }) => proposalId !== null)).toBe(true);
    expect(await releasePart(db, { partId }, staff(third), monday)).toEqual({ ok: false, code: "conflict" });
    await expect(
      db.update(matchAssignments).set({ points: 1 }).where(eq(matchAssignments.roundId, round.id)),
    ).rejects.toThrow();
    const again = await draw(one);
    await movePart(db, { partId: again.part.id, event: "check" }, staff(other), monday);
    const twice = await releasePart(db, { partId: again.part.id }, staff(third), monday);
    expect(twice).toMatchObject({ ok: true, value: { leftOut: 0 } });
    const pairs = await db.select().from(matchProposals);
    expect(new Set(pairs.map(({ needId, intentId }) => needId + intentId)).size).toBe(pairs.length);
  });
});
