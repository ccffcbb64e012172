import { and, eq, isNull, notInArray, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { alarms } from "#db/schema/alarms.server.ts";
import { newId } from "../ids.ts";

export type AlarmInput = {
  /** What kind of thing is wrong, e.g. `ledger_check`. */
  kind: string;
  /** Which one, without personal data: a check's name, an event id, a lot. */
  subject: string;
  detail?: string;
  /** The place it belongs to; left out: the whole site's. */
  regionCode?: string;
};

/**
 * Raises an alarm that a person must look at, or counts once more the one that is open for this kind and subject (H6).
 * @returns whether it is new: only then somebody has to be told
 */
export async function raiseAlarm(
  db: DbOrTx,
  { kind, subject, detail = "", regionCode = "" }: AlarmInput,
  at: Date,
): Promise<boolean> {
  const [row] = await db
    .insert(alarms)
    .values({ id: newId(), kind, subject, detail, regionCode, firstSeenAt: at, lastSeenAt: at })
    .onConflictDoUpdate({
      target: [alarms.kind, alarms.subject],
      targetWhere: isNull(alarms.resolvedAt),
      // What is seen in two places is the whole site's.
      set: {
        count: sql`${alarms.count} + 1`,
        detail,
        lastSeenAt: at,
        regionCode: sql`case when ${alarms.regionCode} = excluded.region_code then excluded.region_code else '' end`,
      },
    })
    .returning({ count: alarms.count });
  return row?.count === 1;
}

/**
 * Resolves the open alarms of a kind whose subject is no longer wrong; nobody is named, because it was found to hold again.
 * @returns the subjects
 */
export async function resolveAlarms(
  db: DbOrTx,
  { kind, stillWrong }: { kind: string; stillWrong: readonly string[] },
  at: Date,
): Promise<string[]> {
  const isWrong = stillWrong.length === 0 ? undefined : notInArray(alarms.subject, [...stillWrong]);
  const rows = await db
    .update(alarms)
    .set({ resolvedAt: at })
    .where(and(eq(alarms.kind, kind), isNull(alarms.resolvedAt), isWrong))
    .returning({ subject: alarms.subject });
  return rows.map((row) => row.subject);
}
