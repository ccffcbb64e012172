import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requestReconciliation } from "#app/domain/reconciliation/request-reconciliation.server.ts";
import { resolveFinding } from "#app/domain/reconciliation/resolve-finding.server.ts";
import { readEnv } from "#app/env.server.ts";
import { completeFees, reconcileCharities } from "#app/jobs/reconcile-charities.server.ts";
import { runChecks } from "#db/checks/run-checks.server.ts";
import { reconciliationFindings, reconciliationRuns } from "#db/schema/alarms.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import {
  createNeed,
  createQualifiedCharity,
  createTestRegions,
  createUser,
  type QualifiedCharity,
} from "#db/seed/factories.server.ts";
import { type GatewayContract, startGateway } from "#tests/contract/stripe-gateway-setup.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { createProviderAndBooks } from "#tests/setup/provider-and-books.ts";

let database: TestDatabase;
let contract: GatewayContract;
let charity: QualifiedCharity;
let needId: string;
let world: ReturnType<typeof createProviderAndBooks>;

beforeAll(async () => {
  database = await createTestDatabase();
  contract = await startGateway();
  await createTestRegions(database.db);
  charity = await createQualifiedCharity(database.db);
  const own = { charityId: charity.charityId, filingId: charity.filingId, publicationMode: "public" as const };
  needId = (await createNeed(database.db, { ...own, goalFen: 1_000_000n })).id;
  world = createProviderAndBooks({ db: database.db, contract, gateway: contract.gateway, charity });
});
afterAll(async () => {
  await contract.stop();
  await database.drop();
});

const services = () => ({
  db: database.db,
  payments: contract.gateway,
  clock: { now: () => new Date(contract.nowSeconds() * 1000) },
  env: readEnv({ JIEDUI_MODE: "test" }),
});
const anHour = 3_600_000;

/** The next day's run. */
async function nextRun() {
  contract.advance(25 * anHour);
  await reconcileCharities(services());
}

async function findings(isOpen = true) {
  const rows = await database.db.select().from(reconciliationFindings).orderBy(reconciliationFindings.class);
  return rows
    .filter((row) => (row.resolvedAt === null) === isOpen)
    .map((row) => [row.class, row.subject, row.oursFen, row.theirsFen]);
}

async function clearingBalance(): Promise<bigint> {
  const [row] = await database.db.execute<{ fen: string }>(sql`
    select coalesce(sum(e.amount_fen), 0)::text as fen from ledger_entries e join ledger_accounts a on a.id = e.account_id
    where a.code = ${`charity:${charity.charityId}:clearing`}`);
  return BigInt(row?.fen ?? "0");
}

async function checksThatFail() {
  return (await runChecks(database.db)).filter((check) => check.findings.length > 0).map((check) => check.name);
}

