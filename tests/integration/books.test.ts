import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { assetLineKeys, bookLineKeys, uncoveredFen } from "#app/domain/books/books.ts";
import { getBooks, listBooksMonths, listPurposeBalances } from "#app/domain/books/books-queries.server.ts";
import { decideOwnMoney } from "#app/domain/books/decide-own-money.server.ts";
import { listOwnMoney } from "#app/domain/books/own-money-queries.server.ts";
import { recordOwnMoney } from "#app/domain/books/record-own-money.server.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { newId } from "#app/domain/ids.ts";
import { runChecks } from "#db/checks/run-checks.server.ts";
import { jurisdictionSettings } from "#db/schema/regions.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";
import {
  createNeed,
  createQualifiedCharity,
  createTestRegions,
  createUser,
  factoryDate,
  type QualifiedCharity,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { giveBack, loseDispute, payGift } from "#tests/setup/paid-gifts.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

let database: TestDatabase;
let site: TestSite;
let charity: QualifiedCharity;
let otherCharity: QualifiedCharity;
let clerk: SignedInActor;
let payer: SignedInActor;
let stranger: SignedInActor;
let needId: string;
const at = factoryDate;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await startSite(database, { services: { clock: { now: () => at } } });
  await createTestRegions(database.db);
  charity = await createQualifiedCharity(database.db);
  otherCharity = await createQualifiedCharity(database.db, { creditCode: "53440783MJL0000002" });
  [clerk, payer] = [await memberOf(charity), await memberOf(charity)];
  stranger = await memberOf(otherCharity);
  const own = { charityId: charity.charityId, filingId: charity.filingId, publicationMode: "public" as const };
  needId = (await createNeed(database.db, { ...own, goalFen: 50_000n })).id;
}, 240_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

async function memberOf({ charityId }: QualifiedCharity): Promise<SignedInActor> {
  const user = await createUser(database.db);
  await database.db.execute(sql`
    insert into organization_members (organization_id, user_id, is_owner, joined_at) values (${charityId}, ${user.userId}, false, ${at.toISOString()}::timestamptz)`);
  const membership = {
    organizationId: charityId,
    organizationName: "慈善会",
    kind: "charity" as const,
    isVerified: true,
  };
  return { ...user, memberships: [membership] };
}

const books = () => getBooks(database.db, { charityId: charity.charityId });
const record = (amountFen: bigint, documentNumber: string, actor = clerk, charityId = charity.charityId) =>
  recordOwnMoney(database.db, { charityId, amountFen, documentNumber, paidOn: dayInChina(at), note: "" }, actor, at);
const idOf = async (documentNumber: string) =>
  (await listOwnMoney(database.db, { charityId: charity.charityId })).find(
    (one) => one.documentNumber === documentNumber,
  )?.id ?? "";
const decide = (ownMoneyId: string, reason: string | null, actor: SignedInActor) =>
  decideOwnMoney(database.db, { ownMoneyId, reason }, actor, at);

