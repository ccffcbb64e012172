import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resetPassword } from "#app/auth/password-reset.server.ts";
import { readSession } from "#app/auth/request-actor.server.ts";
import { hashSessionId, startSession } from "#app/auth/sessions.server.ts";
import { signIn } from "#app/auth/sign-in.server.ts";
import { passwordResetKey } from "#app/domain/accounts/password-reset-key.server.ts";
import { type SignedInActor, type StaffRole, staffRoles } from "#app/domain/actor.ts";
import { newId } from "#app/domain/ids.ts";
import { approveRole, rejectRole } from "#app/domain/roles/decide-role.server.ts";
import { layDownRole, takeRole } from "#app/domain/roles/end-role.server.ts";
import { type GiveRoleInput, giveRole } from "#app/domain/roles/give-role.server.ts";
import { fitsPlace, mayApproveRole, mayGiveRole, needsSecondPerson } from "#app/domain/roles/role.ts";
import { getRole, listOwnRoles, listRoleProposals, listRoles } from "#app/domain/roles/role-queries.server.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import type { Tx } from "#db/client.server.ts";
import { roleGrants, roleProposals, users } from "#db/schema/accounts.server.ts";
import { outboxEvents } from "#db/schema/outbox.server.ts";
import { passwordResets } from "#db/schema/second-factors.server.ts";
import { createSealer } from "#db/sealer.server.ts";
import { bulan, createStaff, createTestRegions, createUser } from "#db/seed/factories.server.ts";
import { renderMail } from "#emails/templates.server.ts";
import { runGiveRole } from "#scripts/give-role.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";

const at = new Date("2026-11-22T01:00:00Z");
const later = (hours: number) => new Date(at.getTime() + hours * 3600_000);
const county = "440783";
const town = bulan.slice(0, 9);
const reason = "镇党委会 2026 年 11 月 20 日决定";
const sealer = createSealer(Buffer.alloc(32, 1), Buffer.alloc(32, 2));

let database: TestDatabase;
let admin: SignedInActor;
let first: SignedInActor;
let second: SignedInActor;
let townVerifier: SignedInActor;
const tools = () => ({ db: database.db, sealer });

beforeAll(async () => {
  database = await createTestDatabase();
  await createTestRegions(database.db);
  admin = await createStaff(database.db, "platform_admin", "");
  first = await createStaff(database.db, "county_verifier", county);
  second = await createStaff(database.db, "county_verifier", county);
  townVerifier = await createStaff(database.db, "town_verifier", town);
});
afterAll(() => database.drop());

let nextMailbox = 0;
function input(values: Partial<GiveRoleInput> = {}): GiveRoleInput {
  nextMailbox += 1;
  const email = `new-${nextMailbox}@jiedui.example`;
  return {
    role: "village_officer",
    regionCode: bulan,
    email,
    displayName: "新来的人",
    lastDay: null,
    reason,
    ...values,
  };
}

async function given(values: Partial<GiveRoleInput>, actor: SignedInActor) {
  const asked = input(values);
  const result = await giveRole(tools(), asked, actor, at);
  if (!result.ok) throw new Error(result.code);
  return agreed(result.value.id, asked.email);
}

/** The second person's yes, and the role it gave. */
async function agreed(proposalId: string, email: string, when = at) {
  const approved = await approveRole(tools(), { proposalId }, second, when);
  if (!approved.ok) throw new Error(approved.code);
  const [row] = await database.db
    .select({ id: roleGrants.id })
    .from(roleGrants)
    .innerJoin(users, and(eq(users.id, roleGrants.userId), eq(users.email, email)))
    .orderBy(desc(roleGrants.validFrom));
  return row?.id ?? "";
}

async function actorOf(email: string): Promise<SignedInActor> {
  const [row] = await database.db.select().from(users).where(eq(users.email, email));
  if (!row) throw new Error(`nobody has ${email}`);
  const { sessionId } = await startSession(
    database.db,
    { userId: row.id, isStaff: true, previousIdHash: null, secondFactorAt: at },
    at,
  );
  const { actor } = await readSession(database.db, hashSessionId(sessionId), at);
  if (actor.kind !== "user") throw new Error("not signed in");
  return actor;
}

