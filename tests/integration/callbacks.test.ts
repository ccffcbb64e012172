import { createHash } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor, StaffRole } from "#app/domain/actor.ts";
import type { CallbackAnswer } from "#app/domain/callbacks/callback.ts";
import {
  getCallbackFigures,
  getCallbackFor,
  hasMismatch,
  listCallbacksToMake,
  listDraws,
} from "#app/domain/callbacks/callback-queries.server.ts";
import { drawCallbacks } from "#app/domain/callbacks/draw-callbacks.server.ts";
import { recordCallback } from "#app/domain/callbacks/record-callback.server.ts";
import { newId, newPublicCode } from "#app/domain/ids.ts";
import { publishRoots } from "#app/domain/proof/publish-roots.server.ts";
import { sealChain } from "#app/domain/proof/seal-chain.server.ts";
import { alarms } from "#db/schema/alarms.server.ts";
import { callbackAnswers, callbackDraws, callbacks } from "#db/schema/callbacks.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { organizationMembers } from "#db/schema/organizations.server.ts";
import { jurisdictionSettings } from "#db/schema/regions.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";
import {
  bulan,
  createMember,
  createNeed,
  createQualifiedCharity,
  createStaff,
  createTestRegions,
  createUser,
  otherTownVillage,
  type QualifiedCharity,
} from "#db/seed/factories.server.ts";
import { asOwner } from "#tests/setup/as-owner.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { createPaidGift } from "#tests/setup/paid-gift.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";

const inNovember = new Date("2026-11-20T02:00:00Z");
const inDecember = new Date("2026-12-01T02:00:00Z");
const dayAfter = new Date("2026-12-02T02:00:00Z");
const paidFen = 500n;
const full: CallbackAnswer = {
  reached: true,
  received: "full",
  amountFen: paidFen,
  receivedOn: "2026-11-20",
  words: "",
};

let database: TestDatabase;
let charity: QualifiedCharity;
let needId: string;
let people: Record<"officer" | "approver" | "payer" | "confirmer" | "issuer", SignedInActor>;
let supervisor: SignedInActor;
const codes: string[] = [];

/** Roles are given by the operator here: the site gives none without a giver. */
const giveRole = (role: StaffRole, regionCode: string) =>
  asOwner(database, (owner) => createStaff(owner, role, regionCode));

beforeAll(async () => {
  database = await createTestDatabase({ max: 6, settings: { role: "jiedui_app" } });
  const { db } = database;
  await asOwner(database, createTestRegions);
  charity = await createQualifiedCharity(db);
  const organization = { id: charity.charityId, name: "慈善会" };
  people = {
    officer: await giveRole("village_officer", bulan),
    approver: await createMember(db, organization, "charity"),
    payer: await createMember(db, organization, "charity"),
    confirmer: await giveRole("town_verifier", "440783116"),
    issuer: await giveRole("county_verifier", "440783"),
  };
  supervisor = await giveRole("supervisor", "440783");
  needId = await paidNeed(bulan, 12);
}, 60_000);
afterAll(() => database.drop());

/** A need with as many payments, confirmed in November. */
async function paidNeed(regionCode: string, count: number): Promise<string> {
  const { db } = database;
  const { charityId, filingId } = charity;
  const need = await createNeed(db, { goalFen: 20_000n, charityId, filingId, publicationMode: "public", regionCode });
  await createPaidGift(database, { needId: need.id, charity, amountFen: 20_000n });
  for (let number = 0; number < count; number += 1) {
    const id = newId();
    const publicCode = newPublicCode();
    if (regionCode === bulan) codes.push(publicCode);
    const what = { payeeKind: "supplier" as const, payeeName: "永固建材", purpose: "水管", amountFen: paidFen };
    await db.insert(disbursements).values({
      id,
      publicCode,
      needId: need.id,
      charityId,
      ...what,
      state: "proposed",
      proposedBy: people.officer.userId,
      proposedAt: inNovember,
    });
    const at = inNovember.toISOString();
    await db.execute(
      sql`select approve_disbursement(${id}::uuid, ${people.approver.userId}::uuid, ${at}::timestamptz)`,
    );
    await db.execute(sql`select pay_out_disbursement(${id}::uuid, ${people.payer.userId}::uuid, ${at}::timestamptz)`);
    await db.execute(
      sql`select issue_confirmation_code(${id}::uuid, 'hash', ${people.issuer.userId}::uuid, ${at}::timestamptz)`,
    );
    await db
      .update(disbursements)
      .set({
        state: "confirmed",
        confirmedBy: people.confirmer.userId,
        confirmedAt: inNovember,
        confirmationMethod: "officer",
      })
      .where(eq(disbursements.id, id));
  }
  return need.id;
}

