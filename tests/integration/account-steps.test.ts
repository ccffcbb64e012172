import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { approveAccountStep, rejectAccountStep } from "#app/auth/decide-account-step.server.ts";
import { readSession } from "#app/auth/request-actor.server.ts";
import { resetSecondFactor } from "#app/auth/reset-second-factor.server.ts";
import { getSecondFactor } from "#app/auth/second-factor.server.ts";
import { hashSessionId, startSession } from "#app/auth/sessions.server.ts";
import { disableAccount } from "#app/domain/accounts/disable-account.server.ts";
import { enableAccount } from "#app/domain/accounts/enable-account.server.ts";
import {
  countAccountProposalsToDecide,
  findAccounts,
  getStaffAccount,
} from "#app/domain/accounts/staff-account-queries.server.ts";
import type { SignedInActor } from "#app/domain/actor.ts";
import { newId } from "#app/domain/ids.ts";
import { listTransitionsOf } from "#app/domain/transition-queries.server.ts";
import { createDb, type Db, type Tx } from "#db/client.server.ts";
import { accountProposals } from "#db/schema/account-proposals.server.ts";
import { roleGrants, users } from "#db/schema/accounts.server.ts";
import { createSealer } from "#db/sealer.server.ts";
import {
  bulan,
  createMember,
  createOrganization,
  createStaff,
  createTestRegions,
  createUser,
} from "#db/seed/factories.server.ts";
import { renderMail } from "#emails/templates.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { enrol } from "#tests/setup/second-factor.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";

const at = new Date("2026-11-22T01:00:00Z");
const later = new Date("2026-11-22T02:00:00Z");
const county = "440783";
const reason = "本人到县政府，当面核对身份证";
const sealer = createSealer(Buffer.alloc(32, 1), Buffer.alloc(32, 2));

let database: TestDatabase;
let owner: ReturnType<typeof createDb>;
let db: Db;
let country: SignedInActor;
let first: SignedInActor;
let second: SignedInActor;

beforeAll(async () => {
  // The site's role: what PostgreSQL refuses the site is part of what is tested.
  database = await createTestDatabase({ settings: { role: "jiedui_app" } });
  db = database.db;
  owner = createDb(database.url, { max: 2 });
  await createTestRegions(owner.db);
  country = await createStaff(owner.db, "platform_admin", "");
  first = await createStaff(owner.db, "platform_admin", county);
  second = await createStaff(owner.db, "platform_admin", county);
});
afterAll(async () => {
  await owner.close();
  await database.drop();
});

async function enrolled<Person extends SignedInActor>(person: Person): Promise<Person> {
  await enrol({ db: owner.db, sealer }, person, new Date(at.getTime() - 1000));
  return person;
}
const officer = async () => enrolled(await createStaff(owner.db, "village_officer", bulan));
const reset = (who: { userId: string }, actor: SignedInActor) =>
  resetSecondFactor(db, { userId: who.userId, reason }, actor, at);
const hasFactor = async (who: { userId: string }) => (await getSecondFactor({ db, sealer }, who)) !== null;

async function openProposal({ userId }: { userId: string }): Promise<string> {
  const [row] = await db
    .select({ id: accountProposals.id })
    .from(accountProposals)
    .where(and(eq(accountProposals.userId, userId), eq(accountProposals.state, "proposed")));
  if (!row) throw new Error("nothing is proposed");
  return row.id;
}

async function eventsOf({ userId }: { userId: string }) {
  const steps = await listTransitionsOf(db, { nouns: ["account", "second_factor"], subjectIds: [userId] });
  return steps.map(({ event }) => event);
}

