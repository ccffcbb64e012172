import { and, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SignedInActor, type StaffRole, staffRoles } from "#app/domain/actor.ts";
import { activatePairing } from "#app/domain/pairings/activate-pairing.server.ts";
import { agreeToPairing } from "#app/domain/pairings/agree-to-pairing.server.ts";
import { checkPairingIdentity } from "#app/domain/pairings/check-pairing-identity.server.ts";
import { consentToPairing } from "#app/domain/pairings/consent-to-pairing.server.ts";
import { declinePairing } from "#app/domain/pairings/decline-pairing.server.ts";
import { endPairing } from "#app/domain/pairings/end-pairing.server.ts";
import type { PairingState } from "#app/domain/pairings/pairing.ts";
import { proposeVillagePairingForm } from "#app/domain/pairings/pairing-form.ts";
import {
  countPairingQueues,
  getHelperPairing,
  getStaffPairing,
  listHelperHistory,
  listPublicPairingsOfOrganization,
} from "#app/domain/pairings/pairing-queries.server.ts";
import { proposeHouseholdPairing } from "#app/domain/pairings/propose-household-pairing.server.ts";
import { proposeVillagePairing } from "#app/domain/pairings/propose-village-pairing.server.ts";
import { withdrawPairing } from "#app/domain/pairings/withdraw-pairing.server.ts";
import { listVillagePartners } from "#app/domain/villages/village-queries.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import {
  bulan,
  createHousehold,
  createMember,
  createNeed,
  createOrganization,
  createStaff,
  createTestRegions,
  createUser,
  factoryDate,
  gaoshan,
  otherTownVillage,
} from "#db/seed/factories.server.ts";
import { renderMail } from "#emails/templates.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { seededSealer } from "#tests/setup/seeded-database.ts";

const at = new Date("2026-11-22T02:00:00Z");
const statement = "与受帮扶的人没有利害关系";
const agreementText = "结对协议";
const promise = "每年做成一件实事，优先录用村民。";

