import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import {
  type ConsentField,
  consentedCauses,
  consentFields,
  requiredConsentFields,
} from "#app/domain/households/consent.ts";
import { povertyCauses } from "#app/domain/households/household.ts";
import { recordConsentForm } from "#app/domain/households/household-form.ts";
import { recordConsent } from "#app/domain/households/record-consent.server.ts";
import { newId, newPublicCode } from "#app/domain/ids.ts";
import { getPublishedReport, listPublishedReports } from "#app/domain/impact-reports/impact-report-queries.server.ts";
import { type NeedCategory, needCategories } from "#app/domain/needs/need.ts";
import { listNeedsForSearch } from "#app/domain/needs/need-search-queries.server.ts";
import { getPublicHousehold } from "#app/domain/needs/public-household-queries.server.ts";
import { getPublicNeed } from "#app/domain/needs/public-need-queries.server.ts";
import { withdrawConsentFields } from "#app/domain/needs/withdraw-consent-fields.server.ts";
import { resumeNeed } from "#app/domain/verification/resume-need.server.ts";
import { consents } from "#db/schema/consents.server.ts";
import { householdMembers } from "#db/schema/households.server.ts";
import { impactReports } from "#db/schema/impact-reports.server.ts";
import { needItems, needs } from "#db/schema/needs.server.ts";
import { bulan, createHousehold, createNeed, createStaff, createTestRegions } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

const at = new Date("2026-11-22T02:00:00Z");
const later = new Date("2026-11-23T02:00:00Z");

