import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { listAllOpenAlarms } from "#app/domain/alarms/alarm-queries.server.ts";
import { householdPhonePlace, memberIdNumberPlace } from "#app/domain/households/sealed-places.ts";
import { newId } from "#app/domain/ids.ts";
import { revealField } from "#app/domain/reveals/reveal-field.server.ts";
import { revealForm } from "#app/domain/reveals/reveal-form.ts";
import { listReveals, listSealedFields } from "#app/domain/reveals/reveal-queries.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";
import { createSealer } from "#db/sealer.server.ts";
import { bulan, createHousehold, createStaff, createTestRegions } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";

const at = new Date("2026-11-22T01:00:00Z");
const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000);
const sealer = createSealer(Buffer.alloc(32, 1), Buffer.alloc(32, 2));
const phone = "13800138000";
const reason = "打电话约定入户时间";

let database: TestDatabase;
let householdId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await createTestRegions(database.db);
  ({ id: householdId } = await createHousehold(database.db, { regionCode: bulan }));
  const phoneSealed = sealer.seal(phone, householdPhonePlace(householdId));
  await database.db.update(households).set({ phoneSealed }).where(eq(households.id, householdId));
  const members = await database.db
    .select({ id: householdMembers.id })
    .from(householdMembers)
    .where(eq(householdMembers.householdId, householdId));
  for (const { id } of members) {
    const idNumberSealed = sealer.seal("440783196004121234", memberIdNumberPlace(id));
    await database.db.update(householdMembers).set({ idNumberSealed }).where(eq(householdMembers.id, id));
  }
});
afterAll(() => database.drop());

const reveal = (actor: SignedInActor, when = at, field = "phone") =>
  revealField({ db: database.db, sealer }, { householdId, field, reason }, actor, when);
const officerOf = (regionCode: string) => createStaff(database.db, "village_officer", regionCode);

describe("revealing a sealed field", () => {
  it("F8: shows it to who works on the case, with one line on the record: who, what, why; queued for the hash chain", async () => {
    const officer = await officerOf(bulan);
    expect(await reveal(officer)).toEqual({
      ok: true,
      value: { kind: "phone", personName: expect.any(String), value: phone },
    });
    const fields = (await listSealedFields(database.db, { householdId, actor: officer })) ?? [];
    expect(
      (await listReveals(database.db, fields)).map(({ kind, reason: why, actorName }) => [kind, why, actorName]),
    ).toEqual([["phone", reason, officer.displayName]]);
    const queued =
      await database.sql`select 1 from chain_pending join state_transitions step on step.id = chain_pending.subject_id
      where chain_pending.kind = 'transition' and step.noun = 'field_reveal'`;
    expect(queued).toHaveLength(1);
  });

  it("F8: opens an ID number too, and no value is written anywhere", async () => {
    const officer = await officerOf(bulan);
    const result = await reveal(officer, at, "id_number-0");
    expect(result.ok && result.value.value).toBe("440783196004121234");
    const written = JSON.stringify([
      await database.sql`select * from state_transitions`,
      await database.sql`select * from outbox_events`,
      await database.sql`select * from alarms`,
    ]);
    expect(written).not.toContain("440783196004121234");
    expect(written).not.toContain(phone);
  });

  it.each([
    ["an officer of another village", "village_officer", "440783117201"],
    ["a verifier of another town", "town_verifier", "440783117"],
    ["a supervisor", "supervisor", "440783116"],
    ["an auditor", "auditor", "440783"],
    ["an administrator", "platform_admin", ""],
  ] as const)("F2, F8: for %s there is no such file, and nothing is recorded", async (_who, role, regionCode) => {
    const actor = await createStaff(database.db, role, regionCode);
    expect(await reveal(actor)).toEqual({ ok: false, code: "not_found" });
    const rows = await database.db
      .select()
      .from(stateTransitions)
      .where(eq(stateTransitions.actorUserId, actor.userId));
    expect(rows).toEqual([]);
  });

  it("F8: a file that is not there, a field that is not there and an id in place of a field are not found", async () => {
    const officer = await officerOf(bulan);
    const ask = (input: { householdId: string; field: string }) =>
      revealField({ db: database.db, sealer }, { ...input, reason }, officer, at);
    expect(await ask({ householdId: newId(), field: "phone" })).toEqual({ ok: false, code: "not_found" });
    expect(await ask({ householdId: "x", field: "phone" })).toEqual({ ok: false, code: "not_found" });
    expect(await ask({ householdId, field: "id_number-99" })).toEqual({ ok: false, code: "not_found" });
    expect(revealForm.safeParse({ field: newId(), reason }).success).toBe(false);
    expect(revealForm.safeParse({ field: "phone", reason: "看" }).success).toBe(false);
  });

  it("F8: 20 an hour, the 21st is refused and raises an alarm; after the hour it goes on", async () => {
    const officer = await officerOf(bulan);
    for (let index = 0; index < 20; index += 1) expect((await reveal(officer, later(index))).ok).toBe(true);
    expect(await reveal(officer, later(30))).toEqual({ ok: false, code: "too_many" });
    const county = await createStaff(database.db, "auditor", bulan.slice(0, 6));
    const alarms = await listAllOpenAlarms(database.db, { actor: county });
    expect(alarms.map(({ kind, subject }) => [kind, subject])).toEqual([["reveal_limit", officer.userId]]);
    expect((await reveal(officer, later(61))).ok).toBe(true);
    expect((await reveal(await officerOf(bulan), later(30))).ok).toBe(true);
  });

  it("F8: of 30 at the same moment exactly 20 are shown", async () => {
    const officer = await officerOf(bulan);
    const answers = await Promise.all(Array.from({ length: 30 }, () => reveal(officer)));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(20);
  });

  it("F8: PostgreSQL records no reveal without a person and a reason, and nobody rewrites one", async () => {
    const officer = await officerOf(bulan);
    const row = {
      noun: "field_reveal",
      subjectId: householdId,
      fromState: null,
      event: "reveal",
      toState: "phone",
      at,
    };
    const insert = (values: { actorUserId: string | null; reason: string | null }) =>
      sqlRefusal(database, (tx) => tx.insert(stateTransitions).values({ id: newId(), ...row, ...values }));
    expect(await insert({ actorUserId: null, reason })).toBe("23514 field_reveals_reason");
    expect(await insert({ actorUserId: officer.userId, reason: "    看 " })).toBe("23514 field_reveals_reason");
    expect(
      await sqlRefusal(database, (tx) => tx.delete(stateTransitions).where(eq(stateTransitions.noun, "field_reveal"))),
    ).toBe("42501");
  });
});
