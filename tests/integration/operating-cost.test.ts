import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { donationForm } from "#app/domain/donations/donation-form.ts";
import { settleDonation } from "#app/domain/donations/settle-donation.server.ts";
import { startDonation } from "#app/domain/donations/start-donation.server.ts";
import { newId, newPublicCode } from "#app/domain/ids.ts";
import { getOperatingCost } from "#app/domain/ledger/ledger-queries.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import {
  createNeed,
  createQualifiedCharity,
  createTestRegions,
  createUser,
  factoryDate,
  type QualifiedCharity,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

let database: TestDatabase;
let charity: QualifiedCharity;
let proposer: SignedInActor;
let payer: SignedInActor;
let need: { id: string; publicCode: string };

beforeAll(async () => {
  database = await createTestDatabase();
  await createTestRegions(database.db);
  charity = await createQualifiedCharity(database.db);
  proposer = await createUser(database.db);
  payer = await createUser(database.db);
});
afterAll(() => database.drop());
beforeEach(async () => {
  const { charityId, filingId } = charity;
  need = await createNeed(database.db, { charityId, filingId, publicationMode: "public" });
});

/** A gift of 100.00 yuan as the form sends it, paid; returns its lot. */
async function give(allowsOperating: boolean): Promise<string> {
  const typed = { formNonce: newId(), preset: "100", surplusChoice: "same_village", email: "donor@jiedui.example" };
  const form = donationForm.parse({ ...typed, ...(allowsOperating ? { allowsOperating: "on" } : {}) });
  const input = { ...form, needCode: need.publicCode, locale: "zh-CN" };
  const started = await startDonation(database.db, input, { kind: "anonymous" }, factoryDate);
  if (!started.ok) throw new Error(started.code);
  const { donationId } = started.value;
  const truth = {
    donationId,
    sessionId: `cs_${donationId}`,
    state: "paid" as const,
    paymentIntentId: `pi_${donationId}`,
    paymentMethod: "alipay",
    amountFen: 10_000n,
    currency: "cny",
    isLive: false,
    accountId: charity.stripeAccountId,
    feeFen: 0n,
    failureCode: null,
  };
  expect(await settleDonation(database.db, truth, null, { expectsLive: false }, factoryDate)).toMatch(/paid|settled/);
  const [row] = await database.sql<{ id: string }[]>`select id from ledger_lots where donation_id = ${donationId}`;
  return row?.id ?? "";
}

async function propose(amountFen: bigint, costKind: "direct" | "operating"): Promise<string> {
  const id = newId();
  await database.db.insert(disbursements).values({
    id,
    publicCode: newPublicCode(),
    needId: need.id,
    charityId: charity.charityId,
    payeeKind: "supplier",
    payeeName: "开平市某货运部",
    purpose: "运送物资",
    amountFen,
    costKind,
    state: "proposed",
    proposedBy: proposer.userId,
    proposedAt: factoryDate,
  });
  return id;
}

async function payOut(id: string): Promise<string> {
  const [row] = await database.sql<{ outcome: string }[]>`
    select pay_out_disbursement(${id}, ${payer.userId}, ${factoryDate.toISOString()}::timestamptz) as outcome`;
  return row?.outcome ?? "";
}

const lotsOf = async (id: string) =>
  (
    await database.sql<{ lot: string }[]>`select distinct entry.lot_id as lot from ledger_entries entry
      join ledger_transactions movement on movement.id = entry.transaction_id where movement.source = ${`disbursement:${id}`}`
  ).map((row) => row.lot);

describe("operating cost", () => {
  it("S103: the consent is off unless ticked, and goes from the form to the gift's lot", async () => {
    const without = await give(false);
    const agreed = await give(true);
    const rows = await database.sql<{ id: string; agreed: boolean }[]>`
      select id, allows_operating as agreed from ledger_lots where id in ${database.sql([without, agreed])}`;
    expect(new Map(rows.map((row) => [row.id, row.agreed]))).toEqual(
      new Map([
        [without, false],
        [agreed, true],
      ]),
    );
    expect(await database.db.$count(donations, sql`allows_operating`)).toBeGreaterThan(0);
  });

  it("S103: it is paid from the lots that agreed and from no other, up to what they have; the ratio follows", async () => {
    await give(false);
    const agreed = await give(true);
    const before = await getOperatingCost(database.db);
    expect(await payOut(await propose(10_001n, "operating"))).toBe("not_enough_money");
    const paid = await propose(3_000n, "operating");
    expect(await payOut(paid)).toBe("paid_out");
    expect(await lotsOf(paid)).toEqual([agreed]);
    expect((await getOperatingCost(database.db)) - before).toBe(3_000n);
    const direct = await propose(5_000n, "direct");
    expect(await payOut(direct)).toBe("paid_out");
    expect(await lotsOf(direct)).toHaveLength(2);
    expect((await getOperatingCost(database.db)) - before).toBe(3_000n);
  });

  it("S103: PostgreSQL refuses it from a lot without consent, whoever writes the entries", async () => {
    const without = await give(false);
    const id = await propose(1_000n, "operating");
    const account = `need:${need.id}`;
    const bypass = database.sql`select post_ledger_transaction(${`bypass:${id}`}, 'disbursement', 'x', ${`disbursement:${id}`}, null, now(),
      ${database.sql.array([account, `charity:${charity.charityId}:clearing`])}, ${database.sql.array([without, without])}::uuid[],
      ${database.sql.array(["1000", "-1000"])}::bigint[])`;
    await expect(bypass).rejects.toThrow(/operating cost needs the consent/);
    expect(await lotsOf(id)).toEqual([]);
  });
});
