import { sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";

/**
 * Writes down which needs have missed the day of their report (U13), each day once: a step of the need in the hash chain, and an event, so
 * that cards, search and home page follow. Also follows rules of a place that were changed. Returns how many were missed.
 */
export async function recordMissedReports(db: Db, at: Date): Promise<number> {
  const [row] = await db.execute<{ missed: number }>(
    sql`select record_missed_reports(${at.toISOString()}::timestamptz) as missed`,
  );
  return row?.missed ?? 0;
}
