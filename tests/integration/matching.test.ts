import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SignedInActor, systemActor } from "#app/domain/actor.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { newId, newPublicCode } from "#app/domain/ids.ts";
import { type HouseholdKind, householdKinds, type IntentWhat } from "#app/domain/intents/intent.ts";
import { type IntentInput, intentForm } from "#app/domain/intents/intent-form.ts";
import { getOwnIntent, listOwnIntents } from "#app/domain/intents/intent-queries.server.ts";
import { leaveIntent } from "#app/domain/intents/leave-intent.server.ts";
import { expireIntents, moveIntent } from "#app/domain/intents/move-intent.server.ts";
import { acceptProposal, declineProposal, expireProposals } from "#app/domain/matching/answer-proposal.server.ts";
import { reportFairness } from "#app/domain/matching/fairness-queries.server.ts";
import { inputsHashOf } from "#app/domain/matching/inputs-hash.server.ts";
import { factsOfIntent, readIntentFacts } from "#app/domain/matching/intent-facts-queries.server.ts";
import { factsOf, readNeedFacts } from "#app/domain/matching/need-facts-queries.server.ts";
import { getOwnProposal, listProposalsOf } from "#app/domain/matching/proposal-queries.server.ts";
import { proposeForIntent } from "#app/domain/matching/propose-for-intent.server.ts";
import { proposeNeeds, rankHelpers, readIntentsFor } from "#app/domain/matching/propose-queries.server.ts";
import { refreshLists, tendLists } from "#app/domain/matching/refresh-lists.server.ts";
import { byScore, scoreProposal } from "#app/domain/matching/score.ts";
import { setWeights } from "#app/domain/matching/set-weights.server.ts";
import { getWeights, listWeights } from "#app/domain/matching/weights-queries.server.ts";
import { needCategories } from "#app/domain/needs/need.ts";
import { households } from "#db/schema/households.server.ts";
import { intents } from "#db/schema/intents.server.ts";
import { matchProposals, matchWeights } from "#db/schema/matching.server.ts";
import { matchNeeds } from "#db/schema/matching-lists.server.ts";
import { needItems, needs } from "#db/schema/needs.server.ts";
import { pledges } from "#db/schema/pledges.server.ts";
import { regionFlagPeriods } from "#db/schema/regions.server.ts";
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
  otherTownVillage,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

const at = new Date("2026-11-22T02:00:00Z");
const day = dayInChina(at);

const input: IntentInput = {
  helperKind: "individual",
  organizationId: null,
  what: "money",
  amount: 100_000n,
  quantity: null,
  itemName: "",
  mostNeeds: 2,
  regionCodes: [],
  homeCode: null,
  categories: [],
  householdKinds: [],
  isStrict: false,
  until: "2027-01-31",
  conditions: "",
};

