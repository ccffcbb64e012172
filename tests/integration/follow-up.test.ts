import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { anonymousActor, type SignedInActor } from "#app/domain/actor.ts";
import { getGivingNeed } from "#app/domain/donations/donation-queries.server.ts";
import { settleDonation } from "#app/domain/donations/settle-donation.server.ts";
import { startDonation } from "#app/domain/donations/start-donation.server.ts";
import { newId } from "#app/domain/ids.ts";
import { listNeedsToReport } from "#app/domain/impact-reports/impact-report-staff-queries.server.ts";
import { publishImpactReport } from "#app/domain/impact-reports/publish-impact-report.server.ts";
import { recordMissedReports } from "#app/domain/impact-reports/record-missed-reports.server.ts";
import { saveImpactReport } from "#app/domain/impact-reports/save-impact-report.server.ts";
import { endWhenNeedIsClosed } from "#app/domain/monthly-gifts/end-when-need-is-closed.server.ts";
import { startMonthlyGift } from "#app/domain/monthly-gifts/start-monthly-gift.server.ts";
import { listNeedCardsOfVillage } from "#app/domain/needs/public-need-queries.server.ts";
import type { PaymentGateway } from "#app/payments/payment-gateway.ts";
import { donations } from "#db/schema/donations.server.ts";
import { impactReports } from "#db/schema/impact-reports.server.ts";
import { monthlyGifts } from "#db/schema/monthly-gifts.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { jurisdictionSettings } from "#db/schema/regions.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";
import {
  bulan,
  createNeed,
  createQualifiedCharity,
  createStaff,
  createTestRegions,
  factoryDate,
  type QualifiedCharity,
} from "#db/seed/factories.server.ts";
import { needsIndex } from "#search/needs-index.server.ts";
import { createPostgresIndex } from "#search/postgres-index.server.ts";
import { syncNeeds } from "#search/sync.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { createPaidGift } from "#tests/setup/paid-gift.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";

/** The rule of these tests: 30 days while money is held, 40 after the end. Gifts come on 2026-11-02. */
const dueDay = "2026-12-02";
const onDueDay = new Date("2026-12-02T15:59:00Z");
const dayAfter = new Date("2026-12-02T16:01:00Z");

let database: TestDatabase;
let charity: QualifiedCharity;
let officer: SignedInActor;
let county: SignedInActor;
let need: { id: string; publicCode: string };

beforeAll(async () => {
  database = await createTestDatabase({ max: 6 });
  await createTestRegions(database.db);
  charity = await createQualifiedCharity(database.db);
  officer = await createStaff(database.db, "village_officer", bulan);
  county = await createStaff(database.db, "county_verifier", "440783");
  const rule = { regionCode: "440783", validFrom: "2016-01-01", source: "测试" };
  await database.db.insert(jurisdictionSettings).values([
    { id: newId(), key: "report.everyDays", value: 30, ...rule },
    { id: newId(), key: "report.fullWithinDays", value: 40, ...rule },
  ]);
});
afterAll(() => database.drop());
beforeEach(async () => {
  need = await openNeed();
});

function openNeed() {
  const own = { goalFen: 20_000n, charityId: charity.charityId, filingId: charity.filingId };
  return createNeed(database.db, { ...own, publicationMode: "public" });
}

const give = (amountFen: bigint) => createPaidGift(database, { needId: need.id, charity, amountFen });
async function rowOf(id = need.id) {
  const [row] = await database.db.select().from(needs).where(eq(needs.id, id));
  if (!row) throw new Error("no need");
  return row;
}

const giftForm = () => ({
  needCode: need.publicCode,
  formNonce: newId(),
  amountFen: 1_000n,
  surplusChoice: "same_village" as const,
  allowsOperating: false,
  receiptName: "",
  email: "donor@jiedui.example",
  publicName: null,
  message: "",
  locale: "zh-CN",
});

async function publishReport(kind: "interim" | "full", at: Date) {
  const saved = await saveImpactReport(
    database.db,
    {
      kind,
      needId: need.id,
      version: 0,
      title: "水管已铺到村口",
      body: "水管已经铺到村口，下个月接到各家各户，用款见明细。",
      confirmedByRole: "村民代表",
      confirmedOn: "2026-11-20",
      beneficiaryHouseholds: 3,
      beneficiaryPersons: 9,
      lines: [],
    },
    officer,
    at,
  );
  if (!saved.ok) throw new Error(saved.code);
  const { reportId } = saved.value;
  await database.db.update(impactReports).set({ state: "submitted" }).where(eq(impactReports.id, reportId));
  const published = await publishImpactReport(database.db, { reportId }, county, at);
  if (!published.ok) throw new Error(published.code);
}