describe("F11 L29 L30: consent per field", () => {
  let database: TestDatabase;
  let officer: SignedInActor;
  let county: SignedInActor;

  beforeAll(async () => {
    database = await createTestDatabase();
    await createTestRegions(database.db);
    officer = await createStaff(database.db, "village_officer", bulan);
    county = await createStaff(database.db, "county_verifier", "440783");
  });
  afterAll(() => database.drop());

  const home = () =>
    createHousehold(database.db, { causes: ["illness", "schooling", "disaster"], consentTo: ["publish_masked"] });
  const takeBack = async (householdId: string, ...fields: ConsentField[]) => {
    const input = { householdId, fields, reason: "本人不愿公开" };
    const result = await withdrawConsentFields(database.db, input, officer, at);
    return result.ok ? "ok" : result.code;
  };
  const give = async (householdId: string, fields: ConsentField[], isGuardian = true) => {
    const input = { householdId, purpose: "publish_masked" as const, fields, signedByName: "梁家明", isGuardian };
    const result = await recordConsent(database.db, input, officer, later);
    return result.ok ? "ok" : result.code;
  };
  const versionsOf = (householdId: string) =>
    database.db
      .select()
      .from(consents)
      .where(eq(consents.householdId, householdId))
      .orderBy(consents.purpose, consents.version)
      .then((rows) => rows.filter((row) => row.purpose === "publish_masked"));
  const published = (
    householdId: string,
    category: NeedCategory = "drinking_water",
    state: "published" | "fulfilled" = "published",
    title = "修水窖",
  ) => createNeed(database.db, { householdId, category, state, title, story: "屋后老井已经干了三年。" });

  it("the database and the code name the same fields and the same causes", async () => {
    for (const category of needCategories) {
      const [row] = await database.sql<{ fields: string[] }[]>`select required_consent_fields(${category}) as fields`;
      expect(row?.fields, category).toEqual(requiredConsentFields(category));
    }
    for (let mask = 0; mask < 2 ** consentFields.length; mask += 1) {
      const fields = consentFields.filter((_, index) => mask & (1 << index));
      const [row] = await database.sql<{ causes: string[] }[]>`
        select consented_causes(${[...povertyCauses]}::text[], ${fields}::text[]) as causes`;
      expect(row?.causes, fields.join()).toEqual(consentedCauses(povertyCauses, fields));
    }
  });

  it("F11: PostgreSQL refuses a publication whose consent lacks what that need cannot do without", async () => {
    const { id } = await home();
    expect(await takeBack(id, "illness", "schooling")).toBe("ok");
    for (const category of ["medical", "education"] as const) {
      await expect(published(id, category), category).rejects.toMatchObject({ constraint_name: "needs_publication" });
    }
    await published(id, "drinking_water");
    expect(await takeBack(id, "village")).toBe("ok");
    await expect(published(id, "drinking_water")).rejects.toMatchObject({ constraint_name: "needs_publication" });
    expect(await takeBack(id, "masked_name", "story", "photo")).toBe("no_field_left");
  });

  it("F11: each change is a version; the one before is kept as signed, and nobody rewrites it", async () => {
    const { id } = await home();
    expect(await takeBack(id, "story")).toBe("ok");
    expect(await takeBack(id, "story")).toBe("not_given");
    expect(await give(id, ["village"])).toBe("narrower_consent");
    expect(await give(id, [...consentFields], true)).toBe("ok");
    const [first, second, third, ...more] = await versionsOf(id);
    expect(more).toEqual([]);
    expect(first).toMatchObject({ version: 1, fields: consentFields, withdrawnAt: at });
    expect(second).toMatchObject({ version: 2, withdrawnAt: later, signedByName: "梁家明", textVersion: "2026-01" });
    expect(second?.fields).not.toContain("story");
    expect(second?.givenAt).toEqual(first?.givenAt);
    expect(third).toMatchObject({ version: 3, withdrawnAt: null, textVersion: "2026-12", recordedBy: officer.userId });
    await expect(
      database.sql`update consents set fields = '{village}' where household_id = ${id} and version = 1`,
    ).rejects.toMatchObject({ constraint_name: "consents_kept" });
    await expect(
      database.sql`update consents set signed_by_name = '某人' where household_id = ${id}`,
    ).rejects.toMatchObject({ constraint_name: "consents_kept" });
    const asSite = (query: string) =>
      database.sql.begin(async (tx) => {
        await tx.unsafe("set local role jiedui_app");
        await tx.unsafe(query, [id]);
      });
    for (const query of [
      "update consents set withdrawn_at = null where household_id = $1 and version = 1",
      "update consents set signed_by_name = 'x' where household_id = $1",
      "delete from consents where household_id = $1",
    ]) {
      await expect(asSite(query), query).rejects.toMatchObject({ code: "42501" });
    }
  });

  it("F11 L30: under 14 a guardian signs, in the database too; taking back never needs one", async () => {
    const { id } = await home();
    await database.db.insert(householdMembers).values({
      id: newId(),
      householdId: id,
      position: 5,
      name: "梁小六",
      relation: "child",
      gender: "female",
      birthDate: "2012-11-23",
      labourAbility: "minor",
    });
    const row = {
      householdId: id,
      textVersion: "2026-12",
      signedByName: "梁家明",
      isGuardian: false,
      method: "signature" as const,
    };
    const insert = (purpose: "pairing" | "publish_photo", givenAt: Date) =>
      database.db.insert(consents).values({ ...row, id: newId(), purpose, givenAt });
    await expect(insert("pairing", at)).rejects.toMatchObject({ cause: { constraint_name: "consents_guardian" } });
    // The day she is 14 in China.
    await insert("pairing", new Date("2026-11-22T16:00:00Z"));
    await database.sql`update household_members set birth_date = '2020-01-01' where household_id = ${id} and position = 5`;
    await expect(insert("publish_photo", later)).rejects.toMatchObject({
      cause: { constraint_name: "consents_guardian" },
    });
    expect(await give(id, [...consentFields], false)).toBe("guardian_required");
    expect(await takeBack(id, "story")).toBe("ok");
  });

  it("F11 L30: a child born after the parents signed for themselves keeps new needs back until a guardian signs", async () => {
    const { id } = await createHousehold(database.db, { members: 1 });
    const input = { householdId: id, purpose: "publish_masked" as const, signedByName: "梁家明", isGuardian: false };
    expect((await recordConsent(database.db, { ...input, fields: ["village"] }, officer, at)).ok).toBe(true);
    const child = { name: "梁小七", relation: "child", gender: "male", birthDate: "2019-05-01" } as const;
    await database.db
      .insert(householdMembers)
      .values({ ...child, id: newId(), householdId: id, position: 1, labourAbility: "minor" });
    await expect(published(id)).rejects.toMatchObject({ constraint_name: "needs_publication" });
    expect(await takeBack(id, "village")).toBe("no_field_left");
    expect(await give(id, ["village"], true)).toBe("ok");
    await published(id);
  });

  it("F11 L29: what is met leaves page, report and search with its title and items; a new consent brings all of it back", async () => {
    const { id } = await home();
    const done = await published(id, "drinking_water", "fulfilled", "给透析病人修水窖");
    const report = { id: newId(), publicCode: newPublicCode() };
    await database.db.insert(impactReports).values({
      ...report,
      needId: done.id,
      regionCode: bulan,
      state: "published",
      kind: "full",
      title: "井水通了，老人可以安心透析",
      body: "每周三次透析的路上不用再背水。",
      publishedAt: new Date("2026-11-20T02:00:00Z"),
      createdAt: new Date("2026-11-19T02:00:00Z"),
      updatedAt: new Date("2026-11-20T02:00:00Z"),
    });
    const shown = async () => {
      const listed = await listPublishedReports(database.db, { regionPrefix: bulan, text: "透析", page: 1 });
      const page = await getPublishedReport(database.db, { publicCode: report.publicCode });
      const [searched] = await listNeedsForSearch(database.db, { ids: [done.id] });
      const need = await getPublicNeed(database.db, done);
      return [listed.total, page?.title, searched?.isPublic, need?.title];
    };
    const before = [1, "井水通了，老人可以安心透析", true, "给透析病人修水窖"];
    expect(await shown()).toEqual(before);
    expect(await takeBack(id, "story")).toBe("ok");
    expect((await getPublishedReport(database.db, report))?.body).not.toBe("");
    expect(await takeBack(id, "illness")).toBe("ok");
    expect(await shown()).toEqual([0, undefined, false, undefined]);
    expect(await give(id, [...consentFields])).toBe("ok");
    expect(await shown()).toEqual(before);
  });

  it("F11: without illness its causes and medical needs are gone, and the open ones wait until the county has read them", async () => {
    const { id, publicCode } = await home();
    const ill = await published(id, "medical", "fulfilled");
    const done = await published(id, "drinking_water", "fulfilled");
    const open = await published(id, "housing");
    expect((await getPublicHousehold(database.db, publicCode))?.causes).toEqual(["illness", "schooling", "disaster"]);
    expect(await takeBack(id, "illness")).toBe("ok");
    expect(await getPublicNeed(database.db, ill)).toBeNull();
    expect(await getPublicNeed(database.db, open)).toBeNull();
    // What is met goes too: its title and items were written while illness might be told of.
    expect(await getPublicNeed(database.db, done)).toBeNull();
    expect(await getPublicHousehold(database.db, publicCode)).toBeNull();
    const found = await listNeedsForSearch(database.db, { ids: [ill.id, done.id, open.id] });
    expect(found.map(({ id: needId, isPublic }) => [needId, isPublic]).sort()).toEqual(
      [
        [ill.id, false],
        [done.id, false],
        [open.id, false],
      ].sort(),
    );
    const [waiting] = await database.db.select().from(needs).where(eq(needs.id, open.id));
    expect(waiting?.state).toBe("suspended");
    expect(await takeBack(id, "village")).toBe("ok");
    const resumed = await resumeNeed(database.db, { needId: open.id, reason: "已核对" }, county, later);
    expect(resumed).toMatchObject({ ok: false, code: "publish_consent_missing" });
  });

  it("F11: read anew, a need comes back only where neither title nor items tell of what was taken back", async () => {
    const { id } = await home();
    const telling = await published(id, "housing", "published", "给透析病人修屋顶");
    const neutral = await published(id, "housing", "published", "修屋顶");
    const ramp = await published(id, "housing", "published", "修门口的路");
    await database.db.update(needItems).set({ name: "轮椅坡道" }).where(eq(needItems.needId, ramp.id));
    expect(await takeBack(id, "illness")).toBe("ok");
    const resume = async ({ id: needId }: { id: string }) => {
      const input = { needId, reason: "已核对", publicCauses: [] };
      const result = await resumeNeed(database.db, input, county, later);
      return result.ok ? "ok" : result.code;
    };
    await createHousehold(database.db);
    await createHousehold(database.db);
    expect(await resume(telling)).toBe("withheld_words");
    expect(await resume(ramp)).toBe("withheld_words");
    expect(await resume(neutral)).toBe("ok");
    expect(await getPublicNeed(database.db, neutral)).toMatchObject({ title: "修屋顶" });
    expect(await getPublicNeed(database.db, telling)).toBeNull();
  });

  it("F11: the form demands the village where it is about publication, and nothing where it is not", () => {
    const typed = { signedByName: "梁家明", isGuardian: "on" };
    const parse = (values: object) => recordConsentForm.safeParse({ ...typed, ...values });
    expect(parse({ purpose: "publish_masked" }).error?.issues[0]?.message).toBe("villageFieldRequired");
    expect(parse({ purpose: "publish_masked", fields: ["village", "story"] }).success).toBe(true);
    expect(parse({ purpose: "publish_masked", fields: ["village", "idNumber"] }).success).toBe(false);
    expect(parse({ purpose: "pairing" }).success).toBe(true);
  });
});
