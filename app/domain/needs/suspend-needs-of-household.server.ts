import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import type { Actor } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";

/**
 * Takes the open needs of a household off the public pages, because the facts they stand on have changed (S45) or because its consent
 * ended (F11). Call it in the transaction that makes the change. The county then resumes them, verified anew, or returns them.
 * @returns the ids of the needs that were suspended
 */
export async function suspendNeedsOfHousehold(
  tx: Tx,
  input: { householdId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<string[]> {
  const suspended = await tx
    .update(needs)
    .set({ state: "suspended", updatedAt: at })
    .where(and(eq(needs.householdId, input.householdId), eq(needs.state, "published")))
    .returning({ id: needs.id });
  for (const { id } of suspended) {
    await recordTransition(tx, at, actor, {
      noun: "need",
      subjectId: id,
      from: "published",
      event: "suspend",
      to: "suspended",
      reason: input.reason,
    });
  }
  const ids = suspended.map((need) => need.id);
  await recordEvents(tx, at, ...ids.map((needId) => ({ kind: "need.changed" as const, needId })));
  return ids;
}