describe("intents and proposals", () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase({ max: 6 });
    await createTestRegions(database.db);
    await database.db.insert(regionFlagPeriods).values({
      id: newId(),
      regionCode: gaoshan,
      flag: "focus_village",
      validFrom: "2016-01-01",
      source: "测试",
    });
    const kinds = [null, ["illness"], ["disability"], ["old_age"], ["schooling"], ["lack_of_funds"]] as const;
    for (let index = 0; index < 72; index += 1) {
      const regionCode = [bulan, gaoshan, otherTownVillage][Math.floor(index / 6) % 3] ?? bulan;
      const causes = kinds[(index + Math.floor(index / 18)) % kinds.length] ?? null;
      const household =
        causes === null
          ? null
          : await createHousehold(database.db, { regionCode, causes: [...causes], consentTo: ["publish_masked"] });
      const type = (["money", "goods", "service", "project", "sales", "job"] as const)[index % 6] ?? "money";
      const publishedAt = new Date(at.getTime() - (index % 9) * 20 * 86_400_000);
      await createNeed(database.db, {
        regionCode,
        householdId: household?.id ?? null,
        type,
        category: needCategories[index % needCategories.length] ?? "housing",
        goalFen: type === "money" || type === "project" ? 1_000_000n : null,
        publishedAt,
      });
    }
    await tendLists(database.db, at);
  }, 120_000);
  afterAll(() => database.drop());

  async function left(actor: SignedInActor, change: Partial<IntentInput> = {}): Promise<string> {
    const result = await leaveIntent(database.db, { ...input, ...change }, actor, at);
    if (!result.ok) throw new Error(result.code);
    return result.value.intentId;
  }
  async function bruteForce(intentId: string, limit: number) {
    const { weights } = await getWeights(database.db, { day });
    const [row] = await readIntentFacts(database.db, { which: sql`t.id = ${intentId}::uuid`, day });
    if (!row) throw new Error("no intent");
    const all = await readNeedFacts(database.db, { which: sql`true`, day });
    return all
      .flatMap((need) => {
        const score = scoreProposal(factsOf(need), factsOfIntent(row), weights);
        return score.isEligible ? [{ publicCode: need.publicCode, points: score.points }] : [];
      })
      .sort(byScore)
      .slice(0, limit);
  }

  it("S37: a person leaves an intent, finds it among the own ones, and nobody else does", async () => {
    const [me, other] = [await createUser(database.db), await createUser(database.db)];
    const intentId = await left(me);
    expect((await listOwnIntents(database.db, { actor: me })).map(({ id }) => id)).toEqual([intentId]);
    expect(await getOwnIntent(database.db, { intentId, actor: other })).toBeNull();
    const moves = [
      await moveIntent(database.db, { intentId, event: "pause" }, me, at),
      await moveIntent(database.db, { intentId, event: "pause" }, me, at),
      await moveIntent(database.db, { intentId, event: "resume" }, other, at),
      await moveIntent(database.db, { intentId, event: "withdraw", reason: "换个计划" }, me, at),
    ];
    expect(moves.map((move) => (move.ok ? "ok" : move.code))).toEqual(["ok", "not_allowed", "not_found", "ok"]);
  });

  it("S37: an organization leaves one only once it is verified, and an enterprise's only as an enterprise", async () => {
    const enterprise = await createOrganization(database.db, { kind: "enterprise" });
    const member = await createMember(database.db, enterprise, "enterprise");
    const unverified = { ...member, memberships: member.memberships.map((one) => ({ ...one, isVerified: false })) };
    const ask = { ...input, helperKind: "enterprise" as const, organizationId: enterprise.id };
    expect(await leaveIntent(database.db, ask, unverified, at)).toEqual({ ok: false, code: "not_verified" });
    const wrong = { ...ask, helperKind: "organization" as const };
    expect(await leaveIntent(database.db, wrong, member, at)).toEqual({ ok: false, code: "wrong_kind" });
    expect((await leaveIntent(database.db, ask, member, at)).ok).toBe(true);
  });

  it("S37: an intent ends by itself after its last day", async () => {
    const me = await createUser(database.db);
    const intentId = await left(me, { until: day });
    await expireIntents(database.db, at);
    expect((await getOwnIntent(database.db, { intentId, actor: me }))?.state).toBe("open");
    await expireIntents(database.db, new Date(at.getTime() + 86_400_000));
    expect((await getOwnIntent(database.db, { intentId, actor: me }))?.state).toBe("expired");
  });

  it("D1, S37: the proposals by the lists are exactly the best of all needs, for many different intents", async () => {
    const me = await createUser(database.db);
    const whats: readonly IntentWhat[] = ["money", "goods", "skill", "clinic", "purchase"];
    const homes = [null, "440783", "440783116", gaoshan, "44"];
    const scopes = [[], ["440783116"], ["44", gaoshan], [otherTownVillage], ["51"]];
    const wishes: readonly (readonly HouseholdKind[])[] = [[], ["illness"], [...householdKinds.slice(1, 3)]];
    let found = 0;
    for (let index = 0; index < 30; index += 1) {
      const what = whats[index % 5] ?? "money";
      const intentId = await left(me, {
        helperKind: what === "clinic" ? "expert" : "individual",
        what,
        amount: 100n,
        quantity: 5,
        homeCode: homes[(index >> 1) % 5] ?? null,
        regionCodes: scopes[(index >> 2) % 5] ?? [],
        categories: index % 3 === 0 ? ["education", "medical"] : [],
        householdKinds: [...(wishes[index % 3] ?? [])],
        isStrict: index % 4 === 0,
      });
      const best = await bruteForce(intentId, 10);
      for (const limit of [2, 10]) {
        const result = await proposeNeeds(database.db, { intentId, day, limit });
        const shown = result?.proposals.map(({ publicCode, points }) => ({ publicCode, points }));
        expect(shown, `intent ${index}, ${limit}`).toEqual(best.slice(0, limit));
        found += shown?.length ?? 0;
      }
    }
    expect(found).toBeGreaterThan(60);
  });

  it("D1: how a need is worded has no influence: other words, the same proposals and the same hash", async () => {
    const intentId = await left(await createUser(database.db), { homeCode: "440783" });
    const before = await proposeNeeds(database.db, { intentId, day, limit: 20 });
    await database.db.execute(sql`
      update needs set title = '跪求好心人救救可怜的孩子！！！', summary = repeat('感人至深的故事', 20), story = repeat('泪', 500)
      where ctid in (select ctid from needs where type = 'money' order by public_code desc limit 6)`);
    await refreshLists(
      database.db,
      (await database.db.select({ id: needs.id }).from(needs)).map(({ id }) => id),
      at,
    );
    expect(await proposeNeeds(database.db, { intentId, day, limit: 20 })).toEqual(before);
  });

  it("D1: a proposal keeps reasons, weights' version and a hash that anybody with the facts computes again", async () => {
    const me = await createUser(database.db);
    const intentId = await left(me, { homeCode: gaoshan });
    const [row] = await readIntentFacts(database.db, { which: sql`t.id = ${intentId}::uuid`, day });
    await proposeForIntent(database.db, { intentId }, me, at);
    const [first] = await listProposalsOf(database.db, { intentId });
    if (!first || !row) throw new Error("nothing proposed");
    const [need] = await readNeedFacts(database.db, { which: sql`n.id = ${first.needId}::uuid`, day });
    if (!need) throw new Error("no need");
    const weights = await getWeights(database.db, { day });
    expect(first.inputsHash).toBe(inputsHashOf(factsOf(need), factsOfIntent(row), weights));
    expect(first.reasons.reduce((sum, { points }) => sum + points, 0)).toBe(first.points);
    expect(first.reasons[0]).toEqual({ code: "home_village", points: 4_000, value: gaoshan });
    expect(
      await getOwnProposal(database.db, { proposalId: first.id, actor: await createUser(database.db) }),
    ).toBeNull();
  });

  it("S37: what the lists say is compared with the register: a need that has just closed is not proposed", async () => {
    const me = await createUser(database.db);
    const intentId = await left(me);
    const best = await proposeNeeds(database.db, { intentId, day, limit: 1 });
    const needId = best?.proposals[0]?.needId ?? "";
    await database.db.update(needs).set({ state: "suspended" }).where(eq(needs.id, needId));
    await proposeForIntent(database.db, { intentId }, me, at);
    const proposed = await listProposalsOf(database.db, { intentId });
    expect(proposed.length).toBeGreaterThan(3);
    expect(proposed.map((one) => one.needId)).not.toContain(needId);
    expect(await database.db.select().from(matchNeeds).where(eq(matchNeeds.needId, needId))).toEqual([]);
    await database.db.update(needs).set({ state: "published" }).where(eq(needs.id, needId));
    await tendLists(database.db, at);
  });

  it("S37, L12: accepting makes the pledge and takes room in one step; the last room fulfils the intent", async () => {
    const me = await createUser(database.db);
    const intentId = await left(me, { mostNeeds: 1 });
    await proposeForIntent(database.db, { intentId }, me, at);
    const [first, second] = await listProposalsOf(database.db, { intentId });
    const pledge = { kind: "money" as const, amount: 5_000n, promisedFor: "2026-12-31", note: "", statement: "意向" };
    const accepted = await acceptProposal(database.db, { proposalId: first?.id ?? "", pledge }, me, at);
    expect(accepted.ok).toBe(true);
    expect((await listProposalsOf(database.db, { intentId })).find(({ id }) => id === first?.id)?.state).toBe(
      "accepted",
    );
    const [made] = await database.db
      .select()
      .from(pledges)
      .where(eq(pledges.needId, first?.needId ?? ""));
    expect(made).toMatchObject({ userId: me.userId, amountFen: 5_000n, kind: "money_later" });
    expect((await getOwnIntent(database.db, { intentId, actor: me }))?.state).toBe("fulfilled");
    const more = await acceptProposal(database.db, { proposalId: second?.id ?? "", pledge }, me, at);
    expect(more).toEqual({ ok: false, code: "no_capacity" });
    const again = await acceptProposal(database.db, { proposalId: first?.id ?? "", pledge }, me, at);
    expect(again).toEqual({ ok: false, code: "not_open" });
    expect((await proposeNeeds(database.db, { intentId, day, limit: 3 }))?.proposals).toEqual([]);
  });

  it("C4: a pledge that is refused leaves proposal and intent as they were", async () => {
    const me = await createUser(database.db);
    const intentId = await left(me, { what: "goods", quantity: 10, itemName: "水管" });
    await proposeForIntent(database.db, { intentId }, me, at);
    const [first] = await listProposalsOf(database.db, { intentId });
    const [item] = await database.db
      .select()
      .from(needItems)
      .where(eq(needItems.needId, first?.needId ?? ""));
    const pledge = { kind: "item" as const, needItemId: item?.id ?? "", quantity: 501, promisedFor: "2026-12-31" };
    const promised = { ...pledge, note: "", statement: "承诺" };
    const refused = await acceptProposal(database.db, { proposalId: first?.id ?? "", pledge: promised }, me, at);
    expect(refused).toEqual({ ok: false, code: "only_left:500" });
    const [intent] = await database.db.select().from(intents).where(eq(intents.id, intentId));
    expect(intent?.takenNeeds).toBe(0);
    expect((await listProposalsOf(database.db, { intentId }))[0]?.state).toBe("proposed");
  });

  it("L11: who says a household is related is never proposed anything for it again, through no intent", async () => {
    const me = await createUser(database.db);
    const intentId = await left(me, { homeCode: bulan });
    await proposeForIntent(database.db, { intentId }, me, at);
    const proposals = await listProposalsOf(database.db, { intentId });
    const rows = await database.db.select({ id: needs.id, householdId: needs.householdId }).from(needs);
    const households = new Map(rows.map(({ id, householdId }) => [id, householdId]));
    const proposal = proposals.find(({ needId }) => households.get(needId));
    if (!proposal) throw new Error("no household proposed");
    const householdId = households.get(proposal.needId) ?? "";
    const sibling = await createNeed(database.db, { regionCode: bulan, householdId });
    await tendLists(database.db, at);
    const answer = { proposalId: proposal.id, declineCode: "related" as const, note: "" };
    expect(await declineProposal(database.db, answer, me, at)).toEqual({ ok: true, value: undefined });
    const other = await left(me, { homeCode: bulan });
    const shown = (await proposeNeeds(database.db, { intentId: other, day, limit: 50 }))?.proposals ?? [];
    expect(shown.length).toBeGreaterThan(3);
    expect(shown.map(({ needId }) => needId)).not.toContain(sibling.id);
    expect(shown.map(({ needId }) => needId)).not.toContain(proposal.needId);
  });

  it("L11: staff who decide on needs are proposed nothing from their own region", async () => {
    const officer = await createStaff(database.db, "village_officer", gaoshan);
    const intentId = await left(officer, { regionCodes: [gaoshan] });
    expect((await proposeNeeds(database.db, { intentId, day, limit: 5 }))?.proposals).toEqual([]);
    const elsewhere = await left(officer, { regionCodes: [bulan] });
    expect((await proposeNeeds(database.db, { intentId: elsewhere, day, limit: 5 }))?.proposals.length).toBeGreaterThan(
      0,
    );
  });

  it("S37: a proposal nobody answers expires, and may be proposed again", async () => {
    const me = await createUser(database.db);
    const intentId = await left(me);
    await proposeForIntent(database.db, { intentId }, me, at);
    const later = new Date(at.getTime() + 15 * 86_400_000);
    while ((await expireProposals(database.db, later)) > 0);
    const states = (await listProposalsOf(database.db, { intentId })).map(({ state }) => state);
    expect(new Set(states)).toEqual(new Set(["expired"]));
  });

  it("S37: for a need the best helpers are found by scoring every open intent that could help", async () => {
    const near = await left(await createUser(database.db), { homeCode: gaoshan, regionCodes: [gaoshan] });
    const [need] = await readNeedFacts(database.db, {
      which: sql`n.type = 'money' and n.state = 'published' and n.region_code = ${gaoshan}`,
      day,
    });
    if (!need) throw new Error("no need");
    const found = await readIntentsFor(database.db, { regionCode: gaoshan, whats: ["money"], day });
    const { weights } = await getWeights(database.db, { day });
    const helpers = rankHelpers(factsOf(need), found, weights, 3);
    expect(helpers).toHaveLength(3);
    expect(helpers.map(({ points }) => points)).toEqual(helpers.map(({ points }) => points).sort((a, b) => b - a));
    expect(found.map(({ intentId }) => intentId)).toContain(near);
  });

  it("S46: new weights are a new version with reason and source, count from their day on, and the old stay", async () => {
    const admin = await createStaff(database.db, "platform_admin", "");
    const { weights, version } = await getWeights(database.db, { day });
    const change = {
      weights: { ...weights, deep_poverty: 3_000 },
      validFrom: "2026-12-01",
      reason: "深度贫困地区加重",
      source: "脱贫攻坚指导意见",
      seenVersion: version,
    };
    const refused = await setWeights(
      database.db,
      change,
      await createStaff(database.db, "county_verifier", "440783"),
      at,
    );
    expect(refused).toEqual({ ok: false, code: "not_allowed" });
    const unsound = { ...change, weights: { ...weights, home_village: 0 } };
    expect(await setWeights(database.db, unsound, admin, at)).toEqual({ ok: false, code: "not_sound" });
    expect(await setWeights(database.db, change, admin, at)).toEqual({ ok: true, value: { version: 2 } });
    expect(await setWeights(database.db, change, admin, at)).toEqual({ ok: false, code: "conflict" });
    expect((await getWeights(database.db, { day })).version).toBe(1);
    expect((await getWeights(database.db, { day: "2026-12-01" })).weights.deep_poverty).toBe(3_000);
    expect((await listWeights(database.db)).map((one) => one.version)).toEqual([2, 1]);
    await expect(database.db.update(matchWeights).set({ reason: "改写历史" })).rejects.toThrow();
  });

  it("S46: PostgreSQL refuses an intent without a helper or with more taken than offered, and two live proposals of a pair", async () => {
    const me = await createUser(database.db);
    const intentId = await left(me);
    const [row] = await database.db.select().from(intents).where(eq(intents.id, intentId));
    if (!row) throw new Error("no intent");
    const wrong = { ...row, id: newId(), publicCode: newPublicCode() };
    await expect(database.db.insert(intents).values({ ...wrong, userId: null })).rejects.toThrow();
    await expect(database.db.insert(intents).values({ ...wrong, takenNeeds: 3 })).rejects.toThrow();
    await proposeForIntent(database.db, { intentId }, systemActor, at);
    const [proposal] = await database.db.select().from(matchProposals).where(eq(matchProposals.intentId, intentId));
    if (!proposal) throw new Error("no proposal");
    await expect(database.db.insert(matchProposals).values({ ...proposal, id: newId() })).rejects.toThrow();
  });

  it("S17, D4: the kind of a household is only what its public page may tell", async () => {
    const household = await createHousehold(database.db, {
      causes: ["disability", "schooling"],
      publicCauses: ["schooling"],
      consentTo: ["publish_masked"],
    });
    const need = await createNeed(database.db, { householdId: household.id });
    const [facts] = await readNeedFacts(database.db, { which: sql`n.id = ${need.id}::uuid`, day });
    expect(facts?.householdKind).toBe("schooling");
    expect(await database.db.$count(households)).toBeGreaterThan(0);
  });

  it("D1, S38: the fairness report counts every public need once in each table, and the shares of money add up", async () => {
    const [total] = await database.sql<{ count: number }[]>`
      select count(*)::int as count from needs where state in ('published', 'fulfilled', 'reported', 'closed')`;
    await createNeed(database.db, { regionCode: gaoshan, fundedFen: 5_000n, goalFen: 10_000n, donationCount: 1 });
    for (const by of ["county", "village", "kind"] as const) {
      const rows = await reportFairness(database.db, { by, day });
      const sum = (key: "matched" | "waiting" | "shareOfMoney") => rows.reduce((all, row) => all + row[key], 0);
      expect(sum("matched") + sum("waiting"), by).toBe((total?.count ?? 0) + 1);
      expect(sum("shareOfMoney")).toBe(1_000);
      expect(rows.every((row) => row.waiting > 0 === (row.medianDays !== null))).toBe(true);
      expect(rows.reduce((all, row) => all + row.accepted, 0)).toBe(1);
    }
    const kinds = await reportFairness(database.db, { by: "kind", day });
    expect(new Set(kinds.map(({ group }) => group))).toEqual(new Set(householdKinds));
    const [county] = await reportFairness(database.db, { by: "county", day });
    expect(county).toMatchObject({ group: "440783", name: "开平市", givenFen: 5_000n });
    expect(county?.p90Days).toBeGreaterThanOrEqual(county?.medianDays ?? 0);
    expect(county?.answered).toBeGreaterThan(county?.accepted ?? 0);
  });

  it("S37: the form asks for what is offered, and refuses what the helper cannot offer", () => {
    const form = intentForm(day);
    const typed = { helperKind: "individual", what: "money", amount: "500", until: "2027-01-01" };
    expect(form.safeParse(typed).success).toBe(true);
    const paths = (values: object) =>
      form.safeParse({ ...typed, ...values }).error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
    expect(paths({ amount: "" })).toEqual(["amount required"]);
    expect(paths({ what: "clinic", quantity: "2" })).toEqual(["what notOffered"]);
    expect(paths({ what: "goods", quantity: "2" })).toEqual(["itemName required"]);
    expect(paths({ helperKind: "enterprise" })).toEqual(["organizationId wrongHelper"]);
    expect(paths({ until: "2020-01-01" })).toEqual(["until dayPassed"]);
    expect(paths({ conditions: "打我电话 13800138000" })).toEqual(["conditions contactInConditions"]);
  });
});
