import { and, asc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { newId } from "#app/domain/ids.ts";
import { approveRule, rejectRule } from "#app/domain/place-rules/decide-rule.server.ts";
import { listEffectivePrices, listEffectiveWords } from "#app/domain/place-rules/effective-rule-queries.server.ts";
import { type ProposeRuleInput, proposeRule } from "#app/domain/place-rules/propose-rule.server.ts";
import { listRuleProposals } from "#app/domain/place-rules/rule-list-queries.server.ts";
import { getWholeNumberSetting } from "#app/domain/regions/jurisdiction-queries.server.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { itemPrices, ruleProposals } from "#db/schema/place-rules.server.ts";
import { jurisdictionSettings } from "#db/schema/regions.server.ts";
import { bulan, createStaff, createTestRegions, otherTownVillage } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";

const at = new Date("2026-11-22T02:00:00Z");
const county = "440783";
const town = "440783116";

describe("the rules of a place", () => {
  let database: TestDatabase;
  let first: SignedInActor;
  let second: SignedInActor;
  let elsewhere: SignedInActor;
  let townVerifier: SignedInActor;

  beforeAll(async () => {
    database = await createTestDatabase();
    await createTestRegions(database.db);
    first = await createStaff(database.db, "county_verifier", county);
    second = await createStaff(database.db, "county_verifier", county);
    elsewhere = await createStaff(database.db, "county_verifier", "51");
    townVerifier = await createStaff(database.db, "town_verifier", town);
  });
  afterAll(() => database.drop());

  const days = (value: number, changes: Partial<ProposeRuleInput> = {}): ProposeRuleInput => ({
    kind: "setting",
    key: "notice.minDays",
    regionCode: county,
    value: { value },
    validFrom: "2026-12-01",
    source: "县通知〔2026〕9号",
    reason: "上级要求延长公示",
    ...changes,
  });
  const codeOf = (result: { ok: boolean; code?: string }) => (result.ok ? "ok" : result.code);
  async function proposed(input: ProposeRuleInput, who = first, when = at) {
    const result = await proposeRule(database.db, input, who, when);
    if (!result.ok) throw new Error(result.code);
    return result.value.proposalId;
  }
  const noticeDays = async (day: string, regionCode = bulan) =>
    (await getWholeNumberSetting(database.db, { regionCode, key: "notice.minDays", day }))?.value;

  it("S7 F13: a change waits for another person of the place, and then holds from its day; the old row is closed the day before", async () => {
    const proposalId = await proposed(days(10));
    expect(await noticeDays("2026-12-05")).toBe(7);
    expect(codeOf(await approveRule(database.db, { proposalId }, first, at))).toBe("same_person");
    for (const stranger of [elsewhere, townVerifier]) {
      expect(codeOf(await approveRule(database.db, { proposalId }, stranger, at))).toBe("not_found");
    }
    expect(codeOf(await approveRule(database.db, { proposalId }, second, at))).toBe("ok");
    expect(await noticeDays("2026-11-30")).toBe(7);
    expect(await noticeDays("2026-12-01")).toBe(10);
    expect(await noticeDays("2026-12-01", otherTownVillage)).toBe(10);
    const rows = await database.db
      .select()
      .from(jurisdictionSettings)
      .where(eq(jurisdictionSettings.key, "notice.minDays"))
      .orderBy(asc(jurisdictionSettings.validFrom));
    expect(rows).toMatchObject([
      { value: 7, validTo: "2026-11-30", source: "赤委〔2016〕51号" },
      { value: 10, validFrom: "2026-12-01", validTo: null, source: "县通知〔2026〕9号", proposalId },
    ]);
    expect(codeOf(await approveRule(database.db, { proposalId }, second, at))).toBe("conflict");
    const steps = await listTransitions(database.db, { noun: "place_rule", subjectId: proposalId });
    expect(steps.map(({ event }) => event).sort()).toEqual(["approve", "propose"]);
  });

  it("S7: a rule approved late begins on the day of approval, never back in time", async () => {
    const proposalId = await proposed(days(3, { key: "volunteerGroup.minMembers", validFrom: "2026-11-22" }));
    const later = new Date("2026-11-25T02:00:00Z");
    expect(codeOf(await approveRule(database.db, { proposalId }, second, later))).toBe("ok");
    const on = (day: string) =>
      getWholeNumberSetting(database.db, { regionCode: county, key: "volunteerGroup.minMembers", day });
    expect(await on("2026-11-24")).toBeNull();
    expect((await on("2026-11-25"))?.value).toBe(3);
  });

  it("D7: refuses what is back-dated, elsewhere, unknown, waiting already, or not there to end", async () => {
    const attempt = (changes: Partial<ProposeRuleInput>, who = first) =>
      proposeRule(database.db, days(8, changes), who, at);
    expect(codeOf(await attempt({ validFrom: "2026-11-21" }))).toBe("in_past");
    expect(codeOf(await attempt({ regionCode: "51" }))).toBe("not_allowed");
    expect(codeOf(await attempt({}, townVerifier))).toBe("not_allowed");
    expect(codeOf(await attempt({ regionCode: "440783999" }))).toBe("unknown_place");
    expect(codeOf(await attempt({ regionCode: town, value: null }))).toBe("nothing_to_end");
    expect(codeOf(await attempt({ regionCode: town }))).toBe("ok");
    expect(codeOf(await attempt({ regionCode: town }))).toBe("already_proposed");
  });

  it("D7: a price and a word are changed and ended the same way, and a rejected one changes nothing", async () => {
    const price = (ceilingFen: string, changes: Partial<ProposeRuleInput> = {}) =>
      days(0, {
        kind: "item_price",
        key: "棉被",
        value: { name: "棉被", words: ["棉被", "被子"], unit: "床", referencePriceFen: "20000", ceilingFen },
        ...changes,
      });
    const ceilingOn = async (day: string) =>
      (await listEffectivePrices(database.db, { regionCode: bulan, day })).find(({ name }) => name === "棉被")
        ?.ceilingFen;
    await approveRule(database.db, { proposalId: await proposed(price("40000")) }, second, at);
    await approveRule(
      database.db,
      { proposalId: await proposed(price("50000", { validFrom: "2027-01-01" })) },
      second,
      at,
    );
    expect(await ceilingOn("2026-11-30")).toBeUndefined();
    expect(await ceilingOn("2026-12-31")).toBe(40_000n);
    expect(await ceilingOn("2027-01-01")).toBe(50_000n);
    const rejected = await proposed(price("90000", { validFrom: "2027-02-01" }));
    expect(codeOf(await rejectRule(database.db, { proposalId: rejected, note: "没有依据" }, second, at))).toBe("ok");
    expect(await ceilingOn("2027-02-01")).toBe(50_000n);
    await approveRule(
      database.db,
      { proposalId: await proposed(price("0", { value: null, validFrom: "2027-03-01" })) },
      second,
      at,
    );
    expect(await ceilingOn("2027-02-28")).toBe(50_000n);
    expect(await ceilingOn("2027-03-01")).toBeUndefined();

    const value = { word: "按摩椅", kind: "luxury", severity: "block", advice: "不属于基本生活需要" } as const;
    await approveRule(
      database.db,
      { proposalId: await proposed(days(0, { kind: "wording", key: "按摩椅", value })) },
      second,
      at,
    );
    expect(await listEffectiveWords(database.db, { regionCode: bulan, day: "2026-12-01" })).toMatchObject([
      { word: "按摩椅" },
    ]);
  });

  it("S31: proposals are seen in their own subtree only, with what each may do", async () => {
    const mine = await listRuleProposals(database.db, { actor: second });
    expect(mine.find(({ state }) => state === "proposed")).toMatchObject({ regionCode: town, canApprove: true });
    expect((await listRuleProposals(database.db, { actor: first })).filter(({ canApprove }) => canApprove)).toEqual([]);
    expect(await listRuleProposals(database.db, { actor: elsewhere })).toEqual([]);
    expect((await listRuleProposals(database.db, { actor: townVerifier })).every(({ canReject }) => !canReject)).toBe(
      true,
    );
  });

  it("D7 A3: PostgreSQL refuses to edit, delete or prolong a rule, one person for both, and a rule of the site without approval", async () => {
    const [price] = await database.db
      .select()
      .from(itemPrices)
      .where(and(eq(itemPrices.name, "棉被")))
      .limit(1);
    const id = price?.id ?? "";
    const refused = "23514 rules_of_place";
    expect(
      await sqlRefusal(database, (tx) =>
        tx.update(itemPrices).set({ ceilingFen: 1_000_000n }).where(eq(itemPrices.id, id)),
      ),
    ).toBe(refused);
    expect(
      await sqlRefusal(database, (tx) =>
        tx.update(itemPrices).set({ validTo: "2099-01-01" }).where(eq(itemPrices.id, id)),
      ),
    ).toBe(refused);
    expect(await sqlRefusal(database, (tx) => tx.delete(itemPrices).where(eq(itemPrices.id, id)))).toBe(refused);
    const asSite = (statement: ReturnType<typeof sql>) =>
      sqlRefusal(database, async (tx) => {
        await tx.execute(sql`set local role jiedui_app`);
        await tx.execute(statement);
      });
    expect(await asSite(sql`update jurisdiction_settings set value = '1'`)).toBe("42501");
    expect(await asSite(sql`delete from wording_rules`)).toBe("42501");
    expect(
      await asSite(sql`insert into jurisdiction_settings (id, region_code, key, value, valid_from, source)
        values (${newId()}, ${county}, 'notice.minDays', '1', '2026-11-22', 'nobody')`),
    ).toBe(refused);
    const open = await proposed(days(9, { regionCode: town, key: "moneyNotice.minDays" }));
    const alone = { state: "approved", decidedBy: first.userId, decidedAt: at } as const;
    expect(
      await sqlRefusal(database, (tx) => tx.update(ruleProposals).set(alone).where(eq(ruleProposals.id, open))),
    ).toBe("23514 rule_proposals_two_people");
    expect(
      await sqlRefusal(database, (tx) =>
        tx
          .update(ruleProposals)
          .set({ value: { value: 1 } })
          .where(eq(ruleProposals.id, open)),
      ),
    ).toBe("23514 rule_proposals_rules");
  });
});
