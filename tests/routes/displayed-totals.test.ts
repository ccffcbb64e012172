import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { newId } from "#app/domain/ids.ts";
import { formatYuan, formatYuanShort } from "#app/domain/money.ts";
import { donations } from "#db/schema/donations.server.ts";
import { bulan, createUser, factoryDate, gaoshan } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { createHistory } from "#tests/setup/money-history.ts";
import { readPdf } from "#tests/setup/read-pdf.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

const steps = 120;
const year = 2026;

/** One entry with all it belongs to: the oracle adds these up by itself and asks none of the site's queries. */
type Entry = {
  fen: bigint;
  kind: string;
  account: string;
  accountKind: string;
  subject: string | null;
  region: string | null;
  donationId: string | null;
};

let database: TestDatabase;
let site: TestSite;
let donor: SignedInActor;
let clerk: SignedInActor;
let entries: Entry[];

beforeAll(async () => {
  database = await createTestDatabase();
  site = await startSite(database, {
    services: { clock: { now: () => new Date(factoryDate.getTime() + 86_400_000) } },
  });
  const history = await createHistory(database, 20);
  for (let step = 0; step < steps; step += 1) await history.doSomething();
  donor = await createUser(database.db);
  await database.db.execute(sql`update donations set user_id = ${donor.userId} where mod(amount_fen, 2) = 0`);
  await startUnpaid();
  clerk = await memberOfTheCharity();
  entries = await readEntries();
}, 240_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

/** Orders that never became gifts: they must count nowhere. */
async function startUnpaid(): Promise<void> {
  const [need] = await database.db.execute<{ id: string; charity_id: string }>(
    sql`select id, charity_id from needs limit 1`,
  );
  for (const state of ["started", "pending", "expired", "failed"] as const) {
    await database.db.insert(donations).values({
      id: newId(),
      formNonce: newId(),
      needId: need?.id ?? "",
      charityId: need?.charity_id ?? "",
      userId: donor.userId,
      amountFen: 7_777_777n,
      state,
      surplusChoice: "same_village",
      email: "donor@jiedui.example",
      locale: "zh-CN",
      createdAt: factoryDate,
      updatedAt: factoryDate,
    });
  }
}

async function memberOfTheCharity(): Promise<SignedInActor> {
  const user = await createUser(database.db);
  await database.db.execute(sql`
    insert into organization_members (organization_id, user_id, is_owner, joined_at)
    select charity_id, ${user.userId}, false, ${factoryDate.toISOString()}::timestamptz from needs where charity_id is not null limit 1`);
  return user;
}

async function readEntries(): Promise<Entry[]> {
  const rows = await database.db.execute<Record<string, string | null>>(sql`
    select entry.amount_fen::text as fen, movement.kind, account.code as account, account.kind as account_kind, account.subject_id as subject,
      account.region_code as region, lot.donation_id
    from ledger_entries entry join ledger_transactions movement on movement.id = entry.transaction_id
      join ledger_accounts account on account.id = entry.account_id join ledger_lots lot on lot.id = entry.lot_id`);
  return rows.map((row) => ({
    fen: BigInt(row.fen ?? "0"),
    kind: row.kind ?? "",
    account: row.account ?? "",
    accountKind: row.account_kind ?? "",
    subject: row.subject ?? null,
    region: row.region ?? null,
    donationId: row.donation_id ?? null,
  }));
}

const sum = (where: (entry: Entry) => boolean) => entries.filter(where).reduce((total, entry) => total + entry.fen, 0n);
const isPurpose = ({ accountKind }: Entry) =>
  ["need", "village_pool", "household_pool", "category_pool", "suspense"].includes(accountKind);
const isGiving = ({ kind }: Entry) =>
  ["donation", "allocation", "refund", "refund_failed", "dispute_lost", "quarantine"].includes(kind);
const isPaying = ({ kind }: Entry) => ["disbursement", "disbursement_returned"].includes(kind);

/** A page as its reader sees it: no tags, one space. */
async function textOf(path: string, actor?: SignedInActor): Promise<string> {
  const cookie = actor === undefined ? {} : { cookie: await site.signInAs(actor) };
  const response = await site.request(path, cookie);
  expect(response.status, path).toBe(200);
  const html = (await response.text()).replace(/<(script|style)[\s\S]*?<\/\1>/g, "");
  return html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
}

/** What follows a label on a page: `label 1,234.50`. */
function figureAfter(text: string, label: string): string {
  const found = new RegExp(`${label}[^0-9-]{0,12}(-?[0-9][0-9,.]*)`).exec(text);
  return found?.[1]?.replace(/\.$/, "") ?? `nothing after ${label}`;
}

const short = (fen: bigint) => formatYuanShort(fen).replace(/[^0-9,.]/g, "");

describe("A11: every displayed total is a sum of ledger entries", () => {
  it("A11: the history is worth it, and what was never paid is nowhere", async () => {
    expect(sum((entry) => isPurpose(entry) && isGiving(entry))).toBeLessThan(0n);
    expect(sum((entry) => isPurpose(entry) && isPaying(entry))).toBeGreaterThan(0n);
    const pages = ["/", "/ledger", `/villages/${bulan}`];
    for (const path of pages) expect(await textOf(path)).not.toMatch(/77,777\.77|7\.77 万元/);
    for (const path of ["/me/donations", `/me/donations/${year}`])
      expect(await textOf(path, donor)).not.toContain("77,777.77");
    expect(await textOf("/org/books", clerk)).not.toContain("77,777.77");
  });

  it("A11: home and /ledger", async () => {
    const given = -sum((entry) => isPurpose(entry) && isGiving(entry));
    expect(await textOf("/")).toContain(formatYuanShort(given));
    const ledger = await textOf("/ledger");
    for (const fen of [
      given,
      sum((entry) => isPurpose(entry) && isPaying(entry)),
      -sum(isPurpose),
      sum(({ accountKind, kind }) => accountKind === "fees" && kind === "fee"),
      ...[bulan, gaoshan].map(
        (region) =>
          -sum(
            (entry) =>
              entry.region === region &&
              ["need", "village_pool", "household_pool"].includes(entry.accountKind) &&
              isGiving(entry),
          ),
      ),
      ...["need", "village_pool", "charity_clearing", "fees", "refund_payable", "disputed", "loss", "suspense"].map(
        (kind) => sum(({ accountKind }) => accountKind === kind),
      ),
    ])
      expect(ledger).toContain(formatYuan(fen));
  });

  it("A11: villages and their needs", async () => {
    const needs = await database.db.execute<{ id: string; public_code: string; region_code: string }>(
      sql`select id, public_code, region_code from needs where goal_fen is not null`,
    );
    const givenTo = (needId: string) =>
      -sum((entry) => entry.accountKind === "need" && entry.subject === needId && isGiving(entry));
    for (const need of needs)
      expect(figureAfter(await textOf(`/needs/${need.public_code}`), "已筹")).toBe(short(givenTo(need.id)));
    for (const region of [bulan, gaoshan]) {
      const village = await textOf(`/villages/${region}`);
      const ofVillage = needs.filter((need) => need.region_code === region);
      const given = ofVillage.reduce((total, need) => total + givenTo(need.id), 0n);
      const pool = -sum((entry) => entry.accountKind === "village_pool" && entry.region === region);
      const money = village.slice(village.indexOf("数字与账目同源"));
      expect(figureAfter(money, "已筹")).toBe(short(given));
      expect(money).toContain(formatYuanShort(pool));
    }
  });

  it("A11: the donor's own pages and statement", async () => {
    const rows = await database.db.execute<{ id: string; state: string }>(
      sql`select id, state from donations where user_id = ${donor.userId} and paid_at is not null`,
    );
    const own = new Set(rows.map(({ id }) => id));
    const isOwn = ({ donationId }: Entry) => donationId !== null && own.has(donationId);
    const given = sum((entry) => isOwn(entry) && entry.kind === "donation" && entry.accountKind === "charity_clearing");
    const list = await textOf("/me/donations", donor);
    for (const { id, state } of rows) {
      if (state === "refunded" || state === "lost") continue;
      const gift = sum(
        (entry) => entry.donationId === id && entry.kind === "donation" && entry.accountKind === "charity_clearing",
      );
      expect(list).toContain(formatYuan(gift));
    }
    const statement = await textOf(`/me/donations/${year}`, donor);
    expect(figureAfter(statement, "捐赠金额合计")).toBe(formatYuan(given));
    const kept = await keptByDonor([...own]);
    expect(figureAfter(statement, "退回合计")).toBe(formatYuan(given - kept));
    expect(figureAfter(statement, "实际捐赠合计")).toBe(formatYuan(kept));
    const cookie = await site.signInAs(donor);
    const pdf = await site.request(`/me/donations/${year}/statement.pdf`, { cookie });
    const printed = (await readPdf(new Uint8Array(await pdf.arrayBuffer()))).pages.flat().join(" ");
    for (const fen of [given, kept]) expect(printed).toContain(formatYuan(fen));
  });

  /** What the ledger says of each gift: what came in, less its own refunds that were not undone and what banks took for good. */
  async function keptByDonor(ids: string[]): Promise<bigint> {
    const rows = await database.db.execute<{ fen: string }>(sql`
      select (gift.amount_fen - least(gift.amount_fen, coalesce((
        select sum(case when movement.kind = 'refund_failed' then -moved.fen else moved.fen end)
        from ledger_transactions movement
          join lateral (select sum(entry.amount_fen) filter (where entry.amount_fen > 0) as fen from ledger_entries entry
            where entry.transaction_id = movement.id) moved on true
          left join refunds refund on movement.source = 'refund:' || refund.id
          left join disputes dispute on movement.source = 'dispute:' || dispute.id
        where movement.kind in ('refund', 'refund_failed', 'dispute_lost')
          and coalesce(refund.donation_id, dispute.donation_id) = gift.id
          and coalesce(refund.payment_intent_id, dispute.payment_intent_id, gift.payment_intent_id) is not distinct from gift.payment_intent_id), 0)
        + coalesce((select sum(entry.amount_fen) * -1 from ledger_transactions movement
          join ledger_entries entry on entry.transaction_id = movement.id
          join ledger_accounts account on account.id = entry.account_id and account.kind = 'refund_payable'
        where movement.reference = 'donation:' || gift.id), 0)))::text as fen
      from donations gift where gift.id in (${sql.join(
        ids.map((id) => sql`${id}::uuid`),
        sql`, `,
      )})`);
    return rows.reduce((total, row) => total + BigInt(row.fen), 0n);
  }

  it("A11, Q19: the charity's books", async () => {
    const page = await textOf("/org/books", clerk);
    const onClearing = ({ account }: Entry) => account.endsWith(":clearing");
    const figures = {
      支付账户里的钱: sum((entry) => onClearing(entry) && !entry.kind.startsWith("disbursement")),
      支付通道费: sum(({ accountKind }) => accountKind === "fees"),
      自己承担的损失: sum(({ accountKind }) => accountKind === "loss"),
    };
    const balance = page.slice(page.indexOf("现在的余额"));
    for (const [label, fen] of Object.entries(figures)) expect(balance, label).toContain(formatYuan(fen));
    for (const kind of ["need", "suspense", "refund_payable", "disputed"])
      expect(balance, kind).toContain(formatYuan(abs(sum(({ accountKind }) => accountKind === kind))));
    const month = (kinds: readonly string[]) => sum((entry) => onClearing(entry) && kinds.includes(entry.kind));
    for (const kinds of [
      ["donation", "quarantine"],
      ["refund_paid", "refund_failed"],
      ["disbursement_paid", "disbursement_returned"],
    ])
      expect(page, kinds.join()).toContain(formatYuan(abs(month(kinds))));
  });
});

function abs(fen: bigint): bigint {
  return fen < 0n ? -fen : fen;
}
