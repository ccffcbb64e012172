import { eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { registerHouseholdForm } from "#app/domain/households/household-form.ts";
import { newId } from "#app/domain/ids.ts";
import { addNeedPhotos } from "#app/domain/needs/add-need-photos.server.ts";
import { draftNeed } from "#app/domain/needs/draft-need.server.ts";
import { editNeed } from "#app/domain/needs/edit-need.server.ts";
import { needForm } from "#app/domain/needs/need-form.ts";
import { submitNeed } from "#app/domain/needs/submit-need.server.ts";
import { listGateDecisions, listGateFindings } from "#app/domain/reasonable-needs/gate-queries.server.ts";
import { checkNeed } from "#app/domain/verification/check-need.server.ts";
import { returnNeed } from "#app/domain/verification/return-need.server.ts";
import type { FileStore } from "#app/files/file-store.ts";
import { householdMembers } from "#db/schema/households.server.ts";
import { needGateDecisions } from "#db/schema/need-gate.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { itemPrices, wordingRules } from "#db/schema/place-rules.server.ts";
import {
  bulan,
  createHousehold,
  createReviewMeeting,
  createStaff,
  createTestRegions,
  gaoshan,
  otherTownVillage,
} from "#db/seed/factories.server.ts";
import { demoPriceSource, demoPrices, startingWordSource, startingWords } from "#db/seed/reasonable-need-lists.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { drawScene } from "#tests/setup/scene-picture.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";

const at = new Date("2026-11-22T02:00:00Z");
const today = "2026-11-22";

function createMemoryStore(): FileStore {
  const bytesByKey = new Map<string, Uint8Array>();
  return {
    write: async (key, bytes) => void bytesByKey.set(key, bytes),
    read: async (key) => bytesByKey.get(key) ?? null,
    remove: async (key) => void bytesByKey.delete(key),
  };
}

function typed(changes: Record<string, unknown> = {}) {
  return needForm(today).parse({
    type: "money",
    category: "daily_life",
    title: "为一户人家添置过冬物品",
    summary: "家里老人孩子过冬的衣物不够，想添置几件。",
    items: [{ name: "棉被", unit: "床", quantity: "2", unitPriceFen: "200" }],
    ...changes,
  });
}
const item = (name: string, unit: string, unitPriceFen: string) => ({
  items: [{ name, unit, quantity: "1", unitPriceFen }],
});

describe("the reasonable-need gate", () => {
  let database: TestDatabase;
  let officer: SignedInActor;
  let gaoshanOfficer: SignedInActor;
  let otherOfficer: SignedInActor;
  let town: SignedInActor;
  let householdId: string;
  const store = createMemoryStore();

  beforeAll(async () => {
    database = await createTestDatabase();
    const { db } = database;
    await createTestRegions(db);
    officer = await createStaff(db, "village_officer", bulan);
    gaoshanOfficer = await createStaff(db, "village_officer", gaoshan);
    otherOfficer = await createStaff(db, "village_officer", otherTownVillage);
    town = await createStaff(db, "town_verifier", "440783116");
    ({ id: householdId } = await createHousehold(db, { consentTo: ["publish_masked"], members: 1 }));
    await db.insert(itemPrices).values(
      demoPrices.map(([name, words, unit, referencePriceFen, ceilingFen]) => ({
        id: newId(),
        regionCode: "440783",
        name,
        words: [name, ...words],
        unit,
        referencePriceFen,
        ceilingFen,
        validFrom: "2026-01-01",
        source: demoPriceSource,
      })),
    );
    await db.insert(wordingRules).values(
      startingWords.map(([word, kind, severity, advice]) => ({
        id: newId(),
        regionCode: "",
        word,
        kind,
        severity,
        advice,
        validFrom: "2026-01-01",
        source: startingWordSource,
      })),
    );
  });
  afterAll(() => database.drop());

  async function drafted(
    changes: Record<string, unknown> = {},
    who = officer,
    place = bulan,
    ofHousehold: string | null = householdId,
  ) {
    const result = await draftNeed(
      database.db,
      { regionCode: place, householdId: ofHousehold, need: typed(changes) },
      who,
      at,
    );
    if (!result.ok) throw new Error(result.code);
    return result.value.needId;
  }
  const submit = (needId: string, who = officer) => submitNeed(database.db, { needId }, who, at);
  const photo = async (needId: string, bytes: Buffer, who = officer) => {
    const input = { needId, pictures: [bytes], alternativeText: "屋里的旧床", showsPerson: false };
    const result = await addNeedPhotos({ db: database.db, files: store }, input, who, at);
    if (!result.ok) throw new Error(result.code);
  };
  async function submitted(changes: Record<string, unknown> = {}) {
    const needId = await drafted(changes);
    expect(await submit(needId)).toMatchObject({ ok: true });
    await createReviewMeeting(database.db, { needId, needVersion: 1 });
    return needId;
  }
  const check = (needId: string, reasons: { key: string; reason: string }[] = [], version = 1) =>
    checkNeed(database.db, { needId, version, reasons }, town, at);
  const findings = (needId: string, who: SignedInActor = town) =>
    listGateFindings(database.db, { needId, actor: who, day: today });

  it("D7: the treadmill stops at submission, and the officer is told what to do", async () => {
    const result = await submit(await drafted(item("家用跑步机", "台", "3999")));
    expect(result).toMatchObject({ ok: false, code: "unreasonable_need" });
    expect("gateFindings" in result && result.gateFindings).toMatchObject([
      { kind: "wording", word: "跑步机", place: "item", advice: expect.stringContaining("康复") },
    ]);
  });

  it("D7: the branded coat stops by its name and by its price; an ordinary coat goes through", async () => {
    const needId = await drafted({ ...item("加拿大鹅羽绒服", "件", "6999"), title: "想要一件名牌冬衣" });
    const result = await submit(needId);
    expect(
      "gateFindings" in result && result.gateFindings.map((finding) => finding.key.split(":").slice(0, 2)),
    ).toEqual([["wording", "名牌"], ["wording", "加拿大鹅"], expect.arrayContaining(["over_ceiling"])]);
    const saved = await editNeed(
      database.db,
      { needId, version: 1, need: typed(item("冬衣", "件", "180")) },
      officer,
      at,
    );
    expect(saved).toMatchObject({ ok: true });
    expect(await submit(needId)).toMatchObject({ ok: true });
  });

  it("D7: a child born on 2009-02-29 cannot be entered, by ID number or by birthday", () => {
    const messages = (member: Record<string, unknown>) => {
      const parsed = registerHouseholdForm(today).safeParse({
        regionCode: bulan,
        members: [
          { name: "梁家明", relation: "head", birthDate: "1980-05-04", gender: "male", labourAbility: "full" },
          { name: "梁小乙", relation: "child", gender: "male", labourAbility: "minor", ...member },
        ],
      });
      return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
    };
    expect(messages({ birthDate: "2009-02-29" })).toContain("members.1.birthDate: invalidDate");
    expect(messages({ idNumber: "110101200902290014" })).toContain("members.1.idNumber: idNumber.birth_date");
    expect(messages({ birthDate: "2027-01-01" })).toContain("members.1.birthDate: dateInFuture");
    expect(messages({ birthDate: "2009-02-28" }).filter((message) => message.startsWith("members.1"))).toEqual([]);
  });

  it("D7: six children under two names each are found as pairs, and no check passes until a person has decided each", async () => {
    const names = [
      ["陈小雨", "陈晓宇"],
      ["陈家乐", "陈嘉乐"],
      ["陈子轩", "陈紫萱"],
      ["陈明", "陈小明"],
      ["陈思远", "李浩"],
      ["陈一诺", "陈依诺"],
    ] as const;
    const [first, second] = await Promise.all([
      createHousehold(database.db, { headName: "陈大文", members: 1, consentTo: ["publish_masked"] }),
      createHousehold(database.db, { headName: "周阿兰", members: 1, consentTo: ["publish_masked"] }),
    ]);
    await database.db
      .update(householdMembers)
      .set({ birthDate: "1971-01-01" })
      .where(eq(householdMembers.householdId, second.id));
    await database.db.insert(householdMembers).values(
      names.flatMap((pair, index) =>
        pair.map((name, which) => ({
          id: newId(),
          householdId: which === 0 ? first.id : second.id,
          position: index + 1,
          name,
          relation: "child" as const,
          gender: "male" as const,
          birthDate: `20${12 + index}-0${index + 1}-15`,
          labourAbility: "minor" as const,
        })),
      ),
    );
    const needId = await drafted({}, officer, bulan, second.id);
    expect(await submit(needId)).toMatchObject({ ok: true });
    await createReviewMeeting(database.db, { needId, needVersion: 1 });
    const found = (await findings(needId)).filter((finding) => finding.kind === "same_person");
    expect(found).toHaveLength(6);
    expect(found.map((finding) => finding.likeness).sort()).toEqual([
      "same_birthday",
      "same_sound",
      "same_sound",
      "same_sound",
      "same_sound",
      "shared_characters",
    ]);
    expect(found[0]?.other).toMatchObject({ id: first.id });
    expect(await check(needId)).toMatchObject({ ok: false, code: "reason_missing" });
    const five = found.slice(1).map(({ key }) => ({ key, reason: "已查户口本，是两个人" }));
    expect(await check(needId, five)).toMatchObject({ ok: false, code: "reason_missing" });
    const returned = await returnNeed(database.db, { needId, reason: "六个孩子登记了两次，请核对" }, town, at);
    expect(returned).toMatchObject({ ok: true });
  });

  it("D7: two ID numbers that differ are two persons; twins in one file are no finding", async () => {
    const { id } = await createHousehold(database.db, {
      headName: "许家强",
      members: 1,
      consentTo: ["publish_masked"],
    });
    const twin = (name: string, position: number) => ({
      id: newId(),
      householdId: id,
      position,
      name,
      relation: "child" as const,
      gender: "female" as const,
      birthDate: "2015-06-01",
      labourAbility: "minor" as const,
    });
    await database.db.insert(householdMembers).values([twin("许心怡", 1), twin("许心悦", 2)]);
    const needId = await drafted({}, officer, bulan, id);
    expect((await findings(needId)).filter(({ kind }) => kind === "same_person")).toEqual([]);
  });

  it("D7: a photo of another need is found again, resized and cropped, and the other is named only to who may read it", async () => {
    const original = await drawScene(5);
    const first = await drafted({ title: "给老人添一床棉被过冬" });
    await photo(first, original);
    const copy = await sharp(original)
      .extract({ left: 40, top: 28, width: 920, height: 644 })
      .resize({ width: 500 })
      .jpeg({ quality: 40 })
      .toBuffer();

    const inTown = await drafted({}, gaoshanOfficer, gaoshan, null);
    await photo(inTown, copy, gaoshanOfficer);
    const stopped = await submit(inTown, gaoshanOfficer);
    expect(stopped).toMatchObject({ code: "unreasonable_need", gateFindings: [{ kind: "same_photo", other: null }] });
    expect(await findings(inTown, town)).toMatchObject([
      {
        kind: "same_photo",
        severity: "block",
        other: { id: first, label: expect.stringContaining("给老人添一床棉被过冬") },
      },
    ]);

    const farAway = await drafted({}, otherOfficer, otherTownVillage, null);
    await photo(farAway, copy, otherOfficer);
    expect(await submit(farAway, otherOfficer)).toMatchObject({ code: "unreasonable_need" });

    const another = await drafted({}, otherOfficer, otherTownVillage, null);
    await photo(another, await drawScene(9), otherOfficer);
    expect(await submit(another, otherOfficer)).toMatchObject({ ok: true });
  });

  it("D7: the same household may show the same room twice, if the town says why", async () => {
    const bytes = await drawScene(12);
    const first = await drafted();
    await photo(first, bytes);
    const second = await drafted();
    await photo(second, bytes);
    expect(await submit(second)).toMatchObject({ ok: true });
    expect(await findings(second)).toMatchObject([{ kind: "same_photo", severity: "reason" }]);
  });

  it("D7: over the reference price needs a typed reason, which stays on the case and is never rewritten", async () => {
    const needId = await submitted(item("轻便轮椅", "台", "1500"));
    expect(await check(needId)).toMatchObject({ ok: false, code: "reason_missing" });
    const [finding] = await findings(needId);
    expect(finding).toMatchObject({ kind: "over_reference", referencePriceFen: 100_000n, source: demoPriceSource });
    const key = finding?.key ?? "";
    expect(await check(needId, [{ key, reason: "医嘱要求可折叠，县内只有这一种" }])).toMatchObject({ ok: true });
    const kept = await listGateDecisions(database.db, { needId });
    expect(kept).toMatchObject([
      { needVersion: 1, reason: "医嘱要求可折叠，县内只有这一种", decidedByName: town.displayName },
    ]);
    expect(JSON.parse(kept[0]?.findingText ?? "{}")).toMatchObject({ kind: "over_reference", unitPriceFen: "150000" });
    expect(await sqlRefusal(database, (tx) => tx.update(needGateDecisions).set({ reason: "另一个理由" }))).toBe(
      "42501",
    );
  });

  it("D7: what becomes forbidden while a need waits is stopped at the check", async () => {
    const needId = await submitted(item("电动按摩椅", "台", "380"));
    await database.db.insert(wordingRules).values({
      id: newId(),
      regionCode: "440783",
      word: "按摩椅",
      kind: "luxury",
      severity: "block",
      advice: "不属于基本生活需要",
      validFrom: "2026-11-01",
      source: "县通知",
    });
    expect(await check(needId)).toMatchObject({ ok: false, code: "unreasonable_need" });
    expect((await database.db.select().from(needs).where(eq(needs.id, needId)))[0]?.state).toBe("submitted");
  });

  it("D7: the county's price wins over the country's, and holds from its day", async () => {
    const price = (regionCode: string, validFrom: string, ceilingFen: bigint) => ({
      id: newId(),
      regionCode,
      name: "电饭锅",
      words: ["电饭锅", "电饭煲"],
      unit: "个",
      referencePriceFen: 10_000n,
      ceilingFen,
      validFrom,
      source: "测试",
    });
    await database.db
      .insert(itemPrices)
      .values([price("", "2026-01-01", 90_000n), price("440783", "2026-12-01", 20_000n)]);
    const needId = await drafted(item("电饭煲", "个", "500"));
    expect(await findings(needId)).toMatchObject([{ kind: "over_reference" }]);
    expect(await listGateFindings(database.db, { needId, actor: town, day: "2026-12-01" })).toMatchObject([
      { kind: "over_ceiling" },
    ]);
  });
});
