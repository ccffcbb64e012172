import type { Clock } from "#app/clock.server.ts";
import { listSettledEvents } from "#app/domain/donations/provider-event.server.ts";
import { type SettleOutcome, settleDonation } from "#app/domain/donations/settle-donation.server.ts";
import { type PaidPage, settlePaidTogether } from "#app/domain/donations/settle-paid-together.server.ts";
import type { Db } from "#db/client.server.ts";

/** Settles one paid page and answers when that is committed. */
export type SettlePaidPage = (page: PaidPage) => Promise<SettleOutcome>;

type Waiting = { page: PaidPage; resolve: (outcome: SettleOutcome) => void; reject: (reason: unknown) => void };

const largestBatch = 64;
/** While these are under way, what arrives waits and goes together: a quiet site settles each page at once, a busy one many by one commit. */
const callsAtOnce = 2;

/**
 * Paid pages that arrive while others are being settled go to the database together (`settle_paid_together`). Nobody waits for company: a
 * page that comes alone is settled alone. Copies of messages that were settled before are answered from our record, all by one question (B3);
 * the provider repeats itself most when it is busiest. A batch that fails as a whole is settled one by one, so nobody's trouble is anybody else's.
 */
export function createSettleQueue(db: Db, clock: Clock, options: { expectsLive: boolean }): SettlePaidPage {
  const waiting: Waiting[] = [];
  let underWay = 0;

  const settleAlone = ({ page, resolve, reject }: Waiting) =>
    settleDonation(db, page.truth, page.event, options, clock.now()).then(resolve, reject);

  /** What is left when the copies are answered. */
  const answerCopies = async (batch: readonly Waiting[]): Promise<readonly Waiting[]> => {
    if (batch.length < 2) return batch;
    const eventIds = batch.map(({ page }) => page.event.id);
    const settled = await listSettledEvents(db, { eventIds }).catch(() => new Set<string>());
    const isCopy = ({ page }: Waiting) => settled.has(page.event.id);
    for (const one of batch.filter(isCopy)) one.resolve("unchanged");
    return batch.filter((one) => !isCopy(one));
  };

  const settleBatch = async (waitingPages: readonly Waiting[]) => {
    const batch = await answerCopies(waitingPages);
    const firsts = new Map<string, Waiting>();
    for (const one of batch) if (!firsts.has(one.page.truth.donationId)) firsts.set(one.page.truth.donationId, one);
    const settled =
      firsts.size < 2
        ? new Set<string>()
        : await settlePaidTogether(
            db,
            [...firsts.values()].map(({ page }) => page),
            options,
            clock.now(),
          ).catch(() => new Set<string>());
    for (const [donationId, one] of firsts) if (settled.has(donationId)) one.resolve("paid");
    const left: Waiting[] = [];
    for (const one of batch) {
      const first = firsts.get(one.page.truth.donationId);
      const isSettled = settled.has(one.page.truth.donationId);
      if (isSettled && first !== one && first?.page.event.id === one.page.event.id) one.resolve("unchanged");
      else if (!isSettled || first !== one) left.push(one);
    }
    await Promise.all(left.map(settleAlone));
  };

  const next = () => {
    if (underWay >= callsAtOnce || waiting.length === 0) return;
    underWay += 1;
    void settleBatch(waiting.splice(0, largestBatch)).finally(() => {
      underWay -= 1;
      next();
    });
    next();
  };

  return (page) =>
    new Promise((resolve, reject) => {
      waiting.push({ page, resolve, reject });
      next();
    });
}
