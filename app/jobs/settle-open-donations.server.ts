import { listOpenDonations } from "#app/domain/donations/donation-payment-queries.server.ts";
import { settleCheckout } from "#app/domain/donations/settle-checkout.server.ts";
import type { Services } from "#app/services.server.ts";

const quietMinutes = 15;
/** More than a busy quarter of an hour starts: one run settles them all, and those that wait hold up nobody behind them. */
const batchSize = 1_000;

/**
 * Asks the provider about gifts nobody has heard of for a while, in case its messages were lost (B10). It goes the same way as a
 * message, so a second run finds nothing to do. Stops between two gifts when `signal` says so. Returns how many gifts it moved.
 */
export async function settleOpenDonations(services: Services, signal?: AbortSignal): Promise<number> {
  const at = services.clock.now();
  const before = new Date(at.getTime() - quietMinutes * 60_000);
  let moved = 0;
  for (const donation of await listOpenDonations(services.db, { before, limit: batchSize })) {
    if (signal?.aborted) break;
    const result = await settleCheckout(
      services.db,
      services.payments,
      { donationId: donation.id, sessionId: null, event: null, expectsLive: services.env.mode === "production" },
      at,
    );
    if (result.ok && !["unchanged", "awaiting"].includes(result.value)) moved += 1;
  }
  return moved;
}
