import { sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";

/**
 * Draws the call-backs of every month that is over and of every town whose rule asks for them (D6), in one SQL call. Repeating it draws
 * nothing twice. Returns how many payments were drawn.
 */
export async function drawCallbacks(db: DbOrTx, at: Date): Promise<number> {
  const [row] = await db.execute<{ drawn: number }>(
    sql`select draw_callbacks(${at.toISOString()}::timestamptz) as drawn`,
  );
  return row?.drawn ?? 0;
}
