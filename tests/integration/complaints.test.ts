import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SignedInActor, StaffRole } from "#app/domain/actor.ts";
import { listFaults } from "#app/domain/alarms/fault-queries.server.ts";
import { answerComplaint } from "#app/domain/complaints/answer-complaint.server.ts";
import { complaintCodeHash } from "#app/domain/complaints/complaint-code.server.ts";
import { type ComplaintInput, complaintForm } from "#app/domain/complaints/complaint-form.ts";
import { getComplaintByCode, listComplaintFigures } from "#app/domain/complaints/complaint-queries.server.ts";
import { getComplaint, listComplaints } from "#app/domain/complaints/complaint-staff-queries.server.ts";
import { freezeMoney } from "#app/domain/complaints/freeze-money.server.ts";
import { liftMoneyFreeze } from "#app/domain/complaints/lift-money-freeze.server.ts";
import { moveComplaint } from "#app/domain/complaints/move-complaint.server.ts";
import { nameComplaintPerson } from "#app/domain/complaints/name-complaint-person.server.ts";
import { receiveComplaint } from "#app/domain/complaints/receive-complaint.server.ts";
import { transferComplaint } from "#app/domain/complaints/transfer-complaint.server.ts";
import { payOutDisbursement } from "#app/domain/disbursements/pay-out-disbursement.server.ts";
import { getFileForActor } from "#app/domain/file-access/get-file-for-actor.server.ts";
import { newId, newPublicCode } from "#app/domain/ids.ts";
import { approveAllocation } from "#app/domain/pools/approve-allocation.server.ts";
import { listPools } from "#app/domain/pools/pool-queries.server.ts";
import { proposeAllocation } from "#app/domain/pools/propose-allocation.server.ts";
import { resumeNeed } from "#app/domain/verification/resume-need.server.ts";
import type { FileStore } from "#app/files/file-store.ts";
import { runChecks } from "#db/checks/run-checks.server.ts";
import { complaints } from "#db/schema/complaints.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { moneyFreezes } from "#db/schema/money-freezes.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";
import { createSealer } from "#db/sealer.server.ts";
import {
  createHousehold,
  createMember,
  createNeed,
  createQualifiedCharity,
  createStaff,
  createTestRegions,
  createUser,
  type QualifiedCharity,
} from "#db/seed/factories.server.ts";
import { asOwner } from "#tests/setup/as-owner.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { createPaidGift } from "#tests/setup/paid-gift.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";

const key = Buffer.alloc(32, 9);
const sealer = createSealer(key, key);
/** A Tuesday before the National Day holiday of 2025, 1 to 8 October; Saturday 11 October is a working day. */
const tuesday = new Date("2025-09-30T02:00:00Z");
const later = new Date("2025-10-15T02:00:00Z");
const words = "九月二十八日我在村口看到水管没有铺，公示说已经铺好了。";

let database: TestDatabase;
let charity: QualifiedCharity;
let county: SignedInActor;
let second: SignedInActor;
let otherCounty: SignedInActor;
let auditor: SignedInActor;
let admin: SignedInActor;
let author: SignedInActor;
let payer: SignedInActor;
let need: { id: string; publicCode: string };

const stored = new Map<string, Uint8Array>();
const files: FileStore = {
  write: async (name, bytes) => void stored.set(name, bytes),
  read: async (name) => stored.get(name) ?? null,
  remove: async (name) => void stored.delete(name),
};
const services = () => ({ db: database.db, sealer, files });

/** Roles are given by the operator here: the site gives none without a giver. */
const giveRole = (role: StaffRole, regionCode: string) =>
  asOwner(database, (owner) => createStaff(owner, role, regionCode));

