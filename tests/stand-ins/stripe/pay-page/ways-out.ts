import type { ServerResponse } from "node:http";
import { sendRedirect } from "#tests/stand-ins/http.ts";
import type { Deliveries } from "#tests/stand-ins/stripe/webhooks/deliveries.ts";
import type { StoredEvent, StoredSession, World } from "#tests/stand-ins/stripe/world.ts";
import { successAddress } from "./other-pages.ts";
import type { PayPageError } from "./texts.ts";

export type PayParts = {
  world: World;
  deliveries: Deliveries;
  /** Checkout holds the payer back until the site has answered the completed event, but not for longer than this. */
  redirectWaitMs: number;
};

/** The pay page again, with what went wrong and the method that was chosen. */
export function backWith(session: StoredSession, error: PayPageError, method: string): string {
  return `/pay/${encodeURIComponent(session.object.id)}?error=${error}&method=${encodeURIComponent(method)}`;
}

/** Sends the payer on to the site, once it has heard of the payment. */
export async function sendToSite(
  parts: PayParts,
  response: ServerResponse,
  session: StoredSession,
  completed: StoredEvent | null,
): Promise<void> {
  if (completed) await parts.deliveries.triedOnce(completed, parts.redirectWaitMs);
  sendRedirect(response, successAddress(session));
}
