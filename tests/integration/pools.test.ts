import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { settleDonation } from "#app/domain/donations/settle-donation.server.ts";
import { newId, newPublicCode } from "#app/domain/ids.ts";
import { approveAllocation } from "#app/domain/pools/approve-allocation.server.ts";
import { getPool, listFittingNeeds, listPools } from "#app/domain/pools/pool-queries.server.ts";
import { proposeAllocation } from "#app/domain/pools/propose-allocation.server.ts";
import { rejectAllocation } from "#app/domain/pools/reject-allocation.server.ts";
import { listPaymentShares } from "#app/domain/public-ledger/lot-share-queries.server.ts";
import { getMoneyNotice, listMoneyNotices } from "#app/domain/public-ledger/money-notice-queries.server.ts";
import { runChecks } from "#db/checks/run-checks.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { poolAllocations } from "#db/schema/pools.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";
import {
  createMember,
  createNeed,
  createOrganization,
  createQualifiedCharity,
  createTestRegions,
  factoryDate,
  gaoshan,
  type QualifiedCharity,
} from "#db/seed/factories.server.ts";
import { asOwner } from "#tests/setup/as-owner.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

let database: TestDatabase;
let charity: QualifiedCharity;
let clerk: SignedInActor;
let second: SignedInActor;
let third: SignedInActor;
let poolId: string;

beforeAll(async () => {
  // As the site acts: it may not even lock what it may not change (A3).
  database = await createTestDatabase({ max: 10, settings: { role: "jiedui_app" } });
  // Rules of a place come with the regions: the site's role may not write them without a proposal.
  await asOwner(database, createTestRegions);
});
afterAll(() => database.drop());
beforeEach(async () => {
  charity = await createQualifiedCharity(database.db);
  const organization = { id: charity.charityId, name: "开平市侨乡慈善会" };
  clerk = await createMember(database.db, organization, "charity");
  second = await createMember(database.db, organization, "charity");
  third = await createMember(database.db, organization, "charity");
  // Two gifts to a need that takes 1.00 yuan: 300.00 and 100.00 lie in the village's pool.
  const full = await needOf(100n);
  await give(full.id, 100n);
  await give(full.id, 30_000n);
  await give(full.id, 10_000n);
  poolId = (await listPools(database.db, { actor: clerk }))[0]?.id ?? "";
});

function needOf(goalFen: bigint, more: Parameters<typeof createNeed>[1] = {}) {
  const { charityId, filingId } = charity;
  return createNeed(database.db, { goalFen, charityId, filingId, publicationMode: "public", ...more });
}

async function give(needId: string, amountFen: bigint): Promise<string> {
  const id = newId();
  await database.db.insert(donations).values({
    id,
    formNonce: newId(),
    needId,
    charityId: charity.charityId,
    amountFen,
    state: "pending",
    surplusChoice: "same_village",
    email: "donor@jiedui.example",
    locale: "zh-CN",
    checkoutSessionId: `cs_${id}`,
    createdAt: factoryDate,
    updatedAt: factoryDate,
  });
  const truth = {
    donationId: id,
    sessionId: `cs_${id}`,
    state: "paid" as const,
    paymentIntentId: `pi_${id}`,
    paymentMethod: "alipay",
    amountFen,
    currency: "cny",
    isLive: false,
    accountId: charity.stripeAccountId,
    feeFen: 0n,
    failureCode: null,
  };
  await settleDonation(database.db, truth, null, { expectsLive: false }, factoryDate);
  return id;
}

const propose = (needId: string, amount: bigint, actor: SignedInActor = clerk) =>
  proposeAllocation(database.db, { poolId, needId, amount, reason: "同村最急" }, actor, factoryDate);

async function proposed(needId: string, amount: bigint): Promise<string> {
  const result = await propose(needId, amount);
  if (!result.ok) throw new Error(result.code);
  return result.value.allocationId;
}

const approve = (allocationId: string, actor: SignedInActor) =>
  approveAllocation(database.db, { allocationId }, actor, factoryDate);

const fundedFen = async (id: string) => (await database.db.select().from(needs).where(eq(needs.id, id)))[0]?.fundedFen;

