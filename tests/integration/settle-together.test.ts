import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SurplusChoice, surplusChoices } from "#app/domain/donations/donation.ts";
import { settleDonation } from "#app/domain/donations/settle-donation.server.ts";
import { type PaidPage, settlePaidTogether } from "#app/domain/donations/settle-paid-together.server.ts";
import { newId } from "#app/domain/ids.ts";
import { createSettleQueue } from "#app/jobs/settle-queue.server.ts";
import type { Db } from "#db/client.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { needs } from "#db/schema/needs.server.ts";
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
const options = { expectsLive: false };
const clock = { now: () => factoryDate };

beforeAll(async () => {
  database = await createTestDatabase({ max: 20 });
  await createTestRegions(database.db);
  charity = await createQualifiedCharity(database.db);
});
afterAll(() => database.drop());

async function createMoneyNeed(goalFen: bigint): Promise<string> {
  const { charityId, filingId } = charity;
  const need = await createNeed(database.db, { goalFen, charityId, filingId, publicationMode: "public" });
  return need.id;
}

async function openPage(
  needId: string,
  amountFen: bigint,
  surplusChoice: SurplusChoice = "same_village",
): Promise<PaidPage> {
  const donationId = newId();
  const sessionId = `cs_${donationId}`;
  await database.db.insert(donations).values({
    id: donationId,
    formNonce: newId(),
    needId,
    charityId: charity.charityId,
    amountFen,
    state: "pending",
    surplusChoice,
    email: "donor@jiedui.example",
    locale: "zh-CN",
    checkoutSessionId: sessionId,
    createdAt: factoryDate,
    updatedAt: factoryDate,
  });
  return {
    truth: {
      donationId,
      sessionId,
      state: "paid",
      paymentIntentId: `pi_${donationId}`,
      paymentMethod: null,
      amountFen,
      currency: "cny",
      isLive: false,
      accountId: charity.stripeAccountId,
      feeFen: null,
      failureCode: null,
    },
    event: { id: `evt_${donationId}`, type: "checkout.session.completed" },
  };
}

const together = (pages: readonly PaidPage[]) => settlePaidTogether(database.db, pages, options, factoryDate);
const alone = ({ truth, event }: PaidPage) => settleDonation(database.db, truth, event, options, factoryDate);

/** Everything a settled gift leaves behind, without the ids and numbers that differ from gift to gift. */
async function tracesOf({ truth: { donationId } }: PaidPage) {
  const [row] = await database.db.execute<{ traces: unknown }>(sql`
    select jsonb_build_object(
      'gift', to_jsonb(donation) - array['id', 'form_nonce', 'need_id', 'lot_code', 'receipt_number', 'verify_code',
        'checkout_session_id', 'payment_intent_id'],
      'payment', donation.payment_intent_id = 'pi_' || donation.id and donation.checkout_session_id = 'cs_' || donation.id,
      'lots', (select jsonb_agg(to_jsonb(lot) - array['id', 'sequence', 'code', 'donation_id'] || jsonb_build_object('own', lot.code = donation.lot_code))
        from ledger_lots lot where lot.donation_id = donation.id),
      'movements', (select jsonb_agg(to_jsonb(movement) - array['id', 'sequence', 'reference', 'source', 'opened_in'] || jsonb_build_object('names',
          replace(movement.reference || ' ' || movement.source, donation.id::text, 'ID')) order by movement.reference)
        from ledger_transactions movement where movement.reference like '%' || donation.id),
      'entries', (select jsonb_agg(jsonb_build_array(account.kind, entry.amount_fen, lot.donation_id = donation.id) order by entry.id)
        from ledger_entries entry join ledger_accounts account on account.id = entry.account_id
          join ledger_transactions movement on movement.id = entry.transaction_id join ledger_lots lot on lot.id = entry.lot_id
        where movement.reference like '%' || donation.id),
      'messages', (select jsonb_agg(to_jsonb(event) - array['id', 'object_id']) from stripe_events event where event.object_id = 'cs_' || donation.id),
      'told', (select jsonb_agg(jsonb_build_array(outbox.kind, outbox.occurred_at) order by outbox.kind)
        from outbox_events outbox where outbox.payload->>'donationId' = donation.id::text),
      'queued', (select count(*) from chain_pending pending join ledger_transactions movement on movement.id = pending.subject_id
        where movement.reference like '%' || donation.id)
    ) as traces
    from donations donation where donation.id = ${donationId}`);
  return row?.traces;
}