async function publishRoot(at: Date, nextDay: Date): Promise<void> {
  await sealChain(database.db, at);
  await publishRoots(database.db, nextDay);
}

describe("the draw", () => {
  it("D6: waits for the place's rule, the month's end and a root of a day after it", async () => {
    const { db } = database;
    expect(await drawCallbacks(db, inDecember)).toBe(0);
    const rule = { regionCode: "440783", validFrom: "2016-01-01", source: "测试" };
    await asOwner(database, (owner) =>
      owner.insert(jurisdictionSettings).values({ id: newId(), key: "callback.percent", value: 20, ...rule }),
    );
    expect(await drawCallbacks(db, inNovember)).toBe(0);
    await publishRoot(inNovember, inDecember);
    expect(await drawCallbacks(db, inDecember)).toBe(0);
    await db
      .insert(stateTransitions)
      .values({ id: newId(), noun: "need", subjectId: needId, event: "edit", toState: "published", at: inDecember });
    await publishRoot(inDecember, dayAfter);
    expect(await drawCallbacks(db, dayAfter)).toBe(3);
    expect(await drawCallbacks(db, dayAfter)).toBe(0);
  });

  it("D6: anyone who has root and codes draws the same sample again: 20 % of 12, rounded up", async () => {
    const { draws } = await listDraws(database.db, { page: 1, pageSize: 10 });
    expect(draws).toMatchObject([
      { month: "2026-11", townCode: "440783116", seedDay: "2026-12-01", candidateCount: 12 },
    ]);
    const root = draws[0]?.seedRoot ?? "";
    const rank = (code: string) => createHash("sha256").update(`${root}:${code}`).digest("hex");
    const again = [...codes].sort((a, b) => (rank(a) < rank(b) ? -1 : 1)).slice(0, 3);
    expect(draws[0]?.drawn.map(({ code }) => code)).toEqual(again);
  });

  it("D6: a town with one payment has that one drawn, and every draw is a step in the chain", async () => {
    await paidNeed(otherTownVillage, 1);
    expect(await drawCallbacks(database.db, dayAfter)).toBe(1);
    const steps = await database.db.select().from(stateTransitions).where(eq(stateTransitions.noun, "callback"));
    expect(steps.map((step) => [step.event, step.toState])).toEqual(Array(4).fill(["draw", "drawn"]));
  });

  it("D6: nobody adds to a sample, takes from it or answers by hand, past the application too", async () => {
    const [drawn] = await database.db.select().from(callbacks);
    if (!drawn) throw new Error("nothing drawn");
    const refusals = [
      await sqlRefusal(database, (tx) => tx.update(callbackDraws).set({ seedRoot: "mine" })),
      await sqlRefusal(database, (tx) => tx.delete(callbacks).where(eq(callbacks.id, drawn.id))),
      await sqlRefusal(database, (tx) =>
        tx.update(callbacks).set({ state: "confirmed" }).where(eq(callbacks.id, drawn.id)),
      ),
      await sqlRefusal(database, (tx) => tx.update(callbacks).set({ place: 99 }).where(eq(callbacks.id, drawn.id))),
    ];
    expect(refusals).toEqual(["42501", "23514 callbacks_fixed", "23514 callbacks_state", "23514 callbacks_fixed"]);
  });
});

