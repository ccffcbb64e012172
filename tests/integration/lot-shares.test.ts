import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "#app/domain/ids.ts";
import { createQualifiedCharity, createTestRegions } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

/** 各记其功 (S98): what `share_among_lots` takes from the lots of an account, on real PostgreSQL, beside the rule written out here. */
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await createTestRegions(database.db);
  await createQualifiedCharity(database.db);
});
afterAll(() => database.drop());

type Held = { fen: bigint; allowsOperating: boolean };

/** Runs in a transaction that is rolled back: an account with these lots, and what each gives. */
async function sharesOf(lots: readonly Held[], amount: bigint, isOperating = false): Promise<bigint[][]> {
  const rollback = new Error("rolled back");
  let shares: bigint[][] = [];
  await database.sql
    .begin(async (tx) => {
      const account = newId();
      const source = newId();
      await tx`insert into ledger_accounts (id, code, kind, name, legal_person) values
        (${account}, ${`pool:${account}`}, 'village_pool', 'x', 'x'), (${source}, ${`source:${source}`}, 'charity_clearing', 'x', 'x')`;
      const ids = lots.map(() => newId());
      await tx`insert into ledger_lots ${tx(
        lots.map((lot, index) => ({
          id: ids[index] ?? "",
          code: ids[index] ?? "",
          kind: "gift",
          allows_operating: lot.allowsOperating,
          opened_at: new Date(0),
        })),
      )}`;
      const movement = newId();
      await tx`insert into ledger_transactions (id, reference, kind, description, source, at)
        values (${movement}, ${movement}, 'donation', 'x', 'x', now())`;
      await tx`insert into ledger_entries ${tx(
        lots.flatMap((lot, index) => [
          { transaction_id: movement, account_id: source, lot_id: ids[index] ?? "", amount_fen: String(lot.fen) },
          { transaction_id: movement, account_id: account, lot_id: ids[index] ?? "", amount_fen: String(-lot.fen) },
        ]),
      )}`;
      const ask = async () => {
        const rows = await tx<{ lot: string; fen: string }[]>`
          select lot, fen::text as fen from share_among_lots(${`pool:${account}`}, ${String(amount)}::bigint, ${isOperating})`;
        const found = new Map(rows.map((row) => [row.lot, BigInt(row.fen)]));
        return ids.map((id) => found.get(id) ?? 0n);
      };
      shares = [await ask(), await ask()];
      throw rollback;
    })
    .catch((error: unknown) => {
      if (error !== rollback) throw error;
    });
  return shares;
}

/** The stated rule: rounded down, the missing fen one each to the largest fractions, the older lot first. */
function expectedShares(lots: readonly bigint[], amount: bigint): bigint[] {
  const total = lots.reduce((sum, fen) => sum + fen, 0n);
  if (total < amount) return lots.map(() => 0n);
  const parts = lots.map((fen) => (amount * fen) / total);
  const missing = Number(amount - parts.reduce((sum, part) => sum + part, 0n));
  const byRest = lots
    .map((fen, index) => ({ index, rest: (amount * fen) % total }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest < b.rest ? 1 : -1));
  for (const { index } of byRest.slice(0, missing)) parts[index] = (parts[index] ?? 0n) + 1n;
  return parts;
}

const lotFen = fc.oneof(fc.bigInt({ min: 1n, max: 300n }), fc.bigInt({ min: 1n, max: 10_000_000_000n }));

describe("shares of lots", () => {
  it("S98: the parts sum to the amount, none is more than its lot has, the rule is the stated one, the same every time", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(lotFen, { minLength: 1, maxLength: 8 }),
        fc.bigInt({ min: 1n, max: 10_000n }),
        async (lots, part) => {
          const total = lots.reduce((sum, fen) => sum + fen, 0n);
          const amount = (total * part) / 10_000n || 1n;
          const [first = [], second = []] = await sharesOf(
            lots.map((fen) => ({ fen, allowsOperating: false })),
            amount,
          );
          expect(first.reduce((sum, share) => sum + share, 0n)).toBe(amount);
          expect(first.every((share, index) => share <= (lots[index] ?? 0n))).toBe(true);
          expect(first).toEqual(expectedShares(lots, amount));
          expect(second).toEqual(first);
        },
      ),
      { numRuns: 1_000 },
    );
  }, 120_000);

  it("S98: lots of a hundred million yuan are shared to the fen, without overflow", async () => {
    const lots = [10_000_000_000n, 9_999_999_999n, 1n];
    const [shares = []] = await sharesOf(
      lots.map((fen) => ({ fen, allowsOperating: false })),
      19_999_999_999n,
    );
    expect(shares).toEqual(expectedShares(lots, 19_999_999_999n));
    expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(19_999_999_999n);
  });

  it("S98: more than the account has is shared by nobody", async () => {
    const [shares] = await sharesOf([{ fen: 100n, allowsOperating: true }], 101n);
    expect(shares).toEqual([0n]);
  });

  it("S103: operating cost takes only from lots whose donors agreed, and nothing when they are not enough", async () => {
    const lots = [
      { fen: 1_000n, allowsOperating: false },
      { fen: 300n, allowsOperating: true },
      { fen: 100n, allowsOperating: true },
    ];
    expect((await sharesOf(lots, 200n, true))[0]).toEqual([0n, 150n, 50n]);
    expect((await sharesOf(lots, 401n, true))[0]).toEqual([0n, 0n, 0n]);
  });
});
