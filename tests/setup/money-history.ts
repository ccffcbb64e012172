import { sql } from "drizzle-orm";
import type { SignedInActor } from "#app/domain/actor.ts";
import { settleDispute } from "#app/domain/donations/settle-dispute.server.ts";
import { newPublicCode } from "#app/domain/ids.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import {
  bulan,
  createNeed,
  createQualifiedCharity,
  createTestRegions,
  createUser,
  factoryDate,
  gaoshan,
  type QualifiedCharity,
} from "#db/seed/factories.server.ts";
import { createRandom, type Random } from "#db/seed/random.ts";
import type { TestDatabase } from "./database.ts";

const surplusChoices = ["same_household", "same_village", "same_category", "refund"] as const;

type World = {
  database: TestDatabase;
  random: Random;
  charity: QualifiedCharity;
  needIds: readonly string[];
  people: readonly SignedInActor[];
  tick: () => string;
};

/** A random history of money that goes through the same SQL calls as the site: the same seed gives the same history. */
export type MoneyHistory = {
  doSomething: () => Promise<void>;
  /** How often each outcome came. */
  outcomes: ReadonlyMap<string, number>;
};

export async function createHistory(database: TestDatabase, seed: number): Promise<MoneyHistory> {
  const random = createRandom(seed);
  const { db } = database;
  await createTestRegions(db);
  const charity = await createQualifiedCharity(db, { creditCode: `H${random.publicCode()}${seed}` });
  const needIds: string[] = [];
  for (const regionCode of [bulan, bulan, gaoshan]) {
    const own = {
      regionCode,
      charityId: charity.charityId,
      filingId: charity.filingId,
      publicationMode: "public" as const,
    };
    needIds.push((await createNeed(db, { ...own, goalFen: BigInt(random.int(5_000, 60_000)) })).id);
  }
  const people = [await createUser(db), await createUser(db), await createUser(db)];
  let minutes = 0;
  const tick = () => {
    minutes += 1;
    return new Date(factoryDate.getTime() + minutes * 60_000).toISOString();
  };
  const world: World = { database, random, charity, needIds, people, tick };
  const outcomes = new Map<string, number>();
  const actions = [give, give, give, pay, pay, sendBack, refund, settleRefund, dispute, endDispute, allocate, payTwice];
  return {
    outcomes,
    doSomething: async () => {
      const outcome = await random.pick(actions)(world);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    },
  };
}

const isGift = sql`state in ('paid', 'settled', 'partly_refunded', 'refunded', 'disputed', 'lost')`;

async function outcomeOf(world: World, call: ReturnType<typeof sql>): Promise<string> {
  const [row] = await world.database.db.execute<{ outcome: string }>(sql`select ${call} as outcome`);
  return row?.outcome ?? "nothing";
}

/** Any one id of a query, or null. */
async function anyOf(world: World, query: ReturnType<typeof sql>): Promise<Record<string, string> | null> {
  const rows = await world.database.db.execute<Record<string, string>>(query);
  return rows.length === 0 ? null : world.random.pick([...rows]);
}

async function give(world: World): Promise<string> {
  const { database, random, charity, needIds } = world;
  const id = random.id();
  const amountFen = BigInt(random.int(100, 9_999));
  await database.db.insert(donations).values({
    id,
    formNonce: random.id(),
    needId: random.pick(needIds),
    charityId: charity.charityId,
    amountFen,
    state: "pending",
    surplusChoice: random.pick(surplusChoices),
    email: "donor@jiedui.example",
    locale: "zh-CN",
    checkoutSessionId: `cs_${id}`,
    createdAt: factoryDate,
    updatedAt: factoryDate,
  });
  return settlePayment(world, id, amountFen, `pi_${id}`);
}

function settlePayment(world: World, id: string, amountFen: bigint, paymentIntentId: string): Promise<string> {
  return outcomeOf(
    world,
    sql`settle_donation(null, 'history', ${id}::uuid, ${`cs_${id}`}, 'paid', ${paymentIntentId}, 'alipay', ${amountFen.toString()}::bigint,
      'cny', false, ${world.charity.stripeAccountId}, ${(amountFen / 100n).toString()}::bigint, null, false, ${world.tick()}::timestamptz)`,
  );
}

async function payTwice(world: World): Promise<string> {
  const gift = await anyOf(world, sql`select id, amount_fen::text from donations where ${isGift} order by id limit 30`);
  if (gift?.id === undefined || gift.amount_fen === undefined) return "nothing";
  return settlePayment(world, gift.id, BigInt(gift.amount_fen), `pi_${world.random.id()}`);
}

async function pay(world: World): Promise<string> {
  const { database, random, charity, needIds, people } = world;
  const id = random.id();
  const [proposer, payer] = people;
  const needId = random.pick(needIds);
  const isSupplier = random.chance(0.6);
  await database.db.insert(disbursements).values({
    id,
    publicCode: newPublicCode(),
    needId,
    charityId: charity.charityId,
    payeeKind: isSupplier ? "supplier" : "household",
    payeeName: isSupplier ? "永固建材经营部" : "梁家明",
    purpose: "水管",
    amountFen: BigInt(random.int(50, 8_000)),
    invoiceNumber: isSupplier ? id.slice(0, 8) : null,
    state: "proposed",
    proposedBy: proposer?.userId ?? "",
    proposedAt: factoryDate,
  });
  return outcomeOf(world, sql`pay_out_disbursement(${id}::uuid, ${payer?.userId}::uuid, ${world.tick()}::timestamptz)`);
}