describe("A9: the books and the provider's balance", () => {
  it("A8, A9: gifts, fees, refunds, disputes, a second payment and a payout agree to the fen, with no finding", async () => {
    const first = await world.give({ needId, amountFen: 10_000n });
    await world.refundAtProvider(first, 3_000n);
    await world.dispute(await world.give({ needId, amountFen: 20_000n, knowsFee: true }), 1_500, "won");
    await world.dispute(await world.give({ needId, amountFen: 30_000n }), 1_500, "lost");
    await world.dispute(await world.give({ needId, amountFen: 40_000n }), 0);
    expect(await world.payAgain(await world.give({ needId, amountFen: 7_000n }), 7_000n)).toBe("quarantined");
    await contract.standIn.control.addBalanceTransaction({
      account: charity.stripeAccountId,
      type: "payout",
      reportingCategory: "payout",
      amount: -5_000,
    });
    await nextRun();
    expect(await findings()).toEqual([]);
    expect(await clearingBalance()).toBe(await world.balance());
    expect(await checksThatFail()).toEqual([]);
  });

  it("A9: a fee that a message did not tell is completed from the listing, with the way of payment, once", async () => {
    const gift = await world.give({ needId, amountFen: 10_000n });
    expect(await completeFees(services())).toBe(1);
    expect(await completeFees(services())).toBe(0);
    const [row] = await database.db.select().from(donations).where(eq(donations.id, gift.donationId));
    expect(row).toMatchObject({ state: "settled", feeFen: 340n, paymentMethod: "card" });
    expect(await clearingBalance()).toBe(await world.balance());
  });

  it("A9: one dropped, one added, one changed are three findings of the right class; a second run finds the same three", async () => {
    const dropped = await world.give({ needId, amountFen: 11_100n });
    const changed = await world.give({ needId, amountFen: 12_200n });
    const added = await contract.standIn.control.addBalanceTransaction({
      account: charity.stripeAccountId,
      amount: 9_900,
    });
    const movements = await world.movements();
    const idOf = (paymentIntentId: string) =>
      movements.find((one) => one.paymentIntentId === paymentIntentId)?.id ?? "";
    await completeFees(services());
    await contract.standIn.control.deleteObject(idOf(dropped.paymentIntentId));
    await contract.standIn.control.changeObject(idOf(changed.paymentIntentId), { amount: 12_199, net: 11_784 });
    const expected = [
      ["amount_differs", changed.paymentIntentId, 12_200n, 12_199n],
      ["missing_here", added.id, null, 9_900n],
      ["missing_there", dropped.paymentIntentId, 11_100n, null],
    ];
    await nextRun();
    expect(await findings()).toEqual(expected);
    await nextRun();
    expect(await findings()).toEqual(expected);
    expect(await database.db.select().from(reconciliationFindings)).toHaveLength(3);
  });

  it("A9: what is gone in the next run is resolved by itself; what a member explained stays explained", async () => {
    const [missing] = await database.db
      .select()
      .from(reconciliationFindings)
      .where(eq(reconciliationFindings.class, "missing_there"));
    const [added] = await database.db
      .select()
      .from(reconciliationFindings)
      .where(eq(reconciliationFindings.class, "missing_here"));
    const user = await createUser(database.db);
    const stranger = { ...user, memberships: [] };
    const clerk = {
      ...user,
      memberships: [
        { organizationId: charity.charityId, organizationName: "慈善会", kind: "charity" as const, isVerified: true },
      ],
    };
    const input = { findingId: missing?.id ?? "", note: "服务商漏列，已去函核实" };
    const at = new Date(contract.nowSeconds() * 1000);
    expect(await resolveFinding(database.db, input, stranger, at)).toEqual({ ok: false, code: "not_found" });
    expect((await resolveFinding(database.db, input, clerk, at)).ok).toBe(true);
    expect(await resolveFinding(database.db, input, clerk, at)).toEqual({ ok: false, code: "conflict" });
    await contract.standIn.control.deleteObject(added?.subject ?? "");
    await nextRun();
    expect((await findings()).map(([kind]) => kind)).toEqual(["amount_differs"]);
    await nextRun();
    expect(await findings(false)).toHaveLength(2);
  });

  it("A9: once a day, and when a member asks; a stranger's wish is not found; an interrupted run leaves nothing behind", async () => {
    const runs = async () => (await database.db.select().from(reconciliationRuns)).length;
    const before = await runs();
    await reconcileCharities(services());
    expect(await runs()).toBe(before);
    const user = await createUser(database.db);
    contract.advance(60_000);
    const at = new Date(contract.nowSeconds() * 1000);
    const request = { charityId: charity.charityId };
    expect(await requestReconciliation(database.db, request, user, at)).toEqual({ ok: false, code: "not_found" });
    const membership = {
      organizationId: charity.charityId,
      organizationName: "",
      kind: "charity" as const,
      isVerified: true,
    };
    await requestReconciliation(database.db, request, { ...user, memberships: [membership] }, at);
    await contract.standIn.control.addFault({ kind: "error_before_commit", status: 500, times: 2 });
    expect(await reconcileCharities(services())).toBe(0);
    expect(await runs()).toBe(before);
    expect(await reconcileCharities(services(), AbortSignal.abort())).toBe(0);
    expect(await reconcileCharities(services())).toBe(1);
    expect(await runs()).toBe(before + 1);
    expect(await reconcileCharities(services())).toBe(0);
  });
});