/** Writes a grant past the application, as the site's role. */
function writePast(values: Partial<typeof roleGrants.$inferInsert>) {
  return sqlRefusal(database, async (tx) => {
    const { userId } = await createUser(tx);
    await tx.execute(sql`set local role jiedui_app`);
    const grant = { id: newId(), userId, role: "village_officer" as const, regionCode: bulan, validFrom: at, reason };
    await tx.insert(roleGrants).values({ ...grant, ...values });
    throw new Rollback();
  }).catch((error: unknown) => {
    if (error instanceof Rollback) return "accepted";
    throw error;
  });
}
class Rollback extends Error {}

describe("who may give which role where", () => {
  it("S31: the rule of the application and of PostgreSQL are one table, for every giver, role and level", async () => {
    const places = ["", "44", "4407", county, town, bulan, "440784", "440784001", "440784001001"];
    const givers = staffRoles.flatMap((role) => places.map((regionCode) => ({ role, regionCode })));
    const cells = givers.flatMap((grant) =>
      staffRoles.flatMap((role) => places.map((regionCode) => ({ grant, role, regionCode }))),
    );
    const actor = { ...admin, grants: [] };
    const ours = cells.map(({ grant, ...place }) => mayGiveRole({ ...actor, grants: [grant] }, place));
    const theirs = await database.db.execute<{ may: boolean }>(sql`
      select gives_role(cell->'grant'->>'role', cell->'grant'->>'regionCode', cell->>'role', cell->>'regionCode')
        and is_place_of_role(cell->>'role', cell->>'regionCode') as may
      from jsonb_array_elements(${JSON.stringify(cells)}::jsonb) with ordinality as list(cell, place) order by place`);
    expect(theirs.map(({ may }) => may)).toEqual(ours);
    for (const [index, may] of ours.entries()) {
      const { grant, role, regionCode } = cells[index] ??
        cells[0] ?? { grant: givers[0] ?? admin.grants[0], role: "auditor", regionCode: "" };
      if (!may || grant === undefined) continue;
      expect(regionCode.startsWith(grant.regionCode)).toBe(true);
      expect(fitsPlace({ role: role as StaffRole, regionCode })).toBe(true);
      if (grant.role !== "platform_admin") expect(regionCode.length).toBeGreaterThan(grant.regionCode.length);
      if (role === "platform_admin") expect(regionCode.length).toBeGreaterThan(grant.regionCode.length);
    }
  });

  it.each([
    ["a town verifier a village officer of the next town", () => townVerifier, { regionCode: "440783117201" }],
    ["a town verifier another town verifier", () => townVerifier, { role: "town_verifier", regionCode: town }],
    ["a county verifier somebody of another county", () => first, { regionCode: "440784001001" }],
    [
      "a county verifier a county verifier of the same county",
      () => first,
      { role: "county_verifier", regionCode: county },
    ],
    ["a county verifier an auditor", () => first, { role: "auditor", regionCode: town }],
    ["an administrator an administrator of the same level", () => admin, { role: "platform_admin", regionCode: "" }],
  ] as const)("S31: %s: refused, by the command and by PostgreSQL", async (_name, who, place) => {
    expect(await giveRole(tools(), input(place), who(), at)).toEqual({ ok: false, code: "not_allowed" });
    expect(await writePast({ ...place, givenBy: who().userId, approvedBy: second.userId })).toBe(
      "23514 role_grants_rules",
    );
  });

  it("S31: nobody gives a role to themselves, and the site writes none that nobody gave", async () => {
    const own = input({ email: first.email });
    expect(await giveRole(tools(), own, first, at)).toEqual({ ok: false, code: "own_account" });
    expect(await writePast({ userId: first.userId, givenBy: first.userId })).toBe("23514 role_grants_rules");
    expect(await writePast({})).toBe("23514 role_grants_rules");
    expect(await writePast({ givenBy: first.userId, approvedBy: second.userId })).toBe("accepted");
    expect(await writePast({ givenBy: townVerifier.userId, approvedBy: second.userId, regionCode: town })).toBe(
      "23514 role_grants_rules",
    );
  });

  it("S31: a giver whose own role has ended gives nothing any more", async () => {
    const leaving = await createStaff(database.db, "town_verifier", town);
    await database.db.update(roleGrants).set({ validTo: at }).where(eq(roleGrants.userId, leaving.userId));
    expect(await writePast({ givenBy: leaving.userId, approvedBy: second.userId })).toBe("23514 role_grants_rules");
  });

  it("S31: given, it stands in the list of the place with giver and reason, in the chain, and not twice", async () => {
    const asked = input({ lastDay: "2026-12-31" });
    const grantId = await given(asked, townVerifier);
    const filter = { regionCode: bulan, role: null, text: asked.email, isEnded: false };
    const { rows } = await listRoles(database.db, { actor: first, filter, at, page: 1 });
    expect(rows).toMatchObject([
      { givenBy: townVerifier.displayName, reason, isInvited: true, role: "village_officer" },
    ]);
    expect(rows[0]?.validTo).toEqual(new Date("2026-12-31T16:00:00Z"));
    const steps = await listTransitions(database.db, { noun: "role", subjectId: grantId });
    expect(steps).toMatchObject([{ event: "give", reason, actorName: second.displayName }]);
    expect(await giveRole(tools(), asked, townVerifier, at)).toEqual({ ok: false, code: "already_given" });
    const elsewhere = await createStaff(database.db, "county_verifier", "440784");
    expect(await getRole(database.db, { grantId, actor: elsewhere, at })).toBeNull();
    expect((await listRoles(database.db, { actor: elsewhere, filter, at, page: 1 })).rows).toEqual([]);
  });
});

