import { createHash } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { receiptKey } from "#app/domain/donations/receipt-key.server.ts";
import { err } from "#app/domain/result.ts";
import type { Printer } from "#app/printing/printed-document.ts";
import { createWorkerPrinter, defaultPrinterOptions } from "#app/printing/worker-printer.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { files } from "#db/schema/files.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import {
  createMember,
  createNeed,
  createOrganization,
  createQualifiedCharity,
  createTestRegions,
  createUser,
  type QualifiedCharity,
} from "#db/seed/factories.server.ts";
import { renderMail } from "#emails/templates.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { giveBack, loseDispute, payGift } from "#tests/setup/paid-gifts.ts";
import { readPdf } from "#tests/setup/read-pdf.ts";
import { type SiteRequest, startSite, type TestSite } from "#tests/setup/site.ts";

let database: TestDatabase;
let site: TestSite;
let charity: QualifiedCharity;
let needId: string;
let donor: SignedInActor;
let cookie: string;

// why: the first start reads 20 MB of fonts, which a busy test machine may take longer over than the site would wait.
const patient = createWorkerPrinter({ ...defaultPrinterOptions, limitMs: 60_000 });
let isOverloaded = false;
const printer: Printer = {
  print: (document) => (isOverloaded ? Promise.resolve(err("overloaded")) : patient.print(document)),
  close: patient.close,
};

beforeAll(async () => {
  database = await createTestDatabase();
  await createTestRegions(database.db);
  charity = await createQualifiedCharity(database.db);
  const { charityId, filingId } = charity;
  const need = { charityId, filingId, publicationMode: "public", goalFen: 100_000_000n } as const;
  needId = (await createNeed(database.db, need)).id;
  donor = await createUser(database.db, { displayName: "龑𬭎" });
  site = await startSite(database, { services: { printer } });
  cookie = await site.signInAs(donor);
}, 180_000);
afterAll(async () => {
  await site?.close();
  await patient.close();
  await database.drop();
});

async function read(path: string, init?: SiteRequest) {
  const answer = await site.request(path, init);
  return { status: answer.status, html: await answer.text() };
}

async function rowOf(id: string) {
  const [row] = await database.db.select().from(donations).where(eq(donations.id, id));
  if (!row) throw new Error("no gift");
  return row;
}

async function pdfText(path: string, init?: SiteRequest): Promise<string> {
  const answer = await site.request(path, init);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("Content-Type")).toBe("application/pdf");
  expect(answer.headers.get("Cache-Control")).toContain("no-store");
  const { pages } = await readPdf(new Uint8Array(await answer.arrayBuffer()));
  return pages.flat().join("\n");
}

const gift = (values: Partial<typeof donations.$inferInsert> & { amountFen: bigint }, at?: Date) =>
  payGift(database.db, { needId, charity, ...values }, at);