describe("the next report of a need", () => {
  it("U13, L16: is due as many days after the first money as the place's rule says; without money or rule nothing is due", async () => {
    expect((await rowOf()).nextReportOn).toBeNull();
    await give(1_000n);
    await give(1_000n);
    expect(await rowOf()).toMatchObject({ moneySince: "2026-11-02", nextReportOn: dueDay });
    const own = { goalFen: 20_000n, charityId: charity.charityId, filingId: charity.filingId };
    const elsewhere = await createNeed(database.db, { ...own, publicationMode: "public", regionCode: "51" });
    await createPaidGift(database, { needId: elsewhere.id, charity, amountFen: 1_000n });
    expect(await rowOf(elsewhere.id)).toMatchObject({ moneySince: "2026-11-02", nextReportOn: null });
  });

  it("U13: a published interim report moves it and leaves the need open; a second report is a new one", async () => {
    await give(1_000n);
    await publishReport("full", new Date("2026-11-20T02:00:00Z"));
    expect(await rowOf()).toMatchObject({ state: "published", nextReportOn: "2026-12-20" });
    await publishReport("interim", new Date("2026-12-10T02:00:00Z"));
    expect(await rowOf()).toMatchObject({ state: "published", nextReportOn: "2027-01-09" });
    const reports = await database.db.select().from(impactReports).where(eq(impactReports.needId, need.id));
    expect(reports.map((report) => report.kind)).toEqual(["interim", "interim"]);
  });

  it("L16: a fulfilled need with money left still owes interim reports; only its full report ends them", async () => {
    await give(20_000n);
    expect(await rowOf()).toMatchObject({ state: "fulfilled", nextReportOn: dueDay });
    await publishReport("interim", new Date("2026-11-20T02:00:00Z"));
    expect(await rowOf()).toMatchObject({ state: "fulfilled", nextReportOn: "2026-12-20" });
    await publishReport("full", new Date("2026-12-10T02:00:00Z"));
    expect(await rowOf()).toMatchObject({ state: "reported", nextReportOn: null });
  });

  it("U13: late begins the day after, in China's time: no new gift, once or monthly, in the command and past it", async () => {
    await give(1_000n);
    const { db } = database;
    expect(await startDonation(db, giftForm(), anonymousActor, onDueDay)).toMatchObject({ ok: true });
    expect(await startDonation(db, giftForm(), anonymousActor, dayAfter)).toMatchObject({ code: "report_late" });
    expect(await startMonthlyGift(db, giftForm(), anonymousActor, dayAfter)).toMatchObject({ code: "report_late" });
    const { needCode: _, ...form } = giftForm();
    const row = { ...form, id: newId(), needId: need.id, charityId: charity.charityId, state: "started" as const };
    const late = { createdAt: dayAfter, updatedAt: dayAfter };
    for (const table of [donations, monthlyGifts]) {
      const refusal = await sqlRefusal(database, (tx) => tx.insert(table).values({ ...row, ...late }));
      expect(refusal).toBe("23514 gifts_report_late");
    }
    await publishReport("interim", dayAfter);
    expect(await startDonation(db, giftForm(), anonymousActor, dayAfter)).toMatchObject({ ok: true });
  });

  it("U13: a gift on its pay page before the day settles after it, and a month's charge of a running gift is written down", async () => {
    await give(1_000n);
    const started = await startDonation(database.db, giftForm(), anonymousActor, onDueDay);
    if (!started.ok) throw new Error(started.code);
    const { donationId } = started.value;
    const truth = {
      donationId,
      sessionId: null,
      state: "paid" as const,
      paymentIntentId: `pi_${donationId}`,
      paymentMethod: "alipay",
      amountFen: 1_000n,
      currency: "cny",
      isLive: false,
      accountId: charity.stripeAccountId,
      feeFen: 0n,
      failureCode: null,
    };
    expect(await settleDonation(database.db, truth, null, { expectsLive: false }, dayAfter)).toBe("settled");
    expect((await rowOf()).fundedFen).toBe(2_000n);
    const { needCode: _, ...form } = giftForm();
    const monthlyGiftId = newId();
    const before = { createdAt: factoryDate, updatedAt: factoryDate };
    const base = { ...form, needId: need.id, charityId: charity.charityId };
    await database.db.insert(monthlyGifts).values({ ...base, ...before, id: monthlyGiftId, state: "active" });
    // why: a gateway that throws when it is asked anything: nothing may be ended at the provider.
    const payments = new Proxy({} as PaymentGateway, {
      get: () => () => {
        throw new Error("the provider was asked");
      },
    });
    expect(await endWhenNeedIsClosed(database.db, payments, { monthlyGiftId }, dayAfter)).toBe(false);
    await database.db.insert(donations).values({
      ...base,
      id: newId(),
      formNonce: newId(),
      monthlyGiftId,
      state: "started",
      createdAt: dayAfter,
      updatedAt: dayAfter,
    });
  });

  it("U13: a missed day is written down once, and the need comes last in search and village, with a badge", async () => {
    await give(1_000n);
    const fresh = await openNeed();
    const index = createPostgresIndex(database.db, [needsIndex]);
    const order = async () => {
      await syncNeeds(database.db, index, [need.id, fresh.id]);
      const query = { noun: "need", text: "", regionPrefix: bulan, facets: {}, sort: "relevance" as const };
      const { ids } = await index.search({ ...query, limit: 50, offset: 0, countFacets: [], countRegionDigits: 0 });
      return ids.filter((id) => [need.id, fresh.id].includes(id));
    };
    await database.db.update(needs).set({ publishedAt: onDueDay }).where(eq(needs.id, need.id));
    expect(await order()).toEqual([need.id, fresh.id]);
    expect(await recordMissedReports(database.db, onDueDay)).toBe(0);
    expect(await recordMissedReports(database.db, dayAfter)).toBeGreaterThan(0);
    expect(await recordMissedReports(database.db, dayAfter)).toBe(0);
    expect(await order()).toEqual([fresh.id, need.id]);
    const cards = await listNeedCardsOfVillage(database.db, { regionCode: bulan, limit: 100 });
    expect(cards.find((card) => card.publicCode === need.publicCode)?.isReportLate).toBe(true);
    const steps = await database.db
      .select()
      .from(stateTransitions)
      .where(sql`${stateTransitions.subjectId} = ${need.id} and ${stateTransitions.event} = 'miss_report'`);
    expect(steps).toMatchObject([{ fromState: "published", toState: "published", reason: dueDay }]);
    await publishReport("interim", dayAfter);
    expect(await order()).toEqual([need.id, fresh.id]);
    const shown = await getGivingNeed(database.db, { publicCode: need.publicCode, today: "2026-12-03" });
    expect(shown?.noGiftReason).toBeNull();
  });

  it("U13: its officer sees what is due, overdue first; another village's officer sees nothing of it", async () => {
    await database.db.update(needs).set({ state: "suspended" }).where(eq(needs.regionCode, bulan));
    need = await openNeed();
    await give(1_000n);
    const late = need;
    await database.db.execute(sql`update needs set next_report_on = '2026-11-20' where id = ${late.id}`);
    need = await openNeed();
    await give(1_000n);
    const listed = await listNeedsToReport(database.db, { actor: officer, today: "2026-11-25" });
    expect(listed.map(({ id, isLate }) => ({ id, isLate }))).toEqual([
      { id: late.id, isLate: true },
      { id: need.id, isLate: false },
    ]);
    const other = await createStaff(database.db, "village_officer", "440783116255");
    expect(await listNeedsToReport(database.db, { actor: other, today: "2026-11-25" })).toEqual([]);
  });

  it("U13: a changed rule of the place is followed, and money that all went back is nothing to report on", async () => {
    await give(1_000n);
    const id = newId();
    await database.db
      .insert(jurisdictionSettings)
      .values({ id, regionCode: bulan, key: "report.everyDays", value: 10, validFrom: "2016-01-01", source: "测试" });
    await recordMissedReports(database.db, factoryDate);
    expect((await rowOf()).nextReportOn).toBe("2026-11-12");
    await database.db.delete(jurisdictionSettings).where(eq(jurisdictionSettings.id, id));
    await recordMissedReports(database.db, factoryDate);
    const [gift] = await database.db.select().from(donations).where(eq(donations.needId, need.id));
    const codes = [`need:${need.id}`, `charity:${charity.charityId}:clearing`];
    await database.db.execute(sql`select post_ledger_transaction(${`refund:${newId()}`}, 'refund', '退款', 'test', null,
      ${dayAfter.toISOString()}::timestamptz, array[${codes[0]}, ${codes[1]}],
      array(select id from ledger_lots where donation_id = ${gift?.id ?? ""} union all select id from ledger_lots where donation_id = ${gift?.id ?? ""}),
      array[1000, -1000]::bigint[])`);
    expect(await rowOf()).toMatchObject({ fundedFen: 0n, moneySince: null, nextReportOn: null });
  });
});