describe("the call", () => {
  it("D6: none of the payment's people, and nobody of its charity, records it: not by the command, not past it", async () => {
    const { db } = database;
    const [waiting] = await listCallbacksToMake(db, { actor: supervisor });
    if (!waiting) throw new Error("nothing waits");
    const outsider = await createUser(db);
    await db
      .insert(organizationMembers)
      .values({ organizationId: charity.charityId, userId: outsider.userId, joinedAt: inNovember });
    const grants = [...(supervisor.grants ?? []), { role: "auditor" as const, regionCode: "" }];
    for (const one of [...Object.values(people), outsider]) {
      const actor = { ...one, grants: [...one.grants, ...grants] };
      if (one !== outsider) {
        expect(await recordCallback(db, { callbackId: waiting.id, answer: full }, actor, dayAfter)).toMatchObject({
          code: "had_part",
        });
        const listed = await listCallbacksToMake(db, { actor });
        expect(listed.map((callback) => callback.id)).not.toContain(waiting.id);
      }
      const outcome =
        await db.execute(sql`select record_callback_answer(${waiting.id}::uuid, true, 'full', 500, '2026-11-20', '',
        ${one.userId}::uuid, ${dayAfter.toISOString()}::timestamptz) as outcome`);
      expect(outcome[0]).toEqual({ outcome: "had_part" });
      const row = { id: newId(), callbackId: waiting.id, reached: false, calledBy: one.userId, calledAt: dayAfter };
      expect(await sqlRefusal(database, (tx) => tx.insert(callbackAnswers).values(row))).toBe(
        "23514 callback_answers_separate",
      );
    }
    expect(await db.$count(callbackAnswers)).toBe(0);
  });

  it("S31: town staff call for other towns of their county only; others find nothing", async () => {
    const { db } = database;
    const ofOtherTown = await giveRole("town_verifier", "440783117");
    const listed = await listCallbacksToMake(db, { actor: ofOtherTown });
    expect(listed.map(({ regionCode }) => regionCode)).toEqual([bulan, bulan, bulan]);
    const far = await giveRole("supervisor", "51");
    expect(await listCallbacksToMake(db, { actor: far })).toEqual([]);
    expect(await getCallbackFor(db, { callbackId: listed[0]?.id ?? "", actor: far })).toBeNull();
    expect(await recordCallback(db, { callbackId: listed[0]?.id ?? "", answer: full }, far, dayAfter)).toMatchObject({
      code: "not_found",
    });
  });

  it("D6: not reached is tried again; what agrees or differs is final; a difference raises an alarm and freezes nothing", async () => {
    const { db } = database;
    const [first, second] = await listCallbacksToMake(db, { actor: supervisor });
    if (!first || !second) throw new Error("nothing waits");
    const record = (callbackId: string, answer: CallbackAnswer) =>
      recordCallback(db, { callbackId, answer }, supervisor, dayAfter);
    expect(await record(first.id, { reached: false, words: "无人接听" })).toMatchObject({ value: "unreached" });
    expect(await record(first.id, full)).toMatchObject({ value: "confirmed" });
    expect(await record(first.id, full)).toMatchObject({ code: "conflict" });
    const late = { id: newId(), callbackId: first.id, reached: false, calledBy: supervisor.userId, calledAt: dayAfter };
    expect(await sqlRefusal(database, (tx) => tx.insert(callbackAnswers).values(late))).toBe(
      "23514 callback_answers_open",
    );
    const part: CallbackAnswer = {
      reached: true,
      received: "part",
      amountFen: 300n,
      receivedOn: "2026-11-21",
      words: "少了",
    };
    expect(await record(second.id, part)).toMatchObject({ value: "mismatched" });
    expect(await db.select().from(alarms).where(eq(alarms.kind, "callback_mismatch"))).toMatchObject([
      { subject: second.publicCode, detail: "part: 300 of 500 fen", resolvedAt: null },
    ]);
    expect(await hasMismatch(db, { needId: second.needId })).toBe(true);
    const [payment] = await db.select().from(disbursements).where(eq(disbursements.id, second.paymentId));
    expect(payment?.state).toBe("confirmed");
    expect(await getCallbackFigures(db)).toEqual({ drawn: 4, reached: 2, confirmed: 1, mismatched: 1 });
    expect(await sqlRefusal(database, (tx) => tx.update(callbackAnswers).set({ words: "" }))).toBe("42501");
  });
});