describe("a second person agrees", () => {
  it("F13: whoever takes part in the verification is given a role by one and agreed to by another who is neither of the two", async () => {
    expect(staffRoles.filter(needsSecondPerson)).toEqual(staffRoles.filter((role) => role !== "auditor"));
    const asked = input({ role: "county_verifier", regionCode: county });
    const proposed = await giveRole(tools(), asked, admin, at);
    if (!proposed.ok) throw new Error(proposed.code);
    expect(proposed.value.state).toBe("proposed");
    const proposalId = proposed.value.id;
    expect(await database.db.select().from(users).where(eq(users.email, asked.email))).toEqual([]);
    expect(await giveRole(tools(), asked, admin, at)).toEqual({ ok: false, code: "already_proposed" });
    expect(await approveRole(tools(), { proposalId }, admin, at)).toEqual({ ok: false, code: "same_person" });
    expect(await approveRole(tools(), { proposalId }, townVerifier, at)).toEqual({ ok: false, code: "not_found" });
    const waiting = await listRoleProposals(database.db, { actor: first });
    expect(waiting).toMatchObject([{ id: proposalId, canApprove: true, canReject: true }]);
    const decided = await Promise.all([first, second].map((who) => approveRole(tools(), { proposalId }, who, at)));
    expect(decided.map((one) => (one.ok ? "given" : one.code)).sort()).toEqual(["conflict", "given"]);
    const grants = await database.db
      .select({ givenBy: roleGrants.givenBy, approvedBy: roleGrants.approvedBy })
      .from(roleGrants)
      .innerJoin(users, and(eq(users.id, roleGrants.userId), eq(users.email, asked.email)));
    expect(grants).toHaveLength(1);
    expect(grants[0]?.givenBy).toBe(admin.userId);
    expect([first.userId, second.userId]).toContain(grants[0]?.approvedBy);
  });

  it("F13: PostgreSQL refuses one without a second person, with the same person, or with somebody who may not", async () => {
    const weighty = { role: "county_verifier" as const, regionCode: county, givenBy: admin.userId };
    expect(await writePast(weighty)).toBe("23514 role_grants_rules");
    expect(await writePast({ ...weighty, approvedBy: admin.userId })).toBe("23514 role_grants_rules");
    expect(await writePast({ ...weighty, approvedBy: townVerifier.userId })).toBe("23514 role_grants_rules");
    expect(await writePast({ ...weighty, userId: first.userId, approvedBy: first.userId })).toBe(
      "23514 role_grants_rules",
    );
    expect(await writePast({ ...weighty, approvedBy: first.userId })).toBe("accepted");
    const forAdmin = { role: "platform_admin" as const, regionCode: county, givenBy: admin.userId };
    expect(await writePast({ ...forAdmin, approvedBy: first.userId })).toBe("23514 role_grants_rules");
  });

  it("F13: whom it is for does not agree to it, and a refused one gives nothing", async () => {
    const asked = input({ role: "county_verifier", regionCode: county, email: townVerifier.email });
    const proposed = await giveRole(tools(), asked, admin, at);
    if (!proposed.ok) throw new Error(proposed.code);
    const proposalId = proposed.value.id;
    const risen = { ...townVerifier, grants: [{ role: "county_verifier" as const, regionCode: "4407" }] };
    expect(await approveRole(tools(), { proposalId }, risen, at)).toEqual({ ok: false, code: "same_person" });
    expect((await rejectRole(database.db, { proposalId, note: "还没有满一年" }, first, at)).ok).toBe(true);
    expect(await approveRole(tools(), { proposalId }, second, at)).toEqual({ ok: false, code: "conflict" });
    const rewritten = await sqlRefusal(database, (tx) =>
      tx.update(roleProposals).set({ state: "proposed" }).where(eq(roleProposals.id, proposalId)),
    );
    expect(rewritten).toBe("23514 role_proposals_rules");
  });
});

