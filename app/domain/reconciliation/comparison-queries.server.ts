import { and, desc, eq, isNull, max, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { reconciliationFindings, reconciliationRuns } from "#db/schema/alarms.server.ts";
import { outboxEvents } from "#db/schema/outbox.server.ts";

/** When the charity that waits longest for it was last compared; null when none ever was. */
export async function getLastComparison(db: DbOrTx): Promise<Date | null> {
  const latest = db
    .select({ ranAt: max(reconciliationRuns.ranAt).as("latest") })
    .from(reconciliationRuns)
    .groupBy(reconciliationRuns.charityId)
    .as("latest_runs");
  const [row] = await db.select({ oldest: sql<string | null>`min(${latest.ranAt})` }).from(latest);
  return row?.oldest ? new Date(row.oldest) : null;
}

export type ComparisonState = {
  /** Null: not compared yet. */
  lastRun: { ranAt: Date; compared: number; findingCount: number } | null;
  /** Somebody asked, and it has not been done yet. */
  isRequested: boolean;
};

/** How far the books of a charity have been compared with the provider. */
export async function getComparisonState(db: DbOrTx, { charityId }: { charityId: string }): Promise<ComparisonState> {
  const [lastRun] = await db
    .select({
      ranAt: reconciliationRuns.ranAt,
      compared: reconciliationRuns.compared,
      findingCount: reconciliationRuns.findingCount,
    })
    .from(reconciliationRuns)
    .where(eq(reconciliationRuns.charityId, charityId))
    .orderBy(desc(reconciliationRuns.ranAt))
    .limit(1);
  const [asked] = await db
    .select({ at: max(outboxEvents.occurredAt) })
    .from(outboxEvents)
    .where(
      and(eq(outboxEvents.kind, "reconciliation.requested"), sql`${outboxEvents.payload}->>'charityId' = ${charityId}`),
    );
  const isRequested = asked?.at != null && (lastRun === undefined || asked.at > lastRun.ranAt);
  return { lastRun: lastRun ?? null, isRequested };
}

export type FindingItem = Awaited<ReturnType<typeof listFindings>>[number];

/** Differences of one charity: open ones, or those explained or gone; the newest first. */
export async function listFindings(db: DbOrTx, params: { charityId: string; isOpen: boolean; limit: number }) {
  const table = reconciliationFindings;
  return db
    .select({
      id: table.id,
      day: table.day,
      class: table.class,
      subject: table.subject,
      oursFen: table.oursFen,
      theirsFen: table.theirsFen,
      foundAt: table.foundAt,
      resolvedAt: table.resolvedAt,
      resolvedBy: users.displayName,
      note: table.note,
    })
    .from(table)
    .leftJoin(users, eq(users.id, table.resolvedBy))
    .where(
      and(
        eq(table.charityId, params.charityId),
        params.isOpen ? isNull(table.resolvedAt) : sql`${table.resolvedAt} is not null`,
      ),
    )
    .orderBy(desc(table.foundAt), desc(table.day))
    .limit(params.limit);
}
