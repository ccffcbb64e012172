import { and, eq, isNull } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SignedInActor, type StaffRole, staffRoles } from "#app/domain/actor.ts";
import { assignResponsiblePerson } from "#app/domain/households/assign-responsible-person.server.ts";
import { registerHouseholdForm } from "#app/domain/households/household-form.ts";
import { getHouseholdFile } from "#app/domain/households/household-queries.server.ts";
import { idNumberCheckCharacter } from "#app/domain/households/id-number.ts";
import { listHouseholds } from "#app/domain/households/list-households.server.ts";
import { recordConsent } from "#app/domain/households/record-consent.server.ts";
import { registerHousehold } from "#app/domain/households/register-household.server.ts";
import {
  countHouseholdsWithoutResponsible,
  listResponsibleCandidates,
} from "#app/domain/households/responsible-person-queries.server.ts";
import { newId } from "#app/domain/ids.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { consents } from "#db/schema/consents.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import { outboxEvents } from "#db/schema/outbox.server.ts";
import { regionFlagPeriods } from "#db/schema/regions.server.ts";
import { responsiblePersons } from "#db/schema/responsible-persons.server.ts";
import { createSealer } from "#db/sealer.server.ts";
import {
  bulan,
  createHousehold,
  createStaff,
  createTestRegions,
  gaoshan,
  otherTownVillage,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

const at = new Date("2026-11-22T02:00:00Z");
const today = "2026-11-22";
const sealer = createSealer(Buffer.alloc(32, 1), Buffer.alloc(32, 2));

let sequence = 100;
/** A checksummed number nobody was given: region 440783, a sequence counted up here. */
function inventedIdNumber(birthDate = "19700101"): string {
  sequence += 1;
  const first17 = `440783${birthDate}${String(sequence).padStart(3, "0")}`;
  return first17 + idNumberCheckCharacter(first17);
}

describe("household files", () => {
  let database: TestDatabase;
  let officer: SignedInActor;
  let townVerifier: SignedInActor;
  const services = () => ({ db: database.db, sealer });

  beforeAll(async () => {
    database = await createTestDatabase();
    await createTestRegions(database.db);
    officer = await createStaff(database.db, "village_officer", bulan, { displayName: "步栏信息员" });
    townVerifier = await createStaff(database.db, "town_verifier", "440783116", { displayName: "赤水镇审核员" });
  });
  afterAll(() => database.drop());

  function typed(changes: Record<string, unknown> = {}) {
    return {
      regionCode: bulan,
      registerNumber: `BL-${newId().slice(0, 8)}`,
      phone: "138 0000 0000",
      programme: "monitoring",
      programmeFrom: "2025-01-01",
      causes: ["illness", "lack_of_labour"],
      members: [
        { name: "梁家明", relation: "head", idNumber: inventedIdNumber("19680504"), labourAbility: "partial" },
        { name: "梁小芳", relation: "child", birthDate: "2016-09-01", gender: "female", labourAbility: "minor" },
      ],
      responsibleUserId: officer.userId,
      signedByName: "梁家明",
      isGuardian: "on",
      hasRegisterConsent: "on",
      ...changes,
    };
  }
  function input(changes: Record<string, unknown> = {}) {
    return registerHouseholdForm(today).parse(typed(changes));
  }
  async function registered(changes: Record<string, unknown> = {}): Promise<string> {
    const result = await registerHousehold(services(), input(changes), officer, at);
    if (!result.ok) throw new Error(result.code);
    return result.value.householdId;
  }
  function messagesOf(changes: Record<string, unknown>): string[] {
    const parsed = registerHouseholdForm(today).safeParse(typed(changes));
    return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  }

  it("S3 S10 S23: one transaction opens the file with members, causes, consent, responsible person and event", async () => {
    const householdId = await registered({ hasPublishConsent: "on" });
    const file = await getHouseholdFile(services(), { householdId, actor: officer, at });
    expect(file).toMatchObject({
      headName: "梁家明",
      state: "applied",
      causes: ["illness", "lack_of_labour"],
      phoneMasked: "138****0000",
      villageName: "步栏村",
      members: [
        { name: "梁家明", gender: "male", birthDate: "1968-05-04", age: 58, labourAbility: "partial" },
        { name: "梁小芳", gender: "female", idNumberMasked: null, age: 10 },
      ],
      responsible: [{ userId: officer.userId, toAt: null }],
    });
    expect(file?.consents.map((consent) => consent.purpose)).toEqual(["publish_masked", "register"]);
    expect(file?.consents.every((consent) => consent.isGuardian)).toBe(true);
    expect(await listTransitions(database.db, { noun: "household", subjectId: householdId })).toMatchObject([
      { event: "apply", fromState: null, toState: "applied", actorName: "步栏信息员" },
    ]);
    const events = await database.db.select().from(outboxEvents).where(eq(outboxEvents.kind, "household.changed"));
    expect(events.map((event) => event.payload)).toContainEqual({ householdId });
  });

  it("F5: ID number and phone are stored sealed and leave the query masked only", async () => {
    const idNumber = inventedIdNumber("19680504");
    const member = { name: "梁家明", relation: "head", idNumber, labourAbility: "full" };
    const householdId = await registered({ members: [member] });
    const [row] = await database.db
      .select()
      .from(householdMembers)
      .where(eq(householdMembers.householdId, householdId));
    expect(row?.idNumberSealed).not.toContain(idNumber);
    expect(row?.idNumberIndex).not.toContain(idNumber);
    const file = await getHouseholdFile(services(), { householdId, actor: officer, at });
    expect(JSON.stringify(file)).not.toContain(idNumber);
    expect(file?.members[0]?.idNumberMasked).toBe(`${idNumber.slice(0, 3)}***********${idNumber.slice(-4)}`);
  });

  it("S5: a file cannot be opened without the consent to register", () => {
    expect(messagesOf({ hasRegisterConsent: undefined })).toEqual(["hasRegisterConsent: required"]);
  });

  it("S5: the signer is an adult, and a guardian where a child under 14 lives in the household", () => {
    expect(messagesOf({ signedByName: "梁小芳" })).toEqual(["signedByName: signerIsMinor"]);
    expect(messagesOf({ isGuardian: undefined })).toEqual(["isGuardian: guardianRequired"]);
  });

  it.each([
    ["110101900307451", "idNumber.old_15"],
    ["110101199003074515", "idNumber.checksum"],
    ["11010119900231451X", "idNumber.birth_date"],
    ["not a number", "idNumber.format"],
  ])("refuses the ID number %s beside its field", (idNumber, code) => {
    const members = [{ name: "梁家明", relation: "head", idNumber, labourAbility: "full" }];
    expect(messagesOf({ members })).toEqual([`members.0.idNumber: ${code}`]);
  });

  it("asks for birthday and sex only where there is no ID number", () => {
    const members = [{ name: "梁家明", relation: "head", labourAbility: "full" }];
    expect(messagesOf({ members })).toEqual(["members.0.birthDate: birthOrId", "members.0.gender: invalidChoice"]);
  });

  it("refuses two heads, no head, no cause, and one person twice in one form", () => {
    const idNumber = inventedIdNumber();
    const head = { name: "梁家明", relation: "head", idNumber, labourAbility: "full" };
    expect(messagesOf({ members: [head, { ...head, name: "梁家新" }] })).toEqual([
      "members.1.idNumber: idNumber.twice",
      "members.1.relation: oneHead",
    ]);
    expect(messagesOf({ members: [{ ...head, relation: "child" }] })).toEqual(["members.0.relation: oneHead"]);
    expect(messagesOf({ causes: [] })).toEqual(["causes: chooseOne"]);
  });

  it("S3 F6: a person already on file is found however the number is written, and nothing is stored", async () => {
    const idNumber = inventedIdNumber("19680504");
    await registered({ members: [{ name: "梁家明", relation: "head", idNumber, labourAbility: "full" }] });
    const spaced = `${idNumber.slice(0, 6)} ${idNumber.slice(6, 14)} ${idNumber.slice(14)}`;
    const again = input({ members: [{ name: "梁家明", relation: "head", idNumber: spaced, labourAbility: "full" }] });
    expect(await registerHousehold(services(), again, officer, at)).toEqual({ ok: false, code: "person_on_file" });
    const rows = await database.db.select().from(households).where(eq(households.registerNumber, again.registerNumber));
    expect(rows).toEqual([]);
  });

  it("S3: one file per register number, also when two officers save at once", async () => {
    const registerNumber = `RACE-${newId().slice(0, 6)}`;
    const results = await Promise.all(
      [1, 2, 3].map(() => registerHousehold(services(), input({ registerNumber }), officer, at)),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(results.filter((result) => !result.ok && result.code === "register_number_taken")).toHaveLength(2);
  });

  it("S3: one person raced onto two files lands on one", async () => {
    const idNumber = inventedIdNumber();
    const results = await Promise.all(
      [1, 2, 3].map(() => {
        const members = [{ name: "梁家明", relation: "head", idNumber, labourAbility: "full" }];
        return registerHousehold(services(), input({ members }), officer, at);
      }),
    );
    expect(results.map((result) => (result.ok ? "ok" : result.code)).sort()).toEqual([
      "ok",
      "person_on_file",
      "person_on_file",
    ]);
  });

  it("S23: only staff of the village's own line can be responsible, and there is exactly one", async () => {
    const elsewhere = await createStaff(database.db, "village_officer", gaoshan, { displayName: "高山信息员" });
    const refused = await registerHousehold(services(), input({ responsibleUserId: elsewhere.userId }), officer, at);
    expect(refused).toEqual({ ok: false, code: "not_responsible_candidate" });
    const candidates = await listResponsibleCandidates(database.db, { regionCode: bulan, at });
    expect(candidates.map((candidate) => candidate.displayName)).toEqual(["步栏信息员", "赤水镇审核员"]);
  });

  it("S23: handing over keeps the history and the note, and races leave one standing", async () => {
    const householdId = await registered();
    const handOver = (responsibleUserId: string) =>
      assignResponsiblePerson(database.db, { householdId, responsibleUserId, handOverNote: "调岗" }, townVerifier, at);
    expect(await handOver(officer.userId)).toEqual({ ok: false, code: "same_person" });
    const raced = await Promise.all([1, 2, 3].map(() => handOver(townVerifier.userId)));
    expect(raced.filter((result) => result.ok)).toHaveLength(1);
    const standing = await database.db
      .select()
      .from(responsiblePersons)
      .where(and(eq(responsiblePersons.householdId, householdId), isNull(responsiblePersons.toAt)));
    expect(standing).toMatchObject([{ userId: townVerifier.userId }]);
    const file = await getHouseholdFile(services(), { householdId, actor: officer, at });
    expect(file?.responsible).toHaveLength(2);
    expect(file?.responsible.map((row) => row.handOverNote)).toContain("调岗");
  });

  it("S23: the report counts households of the reader's subtree without responsible person", async () => {
    const countFor = (actor: SignedInActor) => countHouseholdsWithoutResponsible(database.db, actor);
    expect(await countFor(officer)).toBe(0);
    const orphan = await createHousehold(database.db, { regionCode: gaoshan });
    await createHousehold(database.db, { regionCode: gaoshan, state: "closed" });
    expect(await countFor(officer)).toBe(0);
    expect(await countFor(townVerifier)).toBe(1);
    const gaoshanOfficer = await createStaff(database.db, "village_officer", gaoshan);
    const assigned = await assignResponsiblePerson(
      database.db,
      { householdId: orphan.id, responsibleUserId: gaoshanOfficer.userId, handOverNote: "首次确定" },
      gaoshanOfficer,
      at,
    );
    expect(assigned.ok).toBe(true);
    expect(await countFor(townVerifier)).toBe(0);
  });

  it("F11: a later consent stands once per purpose and keeps who signed", async () => {
    const householdId = await registered();
    const give = (changes: object = {}) =>
      recordConsent(
        database.db,
        { householdId, purpose: "publish_photo", signedByName: "梁家明", isGuardian: true, ...changes },
        officer,
        at,
      );
    expect(await give({ isGuardian: false })).toEqual({ ok: false, code: "guardian_required" });
    expect(await give({ signedByName: "梁小芳" })).toEqual({ ok: false, code: "signer_is_minor" });
    const raced = await Promise.all([give(), give()]);
    expect(raced.map((result) => (result.ok ? "ok" : result.code)).sort()).toEqual(["already_given", "ok"]);
    const rows = await database.db.select().from(consents).where(eq(consents.householdId, householdId));
    expect(rows.map((row) => row.purpose).sort()).toEqual(["publish_photo", "register"]);
  });

  describe("S31: the deny matrix", () => {
    const regionsOf = { "own village": bulan, "other village": gaoshan, "other town": otherTownVillage };
    const wider = { "own town": "440783116", "own county": "440783", "other province": "51" };
    const readers: readonly StaffRole[] = [
      "village_officer",
      "town_verifier",
      "county_verifier",
      "supervisor",
      "auditor",
    ];
    const cells = staffRoles.flatMap((role) =>
      Object.entries({ ...regionsOf, ...wider }).map(([place, regionCode]) => ({ role, place, regionCode })),
    );

    it.each(cells)("$role of $place", async ({ role, regionCode }) => {
      const registerNumber = `DENY-${newId().slice(0, 8)}`;
      const householdId = await registered({ registerNumber });
      const actor = await createStaff(database.db, role, regionCode);
      const covers = bulan.startsWith(regionCode);
      const mayRead = covers && readers.includes(role);
      const file = await getHouseholdFile(services(), { householdId, actor, at });
      expect(file !== null).toBe(mayRead);
      const listed = await listHouseholds(database.db, { actor, search: registerNumber, page: 1 });
      expect(listed.items.map((item) => item.id)).toEqual(mayRead ? [householdId] : []);
      const mayKeep = covers && role === "village_officer";
      const opened = await registerHousehold(services(), input(), actor, at);
      expect(opened.ok ? "ok" : opened.code).toBe(mayKeep ? "ok" : "not_allowed");
      const consented = await recordConsent(
        database.db,
        { householdId, purpose: "pairing", signedByName: "梁家明", isGuardian: true },
        actor,
        at,
      );
      expect(consented.ok ? "ok" : consented.code).toBe(mayKeep ? "ok" : "not_found");
      const mayAssign = covers && ["village_officer", "town_verifier", "county_verifier"].includes(role);
      const handOver = { householdId, responsibleUserId: townVerifier.userId, handOverNote: "调岗" };
      const assigned = await assignResponsiblePerson(database.db, handOver, actor, at);
      expect(assigned.ok ? "ok" : assigned.code).toBe(mayAssign ? "ok" : "not_found");
    });

    it("nobody without a role sees a file, and a malformed id is not there", async () => {
      const householdId = await registered();
      const citizen: SignedInActor = { ...officer, grants: [] };
      for (const actor of [citizen, { kind: "anonymous" } as const, { kind: "system" } as const]) {
        expect(await getHouseholdFile(services(), { householdId, actor, at })).toBeNull();
        expect((await listHouseholds(database.db, { actor, search: "", page: 1 })).total).toBe(0);
      }
      expect(await getHouseholdFile(services(), { householdId: "1 or 1=1", actor: officer, at })).toBeNull();
    });
  });

  it("S2: a file is found by the first or last letters of the head's name and the first of its number, page by page, in the reader's area", async () => {
    const reader = await createStaff(database.db, "town_verifier", bulan.slice(0, 9));
    const named = async (headName: string, registerNumber: string, regionCode = bulan) =>
      (await createHousehold(database.db, { headName, registerNumber, regionCode })).id;
    const own = await named("寻秀英", "XUN-2016-001");
    const namesake = await named("甲秀英", "xun-2016-002");
    await named("寻秀英", "XUN-2016-003", otherTownVillage);
    const found = async (search: string) => {
      const { items, total } = await listHouseholds(database.db, { actor: reader, search, page: 1 });
      expect(total).toBe(items.length);
      return items.map(({ id }) => id);
    };
    expect(await found("寻秀英")).toEqual([own]);
    expect(await found("寻")).toEqual([own]);
    expect((await found("秀英")).sort()).toEqual([own, namesake].sort());
    expect(await found("XUN-2016")).toEqual([own]);
    expect(await found("xun-2016-002")).toEqual([namesake]);
    for (const none of ["寻_英", "%", "\\", "寻秀英 ", "秀"]) expect(await found(none)).toEqual([]);
  });

  it("S1: the list is narrowed to a subtree and to places with a flag on the day, and never widened beyond the posting", async () => {
    const inGaoshan = await createHousehold(database.db, { regionCode: gaoshan, headName: "高山户" });
    const inBulan = await createHousehold(database.db, { regionCode: bulan, headName: "步栏户" });
    await createHousehold(database.db, { regionCode: otherTownVillage, headName: "别镇户" });
    const period = { flag: "deep_poverty", validFrom: "2017-01-01", validTo: "2020-12-31", source: "测试" } as const;
    await database.db.insert(regionFlagPeriods).values({ id: newId(), regionCode: gaoshan, ...period });
    const listed = async (regionCode: string | null, flag: "deep_poverty" | null, day = "2018-06-01") => {
      const filter = { regionCode, flag, day };
      const { items } = await listHouseholds(database.db, { actor: townVerifier, search: "户", page: 1, filter });
      return items.map(({ id }) => id).sort();
    };
    expect(await listed(gaoshan, null)).toEqual([inGaoshan.id]);
    expect(await listed(null, "deep_poverty")).toEqual([inGaoshan.id]);
    expect(await listed(null, "deep_poverty", "2021-01-01")).toEqual([]);
    expect(await listed("440783", null)).toEqual([inGaoshan.id, inBulan.id].sort());
    expect(await listed("440783117", null)).toEqual([]);
  });
});
