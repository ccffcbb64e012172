import { and, eq, isNotNull, isNull } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { parkedEvents } from "#db/schema/alarms.server.ts";
import { outboxEvents } from "#db/schema/outbox.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { err, ok, type Result } from "../result.ts";
import { alarmKeeperRoles } from "./alarm.ts";

type TryAgainCode = "not_allowed" | "conflict";

/**
 * Lets the job take an event again that had failed to its last try (D8). Its handlers may be repeated, so pressing twice is pressing once:
 * the second time it is not dead any more.
 */
export async function tryDeadEventAgain(
  db: Db,
  input: { eventId: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, TryAgainCode>> {
  if (!scopesOf(actor, alarmKeeperRoles).includes("")) return err("not_allowed");
  if (!/^\d{1,18}$/.test(input.eventId)) return err("conflict");
  const rows = await db
    .update(outboxEvents)
    .set({ deadAt: null, attempts: 0, nextAttemptAt: at })
    .where(
      and(eq(outboxEvents.id, BigInt(input.eventId)), isNull(outboxEvents.processedAt), isNotNull(outboxEvents.deadAt)),
    )
    .returning({ id: outboxEvents.id });
  return rows.length === 0 ? err("conflict") : ok();
}

/** The same for a message of the provider: the job that tries parked messages begins again with the shortest wait (B5, B10). */
export async function tryParkedEventAgain(
  db: Db,
  input: { eventId: string },
  actor: Actor,
): Promise<Result<undefined, TryAgainCode>> {
  if (!scopesOf(actor, alarmKeeperRoles).includes("")) return err("not_allowed");
  const rows = await db
    .update(parkedEvents)
    .set({ attempts: 0 })
    .where(and(eq(parkedEvents.id, input.eventId), isNull(parkedEvents.settledAt)))
    .returning({ id: parkedEvents.id });
  return rows.length === 0 ? err("conflict") : ok();
}
