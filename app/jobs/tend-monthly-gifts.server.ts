import { systemActor } from "#app/domain/actor.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { getGivingNeed } from "#app/domain/donations/donation-queries.server.ts";
import { keepsMonthlyGifts } from "#app/domain/donations/giving-conditions.ts";
import { applyReplacedCard } from "#app/domain/monthly-gifts/apply-replaced-card.server.ts";
import { carryOutMonthlyChange } from "#app/domain/monthly-gifts/carry-out-monthly-change.server.ts";
import { endWhenNeedIsClosed } from "#app/domain/monthly-gifts/end-when-need-is-closed.server.ts";
import { isCardExpiring } from "#app/domain/monthly-gifts/monthly-gift.ts";
import {
  listCardsEndingBy,
  listDueRetries,
  listGoingOnMonthlyGifts,
  listNeedsWithMonthlyGifts,
  listOpenChanges,
  listSilentMonthlyGifts,
  listUnansweredCheckouts,
  listUnsettledMonthlyCharges,
} from "#app/domain/monthly-gifts/monthly-payment-queries.server.ts";
import { retryMonthlyCharge } from "#app/domain/monthly-gifts/retry-monthly-charge.server.ts";
import { settleInvoice } from "#app/domain/monthly-gifts/settle-invoice.server.ts";
import { settleLatestInvoice } from "#app/domain/monthly-gifts/settle-latest-invoice.server.ts";
import { settleMonthlyCheckout } from "#app/domain/monthly-gifts/settle-monthly-checkout.server.ts";
import type { Services } from "#app/services.server.ts";
import { queueMonthlyMail } from "./on-monthly-gift-changed.server.ts";

const limit = 50;
const minuteMs = 60_000;

type Round = { services: Services; at: Date; expectsLive: boolean; signal: AbortSignal | undefined };

/**
 * Everything about monthly gifts that waits for a day or for an answer: retries by the stated plan, changes whose answer was lost, messages
 * that never came (B10), needs that take no more. Every step goes the way of a message, so a second run finds nothing to do. Stops between
 * two steps when `signal` says so.
 */
export async function tendMonthlyGifts(services: Services, signal?: AbortSignal): Promise<void> {
  const round = { services, at: services.clock.now(), expectsLive: services.env.mode === "production", signal };
  await repeatOpenChanges(round);
  await endGiftsOfClosedNeeds(round);
  await retryDueCharges(round);
  await askAboutSilence(round);
}

function ago({ at }: Round, minutes: number): Date {
  return new Date(at.getTime() - minutes * minuteMs);
}

async function repeatOpenChanges(round: Round): Promise<void> {
  const { services, at, expectsLive, signal } = round;
  const { db, payments } = services;
  for (const change of await listOpenChanges(db, { before: ago(round, 1), kind: "other", limit })) {
    if (signal?.aborted) return;
    await carryOutMonthlyChange(db, payments, { changeId: change.id }, systemActor, at);
  }
  for (const { monthlyGiftId } of await listOpenChanges(db, { before: ago(round, 15), kind: "card", limit })) {
    if (signal?.aborted) return;
    await applyReplacedCard(db, payments, { monthlyGiftId, expectsLive }, at);
  }
}

async function endGiftsOfClosedNeeds({ services, at, signal }: Round): Promise<void> {
  const { db, payments } = services;
  for (const { publicCode, needId } of await listNeedsWithMonthlyGifts(db)) {
    if (signal?.aborted) return;
    const need = await getGivingNeed(db, { publicCode, today: dayInChina(at) });
    if (need !== null && keepsMonthlyGifts(need.noGiftReason)) continue;
    for (const { id } of await listGoingOnMonthlyGifts(db, { needId })) {
      if (signal?.aborted) return;
      await endWhenNeedIsClosed(db, payments, { monthlyGiftId: id }, at);
    }
  }
}

async function retryDueCharges({ services, at, expectsLive, signal }: Round): Promise<void> {
  for (const { id } of await listDueRetries(services.db, { at, limit })) {
    if (signal?.aborted) return;
    await retryMonthlyCharge(services.db, services.payments, { monthlyGiftId: id, expectsLive }, at);
  }
}

async function askAboutSilence(round: Round): Promise<void> {
  const { services, at, expectsLive, signal } = round;
  const { db, payments } = services;
  const unanswered = { quietSince: ago(round, 15), endedAfter: ago(round, 120), limit };
  for (const { id } of await listUnansweredCheckouts(db, unanswered)) {
    if (signal?.aborted) return;
    await settleMonthlyCheckout(db, payments, { monthlyGiftId: id, event: null, expectsLive }, at);
  }
  // The provider finishes a month's bill about an hour after its time.
  for (const { id } of await listSilentMonthlyGifts(db, { before: ago(round, 120), limit })) {
    if (signal?.aborted) return;
    await settleLatestInvoice(db, payments, { monthlyGiftId: id, event: null, expectsLive }, at);
  }
  for (const charge of await listUnsettledMonthlyCharges(db, { before: ago(round, 15), limit })) {
    if (signal?.aborted) return;
    await settleInvoice(db, payments, { ...charge, event: null, expectsLive }, at);
  }
}

/** Tells donors whose card ends within 30 days, once per end of a card. */
export async function warnOfEndingCards(services: Services): Promise<void> {
  const at = services.clock.now();
  const today = dayInChina(at);
  const month = new Date(at.getTime() + 31 * 24 * 60 * minuteMs).toISOString().slice(0, 7);
  for (const { id, cardExpiresMonth } of await listCardsEndingBy(services.db, { month })) {
    if (!isCardExpiring(cardExpiresMonth, today)) continue;
    await queueMonthlyMail(services, { monthlyGiftId: id, news: "card_expiring", key: cardExpiresMonth ?? "" });
  }
}
