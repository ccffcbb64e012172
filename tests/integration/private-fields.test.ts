import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { listFileVersions } from "#app/domain/household-cases/household-case-queries.server.ts";
import { readGuardian } from "#app/domain/households/guardian.ts";
import { changeHouseholdForm, registerHouseholdForm } from "#app/domain/households/household-form.ts";
import { getHouseholdFile } from "#app/domain/households/household-queries.server.ts";
import { registerHousehold } from "#app/domain/households/register-household.server.ts";
import {
  householdBankAccountPlace,
  memberDiagnosisPlace,
  memberGuardianPlace,
} from "#app/domain/households/sealed-places.ts";
import { newId } from "#app/domain/ids.ts";
import { changeHousehold } from "#app/domain/needs/change-household.server.ts";
import { revealField } from "#app/domain/reveals/reveal-field.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import { createSealer } from "#db/sealer.server.ts";
import { bulan, createStaff, createTestRegions } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

const at = new Date("2026-11-22T02:00:00Z");
const today = "2026-11-22";
const sealer = createSealer(Buffer.alloc(32, 1), Buffer.alloc(32, 2));
const account = "6222021777000177008";
const otherAccount = "80020000012345678";
const diagnosis = "尿毒症";

describe("bank account, diagnosis and guardian of a file", () => {
  let database: TestDatabase;
  let officer: SignedInActor;
  const services = () => ({ db: database.db, sealer });

  beforeAll(async () => {
    database = await createTestDatabase();
    await createTestRegions(database.db);
    officer = await createStaff(database.db, "village_officer", bulan);
  });
  afterAll(() => database.drop());

  const head = { name: "梁家明", relation: "head", birthDate: "1968-05-04", gender: "male", labourAbility: "partial" };
  const child = {
    name: "梁小芳",
    relation: "child",
    birthDate: "2016-09-01",
    gender: "female",
    labourAbility: "minor",
  };
  function typed(changes: Record<string, unknown> = {}) {
    return {
      regionCode: bulan,
      registerNumber: `BL-${newId().slice(0, 8)}`,
      phone: "13800000000",
      programme: "monitoring",
      programmeFrom: "2025-01-01",
      causes: ["illness"],
      members: [{ ...head, diagnosis }, child],
      responsibleUserId: officer.userId,
      isGuardian: "on",
      hasRegisterConsent: "on",
      ...changes,
    };
  }
  const problems = (changes: Record<string, unknown>) => {
    const parsed = registerHouseholdForm(today).safeParse(typed(changes));
    return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  };
  const register = (changes: Record<string, unknown> = {}) =>
    registerHousehold(services(), registerHouseholdForm(today).parse(typed(changes)), officer, at);
  async function registered(changes: Record<string, unknown> = {}): Promise<string> {
    const result = await register(changes);
    if (!result.ok) throw new Error(result.code);
    return result.value.householdId;
  }
  const membersOf = (householdId: string) =>
    database.db
      .select()
      .from(householdMembers)
      .where(eq(householdMembers.householdId, householdId))
      .orderBy(householdMembers.position);

  it("F5 F8: all three lie sealed at their own place, and leave the file as masks only", async () => {
    const householdId = await registered({ bankAccount: "6222 0217 7700 0177 008", bankName: "农村信用社" });
    const [row] = await database.db.select().from(households).where(eq(households.id, householdId));
    expect(sealer.open(row?.bankAccountSealed ?? "", householdBankAccountPlace(householdId))).toBe(account);
    const [first, second] = await membersOf(householdId);
    expect(sealer.open(first?.diagnosisSealed ?? "", memberDiagnosisPlace(first?.id ?? ""))).toBe(diagnosis);
    expect(() => sealer.open(first?.diagnosisSealed ?? "", memberDiagnosisPlace(second?.id ?? ""))).toThrow();
    expect(readGuardian(sealer.open(second?.guardianSealed ?? "", memberGuardianPlace(second?.id ?? "")))).toEqual({
      name: "梁家明",
      relation: "parent",
      phone: "13800000000",
    });
    const file = await getHouseholdFile(services(), { householdId, actor: officer, at });
    expect(file).toMatchObject({ bankAccountMasked: "***************7008", bankName: "农村信用社" });
    expect(file?.members).toMatchObject([
      { hasDiagnosis: true, guardianMasked: null, isGuardianMissing: false },
      { hasDiagnosis: false, guardianMasked: { name: "梁*明", relation: "parent", phone: "138****0000" } },
    ]);
    for (const value of [account, diagnosis]) expect(JSON.stringify(file)).not.toContain(value);
  });

  it("F6: one account is on one file, whatever its spelling; an illness and a guardian have nothing to be found by", async () => {
    expect(await register({ bankAccount: "６２２２０２１７７７０００１７７００８", bankName: "信用社" })).toEqual({
      ok: false,
      code: "account_on_file",
    });
    const columns = await database.sql<{ name: string }[]>`select column_name as name from information_schema.columns
      where table_name in ('households', 'household_members') and column_name like '%_index' order by 1`;
    expect(columns.map(({ name }) => name)).toEqual(["bank_account_index", "id_number_index"]);
  });

  it("F5: a card with a wrong digit, half an account and half a guardian are refused at their field", () => {
    expect(problems({ bankAccount: "6222021777000177009", bankName: "信用社" })).toEqual([
      "bankAccount: bankAccount.checksum",
    ]);
    expect(problems({ bankAccount: account })).toEqual(["bankName: required"]);
    expect(problems({ bankName: "信用社" })).toEqual(["bankAccount: required"]);
    expect(problems({ members: [head, { ...child, guardianPhone: "13900000000" }] })).toEqual([
      "members.1.guardianName: required",
    ]);
    expect(problems({ members: [head, { ...child, guardianName: "陈秀英" }] })).toEqual([
      "members.1.guardianRelation: invalidChoice",
    ]);
  });

  it("F11: a child under 14 whose signer is nobody of the household, and a head who is a minor, need a guardian written down", () => {
    expect(problems({ signedByName: "陈秀英" })).toEqual(["members.1.guardianName: guardianNeeded"]);
    const young = { ...head, birthDate: "2010-05-04", labourAbility: "minor" };
    expect(problems({ members: [young], signedByName: "陈秀英", isGuardian: undefined })).toEqual([
      "members.0.guardianName: guardianNeeded",
    ]);
    const guardian = { guardianName: "陈秀英", guardianRelation: "grandparent", guardianPhone: "13900000000" };
    expect(problems({ members: [{ ...young, ...guardian }], signedByName: "陈秀英" })).toEqual([]);
  });

  it("F8: each is shown on its own with a reason, on the record, and the record holds no value", async () => {
    const householdId = await registered({ bankAccount: otherAccount, bankName: "信用社" });
    const show = (field: string) =>
      revealField(services(), { householdId, field, reason: "核实惠农卡资料" }, officer, at);
    expect(await show("bank_account")).toMatchObject({
      ok: true,
      value: { value: otherAccount, personName: "梁家明" },
    });
    expect(await show("diagnosis-0")).toMatchObject({ ok: true, value: { kind: "diagnosis", value: diagnosis } });
    const guardian = await show("guardian-1");
    expect(guardian.ok && readGuardian(guardian.value.value).name).toBe("梁家明");
    expect(await show("diagnosis-1")).toEqual({ ok: false, code: "not_found" });
    const steps = await database.sql`select * from state_transitions where noun = 'field_reveal'`;
    expect(steps).toHaveLength(3);
    for (const value of [otherAccount, diagnosis]) expect(JSON.stringify(steps)).not.toContain(value);
  });

  it("S3: a change of each is a version that says that it changed and not from what to what; empty keeps it", async () => {
    const householdId = await registered();
    const members = await membersOf(householdId);
    const change = (changes: Record<string, unknown>, ofChild: Record<string, unknown> = {}) => {
      const form = changeHouseholdForm.parse({
        version: "1",
        causes: ["illness"],
        members: members.map(({ id, labourAbility }, index) => ({
          id,
          labourAbility,
          ...(index === 1 ? ofChild : {}),
        })),
        reason: "入户核实",
        ...changes,
      });
      return changeHousehold(services(), { householdId, ...form }, officer, at);
    };
    expect(await change({})).toEqual({ ok: false, code: "nothing_changed" });
    expect(await change({ bankAccount: account, bankName: "信用社" })).toEqual({ ok: false, code: "account_on_file" });
    const mine = "6222021777000177016";
    const guardian = { guardianName: "陈秀英", guardianRelation: "grandparent" };
    const done = await change({ bankAccount: mine, bankName: "信用社" }, { diagnosis: "先天性心脏病", ...guardian });
    expect(done.ok).toBe(true);
    const versions = await listFileVersions(database.db, { householdId });
    expect(versions.find(({ version }) => version === 2)?.changes).toEqual([
      { field: "bankAccount", memberId: null, from: "sealed", to: "sealed" },
      { field: "diagnosis", memberId: members[1]?.id, from: "sealed", to: "sealed" },
      { field: "guardian", memberId: members[1]?.id, from: "sealed", to: "sealed" },
    ]);
    const file = await getHouseholdFile(services(), { householdId, actor: officer, at });
    expect(file?.members[1]).toMatchObject({
      hasDiagnosis: true,
      guardianMasked: { name: "陈*英", relation: "grandparent" },
    });
    expect(file?.members[0]?.hasDiagnosis).toBe(true);
    const everything = await database.db.execute(sql`select row_to_json(v)::text as line from household_versions v
      union all select row_to_json(t)::text from state_transitions t union all select row_to_json(o)::text from outbox_events o`);
    for (const value of [mine, "先天性心脏病", "陈秀英"]) expect(JSON.stringify(everything)).not.toContain(value);
  });
});
