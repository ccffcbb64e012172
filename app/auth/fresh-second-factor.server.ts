import { redirect } from "@remix-run/node";
import type { RequestContext } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { hasFreshSecondFactor } from "./sessions.server.ts";

/**
 * For pages that want the second factor shown within the last five minutes (reveals, F8; payouts and exports, E3): call it first in loader and
 * action. Who has none is led to enrol one. @throws Response that leads to the page of the code and back to `backTo`
 */
export function requireFreshSecondFactor(context: RequestContext, at: Date, backTo: string): void {
  if (!hasFreshSecondFactor(context, at)) throw redirect(paths.confirmSecondFactor({ next: backTo }), 303);
}

/**
 * The same for an action whose form was read: who must show the code first is led to its page together with the form (307), which comes back to
 * `url` as it was sent, so that nothing typed is lost (E3). Not for forms with files: their pages ask before anything is chosen.
 */
export function requireFreshSecondFactorToSend(context: RequestContext, at: Date, url: URL): void {
  const next = `${url.pathname}${url.search}`;
  if (!hasFreshSecondFactor(context, at)) throw redirect(paths.confirmSecondFactor({ next }), 307);
}
