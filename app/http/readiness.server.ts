import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Db } from "#db/client.server.ts";

export type Readiness = { isReady: true; outboxLagSeconds: number; deadEvents: number } | { isReady: false };

const answer = z.object({ lag: z.coerce.number(), dead: z.coerce.number() });

/**
 * Whether the site can do its work: a real transaction on the database, answered within `timeoutMilliseconds` (H3). With it, how far the
 * job process is behind: seconds since the oldest open event happened, and events given up.
 */
export async function checkReadiness(db: Db, at: Date, timeoutMilliseconds = 2_000): Promise<Readiness> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Readiness>((resolve) => {
    timer = setTimeout(() => resolve({ isReady: false }), timeoutMilliseconds);
  });
  const asked = askDatabase(db, at).catch((): Readiness => ({ isReady: false }));
  const readiness = await Promise.race([asked, tooLate]);
  clearTimeout(timer);
  return readiness;
}

async function askDatabase(db: Db, at: Date): Promise<Readiness> {
  const rows = await db.transaction((tx) =>
    tx.execute(sql`
      select coalesce(extract(epoch from ${at.toISOString()}::timestamptz - min(occurred_at)
          filter (where processed_at is null and dead_at is null)), 0) as lag,
        count(*) filter (where dead_at is not null) as dead
      from outbox_events where processed_at is null`),
  );
  const { lag, dead } = answer.parse(rows[0]);
  return { isReady: true, outboxLagSeconds: Math.max(0, Math.round(lag)), deadEvents: dead };
}
