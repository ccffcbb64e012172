import { asc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { listFileVersions } from "#app/domain/household-cases/household-case-queries.server.ts";
import { getHouseholdFile } from "#app/domain/households/household-queries.server.ts";
import { idNumberCheckCharacter } from "#app/domain/households/id-number.ts";
import { listHouseholds } from "#app/domain/households/list-households.server.ts";
import { addMemberForm, correctMemberForm, removeMemberForm } from "#app/domain/households/member-form.ts";
import { addMember } from "#app/domain/needs/add-member.server.ts";
import { correctMember } from "#app/domain/needs/correct-member.server.ts";
import { removeMember } from "#app/domain/needs/remove-member.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { createSealer } from "#db/sealer.server.ts";
import {
  bulan,
  createHousehold,
  createNeed,
  createStaff,
  createTestRegions,
  gaoshan,
  otherTownVillage,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";

const at = new Date("2026-11-22T02:00:00Z");
const today = "2026-11-22";
const sealer = createSealer(Buffer.alloc(32, 1), Buffer.alloc(32, 2));
const codeOf = (result: { ok: true } | { ok: false; code: string }) => (result.ok ? "ok" : result.code);

let sequence = 300;
function inventedIdNumber(birthDate = "19950101"): string {
  sequence += 1;
  const first17 = `440783${birthDate}${String(sequence).padStart(3, "0")}`;
  return first17 + idNumberCheckCharacter(first17);
}

describe("members who come to a file and leave it", () => {
  let database: TestDatabase;
  let officer: SignedInActor;
  const services = () => ({ db: database.db, sealer });

  beforeAll(async () => {
    database = await createTestDatabase();
    await createTestRegions(database.db);
    officer = await createStaff(database.db, "village_officer", bulan);
  });
  afterAll(() => database.drop());

  const baby = { name: "梁小宝", relation: "child", birthDate: "2026-10-01", gender: "male", labourAbility: "minor" };
  const guardian = { guardianName: "梁家明", guardianRelation: "parent" };
  const add = (
    householdId: string,
    member: Record<string, unknown>,
    changes: Record<string, unknown> = {},
    actor = officer,
  ) => {
    const typed = { intent: "add", version: "1", member, joinReason: "born", joinedOn: "2026-10-01", ...changes };
    return addMember(services(), { ...addMemberForm(today).parse(typed), householdId }, actor, at);
  };
  const remove = (householdId: string, memberId: string, changes: Record<string, unknown> = {}, actor = officer) => {
    const typed = {
      intent: "remove",
      version: "1",
      memberId,
      leaveReason: "moved_out",
      leftOn: "2026-11-01",
      reason: "户口已迁出",
    };
    return removeMember(
      database.db,
      { ...removeMemberForm(today).parse({ ...typed, ...changes }), householdId },
      actor,
      at,
    );
  };
  const membersOf = (householdId: string) =>
    database.db
      .select()
      .from(householdMembers)
      .where(eq(householdMembers.householdId, householdId))
      .orderBy(asc(householdMembers.position));
  const stateOf = async (id: string) => (await database.db.select().from(needs).where(eq(needs.id, id)))[0]?.state;

  it("S3 S45: a birth is a new version with its reason, and the published need waits for the county", async () => {
    const home = await createHousehold(database.db, { consentTo: ["publish_masked"] });
    const { id: needId } = await createNeed(database.db, { householdId: home.id });
    const result = await add(home.id, { ...baby, ...guardian });
    expect(result).toEqual({ ok: true, value: { suspendedNeedIds: [needId], isSentBack: false } });
    expect(await stateOf(needId)).toBe("suspended");
    const file = await getHouseholdFile(services(), { householdId: home.id, actor: officer, at });
    expect(file?.version).toBe(2);
    expect(file?.members.at(-1)).toMatchObject({ name: "梁小宝", joinedOn: "2026-10-01", isGuardianMissing: false });
    const [version] = await listFileVersions(database.db, { householdId: home.id });
    expect(version?.changes).toMatchObject([{ field: "joined", from: "", to: "born 2026-10-01" }]);
  });

  it("S3: a member who leaves stays on record, is counted no more, and their number is free for another file", async () => {
    const home = await createHousehold(database.db, { headName: "周守业" });
    const idNumber = inventedIdNumber();
    const bride = { name: "周秀", relation: "child", idNumber, labourAbility: "full" };
    const head = (await membersOf(home.id))[0];
    await database.db
      .update(householdMembers)
      .set({ birthDate: "1960-01-01" })
      .where(eq(householdMembers.id, head?.id ?? ""));
    expect(codeOf(await add(home.id, bride, { joinReason: "returned" }))).toBe("ok");
    const other = await createHousehold(database.db);
    expect(codeOf(await add(other.id, { ...bride, relation: "spouse" }, { joinReason: "married_in" }))).toBe(
      "person_on_file",
    );
    const [, , added] = await membersOf(home.id);
    expect(codeOf(await remove(home.id, added?.id ?? "", { version: "2", leaveReason: "married_out" }))).toBe("ok");
    const file = await getHouseholdFile(services(), { householdId: home.id, actor: officer, at });
    expect(file?.members.map(({ name }) => name)).not.toContain("周秀");
    expect(file?.formerMembers).toMatchObject([{ name: "周秀", leaveReason: "married_out", leftOn: "2026-11-01" }]);
    const list = await listHouseholds(database.db, { actor: officer, search: "周守业", page: 1 });
    expect(list.items[0]?.memberCount).toBe(2);
    expect(codeOf(await add(other.id, { ...bride, relation: "spouse" }, { joinReason: "married_in" }))).toBe("ok");
  });

  it("S31 F6: of a person on a file elsewhere no more is said than that the county has to be asked", async () => {
    const far = await createHousehold(database.db, { regionCode: otherTownVillage, headName: "远处人" });
    const near = await createHousehold(database.db, { regionCode: gaoshan, headName: "邻村人" });
    const idNumber = inventedIdNumber();
    const idNumberIndex = sealer.blindIndex(idNumber, "id_number");
    const [head] = await membersOf(far.id);
    await database.db
      .update(householdMembers)
      .set({ idNumberIndex })
      .where(eq(householdMembers.id, head?.id ?? ""));
    const home = await createHousehold(database.db);
    const person = { name: "来人", relation: "other", idNumber, labourAbility: "full" };
    expect(await add(home.id, person, { joinReason: "moved_in" })).toEqual({ ok: false, code: "person_elsewhere" });
    const neighbour = await createStaff(database.db, "village_officer", gaoshan);
    expect(await add(home.id, person, {}, neighbour)).toEqual({ ok: false, code: "not_found" });
    const [theirs] = await membersOf(near.id);
    expect(await remove(near.id, theirs?.id ?? "")).toEqual({ ok: false, code: "not_found" });
  });

  it("S3 F6: who has died is not registered again under the same number", async () => {
    const home = await createHousehold(database.db);
    const idNumber = inventedIdNumber();
    expect(codeOf(await add(home.id, { name: "梁老", relation: "other", idNumber, labourAbility: "none" }))).toBe("ok");
    const gone = (await membersOf(home.id)).find(({ name }) => name === "梁老");
    expect(codeOf(await remove(home.id, gone?.id ?? "", { version: "2", leaveReason: "died" }))).toBe("ok");
    const other = await createHousehold(database.db);
    const again = { name: "梁老", relation: "other", idNumber, labourAbility: "none" };
    expect(codeOf(await add(other.id, again, { joinReason: "moved_in" }))).toBe("person_on_file");
  });

  it("S3: a head who leaves is followed by another; who lives alone does not leave a file empty", async () => {
    const home = await createHousehold(database.db, { members: 3 });
    const [head, first, second] = await membersOf(home.id);
    const ids = [first, second].map((member) => member?.id ?? "");
    for (const id of ids)
      await database.db.update(householdMembers).set({ birthDate: "1990-01-01" }).where(eq(householdMembers.id, id));
    expect(codeOf(await remove(home.id, head?.id ?? ""))).toBe("new_head_required");
    expect(codeOf(await remove(home.id, head?.id ?? "", { newHeadId: ids[1], leaveReason: "died" }))).toBe("ok");
    const file = await getHouseholdFile(services(), { householdId: home.id, actor: officer, at });
    expect(file?.members.map(({ id, relation }) => [id, relation])).toEqual([
      [ids[1], "head"],
      [ids[0], "sibling"],
    ]);
    expect(file?.headName).toBe(second?.name);
    const alone = await createHousehold(database.db, { members: 1 });
    const [only] = await membersOf(alone.id);
    expect(codeOf(await remove(alone.id, only?.id ?? ""))).toBe("last_member");
  });

  it("F11: a child does not become the head without a guardian on file, nor come without one", async () => {
    const home = await createHousehold(database.db);
    const [head, child] = await membersOf(home.id);
    await database.db
      .update(householdMembers)
      .set({ birthDate: "2014-01-01" })
      .where(eq(householdMembers.id, child?.id ?? ""));
    expect(codeOf(await remove(home.id, head?.id ?? "", { newHeadId: child?.id }))).toBe("head_needs_guardian");
    const parsed = addMemberForm(today).safeParse({
      intent: "add",
      version: "1",
      member: baby,
      joinReason: "born",
      joinedOn: today,
    });
    expect(parsed.error?.issues.map(({ message }) => message)).toEqual(["guardianNeeded"]);
  });

  it("C6 S5: of two officers the second is told; an ended file takes nobody", async () => {
    const home = await createHousehold(database.db);
    const results = await Promise.all([add(home.id, { ...baby, ...guardian }), add(home.id, { ...baby, ...guardian })]);
    expect(results.map(codeOf).sort()).toEqual(["conflict", "ok"]);
    const ended = await createHousehold(database.db, { state: "closed" });
    expect(codeOf(await add(ended.id, { ...baby, ...guardian }))).toBe("household_ended");
  });

  it("S3: PostgreSQL takes nobody off without a reason, or before they were born", async () => {
    const home = await createHousehold(database.db);
    const update = (values: Partial<typeof householdMembers.$inferInsert>) =>
      sqlRefusal(database, (tx) =>
        tx.update(householdMembers).set(values).where(eq(householdMembers.householdId, home.id)),
      );
    expect(await update({ leftOn: "2026-11-01" })).toBe("23514 household_members_left");
    expect(await update({ leftOn: "1900-01-01", leaveReason: "died" })).toBe("23514 household_members_left");
    expect((await database.db.select().from(households).where(eq(households.id, home.id)))[0]?.version).toBe(1);
  });

  const correct = (
    householdId: string,
    memberId: string,
    changes: Record<string, unknown>,
    version = "1",
    actor = officer,
  ) => {
    const typed = { intent: "correct", version, memberId, reason: "户口本上不是这样写", ...changes };
    return correctMember(services(), { ...correctMemberForm(today).parse(typed), householdId }, actor, at);
  };
  const headOf = async (householdId: string) => (await membersOf(householdId))[0]?.id ?? "";

  it("S3 S45: a name written down wrong is corrected with its reason; the old one stays in the version, and the need waits for the county", async () => {
    const home = await createHousehold(database.db, { headName: "谈金水", consentTo: ["publish_masked"] });
    const { id: needId } = await createNeed(database.db, { householdId: home.id });
    const result = await correct(home.id, await headOf(home.id), { name: "谭金水" });
    expect(result).toEqual({ ok: true, value: { suspendedNeedIds: [needId], isSentBack: false } });
    const file = await getHouseholdFile(services(), { householdId: home.id, actor: officer, at });
    expect([file?.headName, file?.members[0]?.name, file?.version]).toEqual(["谭金水", "谭金水", 2]);
    const [version] = await listFileVersions(database.db, { householdId: home.id });
    expect(version).toMatchObject({
      reason: "户口本上不是这样写",
      changes: [{ field: "name", from: "谈金水", to: "谭金水" }],
    });
    expect(codeOf(await correct(home.id, await headOf(home.id), { name: "谭金泉" }))).toBe("conflict");
    expect(codeOf(await correct(home.id, await headOf(home.id), { name: "谭金水" }, "2"))).toBe("nothing_changed");
    expect(codeOf(await correct(home.id, await headOf(home.id), { relation: "child" }, "2"))).toBe("head_stays_head");
  });

  it("S3: a missing ID number is added later, sealed, for the same person only; no need waits for it", async () => {
    const home = await createHousehold(database.db, { consentTo: ["publish_masked"] });
    const { id: needId } = await createNeed(database.db, { householdId: home.id });
    const memberId = await headOf(home.id);
    const idNumber = inventedIdNumber("19700101");
    const gender = Number(idNumber[16]) % 2 === 1 ? ("male" as const) : ("female" as const);
    const known = { idNumberSealed: null, idNumberIndex: null, birthDate: "1970-01-01", gender };
    await database.db.update(householdMembers).set(known).where(eq(householdMembers.id, memberId));
    expect(codeOf(await correct(home.id, memberId, { idNumber: inventedIdNumber("19710101") }))).toBe(
      "id_says_otherwise",
    );
    expect(
      correctMemberForm(today).safeParse({ intent: "correct", version: "1", memberId, reason: "补号", idNumber: "1" })
        .success,
    ).toBe(false);
    expect(await correct(home.id, memberId, { idNumber })).toMatchObject({ ok: true, value: { suspendedNeedIds: [] } });
    expect(await stateOf(needId)).toBe("published");
    const [version] = await listFileVersions(database.db, { householdId: home.id });
    expect(version?.changes).toMatchObject([{ field: "idNumber", from: "sealed", to: "sealed" }]);
    expect(JSON.stringify(await database.sql`select * from household_versions`)).not.toContain(idNumber);
    expect(codeOf(await correct(home.id, memberId, { idNumber: inventedIdNumber("19700101") }, "2"))).toBe("id_known");

    const twin = await createHousehold(database.db);
    const twinHead = await headOf(twin.id);
    await database.db.update(householdMembers).set(known).where(eq(householdMembers.id, twinHead));
    expect(codeOf(await correct(twin.id, twinHead, { idNumber }))).toBe("person_on_file");
  });

  it("S3: PostgreSQL lets the site put no other number in the place of a known one", async () => {
    const home = await createHousehold(database.db);
    const memberId = await headOf(home.id);
    const set = (index: string | null) =>
      database.db.update(householdMembers).set({ idNumberIndex: index }).where(eq(householdMembers.id, memberId));
    await set("first");
    const refusal = await sqlRefusal(database, async (tx) => {
      await tx.execute(sql`set local role jiedui_app`);
      await tx.update(householdMembers).set({ idNumberIndex: "second" }).where(eq(householdMembers.id, memberId));
    });
    expect(refusal).toBe("23514 household_members_same_person");
    await set(null);
  });

  it("S3: nor in two statements: a number that was freed or erased keeps its seal, and is not filled anew", async () => {
    const home = await createHousehold(database.db);
    const memberId = await headOf(home.id);
    type Values = { idNumberIndex?: string | null; idNumberSealed?: string | null };
    const asSite = (...steps: Values[]) =>
      sqlRefusal(database, async (tx) => {
        await tx.execute(sql`set local role jiedui_app`);
        for (const step of steps) await tx.update(householdMembers).set(step).where(eq(householdMembers.id, memberId));
      });
    const refused = "23514 household_members_same_person";
    expect(await asSite({ idNumberIndex: "known", idNumberSealed: "sealed known" }), "filled once").toBe("accepted");
    expect(await asSite({ idNumberIndex: null }, { idNumberIndex: "other" })).toBe(refused);
    expect(await asSite({ idNumberIndex: null, idNumberSealed: null })).toBe(refused);
    expect(await asSite({ idNumberSealed: null })).toBe(refused);
    expect(await asSite({ idNumberSealed: "erased" }, { idNumberIndex: null }, { idNumberIndex: "other" })).toBe(
      refused,
    );
    expect(await asSite({ idNumberIndex: null }), "freed, of who has left").toBe("accepted");
  });

  it("S31: an officer of another village corrects nobody here", async () => {
    const home = await createHousehold(database.db);
    const elsewhere = await createStaff(database.db, "village_officer", gaoshan);
    expect(codeOf(await correct(home.id, await headOf(home.id), { name: "别人" }, "1", elsewhere))).toBe("not_found");
  });
});
