import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { helperGroupMembers, helperGroups } from "#db/schema/helper-groups.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import type { SignedInActor } from "../actor.ts";
import { recordEvents } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";

/** Anyone may leave at any time. A pairing of the group stays, and is flagged when fewer than its kind's smallest are left (S76). */
export async function leaveGroup(
  db: Db,
  { code }: { code: string },
  actor: SignedInActor,
  at: Date,
): Promise<Result<undefined, "not_found">> {
  return db.transaction(async (tx) => {
    // The group's row orders those who leave against the start of its pairing, which counts its members.
    const [group] = await tx.select().from(helperGroups).where(eq(helperGroups.publicCode, code)).for("update");
    if (!group) return err("not_found");
    const [left] = await tx
      .update(helperGroupMembers)
      .set({ leftAt: at })
      .where(
        and(
          eq(helperGroupMembers.groupId, group.id),
          eq(helperGroupMembers.userId, actor.userId),
          isNull(helperGroupMembers.leftAt),
        ),
      )
      .returning({ id: helperGroupMembers.id });
    if (!left) return err("not_found");
    const live = await tx.select({ id: pairings.id }).from(pairings).where(eq(pairings.groupId, group.id));
    for (const { id } of live) await recordEvents(tx, at, { kind: "pairing.changed", pairingId: id });
    return ok();
  });
}
