import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import {
  countGiftsToReceipt,
  getGiftToReceipt,
  listGiftsToReceipt,
} from "#app/domain/donations/official-receipt-queries.server.ts";
import { getReceipt } from "#app/domain/donations/receipt-queries.server.ts";
import { recordOfficialReceipt } from "#app/domain/donations/record-official-receipt.server.ts";
import { newId } from "#app/domain/ids.ts";
import { officialReceipts } from "#db/schema/donations.server.ts";
import {
  createMember,
  createNeed,
  createQualifiedCharity,
  createTestRegions,
  factoryDate,
  type QualifiedCharity,
} from "#db/seed/factories.server.ts";
import { renderMail } from "#emails/templates.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { giveBack, payGift } from "#tests/setup/paid-gifts.ts";
import { seededSealer } from "#tests/setup/seeded-database.ts";

let database: TestDatabase;
let charity: QualifiedCharity;
let needId: string;
let clerk: SignedInActor;

beforeAll(async () => {
  database = await createTestDatabase();
  await createTestRegions(database.db);
});
afterAll(() => database.drop());

/** A charity of its own for each test: its numbers and lists are nobody else's. */
beforeEach(async () => {
  charity = await createQualifiedCharity(database.db);
  const { charityId, filingId } = charity;
  const need = { charityId, filingId, publicationMode: "public", goalFen: 10_000_000n } as const;
  needId = (await createNeed(database.db, need)).id;
  clerk = await createMember(database.db, { id: charityId, name: "慈善会" }, "charity");
});

const pay = (amountFen = 5_000n, receiptName = "陈晓彤") =>
  payGift(database.db, { needId, charity, amountFen, receiptName });

const record = (donationId: string, number: string, replacesId: string | null = null, actor = clerk) =>
  recordOfficialReceipt(database.db, { donationId, number, replacesId }, actor, factoryDate);

async function recorded(donationId: string, number: string, replacesId: string | null = null): Promise<string> {
  const result = await record(donationId, number, replacesId);
  if (!result.ok) throw new Error(result.code);
  return result.value.id;
}