describe("Q19: the books of a charity", () => {
  it("Q19: both sides are equal, months lead to the balance, purposes sum to their lines; another charity's money is not in it", async () => {
    const first = await payGift(database.db, { needId, charity, amountFen: 60_000n }, new Date("2026-09-15T02:00:00Z"));
    await payGift(database.db, { needId, charity, amountFen: 7_000n }, new Date("2026-10-15T02:00:00Z"));
    await giveBack(database.db, { id: first, amountFen: 1_500n }, new Date("2026-10-16T02:00:00Z"));
    const lost = await payGift(database.db, { needId, charity, amountFen: 900n }, new Date("2026-10-17T02:00:00Z"));
    await loseDispute(database.db, { id: lost, amountFen: 900n }, new Date("2026-10-18T02:00:00Z"));
    const own = {
      charityId: otherCharity.charityId,
      filingId: otherCharity.filingId,
      publicationMode: "public" as const,
    };
    const otherNeed = (await createNeed(database.db, { ...own, goalFen: 50_000n })).id;
    await payGift(database.db, { needId: otherNeed, charity: otherCharity, amountFen: 3_300n }, at);

    const balance = await books();
    const sumOf = (keys: readonly (typeof bookLineKeys)[number][]) => keys.reduce((sum, key) => sum + balance[key], 0n);
    expect(sumOf(assetLineKeys)).toBe(sumOf(bookLineKeys.filter((key) => !assetLineKeys.includes(key))));
    expect(balance.at_provider).toBe(60_000n + 7_000n - 1_500n);
    const months = await listBooksMonths(database.db, { charityId: charity.charityId });
    expect(
      months.map(({ month, givenFen, refundedFen, disputedFen }) => [month, givenFen, refundedFen, disputedFen]),
    ).toEqual([
      ["2026-09", 60_000n, 0n, 0n],
      ["2026-10", 7_900n, 1_500n, 900n],
    ]);
    expect(months.at(-1)?.balanceFen).toBe(balance.at_provider + balance.at_bank);
    const purposes = await listPurposeBalances(database.db, { charityId: charity.charityId });
    expect(purposes.reduce((sum, { heldFen }) => sum + heldFen, 0n)).toBe(
      balance.needs + balance.pools + balance.suspense + balance.refunds,
    );
  });

  it("S103, A12: own money covers fees; without a rule two people look at any sum, the recorder's own approval is refused and on record", async () => {
    expect(await record(100n, "HD-1")).toEqual({ ok: true, value: "proposed" });
    expect((await books()).own).toBe(0n);
    expect(await record(200n, "HD-1", payer)).toEqual({ ok: false, code: "document_used" });
    expect(await record(200n, "HD-X", stranger)).toEqual({ ok: false, code: "not_found" });
    const id = await idOf("HD-1");
    expect(await decide(id, null, clerk)).toEqual({ ok: false, code: "same_person" });
    expect(await decide(id, null, stranger)).toEqual({ ok: false, code: "not_found" });
    const steps = await database.db
      .select()
      .from(stateTransitions)
      .where(sql`subject_id = ${id} and event = 'refuse_same_person'`);
    expect(steps).toHaveLength(1);
    const outcomes = await Promise.all([decide(id, null, payer), decide(id, null, payer)]);
    expect(outcomes.map((one) => one.ok).sort()).toEqual([false, true]);
    expect(await books()).toMatchObject({ own: 100n, at_bank: 100n });
  });

  it("A12: up to the sum of the place's rule one person is enough; a rejected record frees its document", async () => {
    await database.db.insert(jurisdictionSettings).values({
      id: newId(),
      regionCode: "",
      key: "ownMoney.oneUpToFen",
      value: 1_000,
      validFrom: "2016-01-01",
      source: "内部控制制度",
    });
    expect(await record(1_000n, "HD-2")).toEqual({ ok: true, value: "posted" });
    expect(await record(1_001n, "HD-3")).toEqual({ ok: true, value: "proposed" });
    expect(await decide(await idOf("HD-3"), "金额写错", clerk)).toEqual({ ok: true, value: "rejected" });
    expect(await record(1_001n, "HD-3")).toEqual({ ok: true, value: "proposed" });
    expect((await books()).own).toBe(1_100n);
    expect(uncoveredFen({ ...(await books()), fees: 5_000n, losses: 0n })).toBe(3_900n);
    expect((await runChecks(database.db)).flatMap((check) => check.findings)).toEqual([]);
  });

  it("S103: PostgreSQL itself refuses own money from one person above two names, and any of it taken from a gift's lot", async () => {
    const values = (approvedBy: string) => sql`
      insert into own_money (id, charity_id, amount_fen, document_number, paid_on, state, recorded_by, approved_by, recorded_at)
      values (${newId()}, ${charity.charityId}, 5, ${newId()}, '2026-11-01', 'approved', ${clerk.userId}, ${approvedBy}, ${at.toISOString()}::timestamptz)`;
    await expect(database.db.execute(values(clerk.userId))).rejects.toThrow();
    await expect(
      database.db.execute(sql`
        select post_ledger_transaction('own_money:from-a-gift', 'own_money', '', '', null, ${at.toISOString()}::timestamptz,
          array[${`charity:${charity.charityId}:own`}, ${`need:${needId}`}],
          array[(select id from ledger_lots where kind = 'charity_money' limit 1), (select id from ledger_lots where kind = 'gift' limit 1)],
          array[-5, 5]::bigint[])`),
    ).rejects.toThrow();
  });
});

