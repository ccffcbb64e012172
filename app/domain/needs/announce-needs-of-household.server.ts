import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { recordEvents } from "../record-event.server.ts";

/** All needs of the household are looked at again by search and caches: finished ones stay in their state but may show less, or nothing. */
export async function announceNeedsOfHousehold(tx: Tx, householdId: string, at: Date): Promise<void> {
  const rows = await tx.select({ id: needs.id }).from(needs).where(eq(needs.householdId, householdId));
  await recordEvents(tx, at, ...rows.map(({ id }) => ({ kind: "need.changed" as const, needId: id })));
}
