import { eq, sql } from "drizzle-orm";
import readXlsxFile from "read-excel-file/node";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { readAnnualReturn } from "#app/domain/deeds/annual-return-queries.server.ts";
import { readCoverage } from "#app/domain/deeds/coverage-queries.server.ts";
import { decideDeed } from "#app/domain/deeds/decide-deed.server.ts";
import { listPublicDeedsOfVillage, totalWays } from "#app/domain/deeds/deed-queries.server.ts";
import { exportAnnualReturn } from "#app/domain/deeds/export-annual-return.server.ts";
import { reportDeed } from "#app/domain/deeds/report-deed.server.ts";
import { listHelperDues, listPairingDues } from "#app/domain/desk/pairing-work-queries.server.ts";
import { getFileForActor } from "#app/domain/file-access/get-file-for-actor.server.ts";
import { newId, newPublicCode } from "#app/domain/ids.ts";
import { activatePairing } from "#app/domain/pairings/activate-pairing.server.ts";
import { agreeToPairing } from "#app/domain/pairings/agree-to-pairing.server.ts";
import { checkPairingIdentity } from "#app/domain/pairings/check-pairing-identity.server.ts";
import { claimProfession } from "#app/domain/pairings/claim-profession.server.ts";
import { consentToPairing } from "#app/domain/pairings/consent-to-pairing.server.ts";
import { createGroup } from "#app/domain/pairings/create-group.server.ts";
import { decideMessage } from "#app/domain/pairings/decide-message.server.ts";
import { decideProfession } from "#app/domain/pairings/decide-profession.server.ts";
import { endPairing } from "#app/domain/pairings/end-pairing.server.ts";
import { getGroup } from "#app/domain/pairings/group-queries.server.ts";
import { handOverPairing } from "#app/domain/pairings/hand-over-pairing.server.ts";
import { joinGroup } from "#app/domain/pairings/join-group.server.ts";
import { leaveGroup } from "#app/domain/pairings/leave-group.server.ts";
import { messageForm } from "#app/domain/pairings/message-form.ts";
import { listMessagesOfSide } from "#app/domain/pairings/message-queries.server.ts";
import { type PairingKind, pairingKindRows, pairingKinds } from "#app/domain/pairings/pairing-kinds.ts";
import { getHelperPairing } from "#app/domain/pairings/pairing-queries.server.ts";
import { proposePairing } from "#app/domain/pairings/propose-pairing.server.ts";
import { reviewPairing } from "#app/domain/pairings/review-pairing.server.ts";
import { writeMessage } from "#app/domain/pairings/write-message.server.ts";
import { pairingDeedFiles } from "#db/schema/pairing-deeds.server.ts";
import { pairingKindTable, pairings } from "#db/schema/pairings.server.ts";
import { volunteers } from "#db/schema/volunteers.server.ts";
import {
  bulan,
  createHousehold,
  createMember,
  createNeed,
  createOrganization,
  createStaff,
  createTestRegions,
  createUser,
  gaoshan,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { createMemoryFileStore } from "#tests/setup/memory-file-store.ts";

const at = new Date("2026-03-02T02:00:00Z");
const november = new Date("2026-11-22T02:00:00Z");
const promise = "每年做成一件实事，优先录用村民。";

describe("kinds of pairing", () => {
  let database: TestDatabase;
  let town: SignedInActor;
  let county: SignedInActor;
  let officer: SignedInActor;
  let picture: Uint8Array;
  const files = createMemoryFileStore();

  beforeAll(async () => {
    database = await createTestDatabase({ max: 12 });
    await createTestRegions(database.db);
    town = await createStaff(database.db, "town_verifier", "440783116");
    county = await createStaff(database.db, "county_verifier", "440783");
    officer = await createStaff(database.db, "village_officer", gaoshan);
    picture = await sharp({ create: { width: 60, height: 40, channels: 3, background: "#f4efe4" } })
      .jpeg()
      .toBuffer();
  });
  afterAll(() => database.drop());

  type Named = { target: string; organizationId?: string; groupId?: string; personEmail?: string };
  const propose = (kind: PairingKind, named: Named, actor: SignedInActor) =>
    proposePairing(
      database.db,
      {
        kind,
        organizationId: null,
        groupId: null,
        personEmail: null,
        ...named,
        promise,
        years: "1",
        statement: "无关",
      },
      actor,
      at,
    );
  const proposed = async (kind: PairingKind, named: Named, actor: SignedInActor) => {
    const result = await propose(kind, named, actor);
    if (!result.ok) throw new Error(result.code);
    return result.value.pairingId;
  };
  const agreed = async (kind: PairingKind, named: Named, actor: SignedInActor) => {
    const id = await proposed(kind, named, actor);
    await database.db.update(pairings).set({ state: "agreed" }).where(eq(pairings.id, id));
    return id;
  };
  const organization = async (kind: "enterprise" | "public_unit" | "hospital" | "school", name: string) => {
    const made = await createOrganization(database.db, { kind, name });
    return { ...made, member: await createMember(database.db, made, kind) };
  };
  const household = () =>
    createHousehold(database.db, { regionCode: gaoshan, consentTo: ["publish_masked", "pairing"] });
  const shown = async () => {
    const one = await household();
    await createNeed(database.db, { regionCode: gaoshan, householdId: one.id });
    return one;
  };
  const cadre = () => createStaff(database.db, "village_officer", bulan);
  const codeOf = (result: { ok: boolean; code?: string }) => (result.ok ? "ok" : result.code);

  it("S24 S76 S78: the table of kinds and what PostgreSQL refuses by are the same", async () => {
    const rows = await database.db.select().from(pairingKindTable);
    expect(new Set(rows.map((row) => row.key))).toEqual(new Set(pairingKinds));
    for (const { key, ...row } of rows) expect(pairingKindRows[key], key).toMatchObject(row);
  });

  it("S24: a cadre bound one to one takes no second household, one of many five, and a household has one cadre (two sessions)", async () => {
    const one = await cadre();
    const first = await household();
    const id = await agreed("cadre_household_one", { target: first.publicCode, personEmail: one.email }, town);
    const other = await agreed(
      "cadre_household",
      { target: first.publicCode, personEmail: (await cadre()).email },
      town,
    );
    const both = await Promise.all(
      [id, other].map((pairingId) => activatePairing(database.db, { pairingId }, county, at)),
    );
    expect(both.map(codeOf).sort()).toEqual(["household_paired", "ok"]);
    const many = await cadre();
    const ids: string[] = [];
    for (let index = 0; index < 7; index += 1) {
      const { publicCode } = await household();
      ids.push(await agreed("cadre_household", { target: publicCode, personEmail: many.email }, town));
    }
    const results = await Promise.all(ids.map((pairingId) => activatePairing(database.db, { pairingId }, town, at)));
    expect(results.filter((result) => result.ok)).toHaveLength(5);
    expect(results.filter((result) => codeOf(result) === "helper_full")).toHaveLength(2);
  });

  it("S24: a citizen cannot be made a cadre, a stranger proposes nobody in office, and who proposed does not check", async () => {
    const { publicCode } = await household();
    const citizen = await createUser(database.db);
    expect(codeOf(await propose("cadre_household", { target: publicCode, personEmail: citizen.email }, town))).toBe(
      "not_fit",
    );
    expect(codeOf(await propose("cadre_household", { target: publicCode, personEmail: citizen.email }, citizen))).toBe(
      "not_found",
    );
    const pairingId = await proposed(
      "cadre_household",
      { target: publicCode, personEmail: (await cadre()).email },
      town,
    );
    const note = "组织部名单";
    expect(codeOf(await checkPairingIdentity(database.db, { pairingId, note }, town, at))).toBe("not_allowed");
    expect(codeOf(await checkPairingIdentity(database.db, { pairingId, note }, county, at))).toBe("ok");
  });

  it("S26 S42: a tie in office does not end while the household is on the register; handed over it is never none and never two", async () => {
    const { publicCode, id: householdId } = await household();
    const pairingId = await agreed("cadre_household", { target: publicCode, personEmail: (await cadre()).email }, town);
    await activatePairing(database.db, { pairingId }, town, at);
    expect(codeOf(await endPairing(database.db, { pairingId, reason: "调走" }, town, at))).toBe("successor_needed");
    const next = await cadre();
    const input = { pairingId, personEmail: next.email, note: "工作调动，户情已当面交接" };
    const [one, two] = await Promise.all([0, 1].map(() => handOverPairing(database.db, input, town, at)));
    expect([codeOf(one as never), codeOf(two as never)].sort()).toEqual(["conflict", "ok"]);
    const rows = await database.db.select().from(pairings).where(eq(pairings.householdId, householdId));
    expect(rows.map((row) => row.state).sort()).toEqual(["active", "handed_over"]);
    expect(rows.find((row) => row.state === "active")).toMatchObject({ userId: next.userId, predecessorId: pairingId });
    await expect(
      database.sql`update pairings set state = 'handed_over' where household_id = ${householdId} and state = 'active'`,
    ).rejects.toThrow("handed over to nobody");
  });

  it("S76: a group begins with ten registered members and one household, and stays seen when it falls below", async () => {
    const unit = await organization("public_unit", "开平市税务局");
    const made = await createGroup(database.db, { organizationId: unit.id, name: "先锋小组" }, unit.member, at);
    if (!made.ok) throw new Error(made.code);
    const code = made.value.publicCode;
    const people: SignedInActor[] = [];
    const join = async () => {
      const person = await createUser(database.db);
      expect(codeOf(await joinGroup(database.db, { code }, person, at))).toBe("not_registered");
      const entry = {
        userId: person.userId,
        realName: "李红",
        phoneSealed: "x",
        regionCode: gaoshan,
        skills: [],
        registeredAt: at,
      };
      await database.db.insert(volunteers).values(entry);
      expect(codeOf(await joinGroup(database.db, { code }, person, at))).toBe("ok");
      people.push(person);
    };
    for (let index = 0; index < 9; index += 1) await join();
    const group = await getGroup(database.db, { code, actor: unit.member });
    const { publicCode } = await shown();
    const pairingId = await agreed("group_household", { target: publicCode, groupId: group?.id ?? "" }, unit.member);
    expect(codeOf(await activatePairing(database.db, { pairingId }, town, at))).toBe("group_small");
    await join();
    expect(codeOf(await activatePairing(database.db, { pairingId }, town, at))).toBe("ok");
    const second = await agreed(
      "group_household",
      { target: (await shown()).publicCode, groupId: group?.id ?? "" },
      unit.member,
    );
    expect(codeOf(await activatePairing(database.db, { pairingId: second }, town, at))).toBe("helper_full");
    await leaveGroup(database.db, { code }, people[0] as SignedInActor, at);
    expect(await getGroup(database.db, { code, actor: people[1] as SignedInActor })).toMatchObject({
      size: 9,
      isMember: true,
    });
  });

  it("S78: a doctor needs 二甲 and 中级, seen by the county, and has one village", async () => {
    const hospital = await organization("hospital", "开平市中心医院");
    const doctor = await createUser(database.db);
    const claim = { profession: "doctor" as const, field: "全科", organizationId: hospital.id };
    const fits = async () => codeOf(await propose("doctor_village", { target: gaoshan }, doctor));
    expect(await fits()).toBe("not_fit");
    const steps: [string, "junior" | "intermediate", string][] = [
      ["second_a", "junior", "not_fit"],
      ["second_b", "intermediate", "not_fit"],
      ["second_a", "intermediate", "ok"],
    ];
    for (const [grade, title, expected] of steps) {
      await database.sql`update organizations set hospital_grade = ${grade} where id = ${hospital.id}`;
      await claimProfession(database.db, { ...claim, title }, doctor, at);
      if (title === "intermediate" && grade === "second_b") expect(await fits(), "not checked yet").toBe("not_fit");
      await decideProfession(database.db, { userId: doctor.userId, event: "verify", note: "已看职称证" }, county, at);
      expect(await fits(), `${grade} ${title}`).toBe(expected);
    }
    expect(
      codeOf(await decideProfession(database.db, { userId: county.userId, event: "verify", note: "自己" }, county, at)),
    ).toBe("not_allowed");
  });

  it("S49: hospital to hospital: the partner itself consents, not staff of the place, and not a stranger", async () => {
    const giver = await organization("hospital", "江门市人民医院");
    const taker = await organization("hospital", "赤水镇卫生院");
    const named = { target: taker.id, organizationId: giver.id };
    expect(codeOf(await propose("school_school", named, giver.member))).toBe("not_fit");
    const pairingId = await proposed("hospital_hospital", named, giver.member);
    await checkPairingIdentity(database.db, { pairingId, note: "已核验" }, county, at);
    expect(codeOf(await consentToPairing(database.db, { pairingId, note: "欢迎" }, county, at))).toBe("not_allowed");
    expect(
      codeOf(await consentToPairing(database.db, { pairingId, note: "欢迎" }, await createUser(database.db), at)),
    ).toBe("not_found");
    expect(codeOf(await consentToPairing(database.db, { pairingId, note: "欢迎" }, taker.member, at))).toBe("ok");
    expect(codeOf(await agreeToPairing(database.db, { pairingId, agreementText: "协议" }, giver.member, at))).toBe(
      "ok",
    );
    expect(codeOf(await activatePairing(database.db, { pairingId }, county, at))).toBe("ok");
    await expect(
      database.db.execute(sql`update pairings set agreement_text = '别的' where id = ${pairingId}`),
    ).rejects.toThrow();
  });

  describe("one deed a year", () => {
    let company: Awaited<ReturnType<typeof organization>>;
    let pairingId: string;
    const deed = {
      way: "trade" as const,
      title: "=2+3 收购荔枝一万斤",
      description: "按约定价收购二十三户的荔枝，当场结清。",
      doneOn: "2026-07-01",
      worthFen: 5_000_000n,
      householdCount: 23,
    };
    const report = (changes: object = {}, pictures = [picture], actor = company.member) =>
      reportDeed({ db: database.db, files }, { ...deed, ...changes, pairingId, pictures }, actor, november);
    const returned = () =>
      readAnnualReturn(database.db, { organizationId: company.id, year: 2026, actor: company.member, now: november });

    beforeAll(async () => {
      company = await organization("enterprise", "侨源照明有限公司");
      pairingId = await agreed("enterprise_village", { target: gaoshan, organizationId: company.id }, company.member);
      await activatePairing(database.db, { pairingId }, town, at);
    });

    it("S50 S51: reported with evidence, confirmed by the village only, totalled by way; missing until then", async () => {
      expect((await returned())?.ties).toMatchObject([{ isMissing: true }]);
      expect(codeOf(await report({}, []))).toBe("evidence_missing");
      expect(codeOf(await report({ doneOn: "2026-11-23" }))).toBe("in_future");
      expect(codeOf(await report({ doneOn: "2026-02-28" }))).toBe("before_pairing");
      expect(codeOf(await report({}, [picture], await createUser(database.db)))).toBe("not_found");
      const made = await report();
      if (!made.ok) throw new Error(made.code);
      const { deedId } = made.value;
      expect(await totalWays(database.db, { regionCode: gaoshan, year: 2026 })).toMatchObject([
        {},
        { way: "trade", deeds: 0 },
        {},
        {},
        {},
      ]);
      const confirm = { pairingId, deedId, event: "confirm" as const, role: "村民代表" };
      expect(codeOf(await decideDeed(database.db, confirm, company.member, november))).toBe("not_found");
      expect(codeOf(await decideDeed(database.db, confirm, town, november))).toBe("not_allowed");
      const [one, two] = await Promise.all([0, 1].map(() => decideDeed(database.db, confirm, officer, november)));
      expect([codeOf(one as never), codeOf(two as never)].sort()).toEqual(["conflict", "ok"]);
      expect(await totalWays(database.db, { regionCode: gaoshan, year: 2026 })).toMatchObject([
        { way: "invest", deeds: 0 },
        { way: "trade", deeds: 1, worthFen: 5_000_000n },
        {},
        {},
        {},
      ]);
      expect(await listPublicDeedsOfVillage(database.db, { regionCode: gaoshan })).toHaveLength(1);
      expect((await returned())?.ties).toMatchObject([{ isMissing: false }]);
      const [file] = await database.db.select().from(pairingDeedFiles).where(eq(pairingDeedFiles.deedId, deedId));
      const fileId = file?.fileId ?? "";
      expect(await getFileForActor(database.db, { fileId, actor: officer })).not.toBeNull();
      expect(await getFileForActor(database.db, { fileId, actor: company.member })).not.toBeNull();
      expect(await getFileForActor(database.db, { fileId, actor: await createUser(database.db) })).toBeNull();
      await expect(database.sql`update pairing_deeds set title = '别的' where id = ${deedId}`).rejects.toThrow("kept");
    });

    it("S48: the annual return as a sheet: a formula typed as a title stays text, strangers get nothing", async () => {
      const found = await returned();
      if (!found) throw new Error("no return");
      const words = { columns: ["a"], kinds: {}, ways: {}, outcomes: {}, missing: "缺", total: "合计" };
      const rows = await readXlsxFile(Buffer.from(await exportAnnualReturn(found, words)));
      const cells = JSON.stringify(rows);
      expect(cells).toContain("'=2+3 收购荔枝一万斤");
      expect(cells).toContain("50000");
      const stranger = await createUser(database.db);
      const asked = { organizationId: company.id, year: 2026, actor: stranger, now: november };
      expect(await readAnnualReturn(database.db, asked)).toBeNull();
    });

    it("S49 S52: the coverage matrix puts villages nobody stands by first and names no person", async () => {
      const { villages, totals } = await readCoverage(database.db, { code: "440783116" });
      expect(villages[0]?.cells).toEqual({});
      expect(villages.find((one) => one.regionCode === gaoshan)?.cells.enterprise_village?.names).toEqual([
        "侨源照明有限公司",
      ]);
      expect(totals.find((one) => one.kind === "enterprise_village")?.covered).toBe(1);
      expect(await readCoverage(database.db, { code: "%" })).toEqual({ villages: [], totals: [] });
    });

    it("S39 S50: the desks say what is due in the fourth quarter: the review of the town, the deed of the company", async () => {
      const idle = await organization("enterprise", "闲置照明有限公司");
      const tie = await agreed("enterprise_village", { target: bulan, organizationId: idle.id }, idle.member);
      await activatePairing(database.db, { pairingId: tie }, town, at);
      const kindsOf = async (now: Date) => {
        const today = now.toISOString().slice(0, 10);
        const work = await listPairingDues(database.db, { actor: town, now, today });
        return work.filter((item) => item.id === tie).map((item) => item.kind);
      };
      expect(await kindsOf(new Date("2026-09-30T02:00:00Z"))).toEqual([]);
      expect((await kindsOf(november)).sort()).toEqual(["deed_missing", "pairing_review_due"]);
      const own = await listHelperDues(database.db, { actor: idle.member, desk: "organization", now: november });
      expect(own.map((item) => [item.kind, item.id])).toEqual([["own_deed_missing", tie]]);
      expect(await listHelperDues(database.db, { actor: company.member, desk: "organization", now: november })).toEqual(
        [],
      );
    });

    it("S39: the yearly review is written once, by the keepers, when it is due", async () => {
      const review = (actor: SignedInActor, when: Date) =>
        reviewPairing(database.db, { pairingId, outcome: "continue", note: "路灯都装好了" }, actor, when);
      expect(codeOf(await review(town, new Date("2026-06-01T02:00:00Z")))).toBe("not_due");
      expect(codeOf(await review(officer, november))).toBe("not_allowed");
      const [one, two] = await Promise.all([review(town, november), review(county, november)]);
      expect([codeOf(one), codeOf(two)].filter((code) => code === "ok")).toHaveLength(1);
      expect(codeOf(await review(town, november))).toBe("not_due");
      expect((await returned())?.ties).toMatchObject([{ outcome: "continue" }]);
      await expect(database.sql`update pairing_reviews set note = 'x'`).rejects.toThrow("append-only");
    });

    it("S39 F4: a message reaches the other side only after another person released it, and never with a number", async () => {
      expect(messageForm.safeParse({ body: "我的电话 138 0013 8000" }).success).toBe(false);
      const sent = await writeMessage(
        database.db,
        { pairingId, body: "下周一送路灯来，方便吗？" },
        company.member,
        november,
      );
      if (!sent.ok) throw new Error(sent.code);
      const { messageId } = sent.value;
      const village = () => listMessagesOfSide(database.db, { pairingId, side: "village" });
      expect(await village()).toEqual([]);
      const release = { pairingId, messageId, event: "release" as const, note: "" };
      expect(codeOf(await decideMessage(database.db, release, company.member, november))).toBe("not_found");
      expect(codeOf(await decideMessage(database.db, release, officer, november))).toBe("ok");
      expect(codeOf(await decideMessage(database.db, release, town, november))).toBe("conflict");
      expect(await village()).toMatchObject([{ body: "下周一送路灯来，方便吗？" }]);
      const answer = await writeMessage(database.db, { pairingId, body: "方便，村口等。" }, officer, november);
      if (!answer.ok) throw new Error(answer.code);
      const own = { pairingId, messageId: answer.value.messageId, event: "release" as const, note: "" };
      expect(codeOf(await decideMessage(database.db, own, officer, november)), "not one's own").toBe("not_allowed");
      expect(JSON.stringify(await getHelperPairing(database.db, { pairingId, actor: company.member }))).not.toContain(
        "0750",
      );
    });
  });

  it("S41: a village is taken on whole by one helper at a time, whoever is quickest", async () => {
    const many = await Promise.all(["甲公司照明", "乙公司照明"].map((name) => organization("enterprise", name)));
    const ids = await Promise.all(
      many.map(({ id, member }) => agreed("whole_village", { target: bulan, organizationId: id }, member)),
    );
    const results = await Promise.all(ids.map((pairingId) => activatePairing(database.db, { pairingId }, town, at)));
    expect(results.map(codeOf).sort()).toEqual(["household_paired", "ok"]);
  });

  it("a row of the wrong shape is refused whoever writes it", async () => {
    const person = await createUser(database.db);
    const row = {
      id: newId(),
      publicCode: newPublicCode(),
      promise,
      fromDay: "2026-01-01",
      toDay: "2027-01-01",
      createdAt: at,
    };
    const insert = (kind: PairingKind) =>
      database.db
        .insert(pairings)
        .values({ ...row, kind, userId: person.userId, regionCode: gaoshan, state: "proposed" });
    await expect(insert("enterprise_village")).rejects.toThrow();
    await expect(insert("responsible_household")).rejects.toThrow();
    await expect(insert("expert_village")).resolves.toBeDefined();
  });
});