describe("/org/books", () => {
  it("Q19: a member finds balances, months, comparison and the journal; another charity's books are not there", async () => {
    const [member, other, nobody] = [
      await site.signInAs(clerk),
      await site.signInAs(stranger),
      await site.signInAs(await createUser(database.db)),
    ];
    const page = await (await site.request("/org/books", { cookie: member })).text();
    for (const text of ["655.00", "两边相等", "2026-09", "与支付平台对账", "下载 CSV", "下载 Excel 表格"])
      expect(page).toContain(text);
    const wanted = `charity=${charity.charityId}`;
    for (const path of ["/org/books", "/org/books/differences", "/org/books/own-money"]) {
      expect((await site.request(`${path}?${wanted}`, { cookie: member })).status).toBe(200);
      expect((await site.request(`${path}?${wanted}`, { cookie: other })).status).toBe(404);
      expect((await site.request(path, { cookie: nobody })).status).toBe(404);
    }
    expect((await site.request(`/org/books?${wanted}`, { cookie: other, form: { intent: "compare" } })).status).toBe(
      404,
    );
    expect((await site.request(`/org/books?${wanted}`, { cookie: member, form: { intent: "compare" } })).status).toBe(
      303,
    );
    expect(await (await site.request("/org/books", { cookie: member })).text()).toContain("已请求对账");
  });

  it("Q19: the journal has lot, document and account of each entry, both columns sum to the same, and no donor's name or address", async () => {
    const cookie = await site.signInAs(clerk);
    const path = `/org/books/journal.csv?charity=${charity.charityId}&from=2026-01-01&to=2026-12-31`;
    const bytes = Buffer.from(await (await site.request(path, { cookie })).arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const csv = bytes.toString("utf8");
    const rows = csv
      .trim()
      .split("\r\n")
      .map((line) => line.split(","));
    const sumOf = (column: number) =>
      rows.slice(1).reduce((sum, row) => sum + Math.round(Number(row[column] ?? 0) * 100), 0);
    expect(rows[0]).toHaveLength(11);
    expect(sumOf(9)).toBe(sumOf(10));
    expect(sumOf(9)).toBeGreaterThan(0);
    expect(csv).toContain("HD-2");
    expect(csv).toMatch(/JD-[0-9A-Z]{5}-[0-9A-Z]{5}/);
    expect(csv).not.toContain("@");
    const september = path.replace("2026-01-01", "2026-09-01").replace("2026-12-31", "2026-09-30");
    const some = (await (await site.request(september, { cookie })).text()).trim().split("\r\n");
    expect(some.slice(1).every((line) => line.includes("2026-09-15"))).toBe(true);
    expect((await site.request(path, { cookie: await site.signInAs(stranger) })).status).toBe(404);
    const refused = await site.request(path.replace("2026-12-31", "2025-12-31"), { cookie });
    expect([refused.status, refused.headers.get("Location")]).toEqual([
      303,
      expect.stringContaining("journal=refused"),
    ]);
  });

  it("S103: own money is recorded by one and posted by another, on pages", async () => {
    const path = "/org/books/own-money";
    const form = {
      intent: "record",
      charityId: charity.charityId,
      amount: "20",
      documentNumber: "HD-9",
      paidOn: dayInChina(at),
      note: "",
    };
    const [one, two] = [await site.signInAs(clerk), await site.signInAs(payer)];
    expect((await site.request(path, { cookie: one, form: { ...form, amount: "0" } })).status).toBe(422);
    expect((await site.request(path, { cookie: one, form: { ...form, paidOn: "2030-01-01" } })).status).toBe(422);
    expect((await site.request(path, { cookie: one, form })).headers.get("Location")).toContain("done=proposed");
    const ownMoneyId = await idOf("HD-9");
    expect((await site.request(path, { cookie: one, form: { intent: "approve", ownMoneyId } })).status).toBe(422);
    expect(
      (await site.request(path, { cookie: two, form: { intent: "approve", ownMoneyId } })).headers.get("Location"),
    ).toContain("done=posted");
    const foreign = { ...form, charityId: otherCharity.charityId, documentNumber: "HD-10" };
    expect((await site.request(path, { cookie: one, form: foreign })).status).toBe(404);
  });
});