describe("pools", () => {
  it("D10: a charity sees its own pools with balance and number of gifts, and nobody else's", async () => {
    const pools = await listPools(database.db, { actor: clerk });
    expect(pools).toMatchObject([{ kind: "village_pool", spendableFen: 40_000n, lotCount: 2, proposedFen: 0n }]);
    const stranger = await createMember(database.db, await createOrganization(database.db), "charity");
    expect(await listPools(database.db, { actor: stranger })).toEqual([]);
    expect(await getPool(database.db, { poolId, actor: stranger })).toBeNull();
    expect((await propose((await needOf(50_000n)).id, 100n, stranger)).ok).toBe(false);
  });

  it("S98: a second person sends it to a need that fits, each gift gives its share, and the books still hold", async () => {
    const need = await needOf(50_000n);
    const id = await proposed(need.id, 1_001n);
    expect(await fundedFen(need.id)).toBe(0n);
    expect(await approve(id, second)).toMatchObject({ ok: true });
    expect(await fundedFen(need.id)).toBe(1_001n);
    const shares = await database.sql<{ fen: string }[]>`
      select (-entry.amount_fen)::text as fen from ledger_entries entry join ledger_accounts account on account.id = entry.account_id
      where account.code = ${`need:${need.id}`} order by 1`;
    // 1,001 × 3/4 = 750.75 and 1,001 × 1/4 = 250.25: the missing fen goes to the larger fraction.
    expect(shares.map((row) => row.fen)).toEqual(["250", "751"]);
    expect((await runChecks(database.db)).flatMap((check) => check.findings)).toEqual([]);
  });

  it("S99: each allocation is announced by itself once it is in the books, with its shares, and without what staff wrote", async () => {
    const { db } = database;
    const need = await needOf(50_000n);
    const id = await proposed(need.id, 1_001n);
    const codeOf = async () =>
      (await db.select().from(poolAllocations).where(eq(poolAllocations.id, id)))[0]?.publicCode ?? "";
    const code = await codeOf();
    expect(await getMoneyNotice(db, { code })).toBeNull();
    await approve(id, second);
    const found = await getMoneyNotice(db, { code });
    expect(found?.notice).toMatchObject({
      kind: "allocation",
      amountFen: 1_001n,
      source: "开平市侨乡慈善会",
      use: "步栏村饮水管网入户",
      needCode: need.publicCode,
      announcedAt: factoryDate,
    });
    expect(
      JSON.stringify(found?.notice, (_key, value) => (typeof value === "bigint" ? `${value}` : value)),
    ).not.toContain("同村最急");
    const shares = await listPaymentShares(db, { reference: found?.postingReference ?? "" });
    expect(shares.reduce((sum, share) => sum + share.amountFen, 0n)).toBe(1_001n);
    const { notices } = await listMoneyNotices(db, { view: "all", now: factoryDate, page: 1, pageSize: 100 });
    expect(notices.map((notice) => notice.code)).toContain(code);
    // A need that is no longer public takes title and link along; the sum stays for good.
    await db.update(needs).set({ state: "suspended" }).where(eq(needs.id, need.id));
    expect((await getMoneyNotice(db, { code }))?.notice).toMatchObject({
      use: null,
      needTitle: null,
      needCode: null,
      amountFen: 1_001n,
    });
  });

  it("U13: a need whose report is late gets no money of a pool, neither proposed nor approved", async () => {
    const need = await needOf(50_000n);
    const id = await proposed(need.id, 1_000n);
    await database.db.update(needs).set({ nextReportOn: "2026-11-01" }).where(eq(needs.id, need.id));
    expect(await propose(need.id, 1_000n)).toEqual({ ok: false, code: "report_late" });
    expect(await approve(id, second)).toEqual({ ok: false, code: "report_late" });
    expect(await fundedFen(need.id)).toBe(0n);
  });

  it("A12: who proposed it is refused, and the attempt stays on record; two others at once have one effect", async () => {
    const need = await needOf(50_000n);
    const id = await proposed(need.id, 2_000n);
    expect(await approve(id, clerk)).toEqual({ ok: false, code: "same_person" });
    const steps = await database.db.select().from(stateTransitions).where(eq(stateTransitions.subjectId, id));
    expect(steps.map((step) => [step.event, step.actorUserId])).toContainEqual(["refuse_same_person", clerk.userId]);
    const outcomes = await Promise.all([approve(id, second), approve(id, third)]);
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    expect(await fundedFen(need.id)).toBe(2_000n);
    const bypass = database.sql`insert into pool_allocations select gen_random_uuid(), pool_account_id, charity_id, need_id, amount_fen, reason,
      'approved', proposed_by, proposed_by, proposed_at, closed_at, ${newPublicCode()} from pool_allocations where id = ${id}`;
    await expect(bypass).rejects.toThrow(/pool_allocations_two_people/);
  });

  it("D10: another village's need, another charity's, a met one and one without room are refused", async () => {
    const elsewhere = await needOf(50_000n, { regionCode: gaoshan });
    const small = await needOf(500n);
    const foreign = await createQualifiedCharity(database.db);
    const others = await createNeed(database.db, { charityId: foreign.charityId, filingId: foreign.filingId });
    const code = (await getPool(database.db, { poolId, actor: clerk }))?.code ?? "";
    expect((await listFittingNeeds(database.db, { poolCode: code })).map((need) => need.id)).toEqual([small.id]);
    for (const one of [elsewhere, others]) expect(await propose(one.id, 100n)).toMatchObject({ code: "does_not_fit" });
    expect(await propose(small.id, 501n)).toMatchObject({ code: "no_room" });
  });

  it("C1: what was proposed counts, what changed meanwhile is asked again, and no need or pool is overdrawn", async () => {
    const need = await needOf(50_000n);
    const first = await proposed(need.id, 30_000n);
    expect(await propose(need.id, 10_001n)).toMatchObject({ code: "not_enough_money" });
    await give(need.id, 25_000n);
    expect(await approve(first, second)).toEqual({ ok: false, code: "no_room" });
    expect(
      await rejectAllocation(database.db, { allocationId: first, reason: "已被筹到" }, clerk, factoryDate),
    ).toMatchObject({
      ok: true,
    });
    expect(await approve(first, second)).toEqual({ ok: false, code: "conflict" });
    const rest = await proposed(need.id, 25_000n);
    expect(await approve(rest, second)).toMatchObject({ ok: true });
    const [row] = await database.db.select().from(needs).where(eq(needs.id, need.id));
    expect(row).toMatchObject({ state: "fulfilled", fundedFen: 50_000n });
  });

  it("C1: many approvals racing on one pool never take more than it has", async () => {
    const targets = await Promise.all([needOf(50_000n), needOf(50_000n), needOf(50_000n), needOf(50_000n)]);
    const ids: string[] = [];
    for (const target of targets) ids.push(await proposed(target.id, 10_000n));
    // Written past the application: together they are more than the pool has.
    await database.sql`update pool_allocations set amount_fen = 15000 where id in ${database.sql(ids)}`;
    const outcomes = await Promise.all(ids.map((id) => approve(id, second)));
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(2);
    expect(outcomes.filter((outcome) => !outcome.ok).map((outcome) => !outcome.ok && outcome.code)).toEqual([
      "not_enough_money",
      "not_enough_money",
    ]);
    expect((await getPool(database.db, { poolId, actor: clerk }))?.spendableFen).toBe(10_000n);
    expect((await runChecks(database.db)).flatMap((check) => check.findings)).toEqual([]);
  });

  it("C7: while one of its gifts is being refunded or disputed, a pool waits for another try instead of moving the money away", async () => {
    const need = await needOf(50_000n);
    const id = await proposed(need.id, 1_000n);
    await database.sql.begin(async (tx) => {
      await tx`select id from donations where amount_fen = 30000 and charity_id = ${charity.charityId} for update`;
      expect(await approve(id, second)).toEqual({ ok: false, code: "conflict" });
    });
    expect(await approve(id, second)).toMatchObject({ ok: true });
  });
});