async function sendBack(world: World): Promise<string> {
  const payment = await anyOf(world, sql`select id from disbursements where state = 'paid_out' order by id`);
  if (payment?.id === undefined) return "nothing";
  const payer = world.people[1]?.userId;
  return outcomeOf(
    world,
    sql`return_disbursement(${payment.id}::uuid, '账号不符', ${payer}::uuid, ${world.tick()}::timestamptz)`,
  );
}

async function refund(world: World): Promise<string> {
  const { database, random, people } = world;
  const gift = await anyOf(
    world,
    sql`select id, payment_intent_id, amount_fen::text from donations where ${isGift} order by id limit 40`,
  );
  if (gift?.id === undefined) return "nothing";
  const id = random.id();
  const part = BigInt(random.int(1, Number(gift.amount_fen)));
  await database.db.execute(sql`
    insert into refunds (id, donation_id, payment_intent_id, amount_fen, reason, state, requested_by, requested_at, updated_at)
    values (${id}, ${gift.id}, ${gift.payment_intent_id}, ${part.toString()}::bigint, 'donor_request', 'requested', ${people[0]?.userId}::uuid,
      ${world.tick()}::timestamptz, ${world.tick()}::timestamptz)`);
  return outcomeOf(world, sql`approve_refund(${id}::uuid, ${people[1]?.userId}::uuid, ${world.tick()}::timestamptz)`);
}

async function settleRefund(world: World): Promise<string> {
  const { random } = world;
  const open = await anyOf(
    world,
    sql`select id, donation_id, payment_intent_id, amount_fen::text from refunds where state in ('approved', 'pending', 'succeeded') order by id`,
  );
  if (open?.id === undefined) return "nothing";
  const state = random.pick(["pending", "succeeded", "succeeded", "failed"]);
  return outcomeOf(
    world,
    sql`settle_refund(null, 'history', ${open.donation_id}::uuid, ${open.id}::uuid, ${`re_${open.id}`}, ${open.payment_intent_id ?? null},
      ${open.amount_fen}::bigint, ${state}, null, null, false, ${world.tick()}::timestamptz)`,
  );
}

async function dispute(world: World): Promise<string> {
  const gift = await anyOf(
    world,
    sql`select id, amount_fen::text from donations where state in ('paid', 'settled') order by id limit 40`,
  );
  if (gift?.id === undefined) return "nothing";
  return disputeSettled(world, { id: `dp_${gift.id}`, donationId: gift.id, amountFen: gift.amount_fen ?? "0" }, "open");
}

async function endDispute(world: World): Promise<string> {
  const open = await anyOf(
    world,
    sql`select id, donation_id, amount_fen::text from disputes where state = 'open' order by id`,
  );
  if (open?.id === undefined || open.donation_id === undefined) return "nothing";
  const ended = { id: open.id, donationId: open.donation_id, amountFen: open.amount_fen ?? "0" };
  return disputeSettled(world, ended, world.random.pick<"won" | "lost">(["won", "lost"]));
}

function disputeSettled(
  world: World,
  claim: { id: string; donationId: string; amountFen: string },
  state: "open" | "won" | "lost",
): Promise<string> {
  const truth = {
    disputeId: claim.id,
    donationId: claim.donationId,
    paymentIntentId: `pi_${claim.donationId}`,
    amountFen: BigInt(claim.amountFen),
    takenFen: BigInt(claim.amountFen),
    feeFen: 0n,
    state,
    reason: "fraudulent",
    answerBy: null,
    isLive: false,
    accountId: world.charity.stripeAccountId,
  };
  return settleDispute(world.database.db, truth, null, new Date(world.tick()));
}

async function allocate(world: World): Promise<string> {
  const { database, random, charity, needIds, people } = world;
  const pool = await anyOf(
    world,
    sql`select id from ledger_accounts where kind in ('village_pool', 'category_pool') and subject_id = ${charity.charityId} order by code`,
  );
  if (pool?.id === undefined) return "nothing";
  const id = random.id();
  await database.db.execute(sql`
    insert into pool_allocations (id, public_code, pool_account_id, charity_id, need_id, amount_fen, reason, state, proposed_by, proposed_at)
    values (${id}, ${newPublicCode()}, ${pool.id}::uuid, ${charity.charityId}, ${random.pick(needIds)}, ${random.int(1, 900)}, '补足', 'proposed',
      ${people[0]?.userId}::uuid, ${world.tick()}::timestamptz)`);
  return outcomeOf(
    world,
    sql`approve_pool_allocation(${id}::uuid, ${people[1]?.userId}::uuid, ${world.tick()}::timestamptz)`,
  );
}
