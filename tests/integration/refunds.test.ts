import { eq, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { takeOpenRefunds } from "#app/domain/donations/open-money-queries.server.ts";
import { newId } from "#app/domain/ids.ts";
import { catchUpEvents, retryParkedEvents, settleOpenRefunds } from "#app/jobs/catch-up-events.server.ts";
import { handleProviderEvent } from "#app/jobs/handle-provider-event.server.ts";
import { settleOpenDonations } from "#app/jobs/settle-open-donations.server.ts";
import type { PaymentGateway, ProviderEvent } from "#app/payments/payment-gateway.ts";
import { runChecks } from "#db/checks/run-checks.server.ts";
import { alarms, parkedEvents } from "#db/schema/alarms.server.ts";
import { donations, stripeEvents } from "#db/schema/donations.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { mails, outboxEvents } from "#db/schema/outbox.server.ts";
import { disputes, refunds } from "#db/schema/refunds.server.ts";
import { createUser } from "#db/seed/factories.server.ts";
import { type GiftBench, startGiftBench } from "#tests/setup/gift-bench.ts";

let bench: GiftBench;
let clerkId: string;
beforeAll(async () => {
  bench = await startGiftBench();
  clerkId = (await createUser(bench.db)).userId;
}, 60_000);
afterAll(() => bench.stop());
beforeEach(() => bench.resetClock());

async function outcomeOf(call: ReturnType<typeof sql>): Promise<string> {
  const rows = await bench.db.execute<{ outcome: string }>(sql`select ${call} as outcome`);
  return rows[0]?.outcome ?? "";
}

/** Asked for by the donor and agreed to by a clerk. */
async function approvedRefund(donationId: string, paymentIntentId: string, amountFen: bigint): Promise<string> {
  const id = newId();
  const at = bench.services.clock.now().toISOString();
  const asked = sql`request_refund(${id}, ${donationId}, ${paymentIntentId}, ${String(amountFen)}::bigint, 'donor_request', '', null, ${at}::timestamptz)`;
  expect(await outcomeOf(asked)).toBe("requested");
  expect(await outcomeOf(sql`approve_refund(${id}, ${clerkId}, ${at}::timestamptz)`)).toBe("approved");
  return id;
}

async function refundOf(id: string) {
  const [row] = await bench.db.select().from(refunds).where(eq(refunds.id, id));
  if (!row) throw new Error("no refund");
  return row;
}

async function needOf(id: string) {
  const [row] = await bench.db.select().from(needs).where(eq(needs.id, id));
  if (!row) throw new Error("no need");
  return row;
}

/** What each kind of account holds of a gift; debits positive. */
async function balancesOf(donationId: string): Promise<Record<string, number>> {
  const rows = await bench.db.execute<{ kind: string; fen: string }>(sql`
    select account.kind, sum(entry.amount_fen)::text as fen from ledger_entries entry
      join ledger_accounts account on account.id = entry.account_id join ledger_lots lot on lot.id = entry.lot_id
    where lot.donation_id = ${donationId} group by account.kind having sum(entry.amount_fen) <> 0 order by account.kind`);
  return Object.fromEntries(rows.map(({ kind, fen }) => [kind, Number(fen)]));
}

async function expectSoundBooks(): Promise<void> {
  const results = await runChecks(bench.db);
  expect(results.flatMap((one) => one.findings.map(({ subject }) => `${one.name} ${subject}`))).toEqual([]);
}

const refundRequests = async () =>
  (await bench.stripe.control.requests()).filter(({ method, path }) => method === "POST" && path === "/v1/refunds");

describe("refunds", () => {
  it("B12: one that was agreed to leaves the need at once, is sent, and succeeds; the full need is open again (A7)", async () => {
    const need = await bench.openNeed(5_000n);
    const { donationId, paymentIntentId } = await bench.paidGift(need.publicCode, 5_000n);
    expect(await needOf(need.id)).toMatchObject({ state: "fulfilled", fundedFen: 5_000n, donationCount: 1 });
    const id = await approvedRefund(donationId, paymentIntentId, 2_000n);
    expect(await needOf(need.id)).toMatchObject({ state: "published", fundedFen: 3_000n });
    await bench.drain();
    expect(await refundOf(id)).toMatchObject({ state: "succeeded" });
    expect(await bench.rowOf(donationId)).toMatchObject({ state: "partly_refunded", refundedFen: 2_000n });
    await bench.handleAll();
    expect(await refundOf(id)).toMatchObject({ state: "succeeded" });
    expect(await bench.db.select().from(refunds).where(eq(refunds.donationId, donationId))).toHaveLength(1);
    await expectSoundBooks();
  });

  it("B12: by a wallet it is pending for days, and one that succeeded may still fail: the money is booked back and staff hear of it", async () => {
    const need = await bench.openNeed();
    const { donationId, paymentIntentId } = await bench.paidGift(need.publicCode, 3_000n);
    await bench.stripe.control.startRefundsAs("pending");
    const id = await approvedRefund(donationId, paymentIntentId, 3_000n);
    await bench.drain();
    const { providerRefundId } = await refundOf(id);
    expect(await refundOf(id)).toMatchObject({ state: "pending" });
    await bench.stripe.control.settleRefund(providerRefundId ?? "", "succeeded");
    await bench.handleAll();
    expect(await bench.rowOf(donationId)).toMatchObject({ state: "refunded", refundedFen: 3_000n });
    expect(await needOf(need.id)).toMatchObject({ fundedFen: 0n, donationCount: 0 });
    bench.moveClock(3 * 86_400_000);
    await bench.stripe.control.settleRefund(providerRefundId ?? "", "failed");
    await bench.handleAll();
    expect(await refundOf(id)).toMatchObject({ state: "failed" });
    expect(await bench.rowOf(donationId)).toMatchObject({ state: "settled", refundedFen: 0n });
    expect(await needOf(need.id)).toMatchObject({ fundedFen: 3_000n, donationCount: 1 });
    await bench.stripe.control.startRefundsAs("as_usual");
    await expectSoundBooks();
  });

  it("B8: whatever breaks while it is sent, the provider has one refund", async () => {
    const need = await bench.openNeed();
    for (const kind of ["reset_before_commit", "reset_after_commit", "truncated_body", "error_after_commit"] as const) {
      bench.resetClock();
      const { donationId, paymentIntentId } = await bench.paidGift(need.publicCode, 500n);
      const id = await approvedRefund(donationId, paymentIntentId, 500n);
      await bench.stripe.control.addFault({
        kind,
        method: "POST",
        path: "/v1/refunds",
        times: 4,
        ...(kind === "error_after_commit" ? { status: 500 } : {}),
      });
      for (let round = 0; round < 4; round += 1) {
        await bench.drain();
        bench.moveClock(60_000);
      }
      await bench.stripe.control.clearFaults();
      await bench.drain();
      bench.moveClock(2 * 3_600_000);
      await settleOpenRefunds(bench.services, bench.signal);
      const sent = await bench.services.payments.listRefundsOfPayment(paymentIntentId, bench.charity.stripeAccountId);
      expect(sent.ok && sent.value.length, kind).toBe(1);
      expect(await refundOf(id), kind).toMatchObject({ state: "succeeded" });
    }
    expect(new Set((await refundRequests()).map((one) => one.idempotencyKey)).size).toBeGreaterThan(3);
    await expectSoundBooks();
  });

  it("B12: many refunds that wait hold up no newer one: whoever was asked about least recently comes first", async () => {
    const need = await bench.openNeed();
    const { donationId } = await bench.paidGift(need.publicCode, 1_000n);
    const waiting = [0, 1, 2, 3].map((number) => ({
      id: newId(),
      donationId,
      paymentIntentId: `pi_waits_${number}`,
      amountFen: 1n,
      reason: "donor_request" as const,
      state: "pending" as const,
      requestedAt: new Date(number),
      updatedAt: new Date(number),
    }));
    await bench.db.insert(refunds).values(waiting);
    const ids = waiting.map(({ id }) => id);
    const take = async (at: Date) =>
      (await takeOpenRefunds(bench.db, { before: new Date(10), limit: 2, at })).map(({ id }) => ids.indexOf(id));
    const turns = [
      await take(new Date(11)),
      await take(new Date(12)),
      await take(new Date(13)),
      await take(new Date(14)),
    ];
    expect(turns).toEqual([
      [0, 1],
      [2, 3],
      [0, 1],
      [2, 3],
    ]);
    await bench.db.delete(refunds).where(inArray(refunds.id, ids));
  });

  it("A7: sent back in the provider's own dashboard, partly and whole, the books follow; what we then ask for is refused and booked back", async () => {
    const need = await bench.openNeed();
    const { donationId, paymentIntentId } = await bench.paidGift(need.publicCode, 1_000n);
    await bench.refundInDashboard(paymentIntentId, 400);
    await bench.refundInDashboard(paymentIntentId, 400);
    await bench.handleAll();
    await bench.handleAll();
    expect(await bench.rowOf(donationId)).toMatchObject({ state: "partly_refunded", refundedFen: 800n });
    const id = await approvedRefund(donationId, paymentIntentId, 200n);
    await bench.refundInDashboard(paymentIntentId, 200);
    await bench.drain();
    await bench.handleAll();
    expect(await refundOf(id)).toMatchObject({ state: "failed" });
    expect(await bench.rowOf(donationId)).toMatchObject({ state: "refunded", refundedFen: 1_000n });
    expect(await balancesOf(donationId)).not.toHaveProperty("loss");
    await expectSoundBooks();
  });

  it("D10: a donor who wanted the surplus back gets it back without anybody doing anything", async () => {
    const need = await bench.openNeed(700n);
    const { donationId } = await bench.paidGift(need.publicCode, 1_000n, "refund");
    await bench.drain();
    const [refund] = await bench.db.select().from(refunds).where(eq(refunds.donationId, donationId));
    expect(refund).toMatchObject({ state: "succeeded", amountFen: 300n, reason: "surplus" });
    expect(await bench.rowOf(donationId)).toMatchObject({ state: "partly_refunded", refundedFen: 300n });
    expect(await needOf(need.id)).toMatchObject({ state: "fulfilled", fundedFen: 700n });
    await expectSoundBooks();
  });

  it("A12: who asked cannot agree, what is spent cannot go back, and nobody is asked for more than is there", async () => {
    const need = await bench.openNeed();
    const { donationId, paymentIntentId } = await bench.paidGift(need.publicCode, 1_000n);
    const at = bench.services.clock.now().toISOString();
    const ask = (id: string, fen: number) =>
      outcomeOf(
        sql`request_refund(${id}, ${donationId}, ${paymentIntentId}, ${fen}::bigint, 'charity_decision', '', ${clerkId}, ${at}::timestamptz)`,
      );
    expect(await ask(newId(), 1_001)).toBe("too_much");
    const first = newId();
    expect(await ask(first, 700)).toBe("requested");
    expect(await ask(newId(), 301)).toBe("too_much");
    expect(await outcomeOf(sql`approve_refund(${first}, ${clerkId}, ${at}::timestamptz)`)).toBe("same_person");
    expect(await refundOf(first)).toMatchObject({ state: "requested" });
    const disbursementId = newId();
    const other = (await createUser(bench.db)).userId;
    await bench.db.execute(sql`
      insert into disbursements (id, public_code, need_id, charity_id, payee_kind, payee_name, purpose, amount_fen, state, proposed_by, proposed_at)
      values (${disbursementId}, ${disbursementId}, ${need.id}, ${bench.charity.charityId}, 'supplier', '县水管厂', '水管', 400, 'proposed', ${other}, ${at}::timestamptz)`);
    expect(await outcomeOf(sql`pay_out_disbursement(${disbursementId}, ${clerkId}, ${at}::timestamptz)`)).toBe(
      "paid_out",
    );
    expect(await outcomeOf(sql`approve_refund(${first}, ${other}, ${at}::timestamptz)`)).toBe("not_enough_money");
    await expectSoundBooks();
  });
});

describe("disputes", () => {
  it("B13: open freezes the gift, won gives it back, lost takes it off the need; the fee is the charity's own", async () => {
    for (const outcome of ["won", "lost"] as const) {
      const need = await bench.openNeed(2_000n);
      const { donationId, paymentIntentId } = await bench.paidGift(need.publicCode, 2_000n);
      const opened = await bench.stripe.control.openDispute(paymentIntentId, "fraudulent", { feeFen: 1_500 });
      await bench.handleAll();
      expect(await bench.rowOf(donationId)).toMatchObject({ state: "disputed" });
      expect(await needOf(need.id)).toMatchObject({ state: "fulfilled", fundedFen: 2_000n });
      const spendable = await bench.db.execute(sql`select * from list_spendable_lots(${`need:${need.id}`})`);
      expect(spendable).toHaveLength(0);
      const [dispute] = await bench.db.select().from(disputes).where(eq(disputes.donationId, donationId));
      expect(dispute?.answerBy).not.toBeNull();
      await bench.stripe.control.closeDispute(opened.id, outcome);
      await bench.handleAll();
      const isWon = outcome === "won";
      expect(await bench.rowOf(donationId)).toMatchObject({
        state: isWon ? "settled" : "lost",
        refundedFen: isWon ? 0n : 2_000n,
      });
      expect(await needOf(need.id)).toMatchObject({
        state: isWon ? "fulfilled" : "published",
        fundedFen: isWon ? 2_000n : 0n,
        donationCount: isWon ? 1 : 0,
      });
    }
    await bench.drain();
    await expectSoundBooks();
  });

  it("B13: an inquiry takes nothing but freezes the gift, and leaves no trace in the books when it is closed", async () => {
    const need = await bench.openNeed();
    const { donationId, paymentIntentId } = await bench.paidGift(need.publicCode, 800n);
    const before = await balancesOf(donationId);
    const opened = await bench.stripe.control.openDispute(paymentIntentId, "general", { isInquiry: true });
    await bench.handleAll();
    expect(await bench.rowOf(donationId)).toMatchObject({ state: "disputed" });
    expect(await balancesOf(donationId)).toEqual(before);
    await bench.stripe.control.closeDispute(opened.id, "won");
    await bench.handleAll();
    expect(await bench.rowOf(donationId)).toMatchObject({ state: "settled" });
    await expectSoundBooks();
  });
});

describe("messages that do not come", () => {
  it("B10: of 300 payments not one message arrives: the jobs settle them all, once, and thank each donor once", async () => {
    const need = await bench.openNeed(1_000_000n);
    const ids: string[] = [];
    for (let index = 0; index < 300; index += 1) ids.push(await bench.openGift(need.publicCode, 500n + BigInt(index)));
    for (const id of ids) await bench.stripe.control.paySession((await bench.rowOf(id)).checkoutSessionId ?? "");
    bench.moveClock(16 * 60_000);
    // A worker that is asked to end does not begin another gift: what is left is found by the next.
    expect(await settleOpenDonations(bench.services, AbortSignal.abort())).toBe(0);
    expect(await settleOpenDonations(bench.services)).toBe(300);
    await bench.drain();
    const rows = await bench.db.select({ state: donations.state }).from(donations).where(inArray(donations.id, ids));
    expect(rows.every(({ state }) => state === "settled")).toBe(true);
    const receiptsOf = async () =>
      (await bench.db.select().from(mails).where(eq(mails.template, "donation-receipt"))).filter(({ parameters }) =>
        ids.includes(parameters.donationId ?? ""),
      ).length;
    expect(await receiptsOf()).toBe(300);
    const postings = async () =>
      (await bench.db.execute<{ n: number }>(sql`select count(*)::int as n from ledger_transactions`))[0]?.n;
    const before = await postings();
    bench.moveClock(16 * 60_000);
    expect(await settleOpenDonations(bench.services)).toBe(0);
    await catchUpEvents(bench.services, bench.signal);
    expect(await catchUpEvents(bench.services, bench.signal)).toBe(0);
    await bench.drain();
    expect(await postings()).toBe(before);
    expect(await receiptsOf()).toBe(300);
    await expectSoundBooks();
  }, 120_000);

  it("B5: what cannot be settled is asked for again, parked with an alarm, and settled by the job once it can be", async () => {
    const need = await bench.openNeed();
    const donationId = await bench.openGift(need.publicCode, 600n);
    await bench.stripe.control.paySession((await bench.rowOf(donationId)).checkoutSessionId ?? "");
    const message = (await bench.events()).find((one) => one.donationId === donationId && one.about === "payment");
    if (!message) throw new Error("no message");
    const unknown: ProviderEvent = {
      ...message,
      id: `evt_${newId()}`,
      paymentIntentId: null,
      about: "gift_checkout",
      sessionId: "cs_nobody",
      paidCheckout: null,
    };
    for (let tries = 1; tries < 5; tries += 1) {
      expect(await handleProviderEvent(bench.services, unknown, bench.services.clock.now())).toEqual({
        ok: false,
        code: "unknown_checkout",
      });
    }
    expect(await handleProviderEvent(bench.services, unknown, bench.services.clock.now())).toEqual({
      ok: true,
      value: "parked",
    });
    const openAlarms = () =>
      bench.db.select().from(alarms).where(sql`${alarms.subject} = ${unknown.id} and resolved_at is null`);
    expect(await openAlarms()).toHaveLength(1);
    await bench.db
      .update(parkedEvents)
      .set({
        hints: {
          about: "gift_checkout",
          donationId,
          sessionId: (await bench.rowOf(donationId)).checkoutSessionId ?? "",
        },
      })
      .where(eq(parkedEvents.id, unknown.id));
    bench.moveClock(2 * 3_600_000);
    expect(await retryParkedEvents(bench.services, bench.signal)).toBe(1);
    expect(await bench.rowOf(donationId)).toMatchObject({ state: "settled" });
    expect(await openAlarms()).toHaveLength(0);
    expect(await retryParkedEvents(bench.services, bench.signal)).toBe(0);
  });
});

/** Gifts whose whole life is over at the provider: paid, 400 refunded, the rest disputed and lost. */
function finishedGateway(real: PaymentGateway, accountId: string, amountFen: bigint): PaymentGateway {
  const idOf = (text: string) => text.replace(/^[a-z]+_/, "");
  const common = { currency: "cny", isLive: false };
  return {
    ...real,
    retrieveCheckout: async (sessionId) => ({
      ok: true,
      value: {
        ...common,
        sessionId,
        donationId: idOf(sessionId),
        state: "paid",
        isPayable: false,
        amountFen,
        accountId,
        paymentIntentId: `pi_${idOf(sessionId)}`,
        paymentMethod: "card",
        feeFen: 30n,
        failureCode: null,
      },
    }),
    retrievePayment: async (paymentIntentId) => ({
      ok: true,
      value: {
        ...common,
        paymentIntentId,
        donationId: idOf(paymentIntentId),
        state: "succeeded",
        amountFen,
        refundedFen: 400n,
        isDisputed: true,
        paymentMethod: "card",
        feeFen: 30n,
        failureCode: null,
        paidAt: null,
      },
    }),
    listRefundsOfPayment: async (paymentIntentId) => ({
      ok: true,
      value: [
        {
          providerRefundId: `re_${idOf(paymentIntentId)}`,
          refundId: null,
          paymentIntentId,
          amountFen: 400n,
          currency: "cny",
          state: "succeeded",
          failureReason: null,
          requestedAt: new Date(),
        },
      ],
    }),
    retrieveDispute: async (disputeId) => ({
      ok: true,
      value: {
        ...common,
        disputeId,
        state: "lost",
        amountFen: amountFen - 400n,
        withdrawnFen: amountFen - 400n,
        takenFen: amountFen - 400n,
        answerBy: null,
        feeFen: 15n,
        paymentIntentId: `pi_${idOf(disputeId)}`,
        donationId: idOf(disputeId),
        reason: "fraudulent",
        openedAt: new Date(),
      },
    }),
    expireCheckout: async () => ({ ok: false, code: "not_open" }),
  };
}

describe("the order of messages", () => {
  it("B4: six messages about one gift, in all 720 orders, end in the same books", async () => {
    const need = await bench.openNeed(10_000_000n);
    const { charity, services, db } = bench;
    const gateway = finishedGateway(services.payments, charity.stripeAccountId, 1_000n);
    const ids = Array.from({ length: 720 }, () => newId());
    const at = services.clock.now();
    await db.insert(donations).values(
      ids.map((id) => ({
        id,
        formNonce: id,
        needId: need.id,
        charityId: charity.charityId,
        amountFen: 1_000n,
        state: "pending" as const,
        surplusChoice: "same_village" as const,
        email: "donor@jiedui.example",
        locale: "zh-CN",
        checkoutSessionId: `cs_${id}`,
        createdAt: at,
        updatedAt: at,
      })),
    );
    const messages = [
      "checkout.session.completed",
      "checkout.session.expired",
      "payment_intent.succeeded",
      "charge.refunded",
      "refund.updated",
      "charge.dispute.closed",
    ];
    const messageAbout = (id: string, type: string): ProviderEvent => ({
      id: `evt_${newId()}`,
      type,
      accountId: charity.stripeAccountId,
      isLive: false,
      about: type.startsWith("checkout")
        ? "gift_checkout"
        : type.startsWith("refund")
          ? "refund"
          : type.includes("dispute")
            ? "dispute"
            : "payment",
      donationId: type.startsWith("refund") || type.includes("dispute") ? null : id,
      sessionId: type.startsWith("checkout") ? `cs_${id}` : null,
      refundId: null,
      providerRefundId: type.startsWith("refund") ? `re_${id}` : null,
      disputeId: type.includes("dispute") ? `dp_${id}` : null,
      invoiceId: null,
      subscriptionId: null,
      monthlyGiftId: null,
      paymentIntentId: type.startsWith("checkout") ? null : `pi_${id}`,
      paidCheckout: null,
    });
    const settling = { settlementDb: services.settlementDb, payments: gateway, env: services.env };
    const orders = permutationsOf(messages);
    const work = orders.map((order, index) => async () => {
      for (const type of order)
        expect(await handleProviderEvent(settling, messageAbout(ids[index] ?? "", type), at)).toMatchObject({
          ok: true,
        });
    });
    for (let from = 0; from < work.length; from += 6) await Promise.all(work.slice(from, from + 6).map((one) => one()));
    const ends = await db.execute<{ gifts: number; state: string }>(sql`
      select count(*)::int as gifts, gift.state, gift.refunded_fen::text as refunded, dispute.state as dispute, refund.state as refund, booked.balances
      from donations gift join ledger_lots lot on lot.donation_id = gift.id join disputes dispute on dispute.donation_id = gift.id
        join refunds refund on refund.donation_id = gift.id cross join lateral (
          select string_agg(kind || ' ' || fen, ', ' order by kind) as balances from (
            select account.kind, sum(entry.amount_fen) as fen from ledger_entries entry join ledger_accounts account on account.id = entry.account_id
            where entry.lot_id = lot.id group by account.kind having sum(entry.amount_fen) <> 0) kinds) booked
      where gift.need_id = ${need.id} group by 2, 3, 4, 5, 6`);
    expect(ends).toEqual([
      {
        gifts: 720,
        state: "lost",
        refunded: "1000",
        dispute: "lost",
        refund: "succeeded",
        balances: "charity_clearing -45, fees 45",
      },
    ]);
    expect(await needOf(need.id)).toMatchObject({ fundedFen: 0n, donationCount: 0 });
    const thanks = await db
      .select()
      .from(outboxEvents)
      .where(sql`kind = 'donation.paid' and payload->>'donationId' in ${ids}`);
    expect(thanks).toHaveLength(720);
    const recorded = await db
      .select({ id: stripeEvents.id })
      .from(stripeEvents)
      .where(eq(stripeEvents.outcome, "ignored"));
    expect(recorded).toHaveLength(0);
    await expectSoundBooks();
  }, 180_000);
});

function permutationsOf<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((first, index) =>
    permutationsOf([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [first, ...rest]),
  );
}
