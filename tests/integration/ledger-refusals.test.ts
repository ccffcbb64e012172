import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { settleDonation } from "#app/domain/donations/settle-donation.server.ts";
import { newId } from "#app/domain/ids.ts";
import type { LedgerTransactionKind } from "#app/domain/ledger/ledger.ts";
import type { Tx } from "#db/client.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { ledgerAccounts, ledgerEntries, ledgerLots, ledgerTransactions } from "#db/schema/ledger.server.ts";
import {
  createNeed,
  createQualifiedCharity,
  createTestRegions,
  factoryDate,
  type QualifiedCharity,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

/** Issue 3, section 1: PostgreSQL itself refuses. Every case goes past the application, as the owner of the tables. */
let database: TestDatabase;
let charity: QualifiedCharity;
let needId: string;
let need: string;
let clearing: string;
let lot: string;
let otherLot: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await createTestRegions(database.db);
  charity = await createQualifiedCharity(database.db);
});
afterAll(() => database.drop());

beforeEach(async () => {
  const ownNeed = { goalFen: 10_000n, charityId: charity.charityId, filingId: charity.filingId };
  needId = (await createNeed(database.db, { ...ownNeed, publicationMode: "public" })).id;
  lot = await giftOf(6_000n);
  otherLot = await giftOf(1_000n);
  need = await accountOf(`need:${needId}`);
  clearing = await accountOf(`charity:${charity.charityId}:clearing`);
});