beforeAll(async () => {
  database = await createTestDatabase({ max: 10, settings: { role: "jiedui_app" } });
  const { db } = database;
  await asOwner(database, createTestRegions);
  charity = await createQualifiedCharity(db);
  const organization = { id: charity.charityId, name: "开平市侨乡慈善会" };
  [county, second, otherCounty, auditor, admin, author] = await Promise.all([
    giveRole("county_verifier", "440783"),
    giveRole("county_verifier", "440783"),
    giveRole("county_verifier", "440784"),
    giveRole("auditor", "440783"),
    giveRole("platform_admin", ""),
    giveRole("county_verifier", "440783"),
  ]);
  payer = await createMember(db, organization, "charity");
});
afterAll(() => database.drop());
beforeEach(async () => {
  const { charityId, filingId } = charity;
  need = await createNeed(database.db, { charityId, filingId, publicationMode: "public", createdBy: author.userId });
});

async function complain(changes: Partial<ComplaintInput> = {}, at = tuesday, pictures: Uint8Array[] = []) {
  const input = {
    kind: "money" as const,
    content: words,
    contact: "",
    email: "",
    website: "" as const,
    about: `/needs/${need.publicCode}`,
    formNonce: newId(),
    ...changes,
  };
  const result = await receiveComplaint(services(), { ...input, pictures, locale: "zh-CN" }, at);
  if (!result.ok) throw new Error(result.code);
  return result.value;
}

const seen = (complaintId: string, actor: SignedInActor) => getComplaint(services(), { complaintId, actor });
const move = (complaintId: string, step: "accept" | "investigate" | "reopen" | "close", actor = county, reason = "") =>
  moveComplaint(database.db, { complaintId, step, reason }, actor, later);
const answer = (complaintId: string, actor = county, text = "核查了现场和发票，水管已经铺了一半。") =>
  answerComplaint(database.db, { complaintId, outcome: "partly_upheld", answer: text }, actor, later);
const freeze = (complaintId: string, actor = county) =>
  freezeMoney(services(), { complaintId, freezeReason: "发票和现场不符" }, actor, later);

async function freezeIdOf(complaintId: string): Promise<string> {
  const [row] = await database.db.select().from(moneyFreezes).where(eq(moneyFreezes.complaintId, complaintId));
  return row?.id ?? "";
}

async function proposedPayment(): Promise<string> {
  const id = newId();
  await database.db.insert(disbursements).values({
    id,
    publicCode: newPublicCode(),
    needId: need.id,
    charityId: charity.charityId,
    payeeKind: "supplier",
    payeeName: "开平建材行",
    purpose: "水管",
    amountFen: 3_000n,
    state: "proposed",
    proposedBy: author.userId,
    proposedAt: tuesday,
  });
  return id;
}

const stateOf = async (id: string) =>
  (await database.db.select({ state: needs.state }).from(needs).where(eq(needs.id, id)))[0]?.state;

