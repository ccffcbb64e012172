import { eq, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { announcedDisbursementStates } from "#app/domain/public-ledger/money-notice.ts";
import { consents } from "#db/schema/consents.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { jurisdictionSettings } from "#db/schema/regions.server.ts";
import type { TestDatabase } from "#tests/setup/database.ts";
import { createSeededDatabase, seededNow, seededSealer } from "#tests/setup/seeded-database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";

describe("S99: notices of money, for anyone who is not signed in", () => {
  let database: TestDatabase;
  let site: TestSite;
  let now = seededNow;

  beforeAll(async () => {
    database = await createSeededDatabase();
    const options = { services: { clock: { now: () => now }, sealer: seededSealer } };
    site = await startSite(database, { ...options, env: { RATE_LIMIT_FACTOR: "1000" } });
  }, 120_000);
  afterAll(async () => {
    await site.close();
    await database.drop();
  });

  const page = async (path: string) => {
    const response = await site.request(path);
    return { status: response.status, text: (await response.text()).replace(/<!-- -->/g, "") };
  };
  const announced = () =>
    database.db
      .select()
      .from(disbursements)
      .where(inArray(disbursements.state, [...announcedDisbursementStates]));

  it("every payment is announced by itself: source, amount, use, unit, result and phone", async () => {
    const payments = await announced();
    expect(payments.length).toBeGreaterThan(10);
    for (const payment of payments.slice(0, 12)) {
      const { status, text } = await page(`/ledger/notices/${payment.publicCode}`);
      expect(status).toBe(200);
      for (const fact of [
        "潭江侨乡慈善会",
        payment.purpose,
        payment.payeeName,
        payment.invoiceNumber ?? "",
        "0750-2000116",
      ]) {
        expect(text).toContain(fact);
      }
      expect(text).toContain(payment.state === "confirmed" ? "收到方确认收到" : "等收到方确认");
    }
    const listed = new Set<string>();
    for (let number = 1; number <= Math.ceil(payments.length / 20) + 1; number += 1) {
      const { text } = await page(`/ledger/notices?page=${number}`);
      for (const [, code = ""] of text.matchAll(/\/ledger\/notices\/([0-9A-Z]{5}-[0-9A-Z]{5})/g)) listed.add(code);
    }
    expect(payments.filter((payment) => !listed.has(payment.publicCode))).toEqual([]);
  });

  it("on day 9 it is still in its period, after ten full days it stays for good; the days come from the place's rule with its source", async () => {
    const [payment] = (await announced()).sort((a, b) => (b.paidAt?.getTime() ?? 0) - (a.paidAt?.getTime() ?? 0));
    const path = `/ledger/notices/${payment?.publicCode}`;
    const at = (days: number) => {
      now = new Date((payment?.paidAt?.getTime() ?? 0) + days * 86_400_000);
    };
    at(9);
    expect((await page(path)).text).toMatch(/公示期内.*不少于 10 天.*国开办发〔2018〕11号/s);
    expect((await page("/ledger/notices?view=running")).text).toContain(path);
    at(10);
    const permanent = (await page(path)).text;
    expect(permanent).toMatch(/10 天公示期已于 .* 届满，长期公开/);
    expect(permanent).not.toContain("公示期内");
    expect((await page("/ledger/notices?view=running")).text).not.toContain(path);
    at(4_000);
    expect((await page(path)).status).toBe(200);
    at(12);
    await database.db
      .update(jurisdictionSettings)
      .set({ value: 15 })
      .where(eq(jurisdictionSettings.key, "moneyNotice.minDays"));
    expect((await page(path)).text).toContain("不少于 15 天");
    await database.db
      .update(jurisdictionSettings)
      .set({ value: 10 })
      .where(eq(jurisdictionSettings.key, "moneyNotice.minDays"));
    now = seededNow;
  });

  it("cannot be taken down; when a household no longer wants to be public, its purpose and title are masked", async () => {
    const rows = await database.db
      .select({
        code: disbursements.publicCode,
        purpose: disbursements.purpose,
        householdId: needs.householdId,
        title: needs.title,
      })
      .from(disbursements)
      .innerJoin(needs, eq(needs.id, disbursements.needId))
      .where(sql`${needs.householdId} is not null and ${disbursements.state} = 'confirmed'`)
      .limit(1);
    const [payment] = rows;
    const refused = await sqlRefusal(database, (tx) =>
      tx.delete(disbursements).where(eq(disbursements.publicCode, payment?.code ?? "")),
    );
    expect(refused).toBe("23514 disbursements_kept");
    await database.db
      .update(consents)
      .set({ withdrawnAt: seededNow })
      .where(eq(consents.householdId, payment?.householdId ?? ""));
    const { status, text } = await page(`/ledger/notices/${payment?.code}`);
    expect(status).toBe(200);
    expect(text).toContain("一项已不公开的需求");
    expect(text).not.toContain(payment?.purpose);
    expect(text).not.toContain(payment?.title);
  });

  it.each(["00000-00000", "x", "'", "..%2F", "%F0%9F%98%80"])("an unknown code is not found: %s", async (code) => {
    expect((await page(`/ledger/notices/${code}`)).status).toBe(404);
  });

  it("S101: a recipient's page shows no payee, and guesses are answered by one sentence", async () => {
    const [payment] = await database.db.select().from(disbursements).where(eq(disbursements.state, "paid_out"));
    const path = `/confirm/${payment?.publicCode}`;
    const { status, text } = await page(path);
    expect(status).toBe(200);
    expect(text).not.toContain(payment?.payeeName);
    expect(text).toContain("不能用确认码确认");
    const answer = await site.request(path, { form: { code: "0000-0000" } });
    expect(answer.status).toBe(422);
    const empty = await site.request(path, { form: { code: "" } });
    expect(empty.status).toBe(422);
    expect((await page("/confirm/00000-00000")).status).toBe(404);
  });
});
