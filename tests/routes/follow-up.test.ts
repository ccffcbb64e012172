import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { newId, newPublicCode } from "#app/domain/ids.ts";
import { recordMissedReports } from "#app/domain/impact-reports/record-missed-reports.server.ts";
import { mailImpactReport } from "#app/jobs/on-impact-report-published.server.ts";
import { sendMails } from "#app/jobs/send-mails.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { impactReports } from "#db/schema/impact-reports.server.ts";
import { mails } from "#db/schema/outbox.server.ts";
import { jurisdictionSettings } from "#db/schema/regions.server.ts";
import {
  bulan,
  createNeed,
  createQualifiedCharity,
  createStaff,
  createTestRegions,
  type QualifiedCharity,
} from "#db/seed/factories.server.ts";
import type { OutgoingMail } from "#emails/mailer.ts";
import { reindex } from "#search/reindex.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { createPaidGift } from "#tests/setup/paid-gift.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

/** Gifts come on 2026-11-02, so the report is due on 2026-12-02. */
const inTime = new Date("2026-11-25T02:00:00Z");
const tooLate = new Date("2026-12-03T02:00:00Z");

let database: TestDatabase;
let site: TestSite;
let charity: QualifiedCharity;
let need: { id: string; publicCode: string };
let now = inTime;
const sent: OutgoingMail[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  await createTestRegions(db);
  charity = await createQualifiedCharity(db);
  const rule = { regionCode: "440783", validFrom: "2016-01-01", source: "测试" };
  await db.insert(jurisdictionSettings).values({ id: newId(), key: "report.everyDays", value: 30, ...rule });
  const own = { goalFen: 20_000n, charityId: charity.charityId, filingId: charity.filingId };
  need = await createNeed(db, { ...own, publicationMode: "public", title: "逾期报告的水渠" });
  await createNeed(db, { ...own, publicationMode: "public", title: "按时报告的路灯" });
  await createPaidGift(database, { needId: need.id, charity, amountFen: 1_000n });
  await createPaidGift(database, { needId: need.id, charity, amountFen: 2_000n });
  site = await startSite(database, {
    services: { clock: { now: () => now }, mailer: { send: async (mail) => void sent.push(mail) } },
  });
  await reindex(db, site.services.search);
}, 600_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

const textOf = async (path: string, cookie?: string) => (await site.request(path, { cookie })).text();
const signIn = (actor: SignedInActor) => site.signInAs(actor);

async function publishedReport(): Promise<string> {
  const id = newId();
  await database.db.insert(impactReports).values({
    id,
    publicCode: newPublicCode(),
    needId: need.id,
    regionCode: bulan,
    kind: "interim",
    title: "水渠修到了村口",
    body: "水渠修到了村口。",
    state: "published",
    createdAt: now,
    updatedAt: now,
    publishedAt: now,
  });
  await mailImpactReport(site.services, { reportId: id });
  return id;
}

describe("a need whose report is due", () => {
  it("U13: shows the day of its next report and takes gifts until then", async () => {
    now = inTime;
    const page = await textOf(`/needs/${need.publicCode}`);
    expect(page).toContain("下一份成效报告：2026年12月2日 前");
    expect(page).toContain(`/needs/${need.publicCode}/donate`);
  });

  it("U13: late: a badge on page and card, no way to give and the reason, not on the home page, last in the list", async () => {
    now = tooLate;
    await recordMissedReports(database.db, now);
    await reindex(database.db, site.services.search);
    const page = await textOf(`/needs/${need.publicCode}`);
    expect(page).toContain("报告逾期");
    expect(page).toContain("不接受新的捐款");
    expect(page).toContain("按月捐赠照常进行");
    expect(page).not.toContain(`/needs/${need.publicCode}/donate`);
    expect(await textOf(`/needs/${need.publicCode}/donate`)).toContain("成效报告已逾期");
    const list = await textOf("/needs");
    expect(list).toContain("报告逾期");
    expect(list.indexOf("按时报告的路灯")).toBeLessThan(list.indexOf("逾期报告的水渠"));
    const home = await textOf("/");
    expect(home).toContain("按时报告的路灯");
    expect(home).not.toContain("逾期报告的水渠");
  });

  it("U13: its officer finds it at /staff and, first, among the reports to write", async () => {
    now = tooLate;
    const cookie = await signIn(await createStaff(database.db, "village_officer", bulan));
    expect(await textOf("/staff", cookie)).toContain("报告逾期的需求");
    expect(await textOf("/staff/reports", cookie)).toContain("已逾期：应在 2026-12-02 前公布");
    const form = await textOf(`/staff/needs/${need.id}/report`, cookie);
    expect(form).toContain("阶段报告");
  });
});

describe("the mail about a report", () => {
  it("U13: comes once per report and address, with headers and a link that end it without sign-in", async () => {
    now = tooLate;
    await publishedReport();
    await sendMails(site.services);
    expect(sent).toHaveLength(1);
    const url = /<(.+)>/.exec(sent[0]?.headers?.["List-Unsubscribe"] ?? "")?.[1] ?? "";
    expect(url).toContain(`${site.url}/report-mails/`);
    expect(sent[0]?.headers?.["List-Unsubscribe-Post"]).toBe("List-Unsubscribe=One-Click");
    expect(sent[0]?.text).toContain(url.slice(site.url.length));
    const path = url.slice(site.url.length);

    // Looking at it, as mail scanners do, ends nothing.
    expect(await textOf(path)).toContain("不再写信给我");
    await publishedReport();
    expect(await database.db.$count(mails)).toBe(2);

    // The mail program's own POST has no origin; what it ends is held also for what is queued already.
    const answer = await fetch(url, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      body: "List-Unsubscribe=One-Click",
    });
    expect(answer.status).toBe(303);
    await sendMails(site.services);
    expect(sent).toHaveLength(1);
    await publishedReport();
    expect(await database.db.$count(mails)).toBe(2);

    // Another need's mails still come, and the reader can take these up again.
    expect(await textOf(path)).toContain("重新写信给我");
    expect((await site.request(path, { form: { intent: "resume" } })).status).toBe(303);
    await publishedReport();
    expect(await database.db.$count(mails)).toBe(3);
  });

  it("U13, L17: without the right key there is nothing, and another site's page cannot send it", async () => {
    const [gift] = await database.db.select().from(donations).where(eq(donations.needId, need.id));
    const path = `/report-mails/${gift?.id}`;
    for (const key of ["", "x", "A".repeat(43)]) expect((await site.request(`${path}?key=${key}`)).status).toBe(404);
    expect((await site.request(path, { form: { intent: "stop" } })).status).toBe(404);
    const foreign = await site.request(path, {
      form: { intent: "stop" },
      headers: { Origin: "https://elsewhere.example" },
    });
    expect(foreign.status).toBe(403);
  });
});