describe("receiving", () => {
  it("S121: anyone complains without a name; the database keeps only the hash of the code and sealed ways to answer", async () => {
    const sent = await complain({ contact: "陈先生 13800000000", email: "witness@jiedui.example" });
    expect(sent.code).toMatch(/^[0-9A-Z]{5}(-[0-9A-Z]{5}){3}$/);
    const [row] = await database.db.select().from(complaints).where(eq(complaints.id, sent.complaintId));
    const kept = JSON.stringify(row, (_, value) => (typeof value === "bigint" ? String(value) : value));
    for (const secret of [sent.code, "陈先生", "13800000000", "witness@jiedui.example"])
      expect(kept).not.toContain(secret);
    expect(row?.codeHash).toBe(complaintCodeHash(sent.code));
    expect(await getComplaintByCode(database.db, sent.code.toLowerCase())).toMatchObject({ state: "received" });
    expect(await getComplaintByCode(database.db, row?.caseNumber ?? "")).toBeNull();
    const [step] = await database.db
      .select()
      .from(stateTransitions)
      .where(eq(stateTransitions.subjectId, sent.complaintId));
    expect(step).toMatchObject({ noun: "complaint", event: "receive", actorUserId: null });
  });

  it("S121: the same page sent twice is one complaint with one code, other words are another", async () => {
    const formNonce = newId();
    const first = await complain({ formNonce });
    expect(await complain({ formNonce })).toEqual({ ...first, isNew: false });
    expect((await complain({ formNonce, content: `${words}还有一件事。` })).code).not.toBe(first.code);
  });

  it("L25: the answer is due in five working days of China's calendar, or by the rule of the place", async () => {
    const { complaintId } = await complain();
    // 9, 10, 11 (worked), 13, 14 October.
    expect(await seen(complaintId, county)).toMatchObject({ dueOn: "2025-10-14", replyWorkingDays: 5 });
    await database.sql`insert into jurisdiction_settings (id, region_code, key, value, valid_from, source)
      values (${newId()}, '440783', 'complaint.replyWorkingDays', '2'::jsonb, '2025-01-01', '县规')`;
    const faster = await complain();
    expect(await seen(faster.complaintId, county)).toMatchObject({ dueOn: "2025-10-10", ruleSource: "县规" });
    await database.sql`delete from jurisdiction_settings where key = 'complaint.replyWorkingDays'`;
  });

  it("S121: what is about no place goes to the platform's administrators; a field for machines refuses", async () => {
    const { complaintId } = await complain({ about: "/staff/needs" });
    expect(await seen(complaintId, county)).toBeNull();
    expect(await seen(complaintId, admin)).toMatchObject({ regionCode: "", aboutPath: "", mayHandle: true });
    const filled = { kind: "money", content: words, website: "http://x", about: "", formNonce: newId() };
    expect(complaintForm.safeParse(filled).success).toBe(false);
  });

  it("S121, G2: pictures lose where they were taken, and only those who deal with it see them", async () => {
    const { default: sharp } = await import("sharp");
    const jpeg = await sharp({ create: { width: 40, height: 40, channels: 3, background: "#888" } })
      .withExif({ IFD0: { Copyright: "CANARY-EXIF" }, IFD3: { GPSLatitudeRef: "N", GPSLatitude: "22/1 22/1 22/1" } })
      .jpeg()
      .toBuffer();
    const { complaintId } = await complain({}, tuesday, [new Uint8Array(jpeg)]);
    const [picture = ""] = (await seen(complaintId, county))?.pictures ?? [];
    const visible = await getFileForActor(database.db, { fileId: picture, actor: county });
    expect(Buffer.from(stored.get(visible?.storageKey ?? "") ?? []).includes("CANARY-EXIF")).toBe(false);
    for (const actor of [author, otherCounty, payer, await createUser(database.db)]) {
      expect(await getFileForActor(database.db, { fileId: picture, actor })).toBeNull();
    }
    expect(await getFileForActor(database.db, { fileId: picture, actor: { kind: "anonymous" } })).toBeNull();
    const refused = await receiveComplaint(
      services(),
      {
        kind: "other",
        content: words,
        contact: "",
        email: "",
        website: "" as const,
        about: "",
        formNonce: newId(),
        locale: "en",
        pictures: [new Uint8Array([1, 2, 3])],
      },
      tuesday,
    );
    expect(refused).toMatchObject({ ok: false });
  });
});

