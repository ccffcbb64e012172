import type { ServerResponse } from "node:http";
import { sendRedirect } from "#tests/stand-ins/http.ts";
import { declineAttempt, paySession, startAuthorisation } from "#tests/stand-ins/stripe/payments/pay-session.ts";
import type { PresentedCard, StoredSession } from "#tests/stand-ins/stripe/world.ts";
import { askBank } from "./card.ts";
import { backWith, type PayParts, sendToSite } from "./ways-out.ts";

/** Asks the bank about the card that was typed: it pays, leads to the bank's question, or comes back to the page. */
export async function payByCard(
  parts: PayParts,
  response: ServerResponse,
  session: StoredSession,
  form: URLSearchParams,
): Promise<void> {
  const { world } = parts;
  const answer = askBank(
    {
      number: form.get("card_number") ?? "",
      expiry: form.get("card_expiry") ?? "",
      securityCode: form.get("card_cvc") ?? "",
    },
    world.now(),
    session.object.mode === "setup" ? "keep" : "pay",
  );
  if (answer.kind === "agreed") {
    await pay(parts, response, session, answer.card);
    return;
  }
  if (answer.kind === "challenged") {
    session.challengedCard = answer.card;
    const page = `/pay/${encodeURIComponent(session.object.id)}/challenge`;
    startAuthorisation(world, session, `${world.publicUrl}${page}`);
    sendRedirect(response, page);
    return;
  }
  if (answer.kind === "declined") declineAttempt(world, session, answer.instrument, answer.failure);
  sendRedirect(response, backWith(session, answer.error, "card"));
}

/** The owner has answered the bank, well or badly; without a question there is nothing to answer. */
export async function answerChallenge(
  parts: PayParts,
  response: ServerResponse,
  session: StoredSession,
  action: string | null,
): Promise<void> {
  const card = session.challengedCard;
  session.challengedCard = null;
  if (card === null) {
    sendRedirect(response, `/pay/${encodeURIComponent(session.object.id)}`);
    return;
  }
  if (action === "pass") {
    await pay(parts, response, session, card);
    return;
  }
  declineAttempt(parts.world, session, card.instrument, {
    code: "payment_intent_authentication_failure",
    message: "The provided payment method has failed authentication.",
  });
  sendRedirect(response, backWith(session, "authentication_failed", "card"));
}

function pay(parts: PayParts, response: ServerResponse, session: StoredSession, card: PresentedCard): Promise<void> {
  const completed = paySession(parts.world, session, card.instrument, session.payerEmail, card.laterFailure);
  return sendToSite(parts, response, session, completed);
}
