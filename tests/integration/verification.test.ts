import { and, eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Actor, type SignedInActor, staffRoles } from "#app/domain/actor.ts";
import { getFileForActor } from "#app/domain/file-access/get-file-for-actor.server.ts";
import { consentFields } from "#app/domain/households/consent.ts";
import { newId } from "#app/domain/ids.ts";
import { draftNeed } from "#app/domain/needs/draft-need.server.ts";
import { editNeed } from "#app/domain/needs/edit-need.server.ts";
import { type NeedState, needStates, needTransitions } from "#app/domain/needs/need.ts";
import { needForm } from "#app/domain/needs/need-form.ts";
import { submitNeed } from "#app/domain/needs/submit-need.server.ts";
import { suspendNeedsOfHousehold } from "#app/domain/needs/suspend-needs-of-household.server.ts";
import { withdrawConsent } from "#app/domain/needs/withdraw-consent.server.ts";
import { readNoticeBody } from "#app/domain/notices/notice-body.ts";
import { getWholeNumberSetting } from "#app/domain/regions/jurisdiction-queries.server.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { statesBefore } from "#app/domain/transitions.ts";
import { checkNeed } from "#app/domain/verification/check-need.server.ts";
import { openNotice } from "#app/domain/verification/open-notice.server.ts";
import { publishNeed } from "#app/domain/verification/publish-need.server.ts";
import { recordReviewMeeting } from "#app/domain/verification/record-review-meeting.server.ts";
import { recordSignature } from "#app/domain/verification/record-signature.server.ts";
import { rejectNeed } from "#app/domain/verification/reject-need.server.ts";
import { resumeNeed } from "#app/domain/verification/resume-need.server.ts";
import { returnNeed } from "#app/domain/verification/return-need.server.ts";
import { reviewMeetingForm } from "#app/domain/verification/verification-form.ts";
import { getVerificationCase } from "#app/domain/verification/verification-queries.server.ts";
import type { FileStore } from "#app/files/file-store.ts";
import { roleGrants } from "#db/schema/accounts.server.ts";
import { consents } from "#db/schema/consents.server.ts";
import { needItems, needs } from "#db/schema/needs.server.ts";
import { outboxEvents } from "#db/schema/outbox.server.ts";
import { jurisdictionSettings } from "#db/schema/regions.server.ts";
import { notices, reviewMeetings } from "#db/schema/verification.server.ts";
import {
  bulan,
  createHousehold,
  createNeed,
  createNotice,
  createQualifiedCharity,
  createReviewMeeting,
  createSignature,
  createStaff,
  createTestRegions,
  gaoshan,
  otherTownVillage,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

const at = new Date("2026-11-08T08:30:00.000Z");
const dayMs = 86_400_000;
const later = (ms: number) => new Date(at.getTime() + ms);
const sevenDays = 7 * dayMs;
const town = "440783116";
const county = "440783";
const today = "2026-11-08";

function createMemoryStore(): FileStore & { keys: () => string[] } {
  const bytesByKey = new Map<string, Uint8Array>();
  return {
    write: async (key, bytes) => void bytesByKey.set(key, bytes),
    read: async (key) => bytesByKey.get(key) ?? null,
    remove: async (key) => void bytesByKey.delete(key),
    keys: () => [...bytesByKey.keys()],
  };
}

const typedMeeting = {
  heldOn: "2026-11-07",
  place: "步栏村党群服务中心",
  attendees: "村民代表、监督委员会成员",
  attendeeCount: "15",
  votesFor: "14",
  votesAgainst: "0",
  votesAbstained: "1",
  minutes: "会议听取说明，逐项议过，同意上报。",
};
const meeting = (changes: Record<string, string> = {}) =>
  reviewMeetingForm(today).parse({ ...typedMeeting, ...changes });
const draft = needForm(today).parse({
  type: "money",
  category: "drinking_water",
  title: "为步栏村一户人家打水井",
  summary: "家中取水要走两公里山路，想在院里打一口水井。",
  items: [{ name: "打井", unit: "米", quantity: "60", unitPriceFen: "185.50" }],
});
const codeOf = (result: { ok: boolean; code?: string }) => (result.ok ? "ok" : result.code);

describe("verifying needs", () => {
  let database: TestDatabase;
  let officer: SignedInActor;
  let townVerifier: SignedInActor;
  let countyVerifier: SignedInActor;
  let secondCounty: SignedInActor;
  let householdId: string;
  let picture: Buffer;
  const store = createMemoryStore();
  const services = () => ({ db: database.db, files: store });

  beforeAll(async () => {
    database = await createTestDatabase();
    await createTestRegions(database.db);
    officer = await createStaff(database.db, "village_officer", bulan);
    townVerifier = await createStaff(database.db, "town_verifier", town);
    countyVerifier = await createStaff(database.db, "county_verifier", county);
    secondCounty = await createStaff(database.db, "county_verifier", county);
    ({ id: householdId } = await createHousehold(database.db, { consentTo: ["publish_masked"] }));
    // Enough others of the village share the published cause (D4).
    await createHousehold(database.db);
    await createHousehold(database.db);
    picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#7a5" } })
      .jpeg()
      .toBuffer();
  });
  afterAll(() => database.drop());

  const needOf = async (needId: string) =>
    (await database.db.select().from(needs).where(eq(needs.id, needId)))[0] ?? expect.fail("no such need");
  const stateOf = async (needId: string) => (await needOf(needId)).state;
  const noticesOf = (needId: string) => database.db.select().from(notices).where(eq(notices.needId, needId));

  async function submitted(ofHousehold: string | null = householdId): Promise<string> {
    const drafted = await draftNeed(
      database.db,
      { regionCode: bulan, householdId: ofHousehold, need: draft },
      officer,
      at,
    );
    if (!drafted.ok) throw new Error(drafted.code);
    const { needId } = drafted.value;
    expect(codeOf(await submitNeed(database.db, { needId }, officer, at))).toBe("ok");
    return needId;
  }
  const meet = (needId: string, changes: Record<string, string> = {}, actor: Actor = townVerifier, when = at) =>
    recordReviewMeeting(services(), { needId, meeting: meeting(changes), pictures: [picture] }, actor, when);
  const check = async (needId: string, actor: Actor = townVerifier) =>
    checkNeed(database.db, { needId, version: (await needOf(needId)).version }, actor, at);
  const notice = (needId: string, actor: Actor = countyVerifier) =>
    openNotice(database.db, { needId, objectionPhone: "0750-2000116" }, actor, at);
  const sign = (needId: string, actor: Actor = officer, when = at) =>
    recordSignature(
      services(),
      { needId, signature: { signerName: "梁家明", method: "signature" }, pictures: [picture] },
      actor,
      when,
    );
  const publish = (needId: string, when: Date, filingId: string | null = null, actor: Actor = secondCounty) =>
    publishNeed(database.db, { needId, filingId }, actor, when);

  async function checked(ofHousehold: string | null = householdId): Promise<string> {
    const needId = await submitted(ofHousehold);
    await meet(needId);
    expect(codeOf(await check(needId))).toBe("ok");
    return needId;
  }
  async function noticed(ofHousehold: string | null = householdId): Promise<string> {
    const needId = await checked(ofHousehold);
    expect(codeOf(await notice(needId))).toBe("ok");
    return needId;
  }
  async function signed(ofHousehold: string | null = householdId): Promise<string> {
    const needId = await noticed(ofHousehold);
    expect(codeOf(await sign(needId))).toBe("ok");
    return needId;
  }

  it("S5 S6 S7 S8: a need goes village, town, county and is public only at the end, with its whole way on record", async () => {
    const needId = await signed();
    const result = await publish(needId, later(sevenDays));
    expect(result).toMatchObject({ ok: true, value: { mode: "intent_only", reasons: ["no_charity"] } });
    expect(await needOf(needId)).toMatchObject({
      state: "published",
      publishedAt: later(sevenDays),
      approvedBy: secondCounty.userId,
      checkedBy: townVerifier.userId,
      registerVerifiedOn: "2026-11-15",
      publicationMode: "intent_only",
    });
    const steps = await listTransitions(database.db, { noun: "need", subjectId: needId });
    expect(steps.map((step) => step.event)).toEqual(
      expect.arrayContaining(["draft", "submit", "record_meeting", "check", "notice", "sign", "publish"]),
    );
    const [row] = await noticesOf(needId);
    expect(row).toMatchObject({
      state: "closed",
      closedAt: later(sevenDays),
      minDays: 7,
      ruleSource: "赤委〔2016〕51号",
    });
    const events = await database.sql`select kind from outbox_events where payload->>'needId' = ${needId}`;
    expect(events.map((event) => event.kind)).toContain("need.published");
  });

  describe("S6: the review meeting", () => {
    it("a need is not checked without one, nor with one on an older version", async () => {
      const needId = await submitted();
      expect(codeOf(await check(needId))).toBe("meeting_missing");
      await meet(needId);
      await returnNeed(database.db, { needId, reason: "请补充报价" }, townVerifier, at);
      await submitNeed(database.db, { needId }, officer, at);
      expect(codeOf(await check(needId))).toBe("meeting_missing");
    });

    it.each([
      ["more votes against", { votesFor: "3", votesAgainst: "4" }],
      ["a tie", { votesFor: "4", votesAgainst: "4" }],
    ])("%s: the need cannot go on", async (_name, votes) => {
      const needId = await submitted();
      await meet(needId, votes);
      expect(codeOf(await check(needId))).toBe("meeting_not_in_favour");
      await meet(needId, {}, townVerifier, later(1));
      expect(codeOf(await check(needId))).toBe("ok");
    });

    it("S6: a notice cannot start without a review meeting, also past the application", async () => {
      const needId = await checked();
      await database.sql`delete from review_meetings where need_id = ${needId}`;
      expect(codeOf(await notice(needId))).toBe("meeting_missing");
      expect(await stateOf(needId)).toBe("checked");
      await expect(createNotice(database.db, { needId, needVersion: 1 })).rejects.toMatchObject({
        cause: { constraint_name: "notices_rules" },
      });
      await createReviewMeeting(database.db, { needId, needVersion: 2 });
      await expect(createNotice(database.db, { needId, needVersion: 1 })).rejects.toMatchObject({
        cause: { constraint_name: "notices_rules" },
      });
    });

    it("its minutes need a picture, seen by staff of the subtree only, and a refused one is not kept", async () => {
      const needId = await submitted();
      const before = store.keys().length;
      const record = (pictures: readonly Uint8Array[]) =>
        recordReviewMeeting(services(), { needId, meeting: meeting(), pictures }, townVerifier, at);
      expect(codeOf(await record([]))).toBe("photo_required");
      expect(codeOf(await record([Buffer.from("<svg/>")]))).toBe("photo_unsupported");
      expect(codeOf(await record([picture, picture]))).toBe("photo_only_one");
      expect(store.keys()).toHaveLength(before);
      const recorded = await record([picture]);
      const [row] = await database.db
        .select()
        .from(reviewMeetings)
        .where(eq(reviewMeetings.id, recorded.ok ? recorded.value.meetingId : ""));
      const fileId = row?.minutesFileId ?? "";
      expect(await getFileForActor(database.db, { fileId, actor: countyVerifier })).not.toBeNull();
      expect(await getFileForActor(database.db, { fileId, actor: { kind: "anonymous" } })).toBeNull();
      const elsewhere = await createStaff(database.db, "county_verifier", "51");
      expect(await getFileForActor(database.db, { fileId, actor: elsewhere })).toBeNull();
    });

    it.each([
      ["tomorrow", { heldOn: "2026-11-09" }, "heldOn: dayInFuture"],
      ["no day", { heldOn: "2026-02-30" }, "heldOn: invalidDate"],
      ["more votes than people", { attendeeCount: "14" }, "attendeeCount: moreVotesThanPeople"],
      ["nobody there", { attendeeCount: "0", votesFor: "0", votesAbstained: "0" }, "attendeeCount: outOfRange:1:10000"],
      ["a NUL in the minutes", { minutes: "会议听取说明，逐项\u0000议过。" }, "minutes: invalidCharacters"],
    ])("refuses %s", (_name, changes, message) => {
      const parsed = reviewMeetingForm(today).safeParse({ ...typedMeeting, ...changes });
      expect(parsed.error?.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`)).toContain(message);
    });
  });

  describe("S7: the notice", () => {
    it("S7: a notice cannot close early, not by one millisecond", async () => {
      const needId = await signed();
      expect(codeOf(await publish(needId, later(sevenDays - 1)))).toBe("too_early");
      expect(await stateOf(needId)).toBe("noticed");
      expect(codeOf(await publish(needId, later(sevenDays)))).toBe("ok");
    });

    it("S7: nor past the application: the database refuses an early close, a nearer end and other words", async () => {
      const needId = await signed();
      const [row] = await noticesOf(needId);
      const id = row?.id ?? "";
      const refusals = [
        database.sql`update notices set state = 'closed', closed_at = ${later(sevenDays - 1).toISOString()} where id = ${id}`,
        database.sql`update notices set state = 'closed' where id = ${id}`,
        database.sql`update notices set closes_not_before = closes_not_before - interval '1 millisecond' where id = ${id}`,
        database.sql`update notices set min_days = 1 where id = ${id}`,
        database.sql`update notices set opened_at = opened_at - interval '8 days' where id = ${id}`,
        database.sql`update notices set body = 'other words' where id = ${id}`,
        database.sql`insert into notices select gen_random_uuid(), 'X' || public_code, kind, need_id, need_version, region_code, title, body,
          objection_phone, min_days, rule_source, state, opened_at, opened_at + interval '6 days 23 hours', null, null, null from notices where id = ${id}`,
      ];
      for (const refusal of refusals) await expect(refusal).rejects.toMatchObject({ code: "23514" });
      await database.sql`update notices set state = 'cancelled', closed_at = now() where id = ${id}`;
      await expect(database.sql`update notices set state = 'open' where id = ${id}`).rejects.toMatchObject({
        code: "23514",
      });
    });

    it.each([
      [10, "440783116"],
      [5, "440783116248"],
    ])("S7: %i days where the most specific region says so", async (days, regionCode) => {
      const id = newId();
      await database.db.insert(jurisdictionSettings).values({
        id,
        regionCode,
        key: "notice.minDays",
        value: days,
        validFrom: "2026-01-01",
        source: `rule of ${regionCode}`,
      });
      const needId = await signed();
      const [row] = await noticesOf(needId);
      expect(row).toMatchObject({ minDays: days, ruleSource: `rule of ${regionCode}` });
      expect(codeOf(await publish(needId, later(days * dayMs - 1)))).toBe("too_early");
      expect(codeOf(await publish(needId, later(days * dayMs)))).toBe("ok");
      await database.db.delete(jurisdictionSettings).where(eq(jurisdictionSettings.id, id));
    });

    it("the rule of the day wins: not one that has ended, not one to come, and the newer of two", async () => {
      const key = "notice.testDays";
      const rule = (value: number, validFrom: string, validTo: string | null) => ({
        id: newId(),
        regionCode: county,
        key,
        value,
        validFrom,
        validTo,
        source: "s",
      });
      await database.db
        .insert(jurisdictionSettings)
        .values([
          rule(3, "2010-01-01", "2015-12-31"),
          rule(7, "2016-01-01", null),
          rule(9, "2026-11-08", null),
          rule(20, "2027-01-01", null),
        ]);
      const on = (day: string, regionCode = bulan) => getWholeNumberSetting(database.db, { regionCode, key, day });
      expect((await on("2015-12-31"))?.value).toBe(3);
      expect((await on("2026-11-07"))?.value).toBe(7);
      expect((await on("2026-11-08"))?.value).toBe(9);
      expect((await on("2027-01-01"))?.value).toBe(20);
      expect(await on("2009-12-31")).toBeNull();
      expect(await on("2026-11-08", "51")).toBeNull();
    });

    it("without a rule for the days nothing starts: no number is invented", async () => {
      const needId = await checked();
      await database.sql`update jurisdiction_settings set valid_to = '2026-11-01' where key = 'notice.minDays'`;
      expect(codeOf(await notice(needId))).toBe("rule_missing");
      expect(await stateOf(needId)).toBe("checked");
      await database.sql`update jurisdiction_settings set valid_to = null where key = 'notice.minDays'`;
    });

    it("L31 F4: says village, masked head, need and votes, and nothing else of the household", async () => {
      const home = await createHousehold(database.db, {
        headName: "欧阳秘明",
        groupName: "秘密小组",
        circumstances: "秘密病情",
        registerNumber: "SECRET-2",
        consentTo: ["publish_masked"],
      });
      const [row] = await noticesOf(await noticed(home.id));
      expect(readNoticeBody(row?.body ?? "")).toMatchObject({
        headName: "欧**明",
        villageName: "步栏村",
        goal: "11130.00",
      });
      expect(JSON.stringify(row)).not.toMatch(/欧阳秘明|秘密|SECRET|illness|1968/);
    });

    it("L31: a phone number in a budget line stops it", async () => {
      const needId = await checked();
      await database.db.update(needItems).set({ name: "打井 13812345678" }).where(eq(needItems.needId, needId));
      expect(codeOf(await notice(needId))).toBe("forbidden_text");
    });

    it("C3: two county verifiers start it at once: one notice", async () => {
      const needId = await checked();
      const codes = (await Promise.all([notice(needId), notice(needId, secondCounty)])).map(codeOf);
      expect(codes.sort()).toEqual(["conflict", "ok"]);
      expect(await noticesOf(needId)).toHaveLength(1);
    });
  });

  describe("S8: the signature", () => {
    it("is needed, once per version, with a picture", async () => {
      const needId = await noticed();
      expect(codeOf(await publish(needId, later(sevenDays)))).toBe("signature_missing");
      const bare = { needId, signature: { signerName: "梁家明", method: "photo" as const }, pictures: [] };
      expect(codeOf(await recordSignature(services(), bare, officer, at))).toBe("photo_required");
      const codes = (await Promise.all([sign(needId), sign(needId, townVerifier)])).map(codeOf);
      expect(codes.sort()).toEqual(["already_signed", "ok"]);
    });

    it("S8: a new version needs a new signature, notice and meeting", async () => {
      const needId = await signed();
      expect(codeOf(await returnNeed(database.db, { needId, reason: "请改预算" }, countyVerifier, at))).toBe("ok");
      const { version } = await needOf(needId);
      await editNeed(
        database.db,
        { needId, version, need: { ...draft, title: "为步栏村一户人家打深井" } },
        officer,
        at,
      );
      await submitNeed(database.db, { needId }, officer, at);
      await meet(needId);
      await check(needId);
      await notice(needId);
      expect(codeOf(await publish(needId, later(sevenDays)))).toBe("signature_missing");
      expect(codeOf(await sign(needId))).toBe("ok");
      expect(codeOf(await publish(needId, later(sevenDays)))).toBe("ok");
    });

    it("is not taken before the notice", async () => {
      expect(codeOf(await sign(await checked()))).toBe("conflict");
    });
  });

  describe("two people (F13)", () => {
    it("who wrote it does not check it, who checked it does not approve it; the database refuses both", async () => {
      const both = (role: "town_verifier" | "county_verifier", person: SignedInActor, regionCode: string) => ({
        ...person,
        grants: [...person.grants, { role, regionCode }],
      });
      const needId = await submitted();
      await meet(needId);
      expect(codeOf(await check(needId, both("town_verifier", officer, town)))).toBe("same_person");
      await expect(database.sql`update needs set checked_by = created_by where id = ${needId}`).rejects.toMatchObject({
        code: "23514",
      });
      await check(needId);
      await notice(needId);
      await sign(needId);
      const end = later(sevenDays);
      expect(codeOf(await publish(needId, end, null, both("county_verifier", officer, county)))).toBe("same_person");
      expect(codeOf(await publish(needId, end, null, both("county_verifier", townVerifier, county)))).toBe(
        "same_person",
      );
      await database.sql`update notices set state = 'closed', closed_at = ${end.toISOString()} where need_id = ${needId}`;
      const publishAs = (userId: string | null) =>
        database.sql`update needs set state = 'published', published_at = ${end.toISOString()}, approved_by = ${userId} where id = ${needId}`;
      await expect(publishAs(townVerifier.userId)).rejects.toThrow("approved by the person who wrote or checked it");
      await expect(publishAs(officer.userId)).rejects.toThrow("approved by the person who wrote or checked it");
      await expect(publishAs(null)).rejects.toThrow("nobody approved it");
      await publishAs(countyVerifier.userId);
    });

    it.each(["author", "checker"] as const)(
      "who gave the %s the role does not approve; the page, the command and the database say so",
      async (which) => {
        const giver = await createStaff(database.db, "county_verifier", county);
        const given =
          which === "author"
            ? { userId: officer.userId, role: "village_officer" as const, regionCode: bulan }
            : { userId: townVerifier.userId, role: "town_verifier" as const, regionCode: town };
        const people = { givenBy: giver.userId, approvedBy: countyVerifier.userId };
        // Ended long since: what was written under it was.
        const over = { validFrom: at, validTo: at, endedAt: at };
        await database.db.insert(roleGrants).values({ id: newId(), ...given, ...people, ...over });
        const needId = await submitted();
        await meet(needId);
        await check(needId);
        await notice(needId);
        await sign(needId);
        const end = later(sevenDays);
        const seen = await getVerificationCase(database.db, { needId, actor: giver, now: end });
        expect([seen?.steps.publish, seen?.forSecondPerson]).toEqual([false, ["publish"]]);
        expect(codeOf(await publish(needId, end, null, giver))).toBe("role_giver");
        await database.sql`update notices set state = 'closed', closed_at = ${end.toISOString()} where need_id = ${needId}`;
        const publishAs = (userId: string) =>
          database.sql`update needs set state = 'published', published_at = ${end.toISOString()}, approved_by = ${userId} where id = ${needId}`;
        await expect(publishAs(giver.userId)).rejects.toThrow("who gave its author or checker their role");
        // Who only agreed to the role has not chosen the person.
        await publishAs(countyVerifier.userId);
      },
    );
  });

  describe("F11: what the database asks for, whatever the application does", () => {
    const rawPublish = (needId: string) =>
      database.sql`update needs set state = 'published', published_at = ${at.toISOString()}, approved_by = ${secondCounty.userId} where id = ${needId}`;
    const closed = { state: "closed" as const, openedAt: later(-9 * dayMs), closedAt: later(-dayMs) };

    it("meeting, closed notice and signature of exactly this version, and a standing consent", async () => {
      const home = await createHousehold(database.db);
      const { id: needId } = await createNeed(database.db, {
        householdId: home.id,
        state: "checked",
        publishedAt: null,
        version: 3,
      });
      const version = { needId, needVersion: 3 };
      await expect(rawPublish(needId)).rejects.toThrow("no review meeting on this version");
      await createReviewMeeting(database.db, { needId, needVersion: 2 });
      await expect(rawPublish(needId)).rejects.toThrow("no review meeting on this version");
      await createReviewMeeting(database.db, version);
      await createNotice(database.db, { needId, needVersion: 2, ...closed });
      await expect(rawPublish(needId)).rejects.toThrow("no notice of this version");
      const { id: noticeId } = await createNotice(database.db, { ...version, openedAt: later(-8 * dayMs) });
      await expect(rawPublish(needId)).rejects.toThrow("its notice is not closed");
      await database.sql`update notices set state = 'closed', closed_at = ${at.toISOString()} where id = ${noticeId}`;
      await createSignature(database.db, { needId, needVersion: 2 });
      await expect(rawPublish(needId)).rejects.toThrow("no signature on this version");
      await createSignature(database.db, version);
      await expect(rawPublish(needId)).rejects.toThrow("no standing consent");
      await database.db.insert(consents).values({
        id: newId(),
        householdId: home.id,
        purpose: "publish_masked",
        fields: [...consentFields],
        isGuardian: true,
        textVersion: "2026-01",
        signedByName: "梁家明",
        method: "signature",
        givenAt: at,
        withdrawnAt: at,
      });
      await expect(rawPublish(needId)).rejects.toThrow("no standing consent");
      await database.sql`update consents set withdrawn_at = null where household_id = ${home.id}`;
      await rawPublish(needId);
      expect(await stateOf(needId)).toBe("published");
    });

    it.each(["published", "fulfilled", "reported", "closed"] as const)(
      "an insert as %s is refused at commit",
      async (state) => {
        await expect(
          database.db.insert(needs).values({
            id: newId(),
            publicCode: newId(),
            regionCode: bulan,
            type: "money",
            category: "housing",
            title: "t",
            summary: "s",
            state,
            createdAt: at,
            updatedAt: at,
            publishedAt: at,
          }),
        ).rejects.toMatchObject({ cause: { constraint_name: "needs_publication" } });
      },
    );

    it("nor does a detour through another public state get past it", async () => {
      const { id } = await createNeed(database.db, { state: "drafted", publishedAt: null });
      for (const state of ["fulfilled", "reported", "closed"]) {
        await expect(
          database.sql`update needs set state = ${state}, published_at = ${at.toISOString()} where id = ${id}`,
        ).rejects.toMatchObject({ constraint_name: "needs_publication" });
      }
    });

    it("the command asks first and says why", async () => {
      const home = await createHousehold(database.db, { consentTo: ["publish_masked"] });
      const needId = await signed(home.id);
      await database.db.update(consents).set({ withdrawnAt: at }).where(eq(consents.householdId, home.id));
      expect(codeOf(await publish(needId, later(sevenDays)))).toBe("publish_consent_missing");
    });

    it("F11: a consent withdrawn in the same instant as the approval never leaves a public need behind", async () => {
      for (let round = 0; round < 6; round += 1) {
        const home = await createHousehold(database.db, { consentTo: ["publish_masked"] });
        const needId = await signed(home.id);
        const withdrawal = { householdId: home.id, purpose: "publish_masked" as const, reason: "不愿公开" };
        const [published] = await Promise.all([
          publish(needId, later(sevenDays)),
          withdrawConsent(database.db, withdrawal, officer, later(sevenDays)),
        ]);
        expect(["ok", "publish_consent_missing", "conflict"]).toContain(codeOf(published));
        expect(await stateOf(needId)).toBe(published.ok ? "suspended" : "noticed");
      }
    });
  });

  describe("publication", () => {
    it("C3 C6: two county verifiers publish at once: one wins", async () => {
      const needId = await signed();
      const third = await createStaff(database.db, "county_verifier", county);
      const results = await Promise.all(
        [countyVerifier, secondCounty, third].map((actor) => publish(needId, later(sevenDays), null, actor)),
      );
      expect(results.map(codeOf).sort()).toEqual(["conflict", "conflict", "ok"]);
      const steps = await listTransitions(database.db, { noun: "need", subjectId: needId });
      expect(steps.filter((step) => step.event === "publish")).toHaveLength(1);
    });

    it("C6: the town checks the version it has read, not one edited meanwhile", async () => {
      const needId = await submitted();
      await meet(needId);
      expect(codeOf(await checkNeed(database.db, { needId, version: 9 }, townVerifier, at))).toBe("conflict");
    });

    it("L2: with a qualified charity's filing it is public, with another it is not, and an unknown one is refused", async () => {
      const { filingId, charityId } = await createQualifiedCharity(database.db);
      const expired = await createQualifiedCharity(database.db, { qualificationValidTo: "2026-01-01" });
      const [one, two, three] = [await signed(), await signed(null), await signed()];
      expect(await publish(one, later(sevenDays), filingId)).toMatchObject({ value: { mode: "public", reasons: [] } });
      expect(await needOf(one)).toMatchObject({ publicationMode: "public", charityId, filingId });
      expect(await publish(two, later(sevenDays), expired.filingId)).toMatchObject({
        value: { mode: "intent_only", reasons: ["qualification_expired"] },
      });
      expect(await needOf(two)).toMatchObject({ publicationMode: "intent_only", charityId: null, filingId: null });
      for (const unknown of [newId(), "nope"]) {
        expect(codeOf(await publish(three, later(sevenDays), unknown))).toBe("unknown_filing");
      }
    });
  });

  describe("returning and refusing", () => {
    it("the town returns what is submitted, the county what is further, each with a reason on record", async () => {
      const needId = await submitted();
      expect(codeOf(await returnNeed(database.db, { needId, reason: "请补充报价" }, countyVerifier, at))).toBe(
        "not_allowed",
      );
      expect(codeOf(await returnNeed(database.db, { needId, reason: "请补充报价" }, townVerifier, at))).toBe("ok");
      expect(await needOf(needId)).toMatchObject({ state: "returned", version: 2, checkedBy: null });
      const steps = await listTransitions(database.db, { noun: "need", subjectId: needId });
      expect(steps).toContainEqual(expect.objectContaining({ event: "return", reason: "请补充报价" }));
      const events = await database.db
        .select({ kind: outboxEvents.kind })
        .from(outboxEvents)
        .where(and(eq(outboxEvents.kind, "need.returned")));
      expect(events.length).toBeGreaterThan(0);
    });

    it("a return or refusal ends the notice that is up", async () => {
      const [one, two] = [await noticed(), await noticed()];
      expect(codeOf(await returnNeed(database.db, { needId: one, reason: "请补充报价" }, countyVerifier, at))).toBe(
        "ok",
      );
      expect(codeOf(await rejectNeed(database.db, { needId: two, reason: "不符合条件" }, countyVerifier, at))).toBe(
        "ok",
      );
      for (const needId of [one, two]) expect((await noticesOf(needId))[0]?.state).toBe("cancelled");
      expect(await stateOf(two)).toBe("rejected");
    });

    it("S7: after a return the days begin anew", async () => {
      const needId = await signed();
      await returnNeed(database.db, { needId, reason: "请补充报价" }, countyVerifier, later(6 * dayMs));
      await submitNeed(database.db, { needId }, officer, later(6 * dayMs));
      await meet(needId);
      await check(needId);
      await openNotice(database.db, { needId, objectionPhone: "0750-2000116" }, countyVerifier, later(6 * dayMs));
      await sign(needId);
      expect(codeOf(await publish(needId, later(sevenDays)))).toBe("too_early");
      expect(codeOf(await publish(needId, later(13 * dayMs)))).toBe("ok");
    });

    it.each(needStates)("every step follows the table: from %s", async (state) => {
      const isOpen = (event: Parameters<typeof statesBefore<NeedState, string>>[1]) =>
        statesBefore<NeedState, string>(needTransitions, event).includes(state);
      const make = async () => {
        const isPublic = ["published", "fulfilled", "reported", "closed", "suspended", "expired"].includes(state);
        const { id } = await createNeed(database.db, { state, publishedAt: isPublic ? at : null });
        await createReviewMeeting(database.db, { needId: id, needVersion: 1 });
        return id;
      };
      const ends = { ok: true, conflict: false } as const;
      const goesOn = (code: string | undefined) => (code === "ok" || code === "conflict" ? ends[code] : code);
      const reason = "请补充说明";
      expect(goesOn(codeOf(await check(await make())))).toBe(isOpen("check"));
      expect(goesOn(codeOf(await notice(await make())))).toBe(isOpen("notice"));
      const actor = state === "submitted" ? townVerifier : countyVerifier;
      expect(goesOn(codeOf(await returnNeed(database.db, { needId: await make(), reason }, actor, at)))).toBe(
        isOpen("return"),
      );
      expect(goesOn(codeOf(await rejectNeed(database.db, { needId: await make(), reason }, actor, at)))).toBe(
        isOpen("reject"),
      );
      if (state !== "suspended") {
        expect(codeOf(await resumeNeed(database.db, { needId: await make(), reason }, countyVerifier, at))).toBe(
          "conflict",
        );
      }
      if (state !== "noticed") expect(codeOf(await publish(await make(), later(sevenDays)))).toBe("conflict");
    });
  });

  describe("S45: a change of the register", () => {
    const suspend = (id: string) =>
      database.db.transaction((tx) =>
        suspendNeedsOfHousehold(tx, { householdId: id, reason: "家庭人口变动" }, officer, later(8 * dayMs)),
      );

    it("S45: takes the open needs of the household off the public pages; the county resumes them verified anew", async () => {
      const home = await createHousehold(database.db, { consentTo: ["publish_masked"] });
      const needId = await signed(home.id);
      await publish(needId, later(sevenDays));
      const other = await noticed(home.id);
      expect(await suspend(home.id)).toEqual([needId]);
      expect(await stateOf(needId)).toBe("suspended");
      expect(await stateOf(other)).toBe("noticed");
      const when = later(9 * dayMs);
      const reason = "已重新核对登记簿";
      expect(codeOf(await resumeNeed(database.db, { needId, reason }, townVerifier, when))).toBe("not_found");
      expect(codeOf(await resumeNeed(database.db, { needId, reason }, countyVerifier, when))).toBe("ok");
      expect(await needOf(needId)).toMatchObject({
        state: "published",
        registerVerifiedOn: "2026-11-17",
        publishedAt: later(sevenDays),
      });
    });

    it("S45: or the county returns it, and then the whole way begins again", async () => {
      const home = await createHousehold(database.db, { consentTo: ["publish_masked"] });
      const needId = await signed(home.id);
      await publish(needId, later(sevenDays));
      await suspend(home.id);
      expect(codeOf(await returnNeed(database.db, { needId, reason: "请按新情况修改" }, countyVerifier, at))).toBe(
        "ok",
      );
      expect(await needOf(needId)).toMatchObject({ state: "returned", version: 2, approvedBy: null });
      await expect(
        database.sql`update needs set state = 'published', approved_by = ${secondCounty.userId} where id = ${needId}`,
      ).rejects.toThrow("no review meeting on this version");
    });

    it("F11: without a standing consent it is not resumed", async () => {
      const home = await createHousehold(database.db, { consentTo: ["publish_masked"] });
      const { id: needId } = await createNeed(database.db, { householdId: home.id });
      const withdrawal = { householdId: home.id, purpose: "publish_masked" as const, reason: "不愿公开" };
      await withdrawConsent(database.db, withdrawal, officer, at);
      expect(await stateOf(needId)).toBe("suspended");
      const resumed = await resumeNeed(database.db, { needId, reason: "恢复公开" }, countyVerifier, at);
      expect(codeOf(resumed)).toBe("publish_consent_missing");
    });

    it("rolls back with the change it belongs to", async () => {
      const home = await createHousehold(database.db, { consentTo: ["publish_masked"] });
      const { id: needId } = await createNeed(database.db, { householdId: home.id });
      const failing = database.db.transaction(async (tx) => {
        await suspendNeedsOfHousehold(tx, { householdId: home.id, reason: "变动" }, officer, at);
        throw new Error("the change failed");
      });
      await expect(failing).rejects.toThrow("the change failed");
      expect(await stateOf(needId)).toBe("published");
    });
  });

  describe("S31: the deny matrix of verification", () => {
    const places = [bulan, gaoshan, otherTownVillage, town, "440783117", county, "51", ""];
    const cells = [
      ...staffRoles.flatMap((role) => places.map((regionCode) => ({ role, regionCode }))),
      { role: null, regionCode: "" },
    ];

    it.each(cells)("$role of '$regionCode'", async ({ role, regionCode }) => {
      const actor: Actor = role === null ? { kind: "anonymous" } : await createStaff(database.db, role, regionCode);
      const covers = bulan.startsWith(regionCode);
      const is = (...roles: string[]) => covers && role !== null && roles.includes(role);
      const make = async (state: NeedState) => {
        const { id } = await createNeed(database.db, {
          state,
          publishedAt: state === "suspended" ? at : null,
          createdBy: officer.userId,
        });
        await createReviewMeeting(database.db, { needId: id, needVersion: 1 });
        if (state === "noticed" || state === "suspended") {
          const closing = state === "suspended" ? { state: "closed" as const, closedAt: later(sevenDays) } : {};
          await createNotice(database.db, { needId: id, needVersion: 1, openedAt: at, ...closing });
          await createSignature(database.db, { needId: id, needVersion: 1 });
        }
        return id;
      };
      const reason = "请补充说明";
      const allowed = (isAllowed: boolean) => (isAllowed ? "ok" : "not_found");
      expect(codeOf(await meet(await make("submitted"), {}, actor))).toBe(allowed(is("town_verifier")));
      expect(codeOf(await check(await make("submitted"), actor))).toBe(allowed(is("town_verifier")));
      expect(codeOf(await notice(await make("checked"), actor))).toBe(allowed(is("county_verifier")));
      const reads = is("village_officer", "town_verifier", "county_verifier", "supervisor", "auditor");
      const sent = (isAllowed: boolean) => (isAllowed ? "ok" : reads ? "not_allowed" : "not_found");
      const cases = [
        ["submitted", "town_verifier"],
        ["checked", "county_verifier"],
        ["noticed", "county_verifier"],
      ] as const;
      for (const [state, returner] of cases) {
        const returned = await returnNeed(database.db, { needId: await make(state), reason }, actor, at);
        expect(codeOf(returned)).toBe(sent(is(returner)));
        const rejected = await rejectNeed(database.db, { needId: await make(state), reason }, actor, at);
        expect(codeOf(rejected)).toBe(sent(is(returner)));
      }
      const signs = is("village_officer", "town_verifier", "county_verifier");
      expect(codeOf(await sign(await make("noticed"), actor))).toBe(signs ? "already_signed" : "not_found");
      expect(codeOf(await publish(await make("noticed"), later(sevenDays), null, actor))).toBe(
        allowed(is("county_verifier")),
      );
      const resumed = await resumeNeed(database.db, { needId: await make("suspended"), reason }, actor, at);
      expect(codeOf(resumed)).toBe(allowed(is("county_verifier")));
    });

    it("an id that is none is not there", async () => {
      for (const needId of ["", "1", "../etc", "1 or 1=1", newId(), newId().toUpperCase()]) {
        expect(codeOf(await publish(needId, at))).toBe("not_found");
        expect(codeOf(await notice(needId))).toBe("not_found");
        expect(codeOf(await checkNeed(database.db, { needId, version: 1 }, townVerifier, at))).toBe("not_found");
      }
    });
  });
});