describe("who deals with it", () => {
  it("S121: whoever it is about, or had a part in it, neither sees nor handles it", async () => {
    const { complaintId } = await complain();
    expect(await seen(complaintId, author)).toBeNull();
    expect(await listComplaints(database.db, { queue: "all", actor: author, today: "2025-10-01" })).not.toContainEqual(
      expect.objectContaining({ id: complaintId }),
    );
    expect(await move(complaintId, "accept", author)).toMatchObject({ code: "not_found" });
    const bypass = sqlRefusal(database, (tx) =>
      tx.update(complaints).set({ state: "accepted", acceptedBy: author.userId }).where(eq(complaints.id, complaintId)),
    );
    expect(await bypass).toBe("23514 complaints_own_case");
    expect(await move(complaintId, "accept", second)).toMatchObject({ ok: true });
    const named = await nameComplaintPerson(database.db, { complaintId, personId: second.userId }, county, later);
    expect(named).toMatchObject({ ok: true });
    expect(await seen(complaintId, second)).toBeNull();
    expect(await answer(complaintId, second)).toMatchObject({ code: "not_found" });
    expect(await seen(complaintId, county)).not.toBeNull();
  });

  it("S9, S31: supervisors and auditors read without the contact; another county and the charity find nothing", async () => {
    const { complaintId } = await complain({ contact: "陈先生 13800000000" });
    expect(await seen(complaintId, county)).toMatchObject({ contact: "陈先生 13800000000" });
    expect(await seen(complaintId, auditor)).toMatchObject({ contact: null, hasContact: true, mayHandle: false });
    for (const actor of [otherCounty, payer]) expect(await seen(complaintId, actor)).toBeNull();
    for (const actor of [auditor, otherCounty]) {
      expect(await move(complaintId, "accept", actor)).toMatchObject({ code: "not_found" });
      expect(await freeze(complaintId, actor)).toMatchObject({ code: "not_found" });
    }
  });

  it("S121: the steps go along their table, in PostgreSQL too; a transfer names the authority and stops the clock", async () => {
    const { complaintId, code } = await complain();
    expect(await answer(complaintId)).toMatchObject({ code: "conflict" });
    const skip = sqlRefusal(database, (tx) =>
      tx.execute(
        sql`update complaints set state = 'closed', answer = 'x', outcome = 'upheld', answered_by = ${county.userId}::uuid, answered_at = now(), closed_by = ${county.userId}::uuid where id = ${complaintId}::uuid`,
      ),
    );
    expect(await skip).toBe("23514 complaints_step");
    const rewrite = sqlRefusal(database, (tx) =>
      tx.update(complaints).set({ content: "改过的内容" }).where(eq(complaints.id, complaintId)),
    );
    expect(await rewrite).toBe("23514 complaints_fixed");
    expect(await sqlRefusal(database, (tx) => tx.delete(complaints).where(eq(complaints.id, complaintId)))).toBe(
      "23514 complaints_kept",
    );
    const input = { complaintId, authority: "开平市民政局", transferReason: "涉及募捐资格" };
    expect(await transferComplaint(database.db, input, county, later)).toMatchObject({ ok: true });
    expect(await getComplaintByCode(database.db, code)).toMatchObject({
      state: "transferred",
      authority: "开平市民政局",
    });
    const steps = await database.db.select().from(stateTransitions).where(eq(stateTransitions.subjectId, complaintId));
    expect(steps.find((step) => step.event === "transfer")).toMatchObject({
      actorUserId: county.userId,
      reason: "开平市民政局：涉及募捐资格",
    });
  });

  it("F4: an answer with a phone or ID number is refused", async () => {
    const { complaintId } = await complain();
    await move(complaintId, "accept");
    expect(await answer(complaintId, county, "我们打了 13812345678 核实，情况属实。")).toMatchObject({
      code: "forbidden_text",
    });
  });

  it("S121: what is late raises an alarm by county until it is answered", async () => {
    // Due on Monday, 11 March 2024: nothing else here is that old.
    const monday = new Date("2024-03-04T02:00:00Z");
    const subjects = async (at: string) =>
      (await listFaults(database.db, { at: new Date(at) }))
        .filter((one) => one.kind === "complaints_overdue")
        .map((one) => one.subject);
    const { complaintId } = await complain({ about: "" }, monday);
    expect(await subjects("2024-03-11T15:59:00Z")).toEqual([]);
    expect(await subjects("2024-03-11T16:01:00Z")).toEqual(["site"]);
    await move(complaintId, "accept", admin);
    const [first] = await listComplaints(database.db, { queue: "overdue", actor: admin, today: "2025-10-15" });
    expect(first?.id).toBe(complaintId);
    await answer(complaintId, admin);
    expect(await subjects("2024-03-11T16:01:00Z")).toEqual([]);
  });
});