async function needNow(needId: string) {
  const [need] = await database.db
    .select({ fundedFen: needs.fundedFen, state: needs.state, donationCount: needs.donationCount })
    .from(needs)
    .where(eq(needs.id, needId));
  return need;
}

describe("paid pages that are settled together", () => {
  it("B3: leave behind what each of them leaves alone", async () => {
    const needIds = [await createMoneyNeed(1_000_000n), await createMoneyNeed(1_000_000n)];
    const make = async () => Promise.all([0, 1, 2, 3].map((index) => openPage(needIds[index % 2] ?? "", 5_000n)));
    const [batch, single] = [await make(), await make()];
    expect([...(await together(batch))].sort()).toEqual(batch.map(({ truth }) => truth.donationId).sort());
    for (const page of single) expect(await alone(page)).toBe("paid");
    for (const [index, page] of batch.entries())
      expect(await tracesOf(page)).toEqual(await tracesOf(single[index] ?? page));
    expect(await needNow(needIds[0] ?? "")).toMatchObject({ fundedFen: 20_000n, donationCount: 4, state: "published" });
  });

  it("C1: take only what fits, and a need that has its goal is fulfilled", async () => {
    const needId = await createMoneyNeed(10_000n);
    const pages = await Promise.all([4_000n, 6_000n, 500n].map((fen) => openPage(needId, fen)));
    pages.sort((a, b) => (a.truth.donationId < b.truth.donationId ? -1 : 1));
    const settled = await together(pages);
    // In the order of their ids: each that still fits after those before it.
    let room = 10_000n;
    const fitting = pages.filter(({ truth }) => {
      room -= truth.amountFen;
      return room >= 0n;
    });
    expect([...settled].sort()).toEqual(fitting.map(({ truth }) => truth.donationId).sort());
    for (const page of pages.filter(({ truth }) => !settled.has(truth.donationId))) await alone(page);
    expect(await needNow(needId)).toMatchObject({ fundedFen: 10_000n, state: "fulfilled" });
  });

  it("B6: leave alone whatever is not told as agreed, and what was told before", async () => {
    const needId = await createMoneyNeed(1_000_000n);
    const plain = await openPage(needId, 5_000n);
    const change = async (truth: Partial<PaidPage["truth"]>): Promise<PaidPage> => {
      const page = await openPage(needId, 5_000n);
      return { ...page, truth: { ...page.truth, ...truth } };
    };
    const repeated = await openPage(needId, 5_000n);
    await alone(repeated);
    const closed = await openPage(await createMoneyNeed(1_000_000n), 5_000n);
    await database.db.execute(
      sql`update needs set state = 'withdrawn' where id = (select need_id from donations where id = ${closed.truth.donationId})`,
    );
    const odd = [
      await change({ amountFen: 5_001n }),
      await change({ currency: "usd" }),
      await change({ isLive: true }),
      await change({ accountId: "acct_other" }),
      await change({ paymentIntentId: null }),
      await change({ donationId: newId() }),
      repeated,
      closed,
    ];
    expect([...(await together([plain, ...odd]))]).toEqual([plain.truth.donationId]);
    const [row] = await database.db.execute(
      sql`select count(*)::int as n from donations where state = 'pending' and need_id = ${needId}`,
    );
    // Five told wrongly, and the one whose message named nobody's gift.
    expect(row?.n).toBe(6);
  });

  it("D10: random gifts of random amounts end as they do one by one, through the queue and at the same moment", async () => {
    const gift = fc.record({
      need: fc.integer({ min: 0, max: 2 }),
      fen: fc.integer({ min: 500, max: 4_000 }),
      surplus: fc.constantFrom(...surplusChoices),
      copies: fc.integer({ min: 1, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(gift, { minLength: 2, maxLength: 24 }), async (gifts) => {
        const needIds = await Promise.all([0, 1, 2].map(() => createMoneyNeed(10_000n)));
        const settle = createSettleQueue(database.db, clock, options);
        const pages = await Promise.all(
          gifts.map(({ need, fen, surplus }) => openPage(needIds[need] ?? "", BigInt(fen), surplus)),
        );
        const outcomes = await Promise.all(
          pages.flatMap((page, index) => Array.from({ length: gifts[index]?.copies ?? 1 }, () => settle(page))),
        );
        expect(outcomes.filter((outcome) => outcome === "paid")).toHaveLength(pages.length);
        for (const [index, needId] of needIds.entries()) {
          const given = gifts.filter(({ need }) => need === index).reduce((sum, { fen }) => sum + fen, 0);
          expect((await needNow(needId))?.fundedFen).toBe(BigInt(Math.min(given, 10_000)));
        }
      }),
      { numRuns: 40 },
    );
    const [row] =
      await database.db.execute(sql`select (select coalesce(sum(amount_fen), 0)::int from ledger_entries) as off,
      (select count(*) from needs where funded_fen > goal_fen)::int as over,
      (select count(*) from (select from ledger_transactions where kind = 'donation' group by source having count(*) > 1) twice)::int as doubled`);
    expect(row).toEqual({ off: 0, over: 0, doubled: 0 });
  });

  it("B3: copies of settled messages are answered from the record, whether they come later or together", async () => {
    const needId = await createMoneyNeed(1_000_000n);
    const pages = await Promise.all(Array.from({ length: 12 }, () => openPage(needId, 500n)));
    let alone = 0;
    // why: only the calls can tell that the copies did not each go to the database.
    const counting = new Proxy(database.db, {
      get: (target, name) => {
        if (name !== "execute") return Reflect.get(target, name);
        return (query: Parameters<Db["execute"]>[0]) => {
          if (JSON.stringify(query).includes("settle_donation(")) alone += 1;
          return target.execute(query);
        };
      },
    });
    const settle = createSettleQueue(counting, clock, options);
    const copies = (times: number) => Promise.all(Array.from({ length: times }, () => pages.map(settle)).flat());
    const together = await copies(3);
    expect(together.filter((outcome) => outcome === "paid")).toHaveLength(12);
    expect(new Set(together)).toEqual(new Set(["paid", "unchanged"]));
    expect(new Set(await copies(3))).toEqual(new Set(["unchanged"]));
    // Whoever finds nothing under way goes alone at once: two each time.
    expect(alone).toBeLessThanOrEqual(6);
    expect(await needNow(needId)).toMatchObject({ fundedFen: 6_000n, donationCount: 12 });
  });

  it("H1: when a batch fails as a whole, each of it is settled by itself", async () => {
    const needId = await createMoneyNeed(1_000_000n);
    const pages = await Promise.all(Array.from({ length: 12 }, () => openPage(needId, 500n)));
    let failures = 0;
    // why: a batch that PostgreSQL refuses cannot be made with sound data; this refuses the first of them.
    const failing = new Proxy(database.db, {
      get: (target, name) => {
        if (name !== "execute") return Reflect.get(target, name);
        return (query: Parameters<Db["execute"]>[0]) => {
          const isBatch = JSON.stringify(query).includes("settle_paid_together");
          if (isBatch && failures++ === 0) return Promise.reject(new Error("refused"));
          return target.execute(query);
        };
      },
    });
    const settle = createSettleQueue(failing, clock, options);
    expect(new Set(await Promise.all(pages.map(settle)))).toEqual(new Set(["paid"]));
    expect(failures).toBeGreaterThan(0);
    expect(await needNow(needId)).toMatchObject({ fundedFen: 6_000n, donationCount: 12 });
  });
});
