import { and, asc, eq, isNull } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { alarms } from "#db/schema/alarms.server.ts";

/** The open alarms of one kind, oldest first. `detail` is for staff: it may name what is not public. */
export function listOpenAlarms(db: DbOrTx, params: { kind: string }) {
  return db
    .select({
      subject: alarms.subject,
      detail: alarms.detail,
      count: alarms.count,
      firstSeenAt: alarms.firstSeenAt,
      lastSeenAt: alarms.lastSeenAt,
    })
    .from(alarms)
    .where(and(eq(alarms.kind, params.kind), isNull(alarms.resolvedAt)))
    .orderBy(asc(alarms.firstSeenAt));
}
