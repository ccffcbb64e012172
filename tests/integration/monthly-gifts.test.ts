import { and, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { anonymousActor } from "#app/domain/actor.ts";
import { newId } from "#app/domain/ids.ts";
import { applyReplacedCard } from "#app/domain/monthly-gifts/apply-replaced-card.server.ts";
import { changeMonthlyGift, type WantedChange } from "#app/domain/monthly-gifts/change-monthly-gift.server.ts";
import { openCardPage } from "#app/domain/monthly-gifts/open-card-page.server.ts";
import { openMonthlyCheckout } from "#app/domain/monthly-gifts/open-monthly-checkout.server.ts";
import { settleInvoice } from "#app/domain/monthly-gifts/settle-invoice.server.ts";
import { settleMonthlyCheckout } from "#app/domain/monthly-gifts/settle-monthly-checkout.server.ts";
import { startMonthlyGift } from "#app/domain/monthly-gifts/start-monthly-gift.server.ts";
import { readEnv } from "#app/env.server.ts";
import { drainOutbox } from "#app/jobs/drain-outbox.server.ts";
import { eventHandlers } from "#app/jobs/event-handlers.server.ts";
import { handleProviderEvent } from "#app/jobs/handle-provider-event.server.ts";
import { tendMonthlyGifts, warnOfEndingCards } from "#app/jobs/tend-monthly-gifts.server.ts";
import type { ProviderEvent } from "#app/payments/payment-gateway.ts";
import { createServices, type Services } from "#app/services.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { monthlyGiftChanges, monthlyGifts } from "#db/schema/monthly-gifts.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { mails } from "#db/schema/outbox.server.ts";
import {
  createNeed,
  createQualifiedCharity,
  createTestRegions,
  type QualifiedCharity,
} from "#db/seed/factories.server.ts";
import { renderMail } from "#emails/templates.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { type StripeStandIn, startStripeStandIn } from "#tests/stand-ins/stripe/start-stripe-stand-in.ts";

const dayMs = 86_400_000;
const startedAt = new Date("2026-11-10T02:00:00Z");

let database: TestDatabase;
let stripe: StripeStandIn;
let services: Services;
let charity: QualifiedCharity;
let need: { id: string; publicCode: string };
let now: Date;

beforeAll(async () => {
  now = startedAt;
  database = await createTestDatabase({ max: 20 });
  await createTestRegions(database.db);
  charity = await createQualifiedCharity(database.db);
  stripe = await startStripeStandIn({ port: 0, webhookUrl: null, webhookSecret: "whsec_monthly", now: () => now });
  const env = readEnv({ JIEDUI_MODE: "test", DATABASE_URL: database.url, STRIPE_API_BASE: stripe.url });
  services = { ...createServices(env, { applicationName: "jiedui-test" }), clock: { now: () => now } };
});
afterAll(async () => {
  await services.close();
  await stripe.stop();
  await database.drop();
});
beforeEach(async () => {
  now = startedAt;
  await stripe.control.reset();
  need = await createNeed(database.db, {
    goalFen: 100_000n,
    charityId: charity.charityId,
    filingId: charity.filingId,
    publicationMode: "public",
  });
});

function start(values: { amountFen?: bigint; formNonce?: string; email?: string } = {}) {
  return startMonthlyGift(
    services.db,
    {
      needCode: need.publicCode,
      formNonce: newId(),
      amountFen: 5_000n,
      surplusChoice: "same_village",
      allowsOperating: false,
      receiptName: "",
      email: "monthly@jiedui.example",
      publicName: null,
      message: "每个月都来",
      locale: "zh-CN",
      ...values,
    },
    anonymousActor,
    now,
  );
}

const open = (monthlyGiftId: string) =>
  openMonthlyCheckout(
    services.db,
    services.payments,
    { monthlyGiftId, successUrl: "http://127.0.0.1:9/done", cancelUrl: "http://127.0.0.1:9/back", expectsLive: false },
    now,
  );

async function giftNow(id: string) {
  const [gift] = await database.db.select().from(monthlyGifts).where(eq(monthlyGifts.id, id));
  if (!gift) throw new Error("no gift");
  return gift;
}

async function startedId(values: Parameters<typeof start>[0] = {}): Promise<string> {
  const started = await start(values);
  if (!started.ok) throw new Error(started.code);
  return started.value.monthlyGiftId;
}

const settleCheckout = (monthlyGiftId: string) =>
  settleMonthlyCheckout(services.db, services.payments, { monthlyGiftId, event: null, expectsLive: false }, now);
const settle = (monthlyGiftId: string, invoiceId: string) =>
  settleInvoice(services.db, services.payments, { monthlyGiftId, invoiceId, event: null, expectsLive: false }, now);

/** A gift of ¥50 whose first month is paid. */
async function active(values: Parameters<typeof start>[0] = {}) {
  const id = await startedId(values);
  expect((await open(id)).ok).toBe(true);
  await stripe.control.paySession((await giftNow(id)).checkoutSessionId ?? "");
  expect(await settleCheckout(id)).toEqual({ ok: true, value: "settled" });
  const subscriptionId = (await giftNow(id)).providerSubscriptionId ?? "";
  return { id, subscriptionId };
}

async function bill(subscriptionId: string): Promise<string> {
  const [invoice] = await stripe.control.billMonth(subscriptionId);
  return invoice?.id ?? "";
}

const change = (wanted: WantedChange) => changeMonthlyGift(services.db, services.payments, wanted, anonymousActor, now);
const chargesOf = (id: string) => database.db.select().from(donations).where(eq(donations.monthlyGiftId, id));

async function mailsOf(id: string) {
  await drainOutbox(services, eventHandlers);
  const rows = await database.db.select().from(mails).where(sql`${mails.parameters}->>'monthlyGiftId' = ${id}`);
  return rows.map((row) => ({ news: row.parameters.news, key: row.dedupeKey, parameters: row.parameters }));
}

async function newsOf(id: string): Promise<(string | undefined)[]> {
  return (await mailsOf(id)).map(({ news }) => news).sort();
}

async function mailText(id: string, news: string, locale = "zh-CN"): Promise<string> {
  const mail = await renderMail(services, "monthly-gift", { monthlyGiftId: id, news }, locale);
  return `${mail?.subject}\n${mail?.text}`;
}

async function fundedFen(): Promise<bigint> {
  const [row] = await database.db.select({ funded: needs.fundedFen }).from(needs).where(eq(needs.id, need.id));
  return row?.funded ?? -1n;
}

async function ledgerOff(): Promise<string | undefined> {
  const rows = await database.db.execute<{ off: string }>(
    sql`select coalesce(sum(amount_fen), 0)::text as off from ledger_entries`,
  );
  return rows[0]?.off;
}

/** The first question fails: the SDK itself repeats after a broken connection or a 5xx, not after a truncated answer. */
const faultTimes = (kind: (typeof faults)[number]) => (kind === "truncated_body" ? 1 : 2);
const faults = ["reset_before_commit", "reset_after_commit", "truncated_body", "error_after_commit"] as const;

describe("starting a monthly gift", () => {
  it("B9: one form, sent twenty times at once, is one gift and one pay page", async () => {
    const formNonce = newId();
    const started = await Promise.all(Array.from({ length: 20 }, () => start({ formNonce })));
    const ids = new Set(started.map((one) => (one.ok ? one.value.monthlyGiftId : one.code)));
    expect(ids.size).toBe(1);
    const [id = ""] = ids;
    const pages = await Promise.all(Array.from({ length: 20 }, () => open(id)));
    expect(new Set(pages.map((page) => (page.ok ? page.value.url : page.code))).size).toBe(1);
    expect(await open(id)).toEqual(pages[0]);
  });

  it.each(faults)("B8: %s at the pay page, asked again, opens one page", async (kind) => {
    const id = await startedId();
    await stripe.control.addFault({ kind, path: "/v1/checkout/sessions", times: faultTimes(kind), status: 500 });
    await open(id);
    const again = await open(id);
    expect(again.ok).toBe(true);
    const requests = (await stripe.control.requests()).filter((one) => one.path === "/v1/checkout/sessions");
    expect(requests.length).toBeGreaterThan(1);
    expect(new Set(requests.map((one) => one.idempotencyKey)).size).toBe(1);
  });

  it("U4: a surplus cannot be sent back to a monthly donor", async () => {
    const refused = await startMonthlyGift(
      services.db,
      {
        needCode: need.publicCode,
        formNonce: newId(),
        amountFen: 5_000n,
        surplusChoice: "refund",
        allowsOperating: false,
        receiptName: "",
        email: "monthly@jiedui.example",
        publicName: null,
        message: "",
        locale: "zh-CN",
      },
      anonymousActor,
      now,
    );
    expect(refused).toEqual({ ok: false, code: "surplus_not_offered" });
  });

  it("an expired page is replaced, and a page that was paid is never paid again", async () => {
    const id = await startedId();
    const first = await open(id);
    now = new Date(now.getTime() + 2 * 3_600_000);
    const second = await open(id);
    expect(first.ok && second.ok && first.value.url !== second.value.url).toBe(true);
    await stripe.control.paySession((await giftNow(id)).checkoutSessionId ?? "");
    expect(await open(id)).toEqual({ ok: false, code: "already_started" });
    expect((await giftNow(id)).state).toBe("active");
  });
});

describe("charging", () => {
  it("Q5: each month is a donation of its own, with its own receipt and one thank-you", async () => {
    const { id, subscriptionId } = await active();
    expect(await settle(id, await bill(subscriptionId))).toEqual({ ok: true, value: "settled" });
    const charges = await chargesOf(id);
    expect(charges.map((one) => one.state)).toEqual(["settled", "settled"]);
    expect(new Set(charges.map((one) => one.receiptNumber)).size).toBe(2);
    expect(charges.map((one) => one.message).sort()).toEqual(["", "每个月都来"]);
    expect(await fundedFen()).toBe(10_000n);
    expect(await ledgerOff()).toBe("0");
    await drainOutbox(services, eventHandlers);
    const thanks = await database.db
      .select()
      .from(mails)
      .where(and(eq(mails.template, "donation-receipt"), eq(mails.recipient, "monthly@jiedui.example")));
    const own = thanks.filter((mail) => charges.some((one) => one.id === mail.parameters.donationId));
    expect(own).toHaveLength(2);
    const receipt = await renderMail(services, "donation-receipt", own[0]?.parameters ?? {}, "zh-CN");
    expect(receipt?.text).toContain(`/monthly/${id}?key=`);
    expect(await newsOf(id)).toEqual(["started"]);
  });

  it("B3, B4: the same bill ten times at once, and the first page after it, is one donation", async () => {
    const id = await startedId();
    await open(id);
    const session = (await giftNow(id)).checkoutSessionId ?? "";
    await stripe.control.paySession(session);
    const page = await services.payments.retrieveMonthlyCheckout(session, charity.stripeAccountId);
    const invoiceId = page.ok ? (page.value.firstInvoiceId ?? "") : "";
    await Promise.all([...Array.from({ length: 10 }, () => settle(id, invoiceId)), settleCheckout(id)]);
    expect(await chargesOf(id)).toHaveLength(1);
    expect((await giftNow(id)).state).toBe("active");
    expect(await fundedFen()).toBe(5_000n);
    expect(await newsOf(id)).toEqual(["started"]);
  });

  it("B6: a bill over a sum nobody agreed to waits for a person", async () => {
    const { id, subscriptionId } = await active();
    const invoiceId = await bill(subscriptionId);
    const invoice = await services.payments.retrieveInvoice(invoiceId, charity.stripeAccountId);
    const payment = invoice.ok ? (invoice.value.paymentIntentId ?? "") : "";
    await stripe.control.changeObject(payment, { amount_received: 5_001 });
    expect(await settle(id, invoiceId)).toEqual({ ok: true, value: "quarantined" });
    expect(await fundedFen()).toBe(5_000n);
    expect(await ledgerOff()).toBe("0");
  });

  it("B1: a bill of another donor's subscription settles nothing", async () => {
    const first = await active();
    const second = await active();
    const invoiceId = await bill(second.subscriptionId);
    expect(await settle(first.id, invoiceId)).toEqual({ ok: false, code: "unknown_invoice" });
    expect(await chargesOf(first.id)).toHaveLength(1);
  });

  it("B10: a month whose message never came is found by the job", async () => {
    const { id, subscriptionId } = await active();
    await bill(subscriptionId);
    now = new Date(now.getTime() + 31 * dayMs);
    await tendMonthlyGifts(services);
    expect((await chargesOf(id)).length).toBeGreaterThanOrEqual(2);
    const { nextChargeAt } = await giftNow(id);
    expect(nextChargeAt !== null && nextChargeAt > now).toBe(true);
    const before = (await chargesOf(id)).length;
    await tendMonthlyGifts(services);
    expect(await chargesOf(id)).toHaveLength(before);
  });

  it("B10: a first month whose message never came is found by the job", async () => {
    const id = await startedId();
    await open(id);
    await stripe.control.paySession((await giftNow(id)).checkoutSessionId ?? "");
    now = new Date(now.getTime() + 20 * 60_000);
    await tendMonthlyGifts(services);
    expect((await giftNow(id)).state).toBe("active");
  });
});

describe("when the need takes no more", () => {
  it("D10: a charge on a full need goes where the donor chose, then the monthly gift ends, with mail", async () => {
    const { id, subscriptionId } = await active();
    await database.db.update(needs).set({ goalFen: 7_000n }).where(eq(needs.id, need.id));
    expect(await settle(id, await bill(subscriptionId))).toEqual({ ok: true, value: "settled" });
    expect(await fundedFen()).toBe(7_000n);
    const gift = await giftNow(id);
    expect(gift).toMatchObject({ state: "ended", nextChargeAt: null });
    const subscription = await services.payments.retrieveSubscription(subscriptionId, charity.stripeAccountId);
    expect(subscription.ok && subscription.value.state).toBe("ended");
    expect(await newsOf(id)).toEqual(["ended", "started"]);
    expect(await mailText(id, "ended")).toContain("不再从您的卡扣款");
    expect(await ledgerOff()).toBe("0");
  });

  it("ends without another charge when the need was filled by others, also when the provider is away at first", async () => {
    const { id, subscriptionId } = await active();
    await database.db.update(needs).set({ state: "fulfilled" }).where(eq(needs.id, need.id));
    await stripe.control.addFault({ kind: "error_before_commit", status: 503, times: 50 });
    await tendMonthlyGifts(services);
    expect((await giftNow(id)).state).toBe("active");
    await stripe.control.clearFaults();
    now = new Date(now.getTime() + 2 * 60_000);
    await tendMonthlyGifts(services);
    expect((await giftNow(id)).state).toBe("ended");
    await expect(stripe.control.billMonth(subscriptionId)).rejects.toThrow("409");
    expect(await newsOf(id)).toEqual(["ended", "started"]);
  });
});

describe("failed charges", () => {
  async function pastDue(declineCode = "generic_decline") {
    const gift = await active();
    await stripe.control.setCardFailure(gift.subscriptionId, { declineCode });
    const invoiceId = await bill(gift.subscriptionId);
    expect(await settle(gift.id, invoiceId)).toEqual({ ok: true, value: "missed" });
    return { ...gift, invoiceId };
  }

  async function retryOnItsDay(id: string): Promise<void> {
    const { nextRetryAt } = await giftNow(id);
    if (nextRetryAt === null) throw new Error("no retry is due");
    now = nextRetryAt;
    await tendMonthlyGifts(services);
  }

  it("Q6: a failed charge is told once with the day of the next try, whatever repeats", async () => {
    const { id, invoiceId } = await pastDue();
    await Promise.all([settle(id, invoiceId), settle(id, invoiceId)]);
    const gift = await giftNow(id);
    expect(gift).toMatchObject({ state: "past_due", failedAttempts: 1, failureCode: "generic_decline" });
    expect(gift.nextRetryAt).toEqual(new Date(now.getTime() + 3 * dayMs));
    expect(await newsOf(id)).toEqual(["charge_failed", "started"]);
    const text = await mailText(id, "charge_failed");
    expect(text).toContain("2026年11月13日");
    expect(text).toContain("第 3、7、14 天");
    expect(text).toContain("换一张卡");
    expect(await mailText(id, "charge_failed", "en")).toContain("13 November 2026");
  });

  it("Q6: who was only short of money is not asked for another card", async () => {
    const { id } = await pastDue("insufficient_funds");
    const text = await mailText(id, "charge_failed");
    expect(text).toContain("不用换卡");
    expect(text).not.toContain("请换一张卡");
  });

  it("Q6: it is tried again on days 3, 7 and 14 and then paused, with mail, and not charged any more", async () => {
    const { id, subscriptionId } = await pastDue();
    const days: number[] = [];
    for (let tries = 0; tries < 3; tries += 1) {
      await retryOnItsDay(id);
      days.push((now.getTime() - startedAt.getTime()) / dayMs);
    }
    expect(days).toEqual([3, 7, 14]);
    expect(await giftNow(id)).toMatchObject({ state: "paused", nextRetryAt: null, nextChargeAt: null });
    expect(await newsOf(id)).toEqual([
      "charge_failed",
      "charge_failed",
      "charge_failed",
      "paused_after_failures",
      "started",
    ]);
    await stripe.control.setCardFailure(subscriptionId, null);
    expect(await settle(id, await bill(subscriptionId))).toEqual({ ok: true, value: "unchanged" });
    expect(await chargesOf(id)).toHaveLength(1);
    expect(await mailText(id, "paused_after_failures")).toContain("不补扣");
  });

  it("a retry that succeeds pays the month and ends the trouble", async () => {
    const { id, subscriptionId } = await pastDue();
    await stripe.control.setCardFailure(subscriptionId, null);
    await retryOnItsDay(id);
    expect(await giftNow(id)).toMatchObject({
      state: "active",
      failedAttempts: 0,
      nextRetryAt: null,
      failureCode: null,
    });
    expect(await chargesOf(id)).toHaveLength(2);
    // Nothing to tell any more: a mail that waited is dropped.
    expect(
      await renderMail(services, "monthly-gift", { monthlyGiftId: id, news: "charge_failed" }, "zh-CN"),
    ).toBeNull();
  });

  it.each(faults)("B8: a retry that breaks by %s charges once", async (kind) => {
    const { id, subscriptionId, invoiceId } = await pastDue();
    await stripe.control.setCardFailure(subscriptionId, null);
    await stripe.control.addFault({
      kind,
      path: `/v1/invoices/${invoiceId}/pay`,
      times: faultTimes(kind),
      status: 500,
    });
    await retryOnItsDay(id);
    await tendMonthlyGifts(services);
    expect((await giftNow(id)).state).toBe("active");
    expect(await chargesOf(id)).toHaveLength(2);
    expect(await fundedFen()).toBe(10_000n);
  });

  it("Q6: another card is tried at once, and late news of the failure changes nothing", async () => {
    const { id, subscriptionId, invoiceId } = await pastDue();
    const page = await openCardPage(
      services.db,
      services.payments,
      { monthlyGiftId: id, successUrl: "http://127.0.0.1:9/done", cancelUrl: "http://127.0.0.1:9/back" },
      anonymousActor,
      now,
    );
    expect(page.ok).toBe(true);
    const input = { monthlyGiftId: id, expectsLive: false };
    const apply = () => applyReplacedCard(services.db, services.payments, input, now);
    expect(await apply()).toEqual({ ok: false, code: "not_done" });
    await stripe.control.paySession((await giftNow(id)).cardSessionId ?? "");
    expect(await apply()).toEqual({ ok: true, value: "charged" });
    expect(await apply()).toEqual({ ok: false, code: "nothing_open" });
    expect(await giftNow(id)).toMatchObject({ state: "active", cardSessionId: null, cardLast4: "4242" });
    expect(await settle(id, invoiceId)).toEqual({ ok: true, value: "unchanged" });
    expect(await chargesOf(id)).toHaveLength(2);
    expect(await newsOf(id)).toEqual(["card_replaced", "charge_failed", "started"]);
    expect(await settle(id, await bill(subscriptionId))).toEqual({ ok: true, value: "settled" });
  });

  it("after the pause it goes on by the donor's wish, without collecting the missed month", async () => {
    const { id, subscriptionId, invoiceId } = await pastDue();
    for (let tries = 0; tries < 3; tries += 1) await retryOnItsDay(id);
    await stripe.control.setCardFailure(subscriptionId, null);
    expect(await change({ monthlyGiftId: id, kind: "resume" })).toEqual({ ok: true, value: undefined });
    expect(await giftNow(id)).toMatchObject({ state: "active", failureCode: null });
    // A message about the old bill that comes late is no new failure.
    await settle(id, invoiceId);
    expect((await giftNow(id)).state).toBe("active");
    expect(await chargesOf(id)).toHaveLength(1);
    await settle(id, await bill(subscriptionId));
    expect(await chargesOf(id)).toHaveLength(2);
  });
});

describe("changes", () => {
  it("Q6: another amount counts from the next charge on, and old bills stay what they were", async () => {
    const { id, subscriptionId } = await active();
    const old = await bill(subscriptionId);
    await Promise.all([
      change({ monthlyGiftId: id, kind: "amount", amountFen: 8_800n }),
      change({ monthlyGiftId: id, kind: "amount", amountFen: 8_800n }),
    ]);
    expect((await giftNow(id)).amountFen).toBe(8_800n);
    expect(await settle(id, old)).toEqual({ ok: true, value: "settled" });
    await settle(id, await bill(subscriptionId));
    expect((await chargesOf(id)).map((one) => one.amountFen).sort()).toEqual([5_000n, 5_000n, 8_800n]);
    expect(await newsOf(id)).toEqual(["amount_changed", "started"]);
  });

  it("pauses, goes on, cancels; each once however often it is pressed", async () => {
    const { id, subscriptionId } = await active();
    for (const kind of ["pause", "resume", "pause", "cancel"] as const) {
      const answers = await Promise.all([1, 2, 3].map(() => change({ monthlyGiftId: id, kind })));
      expect(answers.every((answer) => answer.ok)).toBe(true);
    }
    const gift = await giftNow(id);
    expect(gift).toMatchObject({ state: "cancelled", nextChargeAt: null, changeNumber: 4 });
    expect(gift.endedAt).toEqual(now);
    expect(await change({ monthlyGiftId: id, kind: "pause" })).toEqual({ ok: false, code: "not_allowed" });
    await expect(stripe.control.billMonth(subscriptionId)).rejects.toThrow("409");
    expect(await newsOf(id)).toEqual(["cancelled", "paused", "paused", "resumed", "started"]);
  });

  it.each(faults)(
    "B8: a change that breaks by %s is written down, asked again under its number, and told once",
    async (kind) => {
      const { id, subscriptionId } = await active();
      await stripe.control.addFault({
        kind,
        path: `/v1/subscriptions/${subscriptionId}`,
        method: "POST",
        times: faultTimes(kind),
        status: 500,
      });
      const first = await change({ monthlyGiftId: id, kind: "pause" });
      expect(first.ok || first.code === "unavailable").toBe(true);
      now = new Date(now.getTime() + 2 * 60_000);
      await tendMonthlyGifts(services);
      expect((await giftNow(id)).state).toBe("paused");
      const asked = (await stripe.control.requests()).filter(
        (one) => one.method === "POST" && one.path === `/v1/subscriptions/${subscriptionId}`,
      );
      expect(new Set(asked.map((one) => one.idempotencyKey)).size).toBe(1);
      expect(await newsOf(id)).toEqual(["paused", "started"]);
    },
  );

  it("a cancel does not wait for a change that has no answer", async () => {
    const { id, subscriptionId } = await active();
    await stripe.control.addFault({
      kind: "error_before_commit",
      path: `/v1/subscriptions/${subscriptionId}`,
      method: "POST",
      times: 50,
      status: 503,
    });
    expect(await change({ monthlyGiftId: id, kind: "amount", amountFen: 9_900n })).toEqual({
      ok: false,
      code: "unavailable",
    });
    expect(await change({ monthlyGiftId: id, kind: "cancel" })).toEqual({ ok: true, value: undefined });
    const [left] = await database.db
      .select()
      .from(monthlyGiftChanges)
      .where(and(eq(monthlyGiftChanges.monthlyGiftId, id), eq(monthlyGiftChanges.kind, "amount")));
    expect(left?.outcome).toBe("superseded");
    expect(await giftNow(id)).toMatchObject({ state: "cancelled", amountFen: 5_000n });
  });

  it("B9: twenty clicks open one page for another card", async () => {
    const { id } = await active();
    const input = { monthlyGiftId: id, successUrl: "http://127.0.0.1:9/done", cancelUrl: "http://127.0.0.1:9/back" };
    const pages = await Promise.all(
      Array.from({ length: 20 }, () => openCardPage(services.db, services.payments, input, anonymousActor, now)),
    );
    expect(new Set(pages.map((page) => (page.ok ? page.value.url : page.code))).size).toBe(1);
  });

  it("a gift that ended at the provider is cancelled here, with mail", async () => {
    const { id, subscriptionId } = await active();
    const request = { monthlyGiftId: "elsewhere", attempt: 1, subscriptionId, accountId: charity.stripeAccountId };
    await services.payments.cancelMonthly(request);
    const event = messageOf({ about: "subscription", subscriptionId });
    expect(await handleProviderEvent(services, event, now)).toEqual({ ok: true, value: "unchanged" });
    expect((await giftNow(id)).state).toBe("cancelled");
    expect(await newsOf(id)).toEqual(["cancelled", "started"]);
  });

  it("a card that ends within 30 days is told once", async () => {
    const { id } = await active();
    await database.db.update(monthlyGifts).set({ cardExpiresMonth: "2026-11" }).where(eq(monthlyGifts.id, id));
    await warnOfEndingCards(services);
    await warnOfEndingCards(services);
    expect(await newsOf(id)).toEqual(["card_expiring", "started"]);
    expect(await mailText(id, "card_expiring", "en")).toContain("ends soon");
  });
});

function messageOf(about: Partial<ProviderEvent>): ProviderEvent {
  return {
    id: `evt_${newId()}`,
    type: "test.message",
    accountId: charity.stripeAccountId,
    isLive: false,
    about: "other",
    donationId: null,
    sessionId: null,
    refundId: null,
    providerRefundId: null,
    disputeId: null,
    invoiceId: null,
    subscriptionId: null,
    monthlyGiftId: null,
    paymentIntentId: null,
    paidCheckout: null,
    ...about,
  };
}

describe("messages", () => {
  it("B4: the bill's message before the page's, both twice, and one of another account", async () => {
    const id = await startedId();
    await open(id);
    const session = (await giftNow(id)).checkoutSessionId ?? "";
    await stripe.control.paySession(session);
    const page = await services.payments.retrieveMonthlyCheckout(session, charity.stripeAccountId);
    const { firstInvoiceId, subscriptionId } = page.ok ? page.value : { firstInvoiceId: "", subscriptionId: "" };
    const invoice = { about: "invoice", invoiceId: firstInvoiceId, subscriptionId, monthlyGiftId: id } as const;
    const foreign = messageOf({ ...invoice, accountId: "acct_foreign" });
    expect(await handleProviderEvent(services, foreign, now)).toEqual({ ok: true, value: "ignored" });
    expect(await chargesOf(id)).toHaveLength(0);
    const pageMessage = { about: "monthly_checkout", sessionId: session, monthlyGiftId: id } as const;
    for (const about of [invoice, invoice, pageMessage, pageMessage])
      expect((await handleProviderEvent(services, messageOf(about), now)).ok).toBe(true);
    expect(await chargesOf(id)).toHaveLength(1);
    expect((await giftNow(id)).state).toBe("active");
  });

  it("B5: a message that cannot be settled now must come again", async () => {
    const { id, subscriptionId } = await active();
    const invoiceId = await bill(subscriptionId);
    await stripe.control.addFault({ kind: "error_before_commit", status: 503, times: 50 });
    const event = messageOf({ about: "invoice", invoiceId, subscriptionId });
    expect((await handleProviderEvent(services, event, now)).ok).toBe(false);
    await stripe.control.clearFaults();
    expect((await handleProviderEvent(services, event, now)).ok).toBe(true);
    expect(await chargesOf(id)).toHaveLength(2);
  });
});
