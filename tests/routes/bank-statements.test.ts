import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import writeXlsxFile from "write-excel-file/node";
import type { SignedInActor } from "#app/domain/actor.ts";
import { recordOwnMoney } from "#app/domain/books/record-own-money.server.ts";
import { newId } from "#app/domain/ids.ts";
import type { Logger } from "#app/http/logger.server.ts";
import { jurisdictionSettings } from "#db/schema/regions.server.ts";
import { createMember, createQualifiedCharity, createTestRegions, factoryDate } from "#db/seed/factories.server.ts";
import { bankCsv, ownAccount } from "#tests/setup/bank-files.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { readForms } from "#tests/setup/html-forms.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

const bank = "/org/books/bank";
const counterparty = "6200000000005678";

describe("the pages of a charity's bank account", () => {
  let database: TestDatabase;
  let site: TestSite;
  let clerk: SignedInActor;
  let cookie: string;
  let stranger: string;
  let charityId: string;
  const logged: string[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    await createTestRegions(database.db);
    const keep = (...parts: unknown[]) => void logged.push(JSON.stringify(parts));
    const log: Logger = { info: keep, error: keep };
    const services = { clock: { now: () => factoryDate } };
    site = await startSite(database, { env: { RATE_LIMIT_FACTOR: "1000" }, services, log });
    const one = await createQualifiedCharity(database.db);
    const two = await createQualifiedCharity(database.db, { creditCode: "53440783MJL0000002" });
    charityId = one.charityId;
    clerk = await createMember(database.db, { id: one.charityId, name: "侨乡慈善会" }, "charity");
    cookie = await site.signInAs(clerk);
    stranger = await site.signInAs(await createMember(database.db, { id: two.charityId, name: "别的会" }, "charity"));
    const rule = { key: "ownMoney.oneUpToFen", value: 1_000_000, validFrom: "2016-01-01", source: "内控" };
    await database.db.insert(jurisdictionSettings).values({ id: newId(), regionCode: "", ...rule });
  }, 300_000);
  afterAll(async () => {
    await site.close();
    await database.drop();
  });

  async function upload(bytes: Uint8Array, name: string, accountNumber = ownAccount) {
    const form = new FormData();
    form.set("accountNumber", accountNumber);
    form.set("file", new File([new Uint8Array(bytes)], name));
    const headers = { Origin: site.url, Cookie: cookie };
    return fetch(`${site.url}${bank}`, { method: "POST", body: form, redirect: "manual", headers });
  }
  const placeOf = (response: Response) => new URL(response.headers.get("Location") ?? "", site.url).pathname;
  const page = async (path: string) => (await site.request(path, { cookie })).text();
  /** Sends a form of the page as it stands, without JavaScript, found by a field of it. */
  async function send(path: string, field: string, value: string | null, changes: Record<string, string> = {}) {
    const form = readForms(await page(path)).find((one) =>
      one.fields.some((each) => each.name === field && (value === null || each.value === value)),
    );
    if (form === undefined) throw new Error(`no form with ${field} ${value}`);
    const sent = form.fields.filter(({ isSent }) => isSent).map((each) => [each.name, each.value]);
    const all = new URLSearchParams([...sent.filter(([name = ""]) => !(name in changes)), ...Object.entries(changes)]);
    const headers = { Origin: site.url, Cookie: cookie, "Content-Type": "application/x-www-form-urlencoded" };
    return fetch(`${site.url}${path}`, { method: "POST", body: all.toString(), redirect: "manual", headers });
  }

  it("Q19: an accountant uploads a workbook, accepts it, confirms what is proposed, sets wages aside, and the balance adds up", async () => {
    const paid = { charityId, amountFen: 123_450n, documentNumber: "HD-2026-77", paidOn: "2026-10-20", note: "" };
    expect(await recordOwnMoney(database.db, paid, clerk, new Date("2026-10-20T03:00:00Z"))).toMatchObject({
      ok: true,
    });
    const text = { type: String };
    const book = await writeXlsxFile([
      [{ value: "对公账户明细", ...text }],
      ["记账日期", "贷方发生额", "借方发生额", "余额", "对方户名", "对方账号", "摘要", "流水号"].map((value) => ({
        value,
        ...text,
      })),
      [
        { value: new Date("2026-10-20T00:00:00Z"), type: Date, format: "yyyy-mm-dd" },
        { value: 1234.5, type: Number },
        null,
        { value: 1234.5, type: Number },
        { value: "侨乡慈善会", ...text },
        null,
        { value: "存入 HD-2026-77", ...text },
        { value: "S-1", ...text },
      ],
      [
        { value: "2026-10-21", ...text },
        null,
        { value: "１，０００．００", ...text },
        { value: "234.50", ...text },
        { value: "员工甲", ...text },
        { value: counterparty, ...text },
        { value: "工资", ...text },
        { value: "S-2", ...text },
      ],
    ]).toBuffer();
    const uploaded = await upload(book, `明细${ownAccount}.xlsx`);
    expect(uploaded.status).toBe(303);
    const statement = placeOf(uploaded);
    const preview = await page(statement);
    expect(preview).toContain("1,234.50");
    expect(preview).toContain("•••• 5678");
    const accepted = await send(statement, "intent", "accept", { intent: "accept" });
    expect(accepted.status).toBe(303);
    const confirmed = await send(`${bank}/lines`, "pair", null);
    expect(confirmed.headers.get("Location")).toContain("done=1");
    const [wages] = await database.db.execute<{ id: string }>(sql`select id from bank_lines where amount_fen < 0`);
    const line = `${bank}/lines/${wages?.id}`;
    expect((await send(line, "intent", "set_aside")).status).toBe(422);
    expect((await send(line, "intent", "set_aside", { reason: "本会工资" })).status).toBe(303);
    const overview = await page(bank);
    expect(overview).toContain("一分不差");
    expect(overview).toContain("234.50");
    expect((await send(line, "intent", "undo", { reason: "再看一次" })).status).toBe(303);
    expect(await page("/org/books/differences")).toContain("-1,000.00");
    for (const path of [statement, bank, `${bank}/lines`, line, "/org/books/differences"]) {
      expect(await page(path), path).not.toContain(counterparty);
      expect(await page(path), path).not.toContain(ownAccount);
    }
    expect(logged.join("\n")).not.toMatch(new RegExp(`${counterparty}|${ownAccount}|员工甲`));
  });

  it("Q19: a bad row is named with its reason, there is no button to accept, and other columns can be chosen", async () => {
    const csv = bankCsv([{ day: "2026-10-22", fen: 100n, serial: "T1" }], { openingFen: 23_450n });
    const statement = placeOf(await upload(Buffer.from(csv.replace("1.00,,", "1.00,2.00,")), "坏.csv"));
    expect(await page(statement)).toContain("收入和支出都填了");
    expect(readForms(await page(statement)).some(({ fields }) => fields.some(({ value }) => value === "accept"))).toBe(
      false,
    );
    const forced = await site.request(statement, { cookie, form: { intent: "accept" } });
    expect(forced.status).toBe(422);
    const twice = await send(statement, "intent", "map", { "columns[1]": "balance" });
    expect(twice.status).toBe(422);
    expect((await send(statement, "intent", "map", { "columns[2]": "-", "columns[1]": "amount" })).status).toBe(303);
    expect(await page(statement)).not.toContain("收入和支出都填了");
    expect((await send(statement, "intent", "discard", { intent: "discard" })).status).toBe(303);
    expect((await site.request(statement, { cookie, form: { intent: "accept" } })).status).toBe(409);
  });

  it.each<[string, string, string]>([
    ["an empty file", "", "空"],
    ["a page of HTML", "<html><table></table></html>", ""],
    ["no heads", "a,b,c\n1,2,3", "找不到表头"],
    ["another account", bankCsv([{ day: "2026-10-22", fen: 1n }], { account: "6200000000009999" }), "另一个账号"],
  ])("Q19: %s is refused beside the field, and nothing is kept", async (_name, text, words) => {
    const before = await database.db.execute(sql`select count(*)::int as n from bank_statements`);
    const response = await upload(Buffer.from(text), "x.csv");
    expect(response.status).toBe(422);
    expect(await response.text()).toContain(words);
    expect(await database.db.execute(sql`select count(*)::int as n from bank_statements`)).toEqual(before);
  });

  it("Q19: a collective transfer: what adds up is ticked, another sum is refused with the boxes kept, and both pages tell of it", async () => {
    for (const [documentNumber, amountFen] of [
      ["HZ-1", 40_000n],
      ["HZ-2", 60_000n],
      ["HZ-3", 1n],
    ] as const) {
      const paid = { charityId, amountFen, documentNumber, paidOn: "2026-10-23", note: "" };
      expect(await recordOwnMoney(database.db, paid, clerk, new Date("2026-10-23T03:00:00Z"))).toMatchObject({
        ok: true,
      });
    }
    const csv = bankCsv([{ day: "2026-10-23", fen: 100_000n, memo: "批量", serial: "H1" }], { openingFen: 23_450n });
    const statement = placeOf(await upload(Buffer.from(csv), "批量.csv"));
    expect(await page(statement)).toContain(`•••• ${ownAccount.slice(-4)}`);
    expect((await send(statement, "intent", "accept", { intent: "accept" })).status).toBe(303);
    const [row] = await database.db.execute<{ id: string }>(sql`select id from bank_lines where serial = 'H1'`);
    const line = `${bank}/lines/${row?.id}`;
    const form = readForms(await page(line)).find(({ fields }) =>
      fields.some(({ value }) => value === "match_several"),
    );
    const boxes = form?.fields.filter(({ name }) => name === "transactionIds") ?? [];
    const ticked = boxes.filter(({ isSent }) => isSent).map(({ value }) => value);
    expect([boxes.length, ticked.length]).toEqual([3, 2]);
    expect(await page(line)).toContain("有 2 笔加起来正好相等");
    const [one = "", two = ""] = ticked;
    const wrong = await send(line, "intent", "match_several", { transactionIds: one });
    expect(wrong.status).toBe(422);
    const refused = await wrong.text();
    expect(refused).toContain("勾选的合计与流水金额不相等");
    const kept = readForms(refused).flatMap(({ fields }) =>
      fields.filter(({ name, isSent }) => name === "transactionIds" && isSent),
    );
    expect(kept.map(({ value }) => value)).toEqual([one]);
    const none = await send(line, "intent", "match_several", { transactionIds: "", lineIds: "" });
    expect(none.status).toBe(422);
    const body = new URLSearchParams([
      ["intent", "match_several"],
      ["transactionIds", one],
      ["transactionIds", two],
    ]);
    const headers = { Origin: site.url, Cookie: cookie, "Content-Type": "application/x-www-form-urlencoded" };
    const done = await fetch(`${site.url}${line}`, {
      method: "POST",
      body: body.toString(),
      redirect: "manual",
      headers,
    });
    expect(done.status).toBe(303);
    const settled = await page(line);
    expect(settled).toContain("HZ-1");
    expect(settled).toContain("HZ-2");
    expect(settled).not.toContain("HZ-3");
  });

  it("F2: another charity's statement and lines are 404 for reading and writing, and so are the books by its id", async () => {
    const [statement] = await database.db.execute<{ id: string }>(sql`select id from bank_statements limit 1`);
    const [line] = await database.db.execute<{ id: string }>(sql`select id from bank_lines limit 1`);
    const forms: readonly (readonly [string, Record<string, string>])[] = [
      [`${bank}/statements/${statement?.id}`, { intent: "discard" }],
      [`${bank}/lines/${line?.id}`, { intent: "set_aside", reason: "x" }],
      [`${bank}?charity=${charityId}`, {}],
      [`${bank}/lines?charity=${charityId}`, { pair: `${line?.id}:${line?.id}` }],
    ];
    for (const [path, form] of forms) {
      expect((await site.request(path, { cookie: stranger })).status, path).toBe(404);
      expect((await site.request(path, { cookie: stranger, form })).status, path).toBe(404);
      expect((await site.request(path)).status, path).toBe(302);
    }
    const own = await site.request(`${bank}/lines`, { cookie: stranger, form: { pair: `${line?.id}:${line?.id}` } });
    expect(own.status).toBe(404);
  });
});