describe("a serious complaint", () => {
  it("S121: freezes the money it touches: no payment goes through, with or without the application", async () => {
    await createPaidGift(database, { needId: need.id, charity, amountFen: 10_000n });
    const disbursementId = await proposedPayment();
    const { complaintId } = await complain();
    expect(await freeze(complaintId)).toMatchObject({ ok: true });
    expect(await freeze(complaintId)).toMatchObject({ code: "already_frozen" });
    expect(await stateOf(need.id)).toBe("suspended");
    expect(await payOutDisbursement(database.db, { disbursementId }, payer, later)).toMatchObject({
      code: "money_frozen",
    });
    const bypass = sqlRefusal(database, (tx) =>
      tx.execute(
        sql`update disbursements set state = 'paid_out', paid_by = ${payer.userId}::uuid, paid_at = now() where id = ${disbursementId}::uuid`,
      ),
    );
    expect(await bypass).toBe("23514 money_frozen");
    const [left] = await database.sql<
      { count: number }[]
    >`select count(*)::int from list_spendable_lots(${`need:${need.id}`})`;
    expect(left?.count).toBe(0);
    expect(await resumeNeed(database.db, { needId: need.id, reason: "核实" }, second, later)).toMatchObject({
      code: "money_frozen",
    });
    expect(
      await sqlRefusal(database, (tx) => tx.update(needs).set({ state: "published" }).where(eq(needs.id, need.id))),
    ).toBe("23514 money_frozen");
    const freezeId = await freezeIdOf(complaintId);
    const lift = (actor: SignedInActor) =>
      liftMoneyFreeze(services(), { complaintId, freezeId, liftReason: "发票已补齐，现场核对一致" }, actor, later);
    expect(await lift(county)).toMatchObject({ code: "same_person" });
    expect(await lift(author)).toMatchObject({ code: "not_found" });
    const alone = sqlRefusal(database, (tx) =>
      tx.execute(
        sql`update money_freezes set lift_reason = 'x', lifted_by = frozen_by, lifted_at = now() where id = ${freezeId}::uuid`,
      ),
    );
    expect(await alone).toBe("23514 money_freezes_two_people");
    expect(await lift(second)).toMatchObject({ ok: true });
    expect(await lift(second)).toMatchObject({ code: "conflict" });
    expect(await resumeNeed(database.db, { needId: need.id, reason: "核实" }, second, later)).toMatchObject({
      ok: true,
    });
    expect(await payOutDisbursement(database.db, { disbursementId }, payer, later)).toMatchObject({ ok: true });
    expect((await runChecks(database.db)).flatMap((check) => check.findings)).toEqual([]);
  });

  it("S121: of a need frozen at the same moment either the payment was first or it is refused, never both", async () => {
    await createPaidGift(database, { needId: need.id, charity, amountFen: 10_000n });
    const disbursementId = await proposedPayment();
    const { complaintId } = await complain();
    const [paid, frozen] = await Promise.all([
      payOutDisbursement(database.db, { disbursementId }, payer, later),
      freeze(complaintId),
    ]);
    expect(frozen).toMatchObject({ ok: true });
    const [row] = await database.db.select().from(disbursements).where(eq(disbursements.id, disbursementId));
    expect(row?.state).toBe(paid.ok ? "paid_out" : "proposed");
    expect((await runChecks(database.db)).flatMap((check) => check.findings)).toEqual([]);
  });

  it("S121: of a charity freezes its pools and needs, and refuses allotments", async () => {
    const { charityId, filingId } = await createQualifiedCharity(database.db);
    const account = await database.sql<
      { stripe_account_id: string }[]
    >`select stripe_account_id from organizations where id = ${charityId}`;
    const world = { charityId, filingId, stripeAccountId: account[0]?.stripe_account_id ?? "" } as QualifiedCharity;
    const organization = { id: charityId, name: "另一家慈善会" };
    const [one, two] = await Promise.all([
      createMember(database.db, organization, "charity"),
      createMember(database.db, organization, "charity"),
    ]);
    const full = await createNeed(database.db, { charityId, filingId, publicationMode: "public", goalFen: 100n });
    await createPaidGift(database, { needId: full.id, charity: world, amountFen: 5_100n });
    const target = await createNeed(database.db, { charityId, filingId, publicationMode: "public" });
    const poolId = (await listPools(database.db, { actor: one }))[0]?.id ?? "";
    const proposed = await proposeAllocation(
      database.db,
      { poolId, needId: target.id, amount: 1_000n, reason: "同村需要" },
      one,
      tuesday,
    );
    if (!proposed.ok) throw new Error(proposed.code);
    const { complaintId } = await complain({ about: `/organizations/${charityId}` });
    expect(await freeze(complaintId)).toMatchObject({ ok: true });
    expect(await stateOf(target.id)).toBe("suspended");
    const [row] = await database.sql<{ id: string }[]>`select id from pool_allocations where need_id = ${target.id}`;
    expect(await approveAllocation(database.db, { allocationId: row?.id ?? "" }, two, later)).toMatchObject({
      code: "money_frozen",
    });
    expect(await seen(complaintId, { ...county, userId: one.userId })).toBeNull();
  });

  it("S121: two people close it, and not while it freezes money", async () => {
    const { complaintId } = await complain();
    await move(complaintId, "accept");
    await move(complaintId, "investigate");
    await freeze(complaintId);
    expect(await answer(complaintId)).toMatchObject({ ok: true });
    expect(await move(complaintId, "close", second)).toMatchObject({ code: "money_frozen" });
    const freezeId = await freezeIdOf(complaintId);
    await liftMoneyFreeze(services(), { complaintId, freezeId, liftReason: "核对一致，可以动用" }, second, later);
    expect(await move(complaintId, "close", county)).toMatchObject({ code: "same_person" });
    const alone = sqlRefusal(database, (tx) =>
      tx.execute(
        sql`update complaints set state = 'closed', closed_by = answered_by, closed_at = now() where id = ${complaintId}::uuid`,
      ),
    );
    expect(await alone).toBe("23514 complaints_two_people");
    expect(await move(complaintId, "reopen", second)).toMatchObject({ code: "reason_missing" });
    expect(await move(complaintId, "reopen", second, "再看一次发票")).toMatchObject({ ok: true });
    expect(await answer(complaintId)).toMatchObject({ ok: true });
    expect(await move(complaintId, "close", second)).toMatchObject({ ok: true });
  });

  it("S121: of a household freezes all of its needs; whoever looks after it is no handler", async () => {
    const household = await createHousehold(database.db, { consentTo: ["publish_masked"] });
    const { charityId, filingId } = charity;
    const one = await createNeed(database.db, {
      householdId: household.id,
      charityId,
      filingId,
      publicationMode: "public",
    });
    await database.sql`insert into responsible_persons (id, household_id, user_id, from_at) values (${newId()}, ${household.id}, ${second.userId}, ${tuesday})`;
    const { complaintId } = await complain({ about: `/households/${household.publicCode}` });
    expect(await seen(complaintId, second)).toBeNull();
    expect(await freeze(complaintId)).toMatchObject({ ok: true });
    expect(await stateOf(one.id)).toBe("suspended");
  });
});

describe("what the public sees", () => {
  it("S121: figures by year and kind that add up, and nothing of a single complaint", async () => {
    const before = await listComplaintFigures(database.db, { today: "2025-10-15" });
    const { complaintId } = await complain({ kind: "privacy" });
    await move(complaintId, "accept");
    await answerComplaint(
      database.db,
      { complaintId, outcome: "upheld", answer: "照片已经撤下，责任人已处理。" },
      county,
      new Date("2025-10-14T15:00:00Z"),
    );
    await complain({ kind: "privacy" });
    const figures = await listComplaintFigures(database.db, { today: "2025-10-15" });
    expect(before.find((one) => one.kind === "privacy")).toBeUndefined();
    expect(figures.find((one) => one.kind === "privacy")).toEqual({
      year: 2025,
      kind: "privacy",
      received: 2,
      answered: 1,
      inTime: 1,
      waiting: 1,
      overdue: 1,
      transferred: 0,
      upheld: 1,
    });
    expect(Object.keys(figures[0] ?? {}).sort()).toEqual(
      ["answered", "inTime", "kind", "overdue", "received", "transferred", "upheld", "waiting", "year"].sort(),
    );
  });
});
