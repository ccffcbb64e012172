import { escapeHtml } from "#tests/stand-ins/http.ts";
import type { StoredSession, StoredSubscription, World } from "#tests/stand-ins/stripe/world.ts";
import { formatAmount } from "./layout.ts";
import type { PayPageTexts } from "./texts.ts";

/**
 * What a visitor of the demo can play besides paying: the next month of a monthly gift, a card that fails, a dispute and how it ends,
 * a refund that fails late. Plain forms to `/test/…`.
 */
export function monthlyActions(world: World, texts: PayPageTexts): string {
  const rows = [...world.books.subscriptions.values()].reverse().slice(0, 20);
  if (rows.length === 0) return "";
  return `<h2>${escapeHtml(texts.monthlyList)}</h2>${rows.map((row) => monthlyRow(world, row, texts)).join("")}`;
}

function monthlyRow(world: World, { object, itemName }: StoredSubscription, texts: PayPageTexts): string {
  const item = object.items.data[0];
  const amount = formatAmount(item?.price.unit_amount ?? 0);
  const nextDay = new Date((item?.current_period_end ?? 0) * 1000).toISOString().slice(0, 10);
  const card = world.books.paymentMethods.get(String(object.default_payment_method));
  const state = object.pause_collection === null ? object.status : "paused";
  const buttons =
    object.status === "canceled"
      ? ""
      : form(`/test/subscriptions/${object.id}`, [
          ["bill", texts.billNow],
          card?.laterFailure ? ["heal", texts.healCard] : ["break", texts.breakCard],
        ]);
  return `<div class="test"><p><strong>${escapeHtml(itemName)}</strong> ${amount}${escapeHtml(texts.perMonth)}</p>
<p class="hint">${escapeHtml(texts.subscriptionStates[state] ?? state)} · ${escapeHtml(texts.nextCharge)} ${nextDay} · ${escapeHtml(texts.methods.card)} ${escapeHtml(card?.object.card?.last4 ?? "")}</p>${buttons}</div>`;
}

/** Below a paid one-time payment: disputes and refunds, as far as they can happen to it now. */
export function paymentActions(world: World, session: StoredSession, texts: PayPageTexts): string {
  const charge = chargeOf(world, session);
  if (!charge) return "";
  const disputes = [...world.books.disputes.values()].filter(({ object }) => object.charge === charge.id);
  const openDispute = disputes.find(
    ({ object }) => object.status === "needs_response" || object.status === "under_review",
  );
  const refunds = [...world.books.refunds.values()].filter(({ object }) => object.charge === charge.id);
  const actions: Array<readonly [string, string]> = [];
  if (openDispute) actions.push(["win", texts.disputeWon], ["lose", texts.disputeLost]);
  else if (!charge.disputed && charge.payment_method_details?.type !== "wechat_pay")
    actions.push(["dispute", texts.openDispute]);
  if (refunds.some(({ object }) => object.status === "succeeded" || object.status === "pending"))
    actions.push(["fail_refund", texts.failRefund]);
  if (actions.length === 0) return "";
  return `<h2>${escapeHtml(texts.testActions)}</h2>${form(`/test/payments/${session.object.id}`, actions)}`;
}

/** The charge that paid a one-time Session. */
export function chargeOf(world: World, session: StoredSession) {
  const latest = world.books.intents.get(session.intentId ?? "")?.object.latest_charge;
  const charge = typeof latest === "string" ? world.books.charges.get(latest)?.object : undefined;
  return session.object.mode === "payment" && charge?.paid ? charge : undefined;
}

function form(action: string, buttons: ReadonlyArray<readonly [string, string]>): string {
  const list = buttons.map(
    ([value, text]) =>
      `<button class="second" type="submit" name="action" value="${value}">${escapeHtml(text)}</button>`,
  );
  return `<form method="post" action="${escapeHtml(action)}">${list.join("")}</form>`;
}