describe("one person behind two names", () => {
  const codeOf = (result: { ok: boolean; code?: string }) => (result.ok ? "ok" : result.code);

  it("F13: one county verifier gives neither a town nor a village to a mailbox of their own alone, in PostgreSQL neither", async () => {
    for (const place of [
      { role: "town_verifier", regionCode: town },
      { role: "village_officer", regionCode: bulan },
      { role: "supervisor", regionCode: town },
    ] as const) {
      const asked = input(place);
      const proposed = await giveRole(tools(), asked, first, at);
      if (!proposed.ok) throw new Error(proposed.code);
      expect(proposed.value.state).toBe("proposed");
      const proposalId = proposed.value.id;
      expect(codeOf(await approveRole(tools(), { proposalId }, first, at))).toBe("same_person");
      expect(await writePast({ ...place, givenBy: first.userId })).toBe("23514 role_grants_rules");
      expect(await writePast({ ...place, givenBy: first.userId, approvedBy: first.userId })).toBe(
        "23514 role_grants_rules",
      );
      expect(codeOf(await approveRole(tools(), { proposalId }, second, at))).toBe("ok");
    }
  });

  it("F13: who may agree to a role is one table in the application and in PostgreSQL", async () => {
    const places = ["", "4407", county, town, bulan];
    const cells = staffRoles.flatMap((own) =>
      places.flatMap((ownPlace) =>
        staffRoles.flatMap((role) => places.map((regionCode) => ({ own, ownPlace, role, regionCode }))),
      ),
    );
    const theirs = await database.db.execute<{ may: boolean }>(sql`
      select agrees_to_role(cell->>'own', cell->>'ownPlace', cell->>'role', cell->>'regionCode') as may
      from jsonb_array_elements(${JSON.stringify(cells)}::jsonb) with ordinality as list(cell, place) order by place`);
    const ours = cells.map(({ own, ownPlace, role, regionCode }) => {
      const actor = { ...admin, grants: [{ role: own, regionCode: ownPlace }] };
      return mayApproveRole(actor, { role, regionCode, proposedBy: first.userId, email: "x@jiedui.example" });
    });
    expect(theirs.map(({ may }) => may)).toEqual(ours);
  });

  it("F13: a yes that can give nothing gives nothing: the proposal stays open, and no yes is on the record", async () => {
    const leaving = await createStaff(database.db, "town_verifier", town);
    const asked = input();
    const proposed = await giveRole(tools(), asked, leaving, at);
    if (!proposed.ok) throw new Error(proposed.code);
    const proposalId = proposed.value.id;
    await database.db.update(roleGrants).set({ validTo: at }).where(eq(roleGrants.userId, leaving.userId));
    expect(codeOf(await approveRole(tools(), { proposalId }, second, at))).toBe("giver_may_not");
    const known = await createUser(database.db);
    const other = await giveRole(tools(), input({ email: known.email }), townVerifier, at);
    if (!other.ok) throw new Error(other.code);
    const grant = { role: "village_officer" as const, regionCode: bulan, validFrom: at };
    await database.db.insert(roleGrants).values({ id: newId(), userId: known.userId, ...grant });
    expect(codeOf(await approveRole(tools(), { proposalId: other.value.id }, second, at))).toBe("already_given");
    await database.db.update(users).set({ isDisabled: true }).where(eq(users.id, known.userId));
    expect(codeOf(await approveRole(tools(), { proposalId: other.value.id }, second, at))).toBe("disabled_person");
    for (const id of [proposalId, other.value.id]) {
      const [row] = await database.db.select().from(roleProposals).where(eq(roleProposals.id, id));
      expect(row).toMatchObject({ state: "proposed", decidedBy: null });
      expect((await listTransitions(database.db, { noun: "role_proposal", subjectId: id })).length).toBe(1);
    }
    expect(await database.db.select().from(users).where(eq(users.email, asked.email))).toEqual([]);
    expect((await rejectRole(database.db, { proposalId, note: "提出人已离任" }, second, at)).ok).toBe(true);
  });

  it("S31: an end that names no day is none, for PostgreSQL", async () => {
    const grantId = await given({}, townVerifier);
    const ended = (tx: Tx) =>
      tx
        .update(roleGrants)
        .set({ endedAt: at, endedBy: first.userId, endReason: reason })
        .where(eq(roleGrants.id, grantId));
    expect(await sqlRefusal(database, ended)).toBe("23514 role_grants_end");
  });

  it("A3: a role of the server with another name is held to the rules of the site", async () => {
    const name = `site_${newId().slice(0, 8)}`;
    await database.sql.unsafe(`create role ${name} nologin; grant jiedui_app to ${name} with inherit true`);
    const refusal = await sqlRefusal(database, async (tx) => {
      const { userId } = await createUser(tx);
      await tx.execute(sql.raw(`set local role ${name}`));
      const grant = { id: newId(), userId, role: "auditor" as const, regionCode: town, validFrom: at, reason };
      await tx.insert(roleGrants).values(grant);
    });
    await database.sql.unsafe(`revoke jiedui_app from ${name}; drop role ${name}`);
    expect(refusal).toBe("23514 role_grants_rules");
  });
});