describe("resetting a second factor", () => {
  it("S31, E3: an administrator reaches the accounts of the own subtree only; others are not there", async () => {
    const elsewhere = await enrolled(await createStaff(owner.db, "village_officer", "510101001001"));
    const alsoElsewhere = await officer();
    const grant = { role: "auditor" as const, regionCode: "51", validFrom: at };
    await owner.db.insert(roleGrants).values({ id: newId(), userId: alsoElsewhere.userId, ...grant });
    const donor = await enrolled(await createUser(owner.db));
    const aboveFirst = await enrolled(await createStaff(owner.db, "county_verifier", "4407"));
    for (const person of [elsewhere, alsoElsewhere, donor, aboveFirst, { userId: newId() }]) {
      expect(await reset(person, first)).toEqual({ ok: false, code: "not_found" });
      expect(await getStaffAccount(db, { actor: first, userId: person.userId, at })).toBeNull();
    }
    const search = async (actor: SignedInActor, text: string) =>
      (await findAccounts(db, { actor, text, at })).map(({ userId }) => userId);
    expect(await search(first, elsewhere.email)).toEqual([]);
    expect(await search(country, elsewhere.email)).toEqual([elsewhere.userId]);
    expect(await search(country, donor.email)).toEqual([donor.userId]);
    expect(await search(country, donor.displayName), "donors are not listed by name").not.toContain(donor.userId);
    const verifier = await createStaff(owner.db, "county_verifier", county);
    expect(await reset(await officer(), verifier)).toEqual({ ok: false, code: "not_found" });
    expect(await reset(first, first)).toEqual({ ok: false, code: "own_account" });
    // Who only gives has nothing but the own gifts behind the factor: one administrator of the country is enough.
    expect(await reset(donor, country)).toEqual({ ok: true, value: { state: "reset" } });
    expect(await hasFactor(donor)).toBe(false);
  });

  it("E3, F13: of somebody with a role, or who acts for a charity, a second administrator agrees; both stand on the record", async () => {
    const charity = await createOrganization(owner.db, { kind: "charity" });
    const people = [await officer(), await enrolled(await createMember(owner.db, charity, "charity"))];
    for (const person of people) {
      const start = { userId: person.userId, isStaff: true, previousIdHash: null, secondFactorAt: at };
      const { sessionId } = await startSession(db, start, at);
      expect(await reset(person, first)).toEqual({ ok: true, value: { state: "proposed" } });
      expect(await hasFactor(person)).toBe(true);
      expect(await reset(person, first)).toEqual({ ok: false, code: "already_proposed" });
      const input = { userId: person.userId, proposalId: await openProposal(person) };
      const approve = (actor: SignedInActor) => approveAccountStep(db, input, actor, later);
      const stranger = await createStaff(owner.db, "platform_admin", "51");
      expect(await approve(first)).toEqual({ ok: false, code: "same_person" });
      expect(await approve(stranger)).toEqual({ ok: false, code: "not_found" });
      expect(await countAccountProposalsToDecide(db, { actor: first, at })).toBe(0);
      expect(await countAccountProposalsToDecide(db, { actor: second, at })).toBe(1);
      const both = await Promise.all([approve(second), approve(country)]);
      expect(both.map((one) => (one.ok ? "reset" : one.code)).sort()).toEqual(["conflict", "reset"]);
      expect(await hasFactor(person)).toBe(false);
      expect((await readSession(db, hashSessionId(sessionId), later)).actor.kind).toBe("anonymous");
      const events = ["propose_reset_second_factor", "approve_reset_second_factor", "reset"];
      expect((await eventsOf(person)).sort()).toEqual([...events].sort());
    }
  });

  it("E3: whom it is about agrees to nothing, may not refuse it either, and one refused takes nothing away", async () => {
    const person = await enrolled(await createStaff(owner.db, "platform_admin", county));
    expect((await reset(person, first)).ok).toBe(true);
    const input = { userId: person.userId, proposalId: await openProposal(person) };
    expect(await approveAccountStep(db, input, person, later)).toEqual({ ok: false, code: "same_person" });
    expect((await rejectAccountStep(db, { ...input, note: "不是本人" }, person, later)).ok).toBe(false);
    expect((await rejectAccountStep(db, { ...input, note: "不是本人" }, second, later)).ok).toBe(true);
    expect(await approveAccountStep(db, input, second, later)).toEqual({ ok: false, code: "conflict" });
    expect(await hasFactor(person)).toBe(true);
  });

  it("E3: one who enrolled anew since needs no reset, and keeps the new authenticator", async () => {
    const person = await createStaff(owner.db, "village_officer", bulan);
    await enrol({ db: owner.db, sealer }, person, new Date(at.getTime() - 1000));
    expect((await reset(person, first)).ok).toBe(true);
    await database.sql`update second_factors set enrolled_at = ${later.toISOString()} where user_id = ${person.userId}`;
    const input = { userId: person.userId, proposalId: await openProposal(person) };
    expect(await approveAccountStep(db, input, second, later)).toEqual({ ok: false, code: "not_needed" });
    expect(await hasFactor(person)).toBe(true);
  });

  it("F13: PostgreSQL keeps a decided proposal, and takes none that one person decided alone", async () => {
    const person = await officer();
    expect((await reset(person, first)).ok).toBe(true);
    const id = await openProposal(person);
    const past = (values: Partial<typeof accountProposals.$inferInsert>) =>
      sqlRefusal(database, (tx) => tx.update(accountProposals).set(values).where(eq(accountProposals.id, id)));
    const two = "23514 account_proposals_two_people";
    expect(await past({ state: "approved" })).toBe(two);
    expect(await past({ state: "approved", decidedBy: first.userId, decidedAt: at })).toBe(two);
    expect(await past({ state: "approved", decidedBy: person.userId, decidedAt: at })).toBe(two);
    expect(await past({ userId: second.userId })).toBe("23514 account_proposals_rules");
    expect(await past({ state: "rejected", decidedBy: second.userId, decidedAt: at })).toBe("accepted");
    expect(await past({ state: "proposed" })).toBe("23514 account_proposals_rules");
    const gone = (tx: Tx) => tx.delete(accountProposals).where(eq(accountProposals.id, id));
    expect(await sqlRefusal(database, gone)).toBe("42501");
  });
});

