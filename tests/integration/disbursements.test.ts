import { eq, sql } from "drizzle-orm";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { anonymousActor, type SignedInActor } from "#app/domain/actor.ts";
import { approveDisbursement } from "#app/domain/disbursements/approve-disbursement.server.ts";
import { confirmDisbursement } from "#app/domain/disbursements/confirm-disbursement.server.ts";
import { confirmDisbursementByCode } from "#app/domain/disbursements/confirm-disbursement-by-code.server.ts";
import { listOverduePayments } from "#app/domain/disbursements/disbursement-queue-queries.server.ts";
import { issueConfirmationCode } from "#app/domain/disbursements/issue-confirmation-code.server.ts";
import { payOutDisbursement } from "#app/domain/disbursements/pay-out-disbursement.server.ts";
import { getPaymentSpeed } from "#app/domain/disbursements/payment-speed-queries.server.ts";
import { proposeDisbursement } from "#app/domain/disbursements/propose-disbursement.server.ts";
import { rejectDisbursement } from "#app/domain/disbursements/reject-disbursement.server.ts";
import { returnDisbursement } from "#app/domain/disbursements/return-disbursement.server.ts";
import { newId, newPublicCode } from "#app/domain/ids.ts";
import { listNeedLots } from "#app/domain/public-ledger/lot-share-queries.server.ts";
import type { FileStore } from "#app/files/file-store.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { files as fileRows } from "#db/schema/files.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { jurisdictionSettings } from "#db/schema/regions.server.ts";
import {
  bulan,
  createHousehold,
  createMember,
  createNeed,
  createQualifiedCharity,
  createStaff,
  createTestRegions,
  factoryDate,
  type QualifiedCharity,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { createPaidGift } from "#tests/setup/paid-gift.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";

let database: TestDatabase;
let charity: QualifiedCharity;
let officer: SignedInActor;
let town: SignedInActor;
let county: SignedInActor;
let cashier: SignedInActor;
let payer: SignedInActor;
let needId: string;
let photo: Uint8Array;
const stored = new Map<string, Uint8Array>();
const files: FileStore = {
  write: async (name, bytes) => void stored.set(name, bytes),
  read: async (name) => stored.get(name) ?? null,
  remove: async (name) => void stored.delete(name),
};
const later = (days: number) => new Date(factoryDate.getTime() + days * 86_400_000);
const approvalLimitFen = 5_000n;

beforeAll(async () => {
  database = await createTestDatabase({ max: 12 });
  const { db } = database;
  await createTestRegions(db);
  charity = await createQualifiedCharity(db);
  const organization = { id: charity.charityId, name: "慈善会" };
  officer = await createStaff(db, "village_officer", bulan);
  town = await createStaff(db, "town_verifier", "440783116");
  county = await createStaff(db, "county_verifier", "440783");
  cashier = await createMember(db, organization, "charity");
  payer = await createMember(db, organization, "charity");
  const setting = { regionCode: "440783", validFrom: "2016-01-01", source: "测试" };
  await db.insert(jurisdictionSettings).values([
    { id: newId(), key: "disbursement.approvalAboveFen", value: Number(approvalLimitFen), ...setting },
    { id: newId(), key: "disbursement.confirmWithinDays", value: 15, ...setting },
  ]);
  photo = await sharp({ create: { width: 40, height: 40, channels: 3, background: "#ffffff" } })
    .jpeg()
    .toBuffer();
});
afterAll(() => database.drop());

beforeEach(async () => {
  const own = { goalFen: 20_000n, charityId: charity.charityId, filingId: charity.filingId };
  needId = (await createNeed(database.db, { ...own, publicationMode: "public" })).id;
  for (const amountFen of [7_000n, 3_000n]) await createPaidGift(database, { needId, charity, amountFen });
});

const proposal = {
  payeeKind: "supplier" as const,
  payeeName: "永固建材经营部",
  purpose: "水管",
  amount: 2_000n,
  costKind: "direct" as const,
  invoiceNumber: "",
};

async function propose(changes: Partial<typeof proposal> & { actor?: SignedInActor; payeeKind?: "supplier" } = {}) {
  const { actor = officer, ...rest } = changes;
  const input = { ...proposal, invoiceNumber: newId().slice(0, 8), ...rest, needId, pictures: [photo] };
  const result = await proposeDisbursement({ db: database.db, files }, input, actor, factoryDate);
  if (!result.ok) throw new Error(result.code);
  return result.value.disbursementId;
}

async function paid(): Promise<{ disbursementId: string; publicCode: string }> {
  const disbursementId = await propose();
  expect(await payOutDisbursement(database.db, { disbursementId }, payer, later(2))).toMatchObject({ ok: true });
  return { disbursementId, publicCode: (await rowOf(disbursementId)).publicCode };
}

async function rowOf(id: string) {
  const [row] = await database.db.select().from(disbursements).where(eq(disbursements.id, id));
  if (!row) throw new Error("no payment");
  return row;
}

const confirm = (disbursementId: string, actor: SignedInActor, pictures: Uint8Array[] | null = null) =>
  confirmDisbursement(
    { db: database.db, files },
    { disbursementId, method: pictures === null ? "officer" : "signature", pictures: pictures ?? [] },
    actor,
    later(5),
  );

describe("proposing", () => {
  it("S101: a supplier's payment needs number and picture of its invoice, and an invoice is paid once", async () => {
    const services = { db: database.db, files };
    const input = { ...proposal, needId, pictures: [photo] };
    expect(await proposeDisbursement(services, input, officer, factoryDate)).toMatchObject({
      code: "invoice_required",
    });
    const numbered = { ...input, invoiceNumber: "1001" };
    expect(await proposeDisbursement(services, { ...numbered, pictures: [] }, officer, factoryDate)).toMatchObject({
      code: "photo_required",
    });
    const before = stored.size;
    expect(await proposeDisbursement(services, numbered, officer, factoryDate)).toMatchObject({ ok: true });
    expect(stored.size).toBe(before + 1);
    expect(await proposeDisbursement(services, numbered, officer, factoryDate)).toMatchObject({ code: "same_invoice" });
    expect(stored.size, "the refused picture is taken back").toBe(before + 1);
    const tooMuch = { ...input, invoiceNumber: "1002", amount: 8_001n };
    expect(await proposeDisbursement(services, tooMuch, officer, factoryDate)).toMatchObject({
      code: "not_enough_money",
    });
  });

  it("S101: a household is paid only where the need is its own, by the name of one of its members", async () => {
    const { db } = database;
    const household = await createHousehold(db, { headName: "陈大文", consentTo: ["publish_masked"] });
    const own = { goalFen: 20_000n, charityId: charity.charityId, filingId: charity.filingId };
    const ofHousehold = await createNeed(db, { ...own, householdId: household.id, publicationMode: "public" });
    await createPaidGift(database, { needId: ofHousehold.id, charity, amountFen: 4_000n });
    const input = { ...proposal, payeeKind: "household" as const, pictures: [] };
    const to = (payeeName: string, need: string) =>
      proposeDisbursement({ db, files }, { ...input, payeeName, needId: need }, officer, factoryDate);
    expect(await to("陈大文", needId)).toMatchObject({ code: "other_household" });
    expect(await to("李四", ofHousehold.id)).toMatchObject({ code: "other_household" });
    expect(await to("陈大文", ofHousehold.id)).toMatchObject({ ok: true });
  });
});

describe("paying", () => {
  it("A12: above the place's sum somebody else of the charity approves first", async () => {
    const { db } = database;
    const disbursementId = await propose({ amount: approvalLimitFen + 1n });
    const at = later(1);
    expect(await payOutDisbursement(db, { disbursementId }, payer, at)).toMatchObject({ code: "needs_approval" });
    expect(await approveDisbursement(db, { disbursementId }, cashier, at)).toMatchObject({ ok: true });
    expect(await payOutDisbursement(db, { disbursementId }, cashier, at)).toMatchObject({ code: "same_person" });
    expect(await payOutDisbursement(db, { disbursementId }, payer, at)).toMatchObject({ ok: true });
    const within = await propose({ amount: approvalLimitFen - 1n });
    expect(await payOutDisbursement(db, { disbursementId: within }, payer, at)).toMatchObject({ ok: true });
  });

  it("A12: PostgreSQL refuses an unapproved payment above the sum, whoever writes it", async () => {
    const disbursementId = await propose({ amount: approvalLimitFen + 1n });
    const written = sqlRefusal(database, (tx) =>
      tx.execute(sql`update disbursements set state = 'paid_out', paid_by = ${payer.userId}, paid_at = ${later(1).toISOString()}::timestamptz
        where id = ${disbursementId}`),
    );
    expect(await written).toBe("23514 disbursements_approval");
  });

  it("a need that was suspended meanwhile keeps its money", async () => {
    const disbursementId = await propose();
    await database.db.update(needs).set({ state: "suspended" }).where(eq(needs.id, needId));
    expect(await payOutDisbursement(database.db, { disbursementId }, payer, later(1))).toMatchObject({
      code: "need_closed",
    });
    expect((await rowOf(disbursementId)).state).toBe("proposed");
  });

  it("a refusal keeps its reason, and what was refused is not paid", async () => {
    const { db } = database;
    const disbursementId = await propose();
    expect(await rejectDisbursement(db, { disbursementId, reason: "发票抬头不符" }, officer, later(1))).toMatchObject({
      code: "not_found",
    });
    expect(await rejectDisbursement(db, { disbursementId, reason: "发票抬头不符" }, payer, later(1))).toMatchObject({
      ok: true,
    });
    expect(await payOutDisbursement(db, { disbursementId }, payer, later(1))).toMatchObject({ code: "conflict" });
  });

  it("S98: what the recipient sends back returns to each lot's share of the need", async () => {
    const { db } = database;
    const before = await listNeedLots(db, { needId, page: 1, pageSize: 10 });
    const { disbursementId } = await paid();
    expect((await listNeedLots(db, { needId, page: 1, pageSize: 10 })).lots.map((lot) => lot.paidFen)).toEqual([
      1_400n,
      600n,
    ]);
    const input = { disbursementId, reason: "账号不符" };
    expect(await returnDisbursement(db, input, officer, later(3))).toMatchObject({ code: "same_person" });
    expect(await returnDisbursement(db, input, payer, later(3))).toMatchObject({ ok: true });
    expect(await listNeedLots(db, { needId, page: 1, pageSize: 10 })).toEqual(before);
    expect(await returnDisbursement(db, input, payer, later(3))).toMatchObject({ code: "conflict" });
  });
});

describe("confirming", () => {
  it("D6: not by the proposer nor the payer, whatever roles they hold", async () => {
    const { disbursementId } = await paid();
    const payerWithEveryRole = { ...payer, grants: [{ role: "county_verifier" as const, regionCode: "" }] };
    expect(await confirm(disbursementId, officer)).toMatchObject({ code: "same_person" });
    expect(await confirm(disbursementId, payerWithEveryRole)).toMatchObject({ code: "same_person" });
    expect(await confirm(disbursementId, town)).toMatchObject({ ok: true });
    expect(await rowOf(disbursementId)).toMatchObject({ confirmationMethod: "officer", confirmedBy: town.userId });
    expect(await confirm(disbursementId, county)).toMatchObject({ code: "conflict" });
  });

  it("S101: by the slip the recipient signed, with its picture", async () => {
    const { disbursementId } = await paid();
    expect(await confirm(disbursementId, town, [])).toMatchObject({ code: "photo_required" });
    expect(await confirm(disbursementId, town, [new Uint8Array([1, 2, 3])])).toMatchObject({
      code: "photo_unsupported",
    });
    expect(await confirm(disbursementId, town, [photo])).toMatchObject({ ok: true });
    const { confirmationFileId } = await rowOf(disbursementId);
    const kept = await database.db
      .select()
      .from(fileRows)
      .where(eq(fileRows.id, confirmationFileId ?? ""));
    expect(kept).toHaveLength(1);
  });

  it("S101: the recipient confirms with the code of the slip, without an account, in any case and with or without hyphen", async () => {
    const { db } = database;
    const { disbursementId, publicCode } = await paid();
    const type = (code: string, actor: SignedInActor | typeof anonymousActor = anonymousActor) =>
      confirmDisbursementByCode(db, { publicCode, code }, actor, later(6));
    expect(await type("0000-0000")).toMatchObject({ code: "no_code" });
    const issued = await issueConfirmationCode(db, { disbursementId }, town, later(3));
    if (!issued.ok) throw new Error(issued.code);
    const { code } = issued.value;
    expect(code).toMatch(/^[0-9BCDFGHJKMNPQRSTVWXYZ]{4}-[0-9BCDFGHJKMNPQRSTVWXYZ]{4}$/);
    expect(Object.values(await rowOf(disbursementId)).join(" ")).not.toContain(code.replace("-", ""));
    expect(await type("0000-0000")).toMatchObject({ code: "wrong_code" });
    expect(await type(code, payer)).toMatchObject({ code: "same_person" });
    expect(await type(` ${code.toLowerCase().replace("-", "")} `)).toMatchObject({ ok: true });
    expect(await rowOf(disbursementId)).toMatchObject({
      state: "confirmed",
      confirmationMethod: "code",
      confirmedBy: null,
    });
    expect(await type(code)).toMatchObject({ code: "already_confirmed" });
  });

  it("D6: proposer, approver and payer cannot get the code, so that nobody confirms the own payment by typing it", async () => {
    const { db } = database;
    const { disbursementId } = await paid();
    const everyRole = [{ role: "county_verifier" as const, regionCode: "" }];
    for (const actor of [officer, payer]) {
      const result = await issueConfirmationCode(db, { disbursementId }, { ...actor, grants: everyRole }, later(3));
      expect(result).toMatchObject({ code: "same_person" });
    }
    const written = sqlRefusal(database, (tx) =>
      tx.update(disbursements).set({ codeIssuedBy: payer.userId }).where(eq(disbursements.id, disbursementId)),
    );
    expect(await written).toBe("23514 disbursements_code_issuer");
  });

  it("five wrong tries, also at once, make the slip worthless; a new slip works", async () => {
    const { db } = database;
    const { disbursementId, publicCode } = await paid();
    const first = await issueConfirmationCode(db, { disbursementId }, town, later(3));
    if (!first.ok) throw new Error(first.code);
    const type = (code: string) => confirmDisbursementByCode(db, { publicCode, code }, anonymousActor, later(6));
    const guesses = await Promise.all(Array.from({ length: 12 }, (_, index) => type(`0000-00${10 + index}`)));
    expect(guesses.filter((guess) => !guess.ok && guess.code === "wrong_code")).toHaveLength(4);
    expect(await type(first.value.code)).toMatchObject({ code: "too_many_tries" });
    const second = await issueConfirmationCode(db, { disbursementId }, county, later(4));
    if (!second.ok) throw new Error(second.code);
    expect(await type(first.value.code)).toMatchObject({ code: "wrong_code" });
    expect(await type(second.value.code)).toMatchObject({ ok: true });
  });
});

describe("D6: past the application PostgreSQL takes three different people, whatever is written", () => {
  it("of every assignment of three people to the three steps only those with three different ones get through", async () => {
    const people = [officer, town, payer].map((actor) => actor.userId);
    const accepted: string[][] = [];
    for (const proposer of people)
      for (const paidBy of people)
        for (const confirmer of people) {
          const id = newId();
          const answer = await sqlRefusal(database, async (tx) => {
            const row = {
              needId,
              charityId: charity.charityId,
              payeeKind: "supplier",
              payeeName: "甲",
              purpose: "乙",
            } as const;
            await tx.insert(disbursements).values({
              ...row,
              id,
              publicCode: newPublicCode(),
              amountFen: 1n,
              state: "proposed",
              proposedBy: proposer,
              proposedAt: factoryDate,
            });
            const at = later(1).toISOString();
            const [paidOut] = await tx.execute<{ outcome: string }>(
              sql`select pay_out_disbursement(${id}::uuid, ${paidBy}::uuid, ${at}::timestamptz) as outcome`,
            );
            if (paidOut?.outcome !== "paid_out")
              await tx
                .update(disbursements)
                .set({ state: "paid_out", paidBy, paidAt: later(1) })
                .where(eq(disbursements.id, id));
            await tx
              .update(disbursements)
              .set({ state: "confirmed", confirmedBy: confirmer, confirmedAt: later(2), confirmationMethod: "officer" })
              .where(eq(disbursements.id, id));
          });
          if (answer === "accepted") accepted.push([proposer, paidBy, confirmer]);
          else expect(answer).toMatch(/^23514 disbursements_three_people$/);
        }
    expect(accepted).toHaveLength(6);
    for (const three of accepted) expect(new Set(three).size).toBe(3);
  });

  it.each([
    ["a payment that begins as paid", "insert", "disbursements_step"],
    ["a paid payment without entries in the ledger", "pay", "disbursements_posting"],
    ["a confirmation without a payment", "confirm", "disbursements_step"],
    ["a confirmation that names nobody", "nobody", "disbursements_confirmed"],
    ["another proposer afterwards", "proposer", "disbursements_fixed"],
    ["another amount afterwards", "amount", "disbursements_fixed"],
    ["deleting it", "delete", "disbursements_kept"],
  ])("refuses %s", async (_words, what, constraint) => {
    const open = await propose();
    const { disbursementId: out } = await paid();
    const at = later(1).toISOString();
    const statements: Readonly<Record<string, ReturnType<typeof sql>>> = {
      insert: sql`insert into disbursements (id, public_code, need_id, charity_id, payee_kind, payee_name, purpose, amount_fen, state, proposed_by, proposed_at, paid_by, paid_at)
        values (${newId()}, ${newPublicCode()}, ${needId}, ${charity.charityId}, 'supplier', 'x', 'x', 1, 'paid_out', ${officer.userId}, ${at}::timestamptz, ${payer.userId}, ${at}::timestamptz)`,
      pay: sql`update disbursements set state = 'paid_out', paid_by = ${payer.userId}, paid_at = ${at}::timestamptz where id = ${open}`,
      confirm: sql`update disbursements set state = 'confirmed', confirmed_by = ${town.userId}, confirmed_at = ${at}::timestamptz, confirmation_method = 'officer' where id = ${open}`,
      nobody: sql`update disbursements set state = 'confirmed', confirmed_at = ${at}::timestamptz, confirmation_method = 'officer' where id = ${out}`,
      proposer: sql`update disbursements set proposed_by = ${town.userId} where id = ${out}`,
      amount: sql`update disbursements set amount_fen = 1 where id = ${out}`,
      delete: sql`delete from disbursements where id = ${open}`,
    };
    const statement = statements[what];
    if (!statement) throw new Error(what);
    expect(await sqlRefusal(database, (tx) => tx.execute(statement))).toBe(`23514 ${constraint}`);
  });

  it("refuses money that leaves a need without a payment, or with another amount than the payment's", async () => {
    const open = await propose();
    const post = (reference: string, fen: number) =>
      sqlRefusal(database, (tx) =>
        tx.execute(sql`
          select post_ledger_transaction(${reference}::text, 'disbursement'::text, 'x'::text, 'x'::text, null::uuid, ${factoryDate.toISOString()}::timestamptz,
            array['need:' || ${needId}::text, 'charity:' || ${charity.charityId}::text || ':clearing'],
            array[lot, lot], array[${fen}::bigint, ${-fen}::bigint])
          from (select lot from list_spendable_lots('need:' || ${needId}::text) limit 1) held`),
      );
    expect(await post("by-hand", 100)).toBe("23514 disbursements_posting");
    expect(await post(`disbursement:${open}`, 100)).toBe("23514 disbursements_posting");
  });
});

describe("S101: how fast", () => {
  it("days from proposal to payment and from payment to confirmation are measured, and what is late is listed", async () => {
    const { disbursementId } = await paid();
    await confirm(disbursementId, town);
    const late = await paid();
    expect(await getPaymentSpeed(database.db, { of: "need", needId })).toEqual({
      paidCount: 2,
      daysToPay: 2,
      confirmedCount: 1,
      daysToConfirm: 3,
    });
    const listed = async (today: string) =>
      (await listOverduePayments(database.db, { actor: county, today })).filter((one) => one.needId === needId);
    // Paid on 4 November 2026: 15 days end on the 19th.
    expect(await listed("2026-11-19")).toEqual([]);
    expect((await listed("2026-11-20")).map((one) => [one.id, one.dueOn])).toEqual([
      [late.disbursementId, "2026-11-19"],
    ]);
  });
});

it("Q19: a gift by bank transfer is paid out of the bank, one through the provider out of the account there; a return goes the same way back", async () => {
  const { db } = database;
  const lotCode = newPublicCode();
  const day = factoryDate.toISOString();
  await db.execute(sql`
    insert into donations (id, form_nonce, need_id, charity_id, channel, amount_fen, state, surplus_choice, allows_operating, lot_code,
      receipt_number, verify_code, receipt_name, email, locale, payment_method, fee_fen, created_at, updated_at, paid_at)
    values (gen_random_uuid(), ${newId()}, ${needId}, ${charity.charityId}, 'offline', 10000, 'settled', 'same_village', false, ${lotCode},
      ${newPublicCode()}, ${newId()}, '', '', 'zh-CN', 'bank_transfer', 0, ${day}, ${day}, ${day})`);
  await db.execute(sql`
    select allocate_gift(gift, charity, 'offline_gift:' || gift.id, null, ${day}::timestamptz)
    from donations gift join organizations charity on charity.id = gift.charity_id where gift.lot_code = ${lotCode}`);
  const { disbursementId } = await paid();
  const onAccounts = async (reference: string) => {
    const rows = await db.execute<{ code: string; fen: string }>(sql`
      select right(account.code, 5) as code, sum(entry.amount_fen)::text as fen from ledger_transactions movement
        join ledger_entries entry on entry.transaction_id = movement.id
        join ledger_accounts account on account.id = entry.account_id and account.kind = 'charity_clearing'
      where movement.reference = ${`${reference}:${disbursementId}`} group by account.id order by 1`);
    return rows.map((row) => [row.code, row.fen]);
  };
  expect(await onAccounts("disbursement_paid")).toEqual([
    [":bank", "-1000"],
    ["aring", "-1000"],
  ]);
  const returned = await returnDisbursement(db, { disbursementId, reason: "账号有误，退回" }, payer, later(3));
  expect(returned).toMatchObject({ ok: true });
  expect(await onAccounts("disbursement_returned")).toEqual([
    [":bank", "1000"],
    ["aring", "1000"],
  ]);
});