describe("a role ends", () => {
  it("E2: taken, every session of the person ends in the same moment, with the reason in the chain", async () => {
    const asked = input();
    const grantId = await given(asked, townVerifier);
    const person = await actorOf(asked.email);
    const { sessionId } = await startSession(
      database.db,
      { userId: person.userId, isStaff: true, previousIdHash: null, secondFactorAt: at },
      at,
    );
    expect((await readSession(database.db, hashSessionId(sessionId), at)).actor).toMatchObject({
      grants: [{ role: "village_officer", regionCode: bulan }],
    });
    expect((await takeRole(database.db, { grantId, reason: "调离" }, first, later(1))).ok).toBe(true);
    expect((await readSession(database.db, hashSessionId(sessionId), later(1))).actor.kind).toBe("anonymous");
    expect(await listTransitions(database.db, { noun: "role", subjectId: grantId })).toMatchObject([
      { event: "give" },
      { event: "take", reason: "调离", actorName: first.displayName },
    ]);
    expect(await takeRole(database.db, { grantId, reason: "再来一次" }, first, later(1))).toEqual({
      ok: false,
      code: "conflict",
    });
    // Given anew, it is another one; the first stays to read.
    const anew = await giveRole(tools(), asked, townVerifier, later(2));
    await agreed(anew.ok ? anew.value.id : "", asked.email, later(2));
    const own = await listOwnRoles(database.db, { userId: person.userId, at: later(2) });
    expect(own.map(({ isOver }) => isOver)).toEqual([false, true]);
  });

  it("S31: it is taken only by who may give it, there, and never one's own that way", async () => {
    const grantId = await given({}, townVerifier);
    const nextTown = await createStaff(database.db, "town_verifier", "440783117");
    const auditor = await createStaff(database.db, "auditor", county);
    const take = (actor: SignedInActor, id = grantId) => takeRole(database.db, { grantId: id, reason }, actor, at);
    expect(await take(nextTown)).toEqual({ ok: false, code: "not_found" });
    expect(await take(auditor)).toEqual({ ok: false, code: "not_found" });
    const [own] = await database.db.select().from(roleGrants).where(eq(roleGrants.userId, first.userId));
    expect(await take(second, own?.id)).toEqual({ ok: false, code: "not_allowed" });
    expect(await take(first, own?.id)).toEqual({ ok: false, code: "not_allowed" });
    const past = await sqlRefusal(database, async (tx) => {
      await tx.execute(sql`set local role jiedui_app`);
      const end = { validTo: at, endedAt: at, endedBy: nextTown.userId, endReason: reason };
      await tx.update(roleGrants).set(end).where(eq(roleGrants.id, grantId));
    });
    expect(past).toBe("23514 role_grants_rules");
  });

  it("S31: a day on which it ends needs nobody to take it, and then it can be given again", async () => {
    const asked = input({ lastDay: "2026-11-22" });
    await given(asked, townVerifier);
    const person = await actorOf(asked.email);
    expect(person.grants).toHaveLength(1);
    const midnight = new Date("2026-11-22T16:00:00Z");
    const { sessionId } = await startSession(
      database.db,
      { userId: person.userId, isStaff: true, previousIdHash: null, secondFactorAt: at },
      new Date(midnight.getTime() - 60_000),
    );
    const asks = async (when: Date) => (await readSession(database.db, hashSessionId(sessionId), when)).actor;
    expect(await asks(new Date(midnight.getTime() - 1))).toMatchObject({ grants: [{ role: "village_officer" }] });
    expect(await asks(midnight)).toMatchObject({ grants: [] });
    const anew = await giveRole(tools(), { ...asked, lastDay: null }, townVerifier, later(20));
    expect(await agreed(anew.ok ? anew.value.id : "", asked.email, later(20))).not.toBe("");
  });

  it("S31: a role that was given is not rewritten, put off, revived or deleted", async () => {
    const grantId = await given({ lastDay: "2026-12-01" }, townVerifier);
    const past = (values: Partial<typeof roleGrants.$inferInsert>) =>
      sqlRefusal(database, (tx) => tx.update(roleGrants).set(values).where(eq(roleGrants.id, grantId)));
    expect(await past({ role: "town_verifier", regionCode: town })).toBe("23514 role_grants_rules");
    expect(await past({ validTo: null })).toBe("23514 role_grants_rules");
    expect((await takeRole(database.db, { grantId, reason }, first, at)).ok).toBe(true);
    expect(await past({ endedAt: null, endedBy: null })).toBe("23514 role_grants_rules");
    const deleted = await sqlRefusal(database, async (tx) => {
      await tx.execute(sql`set local role jiedui_app`);
      await tx.delete(roleGrants).where(eq(roleGrants.id, grantId));
    });
    expect(deleted).toBe("42501");
  });

  it("S31: one lays down one's own role, but the last administrator of a region stays, also when two go at once", async () => {
    const grantOf = async ({ userId }: SignedInActor) => {
      const [row] = await database.db
        .select({ id: roleGrants.id })
        .from(roleGrants)
        .where(and(eq(roleGrants.userId, userId), isNull(roleGrants.endedAt)));
      return row?.id ?? "";
    };
    const layDown = async (actor: SignedInActor) =>
      layDownRole(database.db, { grantId: await grantOf(actor), reason }, actor, at);
    expect(await layDown(admin)).toEqual({ ok: false, code: "last_administrator" });
    const other = await createStaff(database.db, "platform_admin", "");
    const ofCounty = await createStaff(database.db, "platform_admin", county);
    expect((await layDown(ofCounty)).ok).toBe(true);
    const both = await Promise.all([layDown(admin), layDown(other)]);
    expect(both.map((one) => (one.ok ? "gone" : one.code)).sort()).toEqual(["gone", "last_administrator"]);
    expect((await layDown(townVerifier)).ok).toBe(true);
    const stays = both[0]?.ok ? other : admin;
    const someoneElses = { grantId: await grantOf(stays), reason };
    expect(await layDownRole(database.db, someoneElses, first, at)).toEqual({ ok: false, code: "not_found" });
  });
});

