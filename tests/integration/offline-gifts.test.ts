import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { getFileForActor } from "#app/domain/file-access/get-file-for-actor.server.ts";
import { claimOfflineGift } from "#app/domain/offline-gifts/claim-offline-gift.server.ts";
import { confirmOfflineGift } from "#app/domain/offline-gifts/confirm-offline-gift.server.ts";
import { issueClaimSlip } from "#app/domain/offline-gifts/issue-claim-slip.server.ts";
import type { OfflineGiftInput } from "#app/domain/offline-gifts/offline-gift-form.ts";
import { getOfflineGift, listPublicGoods } from "#app/domain/offline-gifts/offline-gift-queries.server.ts";
import { recordOfflineGift } from "#app/domain/offline-gifts/record-offline-gift.server.ts";
import { rejectOfflineGift } from "#app/domain/offline-gifts/reject-offline-gift.server.ts";
import { runChecks } from "#db/checks/run-checks.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { ledgerAccounts, ledgerEntries } from "#db/schema/ledger.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { offlineGifts } from "#db/schema/offline-gifts.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";
import {
  createMember,
  createNeed,
  createOrganization,
  createQualifiedCharity,
  createTestRegions,
  createUser,
  factoryDate,
  type QualifiedCharity,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { documentPicture, memoryFileStore } from "#tests/setup/offline-gifts.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";

let database: TestDatabase;
let charity: QualifiedCharity;
let clerk: SignedInActor;
let second: SignedInActor;
let third: SignedInActor;
let needId: string;
let number = 0;
const files = memoryFileStore();

beforeAll(async () => {
  database = await createTestDatabase({ max: 10 });
  await createTestRegions(database.db);
  charity = await createQualifiedCharity(database.db);
  const organization = { id: charity.charityId, name: "开平市侨乡慈善会" };
  clerk = await createMember(database.db, organization, "charity");
  second = await createMember(database.db, organization, "charity");
  third = await createMember(database.db, organization, "charity");
});
afterAll(() => database.drop());
beforeEach(async () => {
  const need = await createNeed(database.db, {
    goalFen: 100_000n,
    charityId: charity.charityId,
    filingId: charity.filingId,
    publicationMode: "public",
  });
  needId = need.id;
});

type MoneyInput = Extract<OfflineGiftInput, { kind: "money" }>;

function transferOf(fields: Partial<MoneyInput> = {}): MoneyInput {
  number += 1;
  return {
    kind: "money",
    needId,
    amount: 50_000n,
    receivedOn: "2026-11-01",
    documentNumber: `ICBC-${number}`,
    giverName: "黄先生",
    giverEmail: "giver@jiedui.example",
    publicName: null,
    note: "",
    surplusChoice: "same_village",
    allowsOperating: false,
    ...fields,
  };
}

function goodsOf(publicName: string | null): OfflineGiftInput {
  number += 1;
  return {
    kind: "goods",
    needId,
    itemName: "棉被",
    quantity: 40,
    unit: "床",
    amount: 480_000n,
    valuationBasis: "invoice",
    receivedOn: "2026-11-01",
    documentNumber: `WZ-${number}`,
    giverName: "某纺织厂",
    giverEmail: "",
    publicName,
    note: "",
  };
}

async function record(gift: OfflineGiftInput, actor: SignedInActor = clerk): Promise<string> {
  const pictures = [await documentPicture()];
  const result = await recordOfflineGift({ db: database.db, files }, { gift, pictures }, actor, factoryDate);
  if (!result.ok) throw new Error(result.code);
  return result.value.offlineGiftId;
}

const confirm = (offlineGiftId: string, actor: SignedInActor, checkedAmountFen = 50_000n) =>
  confirmOfflineGift(database.db, { offlineGiftId, checkedAmountFen }, actor, factoryDate);

async function balanceOf(code: string): Promise<bigint> {
  const [row] = await database.db
    .select({ fen: sql<string>`coalesce(sum(${ledgerEntries.amountFen}), 0)::text` })
    .from(ledgerEntries)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .where(eq(ledgerAccounts.code, code));
  return BigInt(row?.fen ?? "0");
}

const fundedFen = async () =>
  (await database.db.select({ fen: needs.fundedFen }).from(needs).where(eq(needs.id, needId)))[0]?.fen;

describe("a bank transfer", () => {
  it("Q19: counts when a second person has confirmed it, on the charity's bank account, and the books still hold", async () => {
    const before = await balanceOf(`charity:${charity.charityId}:bank`);
    const id = await record(transferOf());
    expect(await fundedFen()).toBe(0n);
    expect(await confirm(id, second)).toMatchObject({ ok: true });
    expect(await fundedFen()).toBe(50_000n);
    expect((await balanceOf(`charity:${charity.charityId}:bank`)) - before).toBe(50_000n);
    const gift = await getOfflineGift(database.db, { offlineGiftId: id, actor: clerk });
    const [donation] = await database.db
      .select()
      .from(donations)
      .where(eq(donations.id, gift?.donationId ?? id));
    expect(donation).toMatchObject({ channel: "offline", state: "settled", receiptName: "黄先生", publicName: null });
    expect((await runChecks(database.db)).flatMap((check) => check.findings)).toEqual([]);
  });

  it("Q19: whoever recorded or confirmed it cannot claim it, in the command and past it; the giver still can", async () => {
    const id = await record(transferOf());
    await confirm(id, second);
    const slip = await issueClaimSlip(database.db, { offlineGiftId: id }, clerk, factoryDate);
    if (!slip.ok) throw new Error(slip.code);
    const claim = (actor: SignedInActor) =>
      claimOfflineGift(database.db, { code: slip.value.code }, actor, factoryDate);
    for (const actor of [clerk, second]) {
      expect(await claim(actor)).toEqual({ ok: false, code: "wrong_code" });
      const bypass = await sqlRefusal(database, (tx) =>
        tx.update(offlineGifts).set({ claimedBy: actor.userId, claimedAt: factoryDate }).where(eq(offlineGifts.id, id)),
      );
      expect(bypass).toBe("23514 offline_gifts_claimed_by_giver");
    }
    expect(await claim(await createUser(database.db))).toMatchObject({ value: { isClaimed: true } });
  });

  it("A12: the one who recorded it is refused, and the attempt stays on record", async () => {
    const id = await record(transferOf());
    expect(await confirm(id, clerk)).toEqual({ ok: false, code: "same_person" });
    expect(await fundedFen()).toBe(0n);
    const steps = await database.db.select().from(stateTransitions).where(eq(stateTransitions.subjectId, id));
    expect(steps.map((step) => [step.event, step.actorUserId])).toContainEqual(["refuse_same_person", clerk.userId]);
  });

  it("A12: two others at once have one effect", async () => {
    const id = await record(transferOf());
    const outcomes = await Promise.all([confirm(id, second), confirm(id, third)]);
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    expect(outcomes).toContainEqual({ ok: false, code: "conflict" });
    expect(await fundedFen()).toBe(50_000n);
  });

  it("A12: PostgreSQL itself refuses one person for both, without the application", async () => {
    const id = await record(transferOf());
    const bypass = database.sql`update offline_gifts set state = 'confirmed', approved_by = recorded_by where id = ${id}`;
    await expect(bypass).rejects.toThrow(/offline_gifts_two_people/);
    const [row] =
      await database.sql`select confirm_offline_gift(${id}, ${clerk.userId}, 'a', 'b', 'c', now()) as outcome`;
    expect(row?.outcome).toBe("same_person");
    const [stranger] =
      await database.sql`select confirm_offline_gift(${id}, gen_random_uuid(), 'a', 'b', 'c', now()) as outcome`;
    expect(stranger?.outcome).toBe("not_found");
  });

  it("Q21: 5,000 recorded for the document's 500 does not pass the second person", async () => {
    const id = await record(transferOf({ amount: 500_000n }));
    expect(await confirm(id, second, 50_000n)).toEqual({ ok: false, code: "amount_differs" });
    expect(await fundedFen()).toBe(0n);
  });

  it("D10: what the need no longer takes goes where the giver chose", async () => {
    const id = await record(transferOf({ amount: 150_000n, surplusChoice: "same_category" }));
    expect(await confirm(id, second, 150_000n)).toMatchObject({ ok: true });
    expect(await fundedFen()).toBe(100_000n);
    expect(await balanceOf(`category_pool:${charity.charityId}:drinking_water`)).toBe(-50_000n);
    const late = await record(transferOf({ amount: 20_000n }));
    expect(await confirm(late, second, 20_000n)).toMatchObject({ ok: true });
    expect(await fundedFen()).toBe(100_000n);
  });

  it("one document is one gift: the same form twice is one record, another gift with its number is refused, a rejected one is recorded again", async () => {
    const gift = transferOf();
    const id = await record(gift);
    expect(await record(gift)).toBe(id);
    const pictures = [await documentPicture()];
    const other = { gift: { ...gift, amount: 60_000n }, pictures };
    expect(await recordOfflineGift({ db: database.db, files }, other, clerk, factoryDate)).toMatchObject({
      code: "same_document",
    });
    const rejected = { offlineGiftId: id, reason: "金额录错" };
    expect(await rejectOfflineGift(database.db, rejected, second, factoryDate)).toMatchObject({ ok: true });
    expect(await confirm(id, third)).toEqual({ ok: false, code: "conflict" });
    expect(await record({ ...gift, amount: 60_000n })).not.toBe(id);
  });

  it("F2: another charity neither sees nor confirms nor records for it, and its document is not there for strangers", async () => {
    const id = await record(transferOf());
    const stranger = await createMember(database.db, await createOrganization(database.db), "charity");
    expect(await getOfflineGift(database.db, { offlineGiftId: id, actor: stranger })).toBeNull();
    expect(await confirm(id, stranger)).toEqual({ ok: false, code: "not_found" });
    const pictures = [await documentPicture()];
    const foreign = await recordOfflineGift(
      { db: database.db, files },
      { gift: transferOf(), pictures },
      stranger,
      factoryDate,
    );
    expect(foreign).toMatchObject({ code: "unknown_need" });
    const fileId = (await getOfflineGift(database.db, { offlineGiftId: id, actor: second }))?.documentFileId ?? "";
    expect(await getFileForActor(database.db, { fileId, actor: stranger })).toBeNull();
    expect(await getFileForActor(database.db, { fileId, actor: second })).not.toBeNull();
  });

  it("L2: money is not taken for a need that may only take pledges", async () => {
    const closed = await createNeed(database.db, { charityId: charity.charityId, publicationMode: "intent_only" });
    const input = { gift: transferOf({ needId: closed.id }), pictures: [await documentPicture()] };
    expect(await recordOfflineGift({ db: database.db, files }, input, clerk, factoryDate)).toMatchObject({
      code: "unknown_need",
    });
  });
});

describe("goods", () => {
  it("S93: their stated value is never money in the ledger, and they are shown as received, anonymous unless wished", async () => {
    const entriesBefore = await database.db.$count(ledgerEntries);
    const hidden = await record(goodsOf(null));
    const shown = await record(goodsOf("某纺织厂"));
    expect(await listPublicGoods(database.db, { needId })).toEqual([]);
    for (const id of [hidden, shown]) expect(await confirm(id, second, 480_000n)).toMatchObject({ ok: true });
    const goods = await listPublicGoods(database.db, { needId });
    expect(goods.map((row) => row.name).sort()).toEqual(["某纺织厂", null].sort());
    expect(goods[0]).toMatchObject({ quantity: 40, unit: "床", amountFen: 480_000n, valuationBasis: "invoice" });
    expect(await database.db.$count(ledgerEntries)).toBe(entriesBefore);
    expect(await fundedFen()).toBe(0n);
    expect(await database.db.$count(donations, eq(donations.needId, needId))).toBe(0);
    const rows = await database.db.select().from(offlineGifts).where(eq(offlineGifts.id, shown));
    expect(rows[0]?.state).toBe("confirmed");
  });
});