describe("official receipts", () => {
  it("L10: the number stands on the donor's slip once the charity has recorded it", async () => {
    const donationId = await pay();
    expect(await getReceipt(database.db, { donationId })).toMatchObject({ officialNumber: null });
    await recorded(donationId, "0123456789");
    expect(await getReceipt(database.db, { donationId })).toMatchObject({ officialNumber: "0123456789" });
  });

  it("L10: a correction replaces the number and keeps who recorded which before", async () => {
    const donationId = await pay();
    const first = await recorded(donationId, "AAAA-0001");
    const second = await recorded(donationId, "AAAA-0002", first);
    await recorded(donationId, "AAAA-0001", second);
    const gift = await getGiftToReceipt(database.db, { actor: clerk, donationId });
    expect(gift?.officialNumber).toBe("AAAA-0001");
    expect(gift?.history.map((one) => [one.number, one.recordedBy])).toEqual([
      ["AAAA-0001", clerk.displayName],
      ["AAAA-0002", clerk.displayName],
      ["AAAA-0001", clerk.displayName],
    ]);
  });

  it("a number is one gift's; two that were mixed up can be put right", async () => {
    const [mine, other] = [await pay(), await pay()];
    const wrong = await recorded(mine, "BBBB-0001");
    expect(await record(other, "BBBB-0001")).toEqual({ ok: false, code: "taken" });
    await recorded(mine, "BBBB-0002", wrong);
    expect((await record(other, "BBBB-0001")).ok).toBe(true);
  });

  it("of ten people who give one number to ten gifts at once, one succeeds", async () => {
    const gifts = await Promise.all(Array.from({ length: 10 }, () => pay()));
    const results = await Promise.all(gifts.map((id) => record(id, "CCCC-0001")));
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(results.filter((result) => !result.ok && result.code === "taken")).toHaveLength(9);
  });

  it("of two who record for one gift at once, the second is told to look again", async () => {
    const donationId = await pay();
    const results = await Promise.all([record(donationId, "DDDD-0001"), record(donationId, "DDDD-0002")]);
    expect(results.map((result) => (result.ok ? "ok" : result.code)).sort()).toEqual(["conflict", "ok"]);
    const gift = await getGiftToReceipt(database.db, { actor: clerk, donationId });
    expect(await record(donationId, gift?.officialNumber ?? "", gift?.officialId ?? null)).toEqual({
      ok: false,
      code: "same",
    });
  });

  it("another charity may use the same number, and sees nothing of this one's gifts", async () => {
    const donationId = await pay();
    await recorded(donationId, "EEEE-0001");
    const elsewhere = await createQualifiedCharity(database.db);
    const stranger = await createMember(database.db, { id: elsewhere.charityId, name: "别处慈善会" }, "charity");
    expect(await record(donationId, "EEEE-0002", null, stranger)).toEqual({ ok: false, code: "not_found" });
    expect(await getGiftToReceipt(database.db, { actor: stranger, donationId })).toBeNull();
    expect(await listGiftsToReceipt(database.db, { actor: stranger, filter: "all", page: 1 })).toEqual([]);
    const otherNeed = await createNeed(database.db, {
      charityId: elsewhere.charityId,
      filingId: elsewhere.filingId,
      publicationMode: "public",
      goalFen: 10_000n,
    });
    const otherGift = await payGift(database.db, { needId: otherNeed.id, charity: elsewhere, amountFen: 5_000n });
    expect((await record(otherGift, "EEEE-0001", null, stranger)).ok).toBe(true);
  });

  it("an enterprise's member, and a charity that is not verified any more, have no gifts here", async () => {
    const donationId = await pay();
    const [membership] = clerk.memberships;
    if (!membership) throw new Error("no membership");
    for (const changed of [
      { ...membership, isVerified: false },
      { ...membership, kind: "enterprise" as const },
    ]) {
      const actor = { ...clerk, memberships: [changed] };
      expect(await record(donationId, "FFFF-0001", null, actor)).toEqual({ ok: false, code: "not_found" });
      expect(await countGiftsToReceipt(database.db, { actor })).toMatchObject({ all: 0 });
    }
  });

  it("L10: gifts are sorted by what is to be done: issue, keep the record, cancel", async () => {
    const needed = await pay();
    const anonymous = await pay(5_000n, "");
    const issued = await pay();
    await recorded(issued, "GGGG-0001");
    const cancelled = await pay();
    await recorded(cancelled, "GGGG-0002");
    await giveBack(database.db, { id: cancelled, amountFen: 5_000n });
    const gone = await pay();
    await giveBack(database.db, { id: gone, amountFen: 5_000n });
    const idsOf = async (filter: "needed" | "record" | "issued" | "to_cancel") =>
      (await listGiftsToReceipt(database.db, { actor: clerk, filter, page: 1 })).map((gift) => gift.id);
    expect(await idsOf("needed")).toEqual([needed]);
    expect(await idsOf("record")).toEqual([anonymous]);
    expect(await idsOf("issued")).toEqual([issued]);
    expect(await idsOf("to_cancel")).toEqual([cancelled]);
    expect(await countGiftsToReceipt(database.db, { actor: clerk })).toEqual({
      needed: 1,
      record: 1,
      issued: 1,
      to_cancel: 1,
      all: 5,
    });
    expect(await record(gone, "GGGG-0003")).toEqual({ ok: false, code: "is_void" });
  });

  it("PostgreSQL itself refuses a second line of numbers, another charity's record and any rewriting", async () => {
    const donationId = await pay();
    const first = await recorded(donationId, "HHHH-0001");
    const elsewhere = await createQualifiedCharity(database.db);
    const row = {
      donationId,
      charityId: charity.charityId,
      number: "HHHH-0002",
      recordedBy: clerk.userId,
      recordedAt: factoryDate,
    };
    const insert = (values: Partial<typeof officialReceipts.$inferInsert>) =>
      database.db.insert(officialReceipts).values({ ...row, id: newId(), ...values });
    await expect(insert({})).rejects.toThrow();
    await expect(insert({ replacesId: first, charityId: elsewhere.charityId })).rejects.toThrow();
    await expect(
      database.db.update(officialReceipts).set({ number: "X" }).where(eq(officialReceipts.id, first)),
    ).rejects.toThrow();
    await expect(database.db.delete(officialReceipts).where(eq(officialReceipts.id, first))).rejects.toThrow();
  });

  it("the donor hears of it once, by mail, and not of a number that was corrected meanwhile", async () => {
    const donationId = await pay();
    const first = await recorded(donationId, "JJJJ-0001");
    const clock = { now: () => factoryDate };
    const services = { db: database.db, sealer: seededSealer, clock, env: { baseUrl: "https://jiedui.example" } };
    const mail = await renderMail(services, "official-receipt", { donationId, receiptId: first }, "zh-CN");
    expect(mail?.text).toContain("JJJJ-0001");
    expect(mail?.text).toContain(`https://jiedui.example/donations/${donationId}?key=`);
    await recorded(donationId, "JJJJ-0002", first);
    expect(await renderMail(services, "official-receipt", { donationId, receiptId: first }, "zh-CN")).toBeNull();
    const [events] = await database.db.execute<{ count: string }>(
      sql`select count(*)::text as count from outbox_events where kind = 'official_receipt.recorded' and payload->>'donationId' = ${donationId}`,
    );
    expect(events?.count).toBe("2");
  });
});