describe("somebody without an account", () => {
  const context = (now: Date) => ({
    db: database.db,
    sealer,
    clock: { now: () => now },
    env: { baseUrl: "https://jiedui.example" },
  });

  async function mailFor(grantId: string, now: Date) {
    const [event] = await database.db
      .select({ payload: outboxEvents.payload })
      .from(outboxEvents)
      .where(and(eq(outboxEvents.kind, "role.given"), sql`payload->>'grantId' = ${grantId}`));
    const resetId = String((event?.payload as Record<string, unknown> | undefined)?.resetId ?? "");
    return {
      resetId,
      mail: await renderMail(context(now), "role-changed", { grantId, change: "given", resetId }, "zh-CN"),
    };
  }

  it("E3: is invited by a link good once for seven days, and with a password still has to enrol a second factor", async () => {
    const asked = input();
    const grantId = await given(asked, first);
    const { resetId, mail } = await mailFor(grantId, at);
    const key = passwordResetKey(sealer, resetId);
    expect(mail?.text).toContain(`https://jiedui.example/login/reset?key=${key}`);
    const password = "三江 侨乡 榕树 2016";
    const noPassword = { email: asked.email, password: "", previousIdHash: null };
    expect((await signIn(database.db, noPassword, at)).ok).toBe(false);
    expect((await resetPassword(database.db, { key, password }, later(7 * 24))).ok).toBe(false);
    expect((await resetPassword(database.db, { key, password }, later(7 * 24 - 1))).ok).toBe(true);
    expect((await resetPassword(database.db, { key, password }, later(7 * 24 - 1))).ok).toBe(false);
    const signedIn = await signIn(database.db, { ...noPassword, password }, later(160));
    if (!signedIn.ok || signedIn.value.step !== "done") throw new Error("no session");
    const session = await readSession(database.db, hashSessionId(signedIn.value.session.sessionId), later(160));
    expect(session.actor.kind).toBe("anonymous");
    expect(session.enrolling?.grants).toEqual([{ role: "village_officer", regionCode: bulan }]);
    const filter = { regionCode: bulan, role: null, text: asked.email, isEnded: false };
    const { rows } = await listRoles(database.db, { actor: first, filter, at, page: 1 });
    expect(rows).toMatchObject([{ isInvited: false }]);
  });

  it("E3: the first role of an account somebody joined with takes its password away; only the mail leads back in", async () => {
    const joined = await createUser(database.db, { passwordHash: "$argon2id$whoever" });
    const { resetId } = await mailFor(await given({ email: joined.email }, first), at);
    expect(resetId).not.toBe("");
    const [row] = await database.db.select().from(users).where(eq(users.id, joined.userId));
    expect(row?.passwordHash).not.toBe("$argon2id$whoever");
  });

  it("E5: who has held a role gets no link, and a role taken before the mail went out is not told of", async () => {
    const known = await createStaff(database.db, "auditor", "440783", { passwordHash: "$argon2id$known" });
    const grantId = await given({ email: known.email }, first);
    const { resetId, mail } = await mailFor(grantId, at);
    expect(resetId).toBe("");
    expect(mail?.text).toContain("https://jiedui.example/me/roles");
    expect(await database.db.select().from(passwordResets).where(eq(passwordResets.userId, known.userId))).toEqual([]);
    expect((await takeRole(database.db, { grantId, reason }, first, at)).ok).toBe(true);
    expect((await mailFor(grantId, at)).mail).toBeNull();
    const ended = await renderMail(context(at), "role-changed", { grantId, change: "ended", resetId: "" }, "en");
    expect(ended?.subject).toContain("Village officer");
  });

  it("S31: a disabled account is given nothing", async () => {
    const gone = await createUser(database.db, { isDisabled: true });
    const asked = input({ email: gone.email });
    expect(await giveRole(tools(), asked, first, at)).toEqual({ ok: false, code: "disabled_person" });
  });

  it("S31: the operator makes the first administrators, and no role at a level where there is none", async () => {
    const options = { address: "first-admin@jiedui.example", role: "platform_admin", regionCode: "", name: "管理员" };
    const operator = { ...tools(), clock: { now: () => at } };
    const { grantId } = await runGiveRole(operator, options);
    expect(await listTransitions(database.db, { noun: "role", subjectId: grantId })).toMatchObject([{ event: "give" }]);
    await expect(runGiveRole(operator, { ...options, role: "village_officer" })).rejects.toThrow("whole country");
    await expect(runGiveRole(operator, options)).rejects.toThrow("already_given");
  });
});