describe("disabling an account and opening it again", () => {
  const disable = (who: { userId: string }, actor: SignedInActor) =>
    disableAccount(db, { userId: who.userId, reason }, actor, at);
  const enable = (who: { userId: string }, actor: SignedInActor) =>
    enableAccount(db, { userId: who.userId, reason }, actor, later);
  const isDisabled = async ({ userId }: { userId: string }) => {
    const [row] = await db.select({ isDisabled: users.isDisabled }).from(users).where(eq(users.id, userId));
    return row?.isDisabled;
  };

  it("E2, S31: disabled by one administrator in scope, with a reason; every session is over at once, and the holder is told", async () => {
    const person = await officer();
    const start = { userId: person.userId, isStaff: true, previousIdHash: null, secondFactorAt: at };
    const { sessionId } = await startSession(db, start, at);
    const elsewhere = await createStaff(owner.db, "platform_admin", "51");
    expect(await disable(person, elsewhere)).toEqual({ ok: false, code: "not_found" });
    expect((await readSession(db, hashSessionId(sessionId), at)).actor.kind).toBe("user");
    expect((await disable(person, first)).ok).toBe(true);
    expect((await readSession(db, hashSessionId(sessionId), at)).actor.kind).toBe("anonymous");
    expect(await disable(person, first)).toEqual({ ok: false, code: "already_disabled" });
    const account = await getStaffAccount(db, { actor: second, userId: person.userId, at });
    expect(account).toMatchObject({ isDisabled: true, disabledBy: first.displayName, disableReason: reason });
    expect(await eventsOf(person)).toEqual(["disable"]);
    const services = { db, sealer, clock: { now: () => at }, env: { baseUrl: "https://jiedui.example" } };
    const mail = await renderMail(services, "account-changed", { userId: person.userId, change: "disabled" }, "zh-CN");
    expect(mail?.subject).toBe("您的账户已停用");
  });

  it("E2: nobody disables the own account or the last administrator of a region, also when two disable each other", async () => {
    expect(await disable(first, first)).toEqual({ ok: false, code: "own_account" });
    const town = [
      await createStaff(owner.db, "platform_admin", "62"),
      await createStaff(owner.db, "platform_admin", "62"),
    ];
    const [one, other] = town;
    if (!one || !other) throw new Error("nobody");
    await owner.db.update(users).set({ isDisabled: true }).where(eq(users.id, country.userId));
    const both = await Promise.all([disable(one, other), disable(other, one)]);
    expect(both.map((answer) => (answer.ok ? "disabled" : answer.code)).sort()).toEqual([
      "disabled",
      "last_administrator",
    ]);
    await owner.db.update(users).set({ isDisabled: false }).where(eq(users.id, country.userId));
  });

  it("F13: a second administrator agrees before somebody with a role is opened again; who only gives needs one", async () => {
    const donor = await createUser(owner.db);
    expect((await disable(donor, country)).ok).toBe(true);
    expect(await enable(donor, country)).toEqual({ ok: true, value: { state: "enabled" } });
    const person = await officer();
    expect(await enable(person, first)).toEqual({ ok: false, code: "not_disabled" });
    expect((await disable(person, first)).ok).toBe(true);
    expect(await enable(person, first)).toEqual({ ok: true, value: { state: "proposed" } });
    expect(await isDisabled(person)).toBe(true);
    const input = { userId: person.userId, proposalId: await openProposal(person) };
    expect(await approveAccountStep(db, input, first, later)).toEqual({ ok: false, code: "same_person" });
    expect((await approveAccountStep(db, input, second, later)).ok).toBe(true);
    expect(await isDisabled(person)).toBe(false);
    expect(await hasFactor(person), "the authenticator still stands").toBe(true);
    expect((await eventsOf(person)).sort()).toEqual(["approve_enable", "disable", "enable", "propose_enable"]);
  });

  it("F13: PostgreSQL refuses the site a disabling without who and why, and an opening that one person wrote", async () => {
    const person = await officer();
    const past = (values: Partial<typeof users.$inferInsert>) =>
      sqlRefusal(database, (tx) => tx.update(users).set(values).where(eq(users.id, person.userId)));
    const said = { disabledBy: first.userId, disabledAt: at, disableReason: reason };
    expect(await past({ isDisabled: true })).toBe("23514 users_disabling");
    expect(await past({ isDisabled: true, ...said, disabledBy: person.userId })).toBe("23514 users_disabling");
    expect(await past({ isDisabled: true, ...said, disableReason: "" })).toBe("23514 users_disabling");
    expect(await past({ isDisabled: true, ...said })).toBe("accepted");
    expect(await past({ isDisabled: false })).toBe("23514 users_disabling");
    // A yes from before the last disabling opens nothing.
    expect((await enable(person, first)).ok).toBe(true);
    const input = { userId: person.userId, proposalId: await openProposal(person) };
    expect((await approveAccountStep(db, input, second, later)).ok).toBe(true);
    const again = new Date(later.getTime() + 1000);
    expect(await past({ isDisabled: true, ...said, disabledAt: again })).toBe("accepted");
    expect(await past({ isDisabled: false })).toBe("23514 users_disabling");
  });
});
