import { sql } from "drizzle-orm";
import { getLastComparison } from "#app/domain/reconciliation/comparison-queries.server.ts";
import type { Services } from "#app/services.server.ts";
import { outboxLag } from "./drain-outbox.server.ts";

export type Readiness =
  | {
      isReady: true;
      outbox: { open: number; oldestSeconds: number; dead: number };
      /** When the charity that waits longest was last compared with its provider, in whole hours; null: none has been yet. */
      reconciliation: { oldestHours: number | null };
    }
  | { isReady: false };

/**
 * Whether the site can do its work: a real transaction on the database that may write, answered within `timeoutMilliseconds` (H3). With it, how far the
 * job process is behind, and how old the last comparison with the provider is: figures only, about nobody.
 */
export async function checkReadiness(
  { db, clock }: Pick<Services, "db" | "clock">,
  timeoutMilliseconds = 2_000,
): Promise<Readiness> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Readiness>((resolve) => {
    timer = setTimeout(() => resolve({ isReady: false }), timeoutMilliseconds);
  });
  const asked = db
    .transaction(async (tx): Promise<Readiness> => {
      // A number of its own makes it a transaction that writes: a standby refuses it, and of a read-only database the second column tells.
      const [row] = await tx.execute<{ isWritable: boolean }>(
        sql`select pg_current_xact_id() is not null and current_setting('transaction_read_only') = 'off' as "isWritable"`,
      );
      if (row?.isWritable !== true) return { isReady: false };
      const outbox = await outboxLag({ db: tx, clock });
      const last = await getLastComparison(tx);
      const oldestHours = last === null ? null : Math.floor((clock.now().getTime() - last.getTime()) / 3_600_000);
      return { isReady: true, outbox, reconciliation: { oldestHours } };
    })
    .catch((): Readiness => ({ isReady: false }));
  const readiness = await Promise.race([asked, tooLate]);
  clearTimeout(timer);
  return readiness;
}
