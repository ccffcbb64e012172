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