/** A settled gift to the need; returns its lot. */
async function giftOf(amountFen: bigint): Promise<string> {
  const id = newId();
  await database.db.insert(donations).values({
    id,
    formNonce: id,
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
  const truth = { donationId: id, sessionId: `cs_${id}`, state: "paid", paymentIntentId: `pi_${id}` } as const;
  const money = { amountFen, currency: "cny", isLive: false, accountId: charity.stripeAccountId, feeFen: 0n };
  const rest = { paymentMethod: "card", failureCode: null };
  await settleDonation(database.db, { ...truth, ...money, ...rest }, null, { expectsLive: false }, factoryDate);
  const [row] = await database.db.select({ id: ledgerLots.id }).from(ledgerLots).where(sql`donation_id = ${id}`);
  return row?.id ?? "";
}

async function accountOf(code: string): Promise<string> {
  const [row] = await database.db.select({ id: ledgerAccounts.id }).from(ledgerAccounts).where(sql`code = ${code}`);
  return row?.id ?? "";
}

type Entry = { accountId: string; lotId: string | null; amountFen: bigint };

/** Writes a movement entry by entry, as somebody at the database's prompt would. Returns the refusal's SQLSTATE. */
async function write(kind: LedgerTransactionKind, entries: readonly Entry[], reference = newId()): Promise<string> {
  return sqlStateOf((tx) => insertMovement(tx, kind, entries, reference));
}

async function insertMovement(tx: Tx, kind: LedgerTransactionKind, entries: readonly Entry[], reference: string) {
  const transactionId = newId();
  const words = { description: "x", source: "x", at: factoryDate };
  await tx.insert(ledgerTransactions).values({ id: transactionId, reference, kind, ...words });
  for (const entry of entries) await tx.insert(ledgerEntries).values({ transactionId, ...entry });
}

async function sqlStateOf(work: (tx: Tx) => Promise<unknown>): Promise<string> {
  try {
    await database.db.transaction(work);
    return "accepted";
  } catch (error) {
    const cause: unknown = error instanceof Error && error.cause !== undefined ? error.cause : error;
    return typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : String(error);
  }
}

const fundedFen = async () => {
  const [row] = await database.db.execute<{ funded: string }>(
    sql`select funded_fen::text as funded from needs where id = ${needId}`,
  );
  return BigInt(row?.funded ?? -1);
};

describe("PostgreSQL refuses, past the application", () => {
  it("A2: entries that do not sum to zero, or a movement without any", async () => {
    expect(await write("allocation", [{ accountId: clearing, lotId: lot, amountFen: 1n }])).toBe("23514");
    expect(await write("allocation", [])).toBe("23514");
    const off = [
      { accountId: clearing, lotId: lot, amountFen: 5n },
      { accountId: need, lotId: lot, amountFen: -4n },
    ];
    expect(await write("allocation", off)).toBe("23514");
  });

  it("A2: an entry slipped into a movement that balances already, also under a low id", async () => {
    const [movement] = await database.db.select().from(ledgerTransactions).limit(1);
    const slipped = sqlStateOf((tx) =>
      tx.insert(ledgerEntries).values({
        id: 0n,
        transactionId: movement?.id ?? "",
        accountId: clearing,
        lotId: lot,
        amountFen: 1n,
      }),
    );
    expect(await slipped).toBe("23514");
  });

  it("A2: two sessions that add to one old movement, neither seeing the other's entry", async () => {
    const [movement] = await database.db.select().from(ledgerTransactions).limit(1);
    const add = (tx: Tx, amountFen: bigint) =>
      tx
        .insert(ledgerEntries)
        .values({ transactionId: movement?.id ?? "", accountId: clearing, lotId: lot, amountFen });
    const both = sqlStateOf(async (first) => {
      await add(first, 5n);
      expect(await sqlStateOf((second) => add(second, 7n))).toBe("23514");
    });
    expect(await both).toBe("23514");
  });

  it("A2: a balanced pair added to an old movement, or a movement that names another transaction as its own", async () => {
    const [movement] = await database.db.select().from(ledgerTransactions).limit(1);
    const pair = sqlStateOf((tx) =>
      tx.insert(ledgerEntries).values([
        { transactionId: movement?.id ?? "", accountId: clearing, lotId: lot, amountFen: 3n },
        { transactionId: movement?.id ?? "", accountId: need, lotId: lot, amountFen: -3n },
      ]),
    );
    expect(await pair).toBe("23514");
    const borrowed = sqlStateOf(async (tx) => {
      const words = { kind: "allocation", description: "x", source: "x", at: factoryDate } as const;
      await tx.insert(ledgerTransactions).values({ id: newId(), reference: newId(), ...words, openedIn: "999999999" });
    });
    expect(await borrowed).toBe("23514");
  });

  it("S98: a movement in which one contributor's lot pays for another's", async () => {
    const crossed = [
      { accountId: need, lotId: lot, amountFen: 500n },
      { accountId: clearing, lotId: otherLot, amountFen: -500n },
    ];
    expect(await write("disbursement", crossed)).toBe("23514");
  });

  it("D5: an entry without a lot, and one of nothing", async () => {
    const lotless = [
      { accountId: clearing, lotId: null, amountFen: 5n },
      { accountId: need, lotId: null, amountFen: -5n },
    ];
    expect(await write("donation", lotless)).toBe("23514");
    expect(await write("donation", [{ accountId: clearing, lotId: lot, amountFen: 0n }])).toBe("23514");
  });

  it("C1: an allocation over a need's goal, written straight into the ledger", async () => {
    const over = [
      { accountId: clearing, lotId: lot, amountFen: 3_001n },
      { accountId: need, lotId: lot, amountFen: -3_001n },
    ];
    expect(await write("allocation", over)).toBe("23514");
    expect(await fundedFen()).toBe(7_000n);
  });

  it("A5: what a need shows as given follows its account, whoever writes it", async () => {
    const within = [
      { accountId: clearing, lotId: lot, amountFen: 3_000n },
      { accountId: need, lotId: lot, amountFen: -3_000n },
    ];
    expect(await write("allocation", within)).toBe("accepted");
    expect(await fundedFen()).toBe(10_000n);
  });

  it("A4: a second posting of one payment", async () => {
    const [gift] = await database.db
      .select({ reference: ledgerTransactions.reference })
      .from(ledgerTransactions)
      .where(sql`kind = 'donation'`)
      .limit(1);
    const again = [
      { accountId: clearing, lotId: lot, amountFen: 10n },
      { accountId: need, lotId: lot, amountFen: -10n },
    ];
    expect(await write("donation", again, gift?.reference)).toBe("23505");
    const [paid] = await database.db.select().from(donations).where(sql`payment_intent_id is not null`).limit(1);
    const twin = sqlStateOf((tx) =>
      tx.insert(donations).values({
        id: newId(),
        formNonce: newId(),
        needId,
        charityId: charity.charityId,
        amountFen: 100n,
        state: "paid",
        surplusChoice: "same_village",
        email: "donor@jiedui.example",
        locale: "zh-CN",
        paymentIntentId: paid?.paymentIntentId ?? "",
        paidAt: factoryDate,
        createdAt: factoryDate,
        updatedAt: factoryDate,
      }),
    );
    expect(await twin).toBe("23505");
  });

  it("A3: five racers post one reference, one of them does", async () => {
    const reference = newId();
    const pair = [
      { accountId: clearing, lotId: lot, amountFen: 1n },
      { accountId: need, lotId: lot, amountFen: -1n },
    ];
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => write("allocation", pair, reference)));
    expect(outcomes.filter((outcome) => outcome === "accepted")).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === "23505")).toHaveLength(4);
  });

  it.each([
    "update ledger_entries set amount_fen = amount_fen + 1",
    "delete from ledger_entries",
    "truncate ledger_entries cascade",
    "update ledger_transactions set at = now()",
    "truncate ledger_transactions cascade",
    "update ledger_accounts set legal_person = 'x'",
    "update ledger_lots set donation_id = null",
    "truncate ledger_lots cascade",
    "delete from stripe_events",
    "truncate state_transitions",
    "update official_receipts set number = 'x'",
    "delete from chain_links",
    "update chain_roots set root = 'x'",
  ])("A3: %s", async (statement) => {
    expect(await sqlStateOf((tx) => tx.execute(sql.raw(statement)))).toBe("42501");
  });
});
