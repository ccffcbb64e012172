import { eq } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SignedInActor, type StaffRole, staffRoles } from "#app/domain/actor.ts";
import { approveHousehold } from "#app/domain/household-cases/approve-household.server.ts";
import {
  type HouseholdStep,
  hasStep,
  householdSteps,
  rolesOfStep,
} from "#app/domain/household-cases/household-case-policy.ts";
import { getHouseholdCase, listFileVersions } from "#app/domain/household-cases/household-case-queries.server.ts";
import { openHouseholdNotice } from "#app/domain/household-cases/open-household-notice.server.ts";
import { rejectHousehold } from "#app/domain/household-cases/reject-household.server.ts";
import { returnHousehold } from "#app/domain/household-cases/return-household.server.ts";
import { reviewHousehold } from "#app/domain/household-cases/review-household.server.ts";
import { signHousehold } from "#app/domain/household-cases/sign-household.server.ts";
import { householdStates, householdTransitions } from "#app/domain/households/household.ts";
import { newId } from "#app/domain/ids.ts";
import { changeHousehold } from "#app/domain/needs/change-household.server.ts";
import { withdrawHousehold } from "#app/domain/needs/withdraw-household.server.ts";
import { getNotice } from "#app/domain/notices/notice-queries.server.ts";
import { objectToNotice } from "#app/domain/notices/object-to-notice.server.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { answerObjection } from "#app/domain/verification/answer-objection.server.ts";
import { publishNeed } from "#app/domain/verification/publish-need.server.ts";
import type { FileStore } from "#app/files/file-store.ts";
import { files } from "#db/schema/files.server.ts";
import { householdReviews, householdSignatures, householdVersions } from "#db/schema/household-files.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { responsiblePersons } from "#db/schema/responsible-persons.server.ts";
import { notices, objections } from "#db/schema/verification.server.ts";
import { createSealer } from "#db/sealer.server.ts";
import {
  bulan,
  createHousehold,
  createNeed,
  createNotice,
  createReviewMeeting,
  createSignature,
  createStaff,
  createTestRegions,
  otherTownVillage,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";

const at = new Date("2026-11-10T02:00:00.000Z");
const dayMs = 86_400_000;
const later = (days: number, from = at) => new Date(from.getTime() + days * dayMs);
const codeOf = (result: { ok: boolean; code?: string }) => (result.ok ? "ok" : result.code);
const sealer = createSealer(Buffer.alloc(32, 1), Buffer.alloc(32, 2));
const meeting = (votesFor = 12, votesAgainst = 1) => ({
  heldOn: "2026-11-09",
  place: "步栏村党群服务中心",
  attendees: "村民代表十五人",
  attendeeCount: 15,
  votesFor,
  votesAgainst,
  votesAbstained: 1,
  minutes: "逐项议过，大家同意上报。",
});

// why: pictures need a store; what is stored where is not asked here.
const store: FileStore = {
  write: async () => {},
  read: async () => null,
  remove: async () => {},
};

describe("the life of a household's file", () => {
  let database: TestDatabase;
  let officer: SignedInActor;
  let town: SignedInActor;
  let county: SignedInActor;
  let secondCounty: SignedInActor;
  let picture: Buffer;
  const services = () => ({ db: database.db, files: store });

  beforeAll(async () => {
    database = await createTestDatabase();
    await createTestRegions(database.db);
    officer = await createStaff(database.db, "village_officer", bulan, { displayName: "步栏信息员" });
    town = await createStaff(database.db, "town_verifier", "440783116", { displayName: "镇审核员" });
    county = await createStaff(database.db, "county_verifier", "440783", { displayName: "县审核员" });
    secondCounty = await createStaff(database.db, "county_verifier", "440783", { displayName: "县审核员二" });
    picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#7a5" } })
      .jpeg()
      .toBuffer();
  });
  afterAll(() => database.drop());

  const applied = async () => {
    const { id } = await createHousehold(database.db, { state: "applied", createdBy: officer.userId });
    return id;
  };
  const stateOf = async (id: string) => {
    const [row] = await database.db.select({ state: households.state }).from(households).where(eq(households.id, id));
    return row?.state;
  };
  const review = (householdId: string, actor = town, votes = meeting()) =>
    reviewHousehold(
      services(),
      { householdId, meeting: votes, pictures: [picture] },
      actor,
      new Date(at.getTime() - 60_000),
    );
  const openNotice = (householdId: string, actor = town) =>
    openHouseholdNotice(database.db, { householdId, kind: "household", objectionPhone: "0750-2000116" }, actor, at);
  const sign = (householdId: string, when: Date, actor = officer) =>
    signHousehold(
      services(),
      { householdId, signature: { signerName: "梁家明", method: "signature" }, pictures: [picture] },
      actor,
      when,
    );
  const approve = (householdId: string, actor: SignedInActor, when: Date) =>
    approveHousehold(database.db, { householdId }, actor, when);
  async function noticed(): Promise<{ id: string; code: string }> {
    const id = await applied();
    await review(id);
    const opened = await openNotice(id);
    if (!opened.ok) throw new Error(opened.code);
    return { id, code: opened.value.publicCode };
  }
  async function signed(): Promise<string> {
    const { id } = await noticed();
    const result = await sign(id, later(7));
    if (!result.ok) throw new Error(result.code);
    return id;
  }

  async function change(householdId: string, changes: { causes?: "illness"[]; circumstances?: string }, version = 1) {
    const members = await database.db
      .select()
      .from(householdMembers)
      .where(eq(householdMembers.householdId, householdId))
      .orderBy(householdMembers.position);
    const input = {
      householdId,
      version,
      causes: ["illness" as const],
      strengths: "",
      circumstances: "",
      groupName: "",
      phone: null,
      bankName: "",
      reason: "入户核实",
      members: members.map(({ id, isStudent, isDisabled, hasChronicIllness, labourAbility }, index) => ({
        id,
        isStudent,
        isDisabled,
        hasChronicIllness,
        diagnosis: "",
        guardian: null,
        labourAbility: index === 0 && changes.circumstances === undefined ? ("none" as const) : labourAbility,
      })),
      ...changes,
    };
    return changeHousehold({ db: database.db, sealer }, input, officer, at);
  }

  it("S5 S8: village, town, county: applied, reviewed, noticed, signed, approved, on file, each with who and when", async () => {
    const { id } = await noticed();
    expect(codeOf(await sign(id, later(7, new Date(at.getTime() - 1))))).toBe("too_early");
    expect(codeOf(await sign(id, later(7)))).toBe("ok");
    expect(codeOf(await approve(id, county, later(8)))).toBe("ok");
    const steps = await listTransitions(database.db, { noun: "household", subjectId: id });
    expect(steps.map((step) => [step.event, step.toState, step.actorName])).toEqual([
      ["review", "reviewed", "镇审核员"],
      ["notice", "noticed", "镇审核员"],
      ["sign", "signed", "步栏信息员"],
      ["approve", "approved", "县审核员"],
      ["activate", "active", null],
    ]);
    const [row] = await database.db.select().from(households).where(eq(households.id, id));
    expect(row).toMatchObject({ state: "active", reviewedBy: town.userId, approvedBy: county.userId });
    expect(row?.effectiveFrom).toBe("2026-11-18");
  });

  it("S6: a meeting that is not in favour leaves its record and moves nothing", async () => {
    const id = await applied();
    const result = await review(id, town, meeting(5, 5));
    expect(result).toEqual({ ok: true, value: { isInFavour: false } });
    expect(await stateOf(id)).toBe("applied");
    expect(codeOf(await openNotice(id))).toBe("conflict");
    expect(codeOf(await rejectHousehold(database.db, { householdId: id, reason: "评议未通过" }, town, at))).toBe("ok");
    expect(await stateOf(id)).toBe("rejected");
  });

  it("F13: who registered does not review, who reviewed does not approve, whatever posts they hold", async () => {
    const both: SignedInActor = {
      ...county,
      userId: town.userId,
      grants: [...town.grants, { role: "county_verifier", regionCode: "440783" }],
    };
    const own = await createHousehold(database.db, { state: "applied", createdBy: town.userId });
    expect(codeOf(await review(own.id))).toBe("same_person");
    const id = await signed();
    expect(codeOf(await approve(id, both, later(8)))).toBe("same_person");
    for (const approver of [officer.userId, town.userId]) {
      const refusal = await sqlRefusal(database, (tx) =>
        tx
          .update(households)
          .set({ state: "approved", approvedBy: approver, effectiveFrom: "2026-11-18", updatedAt: later(8) })
          .where(eq(households.id, id)),
      );
      expect(refusal).toBe("23514 households_three_people");
    }
    const reviewed = await createHousehold(database.db, { state: "applied", createdBy: officer.userId });
    const selfReview = await sqlRefusal(database, (tx) =>
      tx.update(households).set({ reviewedBy: officer.userId }).where(eq(households.id, reviewed.id)),
    );
    expect(selfReview).toBe("23514 households_two_people");
  });

  it("S7: anyone's objection pauses the file's notice; dismissed, it goes on without the paused time; upheld, the file goes back", async () => {
    for (const outcome of ["dismissed", "upheld"] as const) {
      const { id, code } = await noticed();
      const words = { content: "这户不住在村里，请核实。", contact: "", formNonce: newId() };
      expect((await objectToNotice({ db: database.db, sealer }, { noticeCode: code, ...words }, later(2))).ok).toBe(
        true,
      );
      expect(codeOf(await sign(id, later(9)))).toBe("notice_paused");
      const [objection] = await database.db
        .select({ id: objections.id })
        .from(objections)
        .innerJoin(notices, eq(notices.id, objections.noticeId))
        .where(eq(notices.publicCode, code));
      const answer = { objectionId: objection?.id ?? "", outcome, answer: "已入户核实，公开答复如上。" };
      expect(codeOf(await answerObjection(database.db, answer, county, later(4)))).toBe("ok");
      if (outcome === "dismissed") {
        expect(codeOf(await sign(id, later(8)))).toBe("too_early");
        expect(codeOf(await sign(id, later(9)))).toBe("ok");
      } else {
        expect(await stateOf(id)).toBe("applied");
        expect((await getNotice(database.db, code))?.state).toBe("cancelled");
      }
    }
  });

  it("L31 F11: the notice names village, masked head, persons and programme only, and nobody once the application is withdrawn", async () => {
    const { id, code } = await noticed();
    const open = await getNotice(database.db, code);
    expect(open?.facts).toEqual({
      form: "household",
      event: "household",
      villageName: "步栏村",
      headName: "梁*明",
      memberCount: 2,
      programme: "monitoring",
      meeting: expect.objectContaining({ votesFor: 12 }),
    });
    expect(JSON.stringify(open)).not.toMatch(/梁家明|illness|因病/);
    const withdrawn = await withdrawHousehold(database.db, { householdId: id, reason: "不申请了" }, officer, later(1));
    expect(withdrawn.ok).toBe(true);
    expect(await getNotice(database.db, code)).toMatchObject({ state: "cancelled", title: null, facts: null });
  });

  it("S8: a change while the file is decided voids meeting, notice and signature; it begins anew on the new version", async () => {
    const id = await signed();
    const result = await change(id, { circumstances: "屋顶漏水" });
    expect(result).toMatchObject({ ok: true, value: { isSentBack: true } });
    expect(await stateOf(id)).toBe("applied");
    expect(codeOf(await openNotice(id))).toBe("conflict");
    expect(codeOf(await review(id))).toBe("ok");
  });

  it("S3 S10 C6: each change is a version with who, when, why and which field from what to what; the second editor overwrites nothing", async () => {
    const { id } = await createHousehold(database.db, { createdBy: officer.userId });
    expect(codeOf(await change(id, {}))).toBe("ok");
    expect(codeOf(await change(id, { circumstances: "另一个人写的" }))).toBe("conflict");
    expect(codeOf(await change(id, { circumstances: "屋顶漏水" }, 2))).toBe("ok");
    const [third, second] = await listFileVersions(database.db, { householdId: id });
    const [head] = await database.db
      .select({ id: householdMembers.id })
      .from(householdMembers)
      .where(eq(householdMembers.householdId, id))
      .orderBy(householdMembers.position);
    expect(second).toMatchObject({
      version: 2,
      changedByName: "步栏信息员",
      reason: "入户核实",
      changes: [{ field: "labourAbility", memberId: head?.id, from: "partial", to: "none" }],
    });
    expect(third?.changes).toEqual([{ field: "circumstances", memberId: null, from: "", to: "屋顶漏水" }]);
  });

  it("S3: PostgreSQL lets no fact change without a version, no version without its record, and no record be rewritten", async () => {
    const { id } = await createHousehold(database.db);
    const set = (values: Partial<typeof households.$inferInsert>) =>
      sqlRefusal(database, (tx) => tx.update(households).set(values).where(eq(households.id, id)));
    expect(await set({ circumstances: "悄悄改" })).toBe("23514 households_steps");
    expect(await set({ circumstances: "悄悄改", version: 2 })).toBe("23514 households_steps");
    const record = { id: newId(), householdId: id, version: 2, changes: [], reason: "记录", changedAt: at };
    await database.db.insert(householdVersions).values(record);
    expect(await set({ circumstances: "有记录", version: 3 })).toBe("23514 households_steps");
    expect(await set({ circumstances: "有记录", version: 2 })).toBe("accepted");
    const rewrite = await sqlRefusal(database, (tx) =>
      tx.update(householdVersions).set({ reason: "改写" }).where(eq(householdVersions.id, record.id)),
    );
    expect(rewrite).toBe("42501");
  });

  it("S8 S45: after a register change the household's need is suspended and comes back only when the new version is signed", async () => {
    const home = await createHousehold(database.db, { consentTo: ["publish_masked"], createdBy: officer.userId });
    const { id: needId } = await createNeed(database.db, { householdId: home.id });
    const result = await change(home.id, {});
    expect(result).toMatchObject({ ok: true, value: { suspendedNeedIds: [needId] } });
    const raw = () =>
      database.sql`update needs set state = 'published', approved_by = ${county.userId} where id = ${needId}`;
    await expect(raw()).rejects.toThrow("no signature on this version of the file");
    expect(codeOf(await sign(home.id, at))).toBe("ok");
    expect(codeOf(await sign(home.id, at))).toBe("already_signed");
    await raw();
    const [need] = await database.db.select({ state: needs.state }).from(needs).where(eq(needs.id, needId));
    expect(need?.state).toBe("published");
  });

  it("S5: no need of a household is published before its file is in force", async () => {
    const home = await createHousehold(database.db, { state: "signed", isSigned: true, consentTo: ["publish_masked"] });
    const need = { householdId: home.id, state: "noticed" as const, publishedAt: null };
    const { id: needId } = await createNeed(database.db, need);
    const version = { needId, needVersion: 1 };
    await createReviewMeeting(database.db, version);
    await createNotice(database.db, { ...version, openedAt: later(-9) });
    await createSignature(database.db, version);
    const publish = () => publishNeed(database.db, { needId, filingId: null }, county, at);
    expect(codeOf(await publish())).toBe("file_not_active");
    await expect(
      database.sql`update notices set state = 'closed', closed_at = ${at.toISOString()} where need_id = ${needId}`.then(
        () => database.sql`update needs set state = 'published', published_at = ${at.toISOString()},
          approved_by = ${county.userId} where id = ${needId}`,
      ),
    ).rejects.toThrow("its household is not on file");
  });

  it("S31: another town's file is not there, and a step is its post's only", async () => {
    const id = await applied();
    const stranger = await createStaff(database.db, "town_verifier", "440783117");
    expect(codeOf(await review(id, stranger))).toBe("not_found");
    expect(codeOf(await review(id, county))).toBe("not_allowed");
    expect(codeOf(await returnHousehold(database.db, { householdId: id, reason: "材料不全" }, town, at))).toBe(
      "conflict",
    );
    const elsewhere = await createHousehold(database.db, { state: "applied", regionCode: otherTownVillage });
    expect(codeOf(await review(elsewhere.id))).toBe("not_found");
  });

  it("S23 U23: the page shows each reader the own steps, and says where a second person is needed", async () => {
    const id = await signed();
    const [row] = await database.db.select().from(households).where(eq(households.id, id));
    if (!row) throw new Error("no file");
    const stepsOf = async (actor: SignedInActor) => {
      const { steps, forSecondPerson } = await getHouseholdCase(database.db, { file: row, actor, now: later(8) });
      return { steps, forSecondPerson };
    };
    expect(await stepsOf(secondCounty)).toEqual({ steps: ["approve", "return", "reject"], forSecondPerson: [] });
    expect(await stepsOf(officer)).toEqual({ steps: [], forSecondPerson: [] });
    await database.db.insert(responsiblePersons).values({
      id: newId(),
      householdId: id,
      userId: officer.userId,
      fromAt: at,
    });
  });

  describe("F13: of all pairs of states only those of the table pass", () => {
    const pairs = householdStates.flatMap((from) => householdStates.map((to) => [from, to] as const));
    const listed = new Set(householdTransitions.map(({ from, to }) => `${from} ${to}`));

    it("in PostgreSQL's own table", async () => {
      const rows = await database.sql<{ from: string; to: string; is_allowed: boolean }[]>`
        select a as "from", b as "to", household_step_allowed(a, b) as is_allowed
        from unnest(${[...householdStates]}::text[]) a, unnest(${[...householdStates]}::text[]) b`;
      const allowed = rows.filter((row) => row.is_allowed).map((row) => `${row.from} ${row.to}`);
      expect(new Set(allowed)).toEqual(listed);
    });

    it.each(householdStates)("past the application, from %s: no step without what it stands on", async (from) => {
      const { id } = await createHousehold(database.db, { state: from, isSigned: false });
      for (const [, to] of pairs.filter(([state, target]) => state === from && target !== from)) {
        const refusal = await sqlRefusal(database, async (tx) => {
          await tx.update(households).set({ state: to, updatedAt: at }).where(eq(households.id, id));
          throw new Error("undone");
        }).catch((error: Error) => error.message);
        const needsNothing = ["applied", "rejected", "withdrawn"].includes(to) || to === "active" || to === "exited";
        // What was imported needs its consent and a responsible person before it is an application like any other.
        const isUnsigned = from === "imported" && to === "applied";
        const free = listed.has(`${from} ${to}`) && needsNothing && !isUnsigned && !needsEvidence(from, to);
        expect(refusal, `${from} → ${to}`).toBe(free ? "undone" : "23514 households_steps");
      }
    });
  });

  describe("F13: states × roles, as the pages and commands ask", () => {
    const places = { village: bulan, town: "440783116", county: "440783", city: "4407" } as const;
    const postOf = (role: StaffRole): string =>
      (
        ({ village_officer: places.village, town_verifier: places.town, county_verifier: places.county }) as Record<
          string,
          string
        >
      )[role] ?? places.county;

    it.each(householdSteps)("%s", (step: HouseholdStep) => {
      for (const state of householdStates) {
        for (const role of staffRoles) {
          const actor: SignedInActor = { ...officer, grants: [{ role, regionCode: postOf(role) }] };
          const isCityStep = step === "approve_reentry" || (step === "refuse_reentry" && state === "reentry_reviewed");
          const expected = rolesOfStep(step, state).includes(role) && !isCityStep;
          expect(hasStep(actor, step, { regionCode: bulan, state }), `${step} ${state} ${role}`).toBe(expected);
          expect(hasStep(actor, step, { regionCode: otherTownVillage.replace("783", "784"), state })).toBe(false);
        }
      }
      const readers: SignedInActor = {
        ...officer,
        grants: (["supervisor", "auditor", "platform_admin"] as const).map((role) => ({ role, regionCode: "" })),
      };
      expect(householdStates.some((state) => hasStep(readers, step, { regionCode: bulan, state }))).toBe(false);
    });
  });

  it("keeps what was recorded: reviews and signatures are append-only", async () => {
    const id = await signed();
    const undo = (table: typeof householdReviews | typeof householdSignatures) =>
      sqlRefusal(database, (tx) => tx.delete(table).where(eq(table.householdId, id)));
    expect(await undo(householdReviews)).toBe("42501");
    expect(await undo(householdSignatures)).toBe("42501");
    expect(await database.db.select().from(files)).not.toHaveLength(0);
  });
});

/** Steps that return to an earlier state but stand on a decision of two people. */
function needsEvidence(from: string, to: string): boolean {
  if (to === "active") return !from.startsWith("exit_");
  if (to === "applied") return from === "rejected";
  return to === "exited" && from === "exit_noticed";
}
