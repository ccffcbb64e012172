import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SignedInActor, staffRoles } from "#app/domain/actor.ts";
import { registerOrganizationForm } from "#app/domain/organizations/organization-form.ts";
import {
  countOrganizationsToReview,
  getPublicOrganization,
  getStaffOrganization,
  listCountiesWithVillages,
  listOwnOrganizations,
} from "#app/domain/organizations/organization-queries.server.ts";
import { registerOrganization } from "#app/domain/organizations/register-organization.server.ts";
import { registerOrganizationAgain } from "#app/domain/organizations/register-organization-again.server.ts";
import { reviewOrganization } from "#app/domain/organizations/review-organization.server.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { organizationMembers, organizations } from "#db/schema/organizations.server.ts";
import { createStaff, createTestRegions, createUser } from "#db/seed/factories.server.ts";
import { inventCreditCode } from "#db/seed/seed-organizations.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

const at = new Date("2026-11-22T02:00:00Z");

let sequence = 1000;
function inventedCode(kind: "enterprise" | "charity" = "enterprise"): string {
  sequence += 1;
  return inventCreditCode(kind, `MAKX${sequence}`);
}

describe("organizations", () => {
  let database: TestDatabase;
  let founder: SignedInActor;
  let county: SignedInActor;

  beforeAll(async () => {
    database = await createTestDatabase();
    await createTestRegions(database.db);
    founder = await createUser(database.db, { displayName: "黄建业" });
    county = await createStaff(database.db, "county_verifier", "440783");
  });
  afterAll(() => database.drop());

  function typed(changes: Record<string, unknown> = {}) {
    return {
      kind: "enterprise",
      name: "侨源照明（开平）有限公司",
      creditCode: inventedCode(),
      regionCode: "440783",
      introduction: "生产太阳能路灯，想为没有路灯的村子做一件事。",
      contactName: "黄建业",
      contactPhone: "0750-2000000",
      contactEmail: "contact@jiedui.example",
      isAuthorized: "on",
      ...changes,
    };
  }
  function messagesOf(changes: Record<string, unknown>): string[] {
    const parsed = registerOrganizationForm.safeParse(typed(changes));
    return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  }
  async function registered(changes: Record<string, unknown> = {}, actor = founder): Promise<string> {
    const input = registerOrganizationForm.parse(typed(changes));
    const result = await registerOrganization(database.db, input, actor, at);
    if (!result.ok) throw new Error(result.code);
    return result.value.organizationId;
  }
  function memberOf(organizationId: string, actor = founder): SignedInActor {
    const membership = { organizationId, organizationName: "侨源", kind: "enterprise", isVerified: false } as const;
    return { ...actor, memberships: [membership] };
  }
  const review = (organizationId: string, event: "verify" | "reject" | "suspend", note = "", actor = county) =>
    reviewOrganization(database.db, { organizationId, event, note }, actor, at);

  it("S48: registering makes an entry that waits, with its first member, its history and its event", async () => {
    const id = await registered();
    const [row] = await database.db.select().from(organizations).where(eq(organizations.id, id));
    expect(row).toMatchObject({ state: "registered", kind: "enterprise", qualificationNumber: null });
    const members = await database.db.select().from(organizationMembers);
    expect(members).toContainEqual(
      expect.objectContaining({ organizationId: id, userId: founder.userId, isOwner: true }),
    );
    expect(await listTransitions(database.db, { noun: "organization", subjectId: id })).toMatchObject([
      { event: "register", fromState: null, toState: "registered" },
    ]);
    expect(await listOwnOrganizations(database.db, { actor: memberOf(id) })).toMatchObject([
      { id, regionName: "开平市" },
    ]);
  });

  it("S48: one legal person has one entry, also when many register it at once", async () => {
    const creditCode = inventedCode();
    const results = await Promise.all(
      Array.from({ length: 8 }, () =>
        registerOrganization(database.db, registerOrganizationForm.parse(typed({ creditCode })), founder, at),
      ),
    );
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(results.filter((result) => !result.ok && result.code === "credit_code_taken")).toHaveLength(7);
    const lowerCase = registerOrganizationForm.parse(typed({ creditCode: ` ${creditCode.toLowerCase()} ` }));
    expect(await registerOrganization(database.db, lowerCase, founder, at)).toEqual({
      ok: false,
      code: "credit_code_taken",
    });
  });

  it("S48: every wrong input is refused beside its field", () => {
    const code = inventedCode();
    expect(messagesOf({ creditCode: `${code.slice(0, 17)}${code.endsWith("0") ? "1" : "0"}` })).toEqual([
      "creditCode: creditCode",
    ]);
    expect(messagesOf({ kind: "charity" })).toEqual(["creditCode: creditCodeKind"]);
    expect(messagesOf({ creditCode: "" })).toEqual(["creditCode: required"]);
    expect(messagesOf({ contactPhone: "12345" })).toEqual(["contactPhone: officePhone"]);
    expect(messagesOf({ isAuthorized: undefined })).toEqual(["isAuthorized: required"]);
    expect(messagesOf({ regionCode: "4407" })).toEqual(["regionCode: required"]);
    expect(messagesOf({ name: "侨\u202e源照明" })).toEqual(["name: invalidCharacters"]);
    expect(messagesOf({ qualificationNumber: "53440783" })).toEqual([
      "qualificationNumber: qualificationKind",
      "qualificationValidTo: required",
    ]);
  });

  it("a county that does not exist is refused, and only counties with villages are offered", async () => {
    const input = registerOrganizationForm.parse(typed({ regionCode: "999999" }));
    expect(await registerOrganization(database.db, input, founder, at)).toEqual({ ok: false, code: "unknown_region" });
    expect(await listCountiesWithVillages(database.db)).toEqual([{ code: "440783", name: "开平市" }]);
  });

  it("S48: the county verifies; only then the public sees it, without people's names and numbers", async () => {
    const id = await registered();
    expect(await getPublicOrganization(database.db, { organizationId: id })).toBeNull();
    expect(await review(id, "verify", "已在公示系统查到")).toMatchObject({ ok: true });
    expect(await review(id, "verify")).toEqual({ ok: false, code: "conflict" });
    const shown = await getPublicOrganization(database.db, { organizationId: id });
    expect(Object.keys(shown ?? {}).sort()).toEqual([
      "creditCode",
      "id",
      "introduction",
      "kind",
      "name",
      "qualificationNumber",
      "qualificationValidTo",
      "regionName",
      "verifiedAt",
    ]);
    expect(JSON.stringify(shown)).not.toContain("黄建业");
  });

  it("S48: a refusal names its reason, and a corrected entry waits again", async () => {
    const id = await registered();
    expect(await review(id, "reject", "")).toEqual({ ok: false, code: "reason_required" });
    expect(await review(id, "reject", "名称与登记不一致")).toMatchObject({ ok: true });
    const corrected = registerOrganizationForm.parse(typed({ name: "侨源照明有限公司" }));
    const again = (actor: SignedInActor) =>
      registerOrganizationAgain(database.db, { ...corrected, organizationId: id }, actor, at);
    expect(await again(founder)).toEqual({ ok: false, code: "not_found" });
    expect(await again(memberOf(id))).toMatchObject({ ok: true });
    expect(await again(memberOf(id))).toEqual({ ok: false, code: "conflict" });
    const steps = await listTransitions(database.db, { noun: "organization", subjectId: id });
    expect(new Map(steps.map((step) => [step.event, step.reason]))).toEqual(
      new Map([
        ["register", null],
        ["reject", "名称与登记不一致"],
        ["register_again", null],
      ]),
    );
  });

  it("L2: a charity's qualification is kept with its period", async () => {
    const id = await registered({
      kind: "charity",
      creditCode: inventedCode("charity"),
      qualificationNumber: "53440783MJK00001X",
      qualificationValidTo: "2029-12-31",
    });
    const [row] = await database.db.select().from(organizations).where(eq(organizations.id, id));
    expect(row).toMatchObject({ qualificationNumber: "53440783MJK00001X", qualificationValidTo: "2029-12-31" });
  });

  it("D6: nobody verifies an organization of their own", async () => {
    const id = await registered();
    const own = { ...county, memberships: memberOf(id).memberships };
    expect(await review(id, "verify", "", own)).toEqual({ ok: false, code: "own_organization" });
  });

  it("two verifiers at once: one decision stands", async () => {
    const id = await registered();
    const results = await Promise.all([
      review(id, "verify"),
      review(id, "reject", "名称与登记不一致"),
      review(id, "verify"),
    ]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(results.filter((result) => !result.ok && result.code === "conflict")).toHaveLength(2);
  });

  describe("S31: the deny matrix", () => {
    const places = { "own county": "440783", "whole country": "", "own town": "440783116", "other province": "51" };
    const cells = staffRoles.flatMap((role) =>
      Object.entries(places).map(([place, regionCode]) => ({ role, place, regionCode })),
    );
    it.each(cells)("$role of $place", async ({ role, regionCode }) => {
      const id = await registered();
      const actor = await createStaff(database.db, role, regionCode);
      const covers = "440783".startsWith(regionCode);
      const mayRead = covers && ["county_verifier", "platform_admin", "supervisor", "auditor"].includes(role);
      const mayReview = covers && ["county_verifier", "platform_admin"].includes(role);
      expect((await getStaffOrganization(database.db, { organizationId: id, actor })) !== null).toBe(mayRead);
      expect((await countOrganizationsToReview(database.db, actor)) > 0).toBe(mayReview);
      const denied = mayRead ? "not_allowed" : "not_found";
      const result = await review(id, "verify", "", actor);
      expect(result.ok ? "ok" : result.code).toBe(mayReview ? "ok" : denied);
    });

    it("people without a role, strangers and odd ids find nothing", async () => {
      const id = await registered();
      expect(await review(id, "verify", "", founder)).toEqual({ ok: false, code: "not_found" });
      expect(await review("1 or 1=1", "verify")).toEqual({ ok: false, code: "not_found" });
      expect(await listOwnOrganizations(database.db, { actor: founder })).toEqual([]);
    });
  });
});