describe("pairings", () => {
  let database: TestDatabase;
  let town: SignedInActor;
  let officer: SignedInActor;

  beforeAll(async () => {
    database = await createTestDatabase({ max: 20 });
    await createTestRegions(database.db);
    town = await createStaff(database.db, "town_verifier", "440783116");
    officer = await createStaff(database.db, "village_officer", gaoshan, { displayName: "关伟强" });
  });
  afterAll(() => database.drop());

  async function enterprise(): Promise<{ id: string; member: SignedInActor }> {
    const organization = await createOrganization(database.db, { kind: "enterprise", name: "侨源照明" });
    return { id: organization.id, member: await createMember(database.db, organization, "enterprise") };
  }
  const proposeBy = (member: SignedInActor, organizationId: string, regionCode = gaoshan) =>
    proposeVillagePairing(database.db, { organizationId, regionCode, promise, years: "3", statement }, member, at);
  /** A village pairing moved by hand to a state, with its helper. */
  async function villagePairing(state: PairingState = "proposed") {
    const { id: organizationId, member } = await enterprise();
    const proposed = await proposeBy(member, organizationId);
    if (!proposed.ok) throw new Error(proposed.code);
    const { pairingId } = proposed.value;
    await database.db.update(pairings).set({ state }).where(eq(pairings.id, pairingId));
    return { pairingId, member, organizationId };
  }
  async function shownHousehold(consentTo: readonly ("publish_masked" | "pairing")[] = ["publish_masked", "pairing"]) {
    const household = await createHousehold(database.db, { regionCode: gaoshan, consentTo });
    await createNeed(database.db, { regionCode: gaoshan, householdId: household.id });
    return household;
  }

  it("S39 S48: the whole way: proposed, checked, consented, agreed, active, shown on the village's page", async () => {
    const { id: organizationId, member } = await enterprise();
    const proposed = await proposeBy(member, organizationId);
    if (!proposed.ok) throw new Error(proposed.code);
    const { pairingId } = proposed.value;
    const partners = async () =>
      (await listVillagePartners(database.db, { regionCode: gaoshan })).filter(
        (one) => one.organizationId === organizationId,
      );
    expect(await checkPairingIdentity(database.db, { pairingId, note: "打座机核对" }, town, at)).toMatchObject({
      ok: true,
    });
    expect(await consentToPairing(database.db, { pairingId, note: "欢迎，最缺路灯" }, officer, at)).toMatchObject({
      ok: true,
    });
    expect(await partners()).toEqual([]);
    expect(await agreeToPairing(database.db, { pairingId, agreementText }, member, at)).toMatchObject({ ok: true });
    const clock = { now: () => factoryDate };
    const services = { db: database.db, sealer: seededSealer, clock, env: { baseUrl: "https://jiedui.example" } };
    const gone = await renderMail(services, "pairing-changed", { pairingId, state: "consented" }, "zh-CN");
    expect(gone, "agreed already: no need to ask").toBeNull();
    const later = new Date("2026-12-01T02:00:00Z");
    expect(await activatePairing(database.db, { pairingId }, town, later)).toMatchObject({ ok: true });
    const mail = await renderMail(services, "pairing-changed", { pairingId, state: "active" }, "en");
    expect(mail?.text).toContain(`https://jiedui.example/org/pairings/${pairingId}`);
    expect(await partners()).toMatchObject([{ state: "active", fromDay: "2026-12-01", promise }]);
    expect(await getHelperPairing(database.db, { pairingId, actor: member })).toMatchObject({
      kind: "enterprise_village",
      state: "active",
      villageNote: "欢迎，最缺路灯",
      fromDay: "2026-12-01",
    });
    expect(await listPublicPairingsOfOrganization(database.db, { organizationId })).toHaveLength(1);
    const history = await listHelperHistory(database.db, { pairingId });
    expect(history.map((step) => step.event).sort()).toEqual([
      "activate",
      "agree",
      "check_identity",
      "consent",
      "propose",
    ]);
    expect(JSON.stringify(history)).not.toContain("打座机核对");
    expect(history.find((step) => step.event === "propose")?.reason).toBe(statement);
  });

  it("S40 L11: without the two ticks, with a telephone number in the promise, nothing is proposed", () => {
    const typed = { promise, years: "1", organizationId: "x", acceptsRules: "on", isUnrelated: "on" };
    const messagesOf = (changes: Record<string, unknown>) => {
      const parsed = proposeVillagePairingForm.safeParse({ ...typed, ...changes });
      return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    };
    expect(messagesOf({})).toEqual([]);
    expect(messagesOf({ isUnrelated: undefined })).toEqual(["isUnrelated: required"]);
    expect(messagesOf({ acceptsRules: undefined })).toEqual(["acceptsRules: required"]);
    expect(messagesOf({ promise: "每月通一次电话，我的号码一三八零零一三八零零零。" })).toEqual([
      "promise: contactInPromise",
    ]);
    expect(messagesOf({ years: "30" })).toEqual(["years: invalidChoice"]);
  });

  it("C3: the same organization cannot offer the same village twice, however many try at once", async () => {
    const { id, member } = await enterprise();
    const results = await Promise.all(Array.from({ length: 20 }, () => proposeBy(member, id)));
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(results.filter((result) => !result.ok && result.code === "already_proposed")).toHaveLength(19);
    expect(await proposeBy(member, id, bulan)).toMatchObject({ ok: true });
  });

  it("C3: of 30 agreed pairings one becomes the household's, the others hear that it has a partner", async () => {
    const household = await shownHousehold();
    const ids: string[] = [];
    for (let index = 0; index < 30; index += 1) {
      const person = await createUser(database.db);
      const result = await proposeHouseholdPairing(
        database.db,
        { publicCode: household.publicCode, promise, years: "1", statement },
        person,
        at,
      );
      if (!result.ok) throw new Error(result.code);
      ids.push(result.value.pairingId);
    }
    await database.db.update(pairings).set({ state: "agreed" }).where(eq(pairings.householdId, household.id));
    const results = await Promise.all(ids.map((pairingId) => activatePairing(database.db, { pairingId }, town, at)));
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(results.filter((result) => !result.ok && result.code === "household_paired")).toHaveLength(29);
    const active = await database.db
      .select({ id: pairings.id })
      .from(pairings)
      .where(and(eq(pairings.householdId, household.id), eq(pairings.state, "active")));
    expect(active).toHaveLength(1);
    const late = await proposeHouseholdPairing(
      database.db,
      { publicCode: household.publicCode, promise, years: "1", statement },
      await createUser(database.db),
      at,
    );
    expect(late).toEqual({ ok: false, code: "household_paired" });
  });

  it("S39 D9: the officer cannot say yes for a household that has not signed for pairing", async () => {
    const household = await shownHousehold(["publish_masked"]);
    const person = await createUser(database.db);
    const input = { publicCode: household.publicCode, promise, years: "1", statement } as const;
    const proposed = await proposeHouseholdPairing(database.db, input, person, at);
    if (!proposed.ok) throw new Error(proposed.code);
    const { pairingId } = proposed.value;
    await checkPairingIdentity(database.db, { pairingId, note: "电话核对" }, town, at);
    expect(await consentToPairing(database.db, { pairingId, note: "欢迎" }, officer, at)).toEqual({
      ok: false,
      code: "no_consent",
    });
    const shown = await getHelperPairing(database.db, { pairingId, actor: person });
    expect(JSON.stringify(shown)).not.toContain("梁家明");
  });

  it("S39: a household that is not public cannot be found to pair with", async () => {
    const hidden = await createHousehold(database.db, { regionCode: gaoshan });
    const input = { publicCode: hidden.publicCode, promise, years: "1", statement } as const;
    expect(await proposeHouseholdPairing(database.db, input, await createUser(database.db), at)).toEqual({
      ok: false,
      code: "not_found",
    });
  });

  it("C4: withdrawing against consenting: exactly one happens, 25 times", async () => {
    for (let round = 0; round < 25; round += 1) {
      const { pairingId, member } = await villagePairing("identity_checked");
      const both = await Promise.all([
        withdrawPairing(database.db, { pairingId, reason: "改主意了" }, member, at),
        consentToPairing(database.db, { pairingId, note: "欢迎" }, officer, at),
      ]);
      const [row] = await database.db.select().from(pairings).where(eq(pairings.id, pairingId));
      // Consent first leaves the way back open: then both may happen one after the other, and withdrawn is the end.
      const [withdrawn, consented] = both;
      expect(withdrawn.ok || consented.ok).toBe(true);
      expect(row?.state).toBe(withdrawn.ok ? "withdrawn" : "consented");
      if (!withdrawn.ok) expect(withdrawn.code).toBe("conflict");
      if (!consented.ok) expect(consented.code).toBe("conflict");
    }
  });

  it("S39: no step out of order, and no way back after agreeing", async () => {
    const { pairingId, member } = await villagePairing();
    expect(await agreeToPairing(database.db, { pairingId, agreementText }, member, at)).toEqual({
      ok: false,
      code: "conflict",
    });
    expect(await consentToPairing(database.db, { pairingId, note: "欢迎" }, officer, at)).toEqual({
      ok: false,
      code: "conflict",
    });
    expect(await activatePairing(database.db, { pairingId }, town, at)).toEqual({ ok: false, code: "conflict" });
    const { pairingId: agreed, member: helper } = await villagePairing("agreed");
    expect(await withdrawPairing(database.db, { pairingId: agreed, reason: "晚了" }, helper, at)).toEqual({
      ok: false,
      code: "conflict",
    });
  });

  it("S48: an organization that is not verified neither proposes nor agrees, but may withdraw", async () => {
    const { pairingId, member, organizationId } = await villagePairing("consented");
    const unverified: SignedInActor = {
      ...member,
      memberships: member.memberships.map((membership) => ({ ...membership, isVerified: false })),
    };
    expect(await proposeBy(unverified, organizationId, bulan)).toEqual({ ok: false, code: "not_verified" });
    expect(await agreeToPairing(database.db, { pairingId, agreementText }, unverified, at)).toEqual({
      ok: false,
      code: "not_verified",
    });
    expect(await withdrawPairing(database.db, { pairingId, reason: "不办了" }, unverified, at)).toMatchObject({
      ok: true,
    });
  });

  it("D6: staff who belong to the helper do not act for the other side", async () => {
    const { pairingId, member } = await villagePairing();
    const both = { ...town, memberships: member.memberships };
    expect(await checkPairingIdentity(database.db, { pairingId, note: "自己人" }, both, at)).toEqual({
      ok: false,
      code: "not_allowed",
    });
  });

  describe("S31: the deny matrix", () => {
    const places = { "own village": gaoshan, "other village": bulan, "other town": otherTownVillage };
    const wider = { "own town": "440783116", "own county": "440783", "other province": "51" };
    const readers: readonly StaffRole[] = [
      "village_officer",
      "town_verifier",
      "county_verifier",
      "supervisor",
      "auditor",
    ];
    const steps = [
      ["proposed", "check_identity", ["town_verifier", "county_verifier"]],
      ["identity_checked", "consent", ["village_officer"]],
      ["identity_checked", "decline", ["village_officer"]],
      ["agreed", "activate", ["town_verifier", "county_verifier"]],
      ["active", "end", ["town_verifier", "county_verifier"]],
    ] as const satisfies readonly (readonly [PairingState, string, readonly StaffRole[]])[];
    const run = (event: string, pairingId: string, actor: SignedInActor) => {
      if (event === "check_identity") return checkPairingIdentity(database.db, { pairingId, note: "核对" }, actor, at);
      if (event === "consent") return consentToPairing(database.db, { pairingId, note: "欢迎" }, actor, at);
      if (event === "decline") return declinePairing(database.db, { pairingId, reason: "不合适" }, actor, at);
      if (event === "activate") return activatePairing(database.db, { pairingId }, actor, at);
      return endPairing(database.db, { pairingId, reason: "期满" }, actor, at);
    };
    const cells = staffRoles.flatMap((role) =>
      Object.entries({ ...places, ...wider }).map(([place, regionCode]) => ({ role, place, regionCode })),
    );

    it.each(cells)("$role of $place", async ({ role, regionCode }) => {
      const actor = await createStaff(database.db, role, regionCode);
      const covers = gaoshan.startsWith(regionCode);
      const mayRead = covers && readers.includes(role);
      for (const [state, event, roles] of steps) {
        const { pairingId } = await villagePairing(state);
        expect((await getStaffPairing(database.db, { pairingId, actor })) !== null, event).toBe(mayRead);
        const mayAct = covers && roles.some((one) => one === role);
        const result = await run(event, pairingId, actor);
        expect(result.ok ? "ok" : result.code, event).toBe(mayAct ? "ok" : mayRead ? "not_allowed" : "not_found");
      }
    });

    it("strangers find nothing, and the counts are the subtree's", async () => {
      const { pairingId } = await villagePairing("identity_checked");
      const stranger = await createUser(database.db);
      expect(await getHelperPairing(database.db, { pairingId, actor: stranger })).toBeNull();
      expect(await getStaffPairing(database.db, { pairingId, actor: stranger })).toBeNull();
      expect(await withdrawPairing(database.db, { pairingId, reason: "不办了" }, stranger, at)).toEqual({
        ok: false,
        code: "not_found",
      });
      const elsewhere = await createStaff(database.db, "village_officer", otherTownVillage);
      expect((await countPairingQueues(database.db, elsewhere)).every((queue) => queue.count === 0)).toBe(true);
      expect(await getStaffPairing(database.db, { pairingId: "1 or 1=1", actor: town })).toBeNull();
    });
  });
});
