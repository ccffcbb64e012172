import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ProviderTruth, settleDonation } from "#app/domain/donations/settle-donation.server.ts";
import { newId } from "#app/domain/ids.ts";
import { donations } from "#db/schema/donations.server.ts";
import { ledgerAccounts, ledgerEntries, ledgerLots, ledgerTransactions } from "#db/schema/ledger.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { outboxEvents } from "#db/schema/outbox.server.ts";
import {
  createNeed,
  createQualifiedCharity,
  createTestRegions,
  factoryDate,
  type QualifiedCharity,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

let database: TestDatabase;
let charity: QualifiedCharity;
let needId: string;

beforeAll(async () => {
  database = await createTestDatabase({ max: 20 });
  await createTestRegions(database.db);
  charity = await createQualifiedCharity(database.db);
});
afterAll(() => database.drop());
beforeEach(async () => {
  needId = (
    await createNeed(database.db, {
      goalFen: 10_000n,
      charityId: charity.charityId,
      filingId: charity.filingId,
      publicationMode: "public",
    })
  ).id;
});

async function startDonation(amountFen: bigint): Promise<ProviderTruth> {
  const donationId = newId();
  await database.db.insert(donations).values({
    id: donationId,
    formNonce: newId(),
    needId,
    charityId: charity.charityId,
    amountFen,
    state: "pending",
    surplusChoice: "same_village",
    email: "donor@jiedui.example",
    locale: "zh-CN",
    checkoutSessionId: `cs_${donationId}`,
    createdAt: factoryDate,
    updatedAt: factoryDate,
  });
  return {
    donationId,
    sessionId: `cs_${donationId}`,
    state: "paid",
    paymentIntentId: `pi_${donationId}`,
    paymentMethod: "alipay",
    amountFen,
    currency: "cny",
    isLive: false,
    accountId: charity.stripeAccountId,
    feeFen: 110n,
    failureCode: null,
  };
}

const settle = (
  truth: ProviderTruth,
  event: { id: string; type: string } | null = { id: `evt_${newId()}`, type: "checkout.session.completed" },
) => settleDonation(database.db, truth, event, { expectsLive: false }, factoryDate);

async function needNow() {
  const [need] = await database.db.select().from(needs).where(eq(needs.id, needId));
  if (!need) throw new Error("no need");
  return need;
}

async function ledgerOff(): Promise<bigint> {
  const rows = await database.db.execute<{ off: string }>(
    sql`select coalesce(sum(amount_fen), 0)::text as off from ledger_entries`,
  );
  return BigInt(rows[0]?.off ?? "1");
}

describe("settling a gift", () => {
  it("A2: a paid gift moves the need and the ledger by the same fen, the fee apart", async () => {
    const truth = await startDonation(5_000n);
    expect(await settle(truth)).toBe("settled");
    expect((await needNow()).fundedFen).toBe(5_000n);
    expect(await ledgerOff()).toBe(0n);
    const [account] = await database.db
      .select({ sum: sql<string>`sum(${ledgerEntries.amountFen})` })
      .from(ledgerEntries)
      .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
      .where(eq(ledgerAccounts.code, `need:${needId}`));
    expect(BigInt(account?.sum ?? "0")).toBe(-5_000n);
  });

  it("B3: the same payment five times at once under five event ids has one effect and one thank-you", async () => {
    const truth = await startDonation(5_000n);
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => settle(truth)));
    expect(outcomes.filter((outcome) => outcome === "settled")).toHaveLength(1);
    expect((await needNow()).donationCount).toBe(1);
    const events = await database.db
      .select()
      .from(outboxEvents)
      .where(sql`kind = 'donation.paid' and payload->>'donationId' = ${truth.donationId}`);
    expect(events).toHaveLength(1);
  });

  it("B4: an expiry or failure that arrives after the payment changes nothing", async () => {
    const truth = await startDonation(5_000n);
    await settle(truth);
    expect(await settle({ ...truth, state: "expired" })).toBe("unchanged");
    expect(await settle({ ...truth, state: "failed" })).toBe("unchanged");
    expect((await needNow()).fundedFen).toBe(5_000n);
  });

  it("B6: one fen more, another currency or mode is quarantined and moves no need", async () => {
    for (const wrong of [{ amountFen: 5_001n }, { currency: "usd" }, { isLive: true }]) {
      const truth = await startDonation(5_000n);
      expect(await settle({ ...truth, ...wrong })).toBe("quarantined");
    }
    expect((await needNow()).fundedFen).toBe(0n);
    expect(await ledgerOff()).toBe(0n);
  });

  it("B6: what another account says changes nothing, and the gift can still be paid", async () => {
    const truth = await startDonation(5_000n);
    const foreign = { ...truth, accountId: "acct_foreign", paymentIntentId: `pi_foreign_${newId()}` };
    for (const state of ["paid", "expired", "failed"] as const) {
      expect(await settle({ ...foreign, state })).toBe("other_account");
    }
    const [gift] = await database.db.select().from(donations).where(eq(donations.id, truth.donationId));
    expect([gift?.state, gift?.paymentIntentId]).toEqual(["pending", null]);
    expect(await settle(truth)).toBe("settled");
    expect((await needNow()).fundedFen).toBe(5_000n);
    expect(await ledgerOff()).toBe(0n);
  });

  it("B7: an unpaid completion waits, the later success pays", async () => {
    const truth = await startDonation(5_000n);
    expect(await settle({ ...truth, state: "awaiting_payment", feeFen: null })).toBe("awaiting");
    expect((await needNow()).fundedFen).toBe(0n);
    expect(await settle({ ...truth, feeFen: null })).toBe("paid");
    expect(await settle(truth)).toBe("fee_settled");
    expect(await settle(truth)).toBe("unchanged");
  });

  it("C1: gifts racing for the last yuan never fill a need beyond its goal; the surplus is in the village pool", async () => {
    const truths = await Promise.all(Array.from({ length: 60 }, () => startDonation(300n)));
    await Promise.all(truths.map((truth) => settle({ ...truth, feeFen: null })));
    const need = await needNow();
    expect(need.fundedFen).toBe(10_000n);
    expect(need.state).toBe("fulfilled");
    const [pool] = await database.db
      .select({ sum: sql<string>`-sum(${ledgerEntries.amountFen})` })
      .from(ledgerEntries)
      .innerJoin(ledgerLots, eq(ledgerLots.id, ledgerEntries.lotId))
      .innerJoin(donations, eq(donations.id, ledgerLots.donationId))
      .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
      .where(sql`${donations.needId} = ${needId} and ${ledgerAccounts.kind} = 'village_pool'`);
    expect(BigInt(pool?.sum ?? "0")).toBe(60n * 300n - 10_000n);
    expect(await ledgerOff()).toBe(0n);
  });

  it("S96: two charities working in one village hold two pools, each under its own name", async () => {
    const other = await createQualifiedCharity(database.db, { name: "另一家慈善会" });
    const truth = await startDonation(10_500n);
    await settle({ ...truth, feeFen: null });
    const otherNeed = await createNeed(database.db, {
      goalFen: 1_000n,
      charityId: other.charityId,
      filingId: other.filingId,
      publicationMode: "public",
    });
    const second = await startDonation(1_300n);
    await database.db
      .update(donations)
      .set({ needId: otherNeed.id, charityId: other.charityId })
      .where(eq(donations.id, second.donationId));
    await settle({ ...second, accountId: other.stripeAccountId, feeFen: null });
    const pools = await database.db
      .select({ holder: ledgerAccounts.legalPerson, sum: sql<string>`sum(${ledgerEntries.amountFen})` })
      .from(ledgerEntries)
      .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
      .where(
        sql`${ledgerAccounts.kind} = 'village_pool' and ${ledgerAccounts.subjectId} in (${charity.charityId}, ${other.charityId})`,
      )
      .groupBy(ledgerAccounts.id);
    expect(pools).toContainEqual({ holder: "另一家慈善会", sum: "-300" });
    expect(pools).toHaveLength(2);
    expect(await ledgerOff()).toBe(0n);
  });

  it("B4: a late failure of an older page does not fail the gift whose newer page is open", async () => {
    const truth = await startDonation(500n);
    expect(await settle({ ...truth, sessionId: "cs_older", state: "failed" })).toBe("unchanged");
    expect(await settle({ ...truth, state: "failed", failureCode: "card_declined" })).toBe("failed");
    expect(await settle({ ...truth, feeFen: null })).toBe("paid");
  });

  it("B7: an unpaid completion that fails in the end is a failed attempt and moves nothing", async () => {
    const truth = await startDonation(500n);
    expect(await settle({ ...truth, state: "awaiting_payment", feeFen: null })).toBe("awaiting");
    expect(await settle({ ...truth, state: "failed", feeFen: null })).toBe("failed");
    expect((await needNow()).fundedFen).toBe(0n);
  });

  it("A6: a gift paid twice reaches the need once; the second payment waits in suspense", async () => {
    const truth = await startDonation(500n);
    expect(await settle(truth)).toBe("settled");
    const twice = { ...truth, sessionId: "cs_other_page", paymentIntentId: `pi_second_${truth.donationId}` };
    expect(await settle(twice)).toBe("quarantined");
    expect(await settle(twice)).toBe("quarantined");
    expect((await needNow()).fundedFen).toBe(500n);
    const [booked] = await database.db
      .select({ sum: sql<string>`sum(${ledgerEntries.amountFen})` })
      .from(ledgerEntries)
      .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerEntries.transactionId))
      .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
      .where(
        sql`${ledgerTransactions.reference} = ${`quarantine:${twice.paymentIntentId}`} and ${ledgerAccounts.kind} = 'suspense'`,
      );
    expect(booked?.sum).toBe("-500");
  });

  it("settling an unknown donation says so", async () => {
    const truth = await startDonation(500n);
    expect(await settle({ ...truth, donationId: newId() })).toBe("unknown_donation");
  });
});

