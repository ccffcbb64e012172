import { emitEvent } from "#tests/stand-ins/stripe/objects/event.ts";
import { type Cause, nowSeconds, type StoredSession, type World } from "#tests/stand-ins/stripe/world.ts";

/** Ends an open Session unpaid. Returns false when it is not open. */
export function expireSession(world: World, session: StoredSession, cause: Cause = null): boolean {
  if (session.object.status !== "open") return false;
  session.object.status = "expired";
  session.object.url = null;
  const intent = world.books.intents.get(session.intentId ?? "");
  if (intent) {
    intent.object.status = "canceled";
    intent.object.canceled_at = nowSeconds(world);
    intent.object.cancellation_reason = "automatic";
    intent.object.next_action = null;
  }
  const setup = world.books.setupIntents.get(String(session.object.setup_intent));
  if (setup) setup.object.status = "canceled";
  emitEvent(world, "checkout.session.expired", session.account, session.object, cause);
  return true;
}

/** Expires every open Session whose time has come by the stand-in's clock. */
export function expireDueSessions(world: World): void {
  const now = nowSeconds(world);
  for (const session of world.books.sessions.values())
    if (session.object.status === "open" && session.object.expires_at <= now) expireSession(world, session);
}