describe("the receipt of a gift", () => {
  it("U12: is printed with number, date, figures and words, charity and what it is not", async () => {
    const id = await gift(
      { amountFen: 1_000_708n, receiptName: "司徒𬭎", userId: donor.userId },
      new Date("2026-03-31T16:30:00Z"),
    );
    const row = await rowOf(id);
    const text = await pdfText(`/donations/${id}/receipt.pdf`, { cookie });
    for (const part of [
      row.receiptNumber,
      row.verifyCode,
      "¥10,007.08",
      "壹万零柒元零捌分",
      // Half past midnight in China is the next day.
      "2026-04-01 00:30",
      "司徒𬭎",
      "开平市侨乡慈善会",
      "53440783MJK00001X",
      "支付宝",
      "本凭证不是捐赠票据",
      "有效",
    ])
      expect(text).toContain(part);
    const page = await read(`/donations/${id}`, { cookie });
    for (const part of [row.receiptNumber, row.verifyCode, "壹万零柒元零捌分", "本凭证不是捐赠票据", "司徒𬭎"])
      expect(page.html).toContain(part);
  });

  it("L17: the full name is for the donor only: signed in, or with the key from the mail", async () => {
    const id = await gift({ amountFen: 5_000n, receiptName: "欧阳小军" });
    const key = receiptKey(site.services.sealer, id);
    for (const path of [`/donations/${id}/receipt.pdf`, `/donations/${id}/receipt.pdf?key=x${key}`]) {
      const text = await pdfText(path);
      expect(text).toContain("欧**军");
      expect(text).not.toContain("欧阳小军");
    }
    expect(await pdfText(`/donations/${id}/receipt.pdf?key=${key}`)).toContain("欧阳小军");
    expect((await read(`/donations/${id}`)).html).not.toContain("欧阳小军");
    expect((await read(`/donations/${id}?key=${key}`)).html).toContain("欧阳小军");
  });

  it("L17: the mail to the donor carries the key, so that a guest can print the own receipt", async () => {
    const id = await gift({ amountFen: 5_000n, receiptName: "欧阳小军" });
    const mail = await renderMail(site.services, "donation-receipt", { donationId: id }, "zh-CN");
    const link = /\/donations\/[^\s"]+receipt\.pdf\?key=[\w-]+/.exec(mail?.text ?? "")?.[0] ?? "";
    expect(mail?.text).toContain((await rowOf(id)).receiptNumber);
    expect(await pdfText(link)).toContain("欧阳小军");
  });

  it("Q5: says what went back, and is void when all of it did", async () => {
    const id = await gift({ amountFen: 10_000n });
    await giveBack(database.db, { id, amountFen: 2_500n });
    const partly = await pdfText(`/donations/${id}/receipt.pdf`);
    for (const part of ["¥100.00", "¥25.00", "¥75.00", "柒拾伍元整", "有效，部分已退"]) expect(partly).toContain(part);
    await giveBack(database.db, { id, amountFen: 7_500n });
    expect(await pdfText(`/donations/${id}/receipt.pdf`)).toContain("本凭证作废");
  });

  it("does not exist for a gift that was never paid", async () => {
    const unpaid = await gift({ amountFen: 5_000n, state: "quarantined" });
    await database.db.execute(sql`update donations set state = 'expired' where id = ${unpaid}`);
    for (const id of [unpaid, crypto.randomUUID(), "x"])
      expect((await read(`/donations/${id}/receipt.pdf`)).status).toBe(404);
  });

  it("says 503 on a page of its own when too many print, and leads back", async () => {
    const id = await gift({ amountFen: 5_000n });
    isOverloaded = true;
    const answer = await site.request(`/donations/${id}/receipt.pdf`);
    isOverloaded = false;
    expect(answer.status).toBe(503);
    expect(answer.headers.get("Retry-After")).toBe("30");
    const html = await answer.text();
    expect(html).toContain("正在打印的人太多");
    expect(html).toContain(`href="/donations/${id}"`);
  });
});

describe("checking a receipt", () => {
  it("U12: shows valid, partly given back and void, and nothing personal", async () => {
    const personal = {
      receiptName: "欧阳小军",
      publicName: "一位老师",
      message: "早日通水",
      email: "secret@jiedui.example",
    };
    const id = await gift({ amountFen: 10_000n, userId: donor.userId, ...personal });
    const { verifyCode, receiptNumber } = await rowOf(id);
    const valid = await read(`/verify/${verifyCode}`);
    expect(valid.status).toBe(200);
    for (const part of ["凭证有效", receiptNumber, "¥100.00", "壹佰元整", "开平市侨乡慈善会", "noindex"])
      expect(valid.html).toContain(part);
    for (const secret of [...Object.values(personal), donor.displayName, id]) expect(valid.html).not.toContain(secret);
    await giveBack(database.db, { id, amountFen: 2_500n });
    const partly = await read(`/verify/${verifyCode}`);
    for (const part of ["部分金额已退", "¥75.00"]) expect(partly.html).toContain(part);
    await giveBack(database.db, { id, amountFen: 7_500n });
    expect((await read(`/verify/${verifyCode}`)).html).toContain("凭证作废");
  });

  it("B13: a receipt whose dispute was lost is void", async () => {
    const id = await gift({ amountFen: 6_000n });
    await loseDispute(database.db, { id, amountFen: 6_000n });
    expect((await read(`/verify/${(await rowOf(id)).verifyCode}`)).html).toContain("凭证作废");
  });

  it("names the need only while the need itself is public", async () => {
    const { charityId, filingId } = charity;
    const hidden = await createNeed(database.db, {
      charityId,
      filingId,
      publicationMode: "public",
      goalFen: 100_000n,
      title: "看病的事",
    });
    const id = await payGift(database.db, { needId: hidden.id, charity, amountFen: 5_000n });
    const { verifyCode } = await rowOf(id);
    expect((await read(`/verify/${verifyCode}`)).html).toContain("看病的事");
    await database.db.update(needs).set({ state: "withdrawn" }).where(eq(needs.id, hidden.id));
    const page = await read(`/verify/${verifyCode}`);
    expect(page.html).not.toContain("看病的事");
    expect(page.html).toContain("未公开的需求");
  });

  it("takes a code as typed from paper to its page, and says which codes are none", async () => {
    const id = await gift({ amountFen: 5_000n });
    const { verifyCode } = await rowOf(id);
    const typed = encodeURIComponent(` ${verifyCode.toLowerCase().replaceAll("-", " ")} `);
    const answer = await site.request(`/verify?code=${typed}`);
    expect(answer.status).toBe(302);
    expect(answer.headers.get("Location")).toBe(`/verify/${verifyCode}`);
    expect((await read("/verify")).status).toBe(200);
    const wrong = await read("/verify?code=123");
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain("请核对后再输入");
    const unknown = await read("/verify/00000-00000-00000-00000");
    expect(unknown.status).toBe(404);
    expect(unknown.html).toContain("没有这张凭证");
  });

  it("is not for trying out codes", async () => {
    const limited = await startSite(database, { env: { RATE_LIMIT_FACTOR: "0.05" } });
    const statuses: number[] = [];
    for (let tries = 0; tries < 5; tries += 1)
      statuses.push((await limited.request("/verify/00000-00000-00000-00000")).status);
    await limited.close();
    expect(statuses).toContain(429);
  });
});

describe("the yearly statement", () => {
  it("S106: holds the gifts paid in that year in China, net of what went back, and adds up to the ledger", async () => {
    const owner = await createUser(database.db, { displayName: "陈晓彤" });
    const mine = { userId: owner.userId };
    const before = await gift({ amountFen: 111n, ...mine }, new Date("2025-12-31T15:59:59Z"));
    const first = await gift({ amountFen: 10_000n, ...mine }, new Date("2025-12-31T16:00:00Z"));
    const second = await gift({ amountFen: 20_001n, ...mine }, new Date("2026-06-01T00:00:00Z"));
    const returned = await gift({ amountFen: 500n, ...mine }, new Date("2026-12-31T15:59:59Z"));
    const after = await gift({ amountFen: 222n, ...mine }, new Date("2026-12-31T16:00:00Z"));
    const failed = await gift({ amountFen: 999n, ...mine, state: "quarantined" });
    await database.db.execute(sql`update donations set state = 'failed' where id = ${failed}`);
    const others = await gift({ amountFen: 333n });
    await giveBack(database.db, { id: second, amountFen: 1n });
    await giveBack(database.db, { id: returned, amountFen: 500n });

    const signedIn = { cookie: await site.signInAs(owner) };
    const page = await read("/me/donations/2026", signedIn);
    const text = await pdfText("/me/donations/2026/statement.pdf", signedIn);
    for (const id of [first, second, returned]) {
      const { receiptNumber } = await rowOf(id);
      expect(page.html).toContain(receiptNumber);
      // A number may stand on two lines of its column.
      expect(text.replace(/\s/g, "")).toContain(receiptNumber.slice(0, 8));
    }
    for (const id of [before, after, failed, others]) expect(page.html).not.toContain((await rowOf(id)).receiptNumber);
    for (const part of ["¥305.01", "¥5.01", "¥300.00", "叁佰元整", "陈晓彤"]) {
      expect(page.html).toContain(part);
      expect(text).toContain(part);
    }

    const [ledger] = await database.db.execute<{ kept: string }>(sql`
      select sum(entry.amount_fen)::text as kept from ledger_entries entry
        join ledger_accounts account on account.id = entry.account_id and account.kind = 'charity_clearing'
        join ledger_lots lot on lot.id = entry.lot_id join donations gift on gift.id = lot.donation_id
        where gift.id in (${first}, ${second}, ${returned})`);
    expect(ledger?.kept).toBe("30000");
  });

  it("is linked from the donor's gifts, and nobody else's", async () => {
    const owner = await createUser(database.db);
    await gift({ amountFen: 5_000n, userId: owner.userId }, new Date("2024-05-05T00:00:00Z"));
    const signedIn = { cookie: await site.signInAs(owner) };
    expect((await read("/me/donations", signedIn)).html).toContain('href="/me/donations/2024"');
    expect((await read("/me/donations/2024", { cookie })).html).toContain("没有用这个账户付款的捐赠");
    expect((await read("/me/donations/2024/statement.pdf", { cookie })).status).toBe(404);
    expect((await read("/me/donations/abcd", signedIn)).status).toBe(404);
    expect((await site.request("/me/donations/2024/statement.pdf")).status).toBe(302);
  });
});

describe("the deduction calculator", () => {
  it("S106: answers by GET, without scripts, with the limit, the rule and its source", async () => {
    const answer = await read("/tax-deduction?donor=firm&day=2024-06-01&amount=１０００００&base=500,000");
    expect(answer.status).toBe(200);
    for (const part of ["¥60,000.00", "¥40,000.00", "2027", "《企业所得税法》第九条", "不作承诺"])
      expect(answer.html).toContain(part);
  });

  it("L28: from 2026 on a gift to a target area is answered by the general rule, and the page says why", async () => {
    const query = "donor=firm&amount=100000&base=500000&isForTargetArea=on";
    const before = await read(`/tax-deduction?${query}&day=2025-12-31`);
    expect(before.html).toContain("¥100,000.00");
    expect(before.html).toContain("2021年第18号");
    const after = await read(`/tax-deduction?${query}&day=2026-01-01`);
    expect(after.html).toContain("¥60,000.00");
    expect(after.html).toContain("2025年12月31日");
  });

  it("U7: says beside the field what is wrong and keeps what was typed", async () => {
    const page = await read("/tax-deduction?donor=firm&day=2025-02-29&amount=1e3&base=-7");
    expect(page.status).toBe(422);
    for (const part of ["1e3", "2025-02-29", "亏损请填 0", "错误："]) expect(page.html).toContain(part);
    // A date box would show nothing of a day that does not exist.
    expect(page.html).toMatch(/<input(?=[^>]*value="2025-02-29")(?=[^>]*type="text")[^>]*>/);
  });

  it("opens empty, and with the gift of a receipt filled in", async () => {
    expect((await read("/tax-deduction")).status).toBe(200);
    const page = await read("/tax-deduction?day=2026-03-01&amount=50.00");
    expect(page.status).toBe(200);
    expect(page.html).toContain('value="50.00"');
    expect(page.html).not.toContain("error-summary");
  });
});

describe("the charity's official receipts", () => {
  it("L10: are recorded on a page of the charity's own people, and shown on the donor's slip and check page", async () => {
    const clerk = await createMember(database.db, { id: charity.charityId, name: "开平市侨乡慈善会" }, "charity");
    const signedIn = { cookie: await site.signInAs(clerk) };
    const id = await gift({ amountFen: 8_800n, receiptName: "梁启明", email: "receipt-wanted@jiedui.example" });
    const { receiptNumber, verifyCode } = await rowOf(id);
    const list = await read("/org/receipts", signedIn);
    for (const part of [receiptNumber, "梁启明", "receipt-wanted@jiedui.example", "待开具"])
      expect(list.html).toContain(part);
    const bad = await read(`/org/receipts/${id}`, { ...signedIn, form: { number: "12#45", replacesId: "" } });
    expect(bad.status).toBe(422);
    expect(bad.html).toContain("12#45");
    const saved = await site.request(`/org/receipts/${id}`, {
      ...signedIn,
      form: { number: " ４４０１ 000123 ", replacesId: "" },
    });
    expect(saved.status).toBe(303);
    const again = await read(`/org/receipts/${id}`, { ...signedIn, form: { number: "4401000124", replacesId: "" } });
    expect(again.status).toBe(422);
    expect(again.html).toContain("别人刚刚登记过");
    expect(await pdfText(`/donations/${id}/receipt.pdf`)).toContain("4401000123");
    for (const path of [`/donations/${id}`, `/verify/${verifyCode}`])
      expect((await read(path)).html).toContain("4401000123");
  });

  it("L10, L17: the receipt itself can be attached, and only its donor can download it", async () => {
    const clerk = await createMember(database.db, { id: charity.charityId, name: "开平市侨乡慈善会" }, "charity");
    const signedIn = { cookie: await site.signInAs(clerk) };
    const id = await gift({ amountFen: 6_600n, receiptName: "梁启明", userId: donor.userId });
    const pdf = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n";
    const send = (number: string, replacesId: string, content: string) => {
      const body = new FormData();
      body.set("number", number);
      body.set("replacesId", replacesId);
      body.set("document", new File([content], "receipt.pdf", { type: "application/pdf" }));
      const headers = { Origin: site.url, Cookie: signedIn.cookie };
      return fetch(`${site.url}/org/receipts/${id}`, { method: "POST", redirect: "manual", headers, body });
    };
    for (const refused of [
      "no document at all",
      pdf.replace("<<>>", "<< /OpenAction 2 0 R >>"),
      pdf.replace("%%EOF", ""),
    ])
      expect((await send("4401000777", "", refused)).status).toBe(422);
    expect(await database.db.$count(files)).toBe(0);
    expect((await send("4401000777", "", pdf)).status).toBe(303);
    const [file] = await database.db.select().from(files);
    const sha256 = createHash("sha256").update(pdf).digest("hex");
    expect(file).toMatchObject({ mediaType: "application/pdf", sizeBytes: pdf.length, sha256, isPublic: false });

    const path = `/donations/${id}/official-receipt`;
    const key = receiptKey(site.services.sealer, id);
    for (const [asked, init] of [
      [path, { cookie }],
      [`${path}?key=${key}`, {}],
    ] as const) {
      const answer = await site.request(asked, init);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("Content-Disposition")).toBe('attachment; filename="4401000777.pdf"');
      expect(answer.headers.get("Cache-Control")).toContain("no-store");
      expect(await answer.text()).toBe(pdf);
    }
    expect((await read(`/donations/${id}`, { cookie })).html).toContain("下载捐赠票据");
    expect((await read(`/donations/${id}`)).html).not.toContain("下载捐赠票据");
    const other = { cookie: await site.signInAs(await createUser(database.db)) };
    for (const init of [{}, other, signedIn]) {
      expect((await site.request(path, init)).status).toBe(404);
      expect((await site.request(`${path}?key=x`, init)).status).toBe(404);
      expect((await site.request(`/files/${file?.id}`, init)).status).toBe(404);
    }
    const without = await gift({ amountFen: 6_600n, userId: donor.userId });
    expect((await site.request(`/donations/${without}/official-receipt`, { cookie })).status).toBe(404);
  });

  it("S31: are not there for an enterprise, another charity, staff or nobody", async () => {
    const id = await gift({ amountFen: 5_000n, receiptName: "梁启明" });
    const enterprise = await createOrganization(database.db, { kind: "enterprise", name: "侨源照明" });
    const elsewhere = await createOrganization(database.db, { kind: "charity", name: "别处慈善会" });
    const inEnterprise = { cookie: await site.signInAs(await createMember(database.db, enterprise, "enterprise")) };
    const inOtherCharity = { cookie: await site.signInAs(await createMember(database.db, elsewhere, "charity")) };
    expect((await read("/org/receipts", inEnterprise)).status).toBe(404);
    expect((await read(`/org/receipts/${id}`, inEnterprise)).status).toBe(404);
    expect((await read("/org/receipts", { cookie })).status).toBe(404);
    expect((await read("/org/receipts?filter=all", inOtherCharity)).html).not.toContain("梁启明");
    for (const form of [undefined, { number: "4401000199", replacesId: "" }])
      expect((await read(`/org/receipts/${id}`, { ...inOtherCharity, form })).status).toBe(404);
    expect((await site.request("/org/receipts")).status).toBe(302);
  });
});