/** SQLSTATE sits in the cause of drizzle's error (safety.md finding 8). */
async function sqlStateOf(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    const cause: unknown = error instanceof Error && error.cause !== undefined ? error.cause : error;
    return typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "no code";
  }
}

describe("what PostgreSQL refuses, past the application", () => {
  it("A2: an unbalanced or one-sided transaction", async () => {
    await settle(await startDonation(100n));
    const [account] = await database.db.select().from(ledgerAccounts).limit(1);
    const transactionId = newId();
    const oneSided = database.db.transaction(async (tx) => {
      await tx.insert(ledgerTransactions).values({
        id: transactionId,
        reference: newId(),
        kind: "donation",
        description: "x",
        source: "x",
        at: factoryDate,
      });
      const [lot] = await tx.select().from(ledgerLots).limit(1);
      await tx
        .insert(ledgerEntries)
        .values({ transactionId, accountId: account?.id ?? "", lotId: lot?.id ?? null, amountFen: 5n });
    });
    expect(await sqlStateOf(oneSided)).toBe("23514");
    const empty = database.db
      .insert(ledgerTransactions)
      .values({ id: newId(), reference: newId(), kind: "donation", description: "x", source: "x", at: factoryDate });
    expect(await sqlStateOf(Promise.resolve(empty))).toBe("23514");
  });

  it("A3: update, delete and truncate of what is append-only", async () => {
    for (const statement of [
      "update ledger_entries set amount_fen = 1",
      "delete from ledger_entries",
      "truncate ledger_entries",
      "truncate ledger_transactions cascade",
      "update ledger_transactions set description = 'x'",
      "delete from state_transitions",
      "update stripe_events set outcome = 'x'",
      "delete from ledger_lots",
      "delete from ledger_accounts",
    ]) {
      expect(await sqlStateOf(database.db.execute(sql.raw(statement))), statement).toBe("42501");
    }
  });

  it("C1: a need funded beyond its goal", async () => {
    expect(
      await sqlStateOf(database.db.execute(sql`update needs set funded_fen = goal_fen + 1 where id = ${needId}`)),
    ).toBe("23514");
  });
});
