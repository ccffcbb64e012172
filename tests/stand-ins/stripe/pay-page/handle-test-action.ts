import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody, sendJson, sendRedirect } from "#tests/stand-ins/http.ts";
import { closeDispute, openDispute } from "#tests/stand-ins/stripe/payments/dispute-charge.ts";
import { billNextMonth } from "#tests/stand-ins/stripe/payments/monthly-billing.ts";
import { settleRefund } from "#tests/stand-ins/stripe/payments/refund-charge.ts";
import type { World } from "#tests/stand-ins/stripe/world.ts";
import { chargeOf } from "./test-actions.ts";

/** Plays what a button of the test actions says, then shows the page again. An action that no longer fits changes nothing. */
export async function handleTestAction(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  kind: "subscriptions" | "payments",
  id: string,
): Promise<void> {
  const { origin, host } = request.headers;
  if (request.method !== "POST" || (origin !== undefined && URL.canParse(origin) && new URL(origin).host !== host)) {
    sendJson(response, 403, { error: "test actions are buttons of this page" });
    return;
  }
  const action = new URLSearchParams(await readBody(request)).get("action") ?? "";
  if (kind === "subscriptions") actOnSubscription(world, id, action);
  else actOnPayment(world, id, action);
  world.changed();
  sendRedirect(response, kind === "subscriptions" ? "/" : `/pay/${encodeURIComponent(id)}`);
}

function actOnSubscription(world: World, id: string, action: string): void {
  const subscription = world.books.subscriptions.get(id);
  const card = world.books.paymentMethods.get(String(subscription?.object.default_payment_method));
  if (subscription && action === "bill") billNextMonth(world, subscription);
  if (card && action === "heal") card.laterFailure = null;
  if (card && action === "break")
    card.laterFailure = {
      code: "card_declined",
      declineCode: "insufficient_funds",
      message: "Your card has insufficient funds.",
    };
}

function actOnPayment(world: World, sessionId: string, action: string): void {
  const session = world.books.sessions.get(sessionId);
  const charge = session && world.books.charges.get(chargeOf(world, session)?.id ?? "");
  if (!charge) return;
  const { id } = charge.object;
  if (action === "dispute") openDispute(world, charge, { reason: "product_not_received", isInquiry: false, feeFen: 0 });
  for (const dispute of world.books.disputes.values())
    if (dispute.object.charge === id && (action === "win" || action === "lose"))
      closeDispute(world, dispute, action === "win" ? "won" : "lost");
  const refunds = [...world.books.refunds.values()].filter(({ object }) => object.charge === id);
  if (action === "fail_refund") for (const refund of refunds) settleRefund(world, refund, "failed");
}
