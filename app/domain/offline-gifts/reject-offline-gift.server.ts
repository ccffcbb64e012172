import { and, eq, inArray } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { offlineGifts } from "#db/schema/offline-gifts.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { statesBefore } from "../transitions.ts";
import { offlineGiftTransitions } from "./offline-gift.ts";
import { getOfflineGift } from "./offline-gift-queries.server.ts";

/** Not entered, with the reason: a typing mistake, a document that does not fit, money that goes back. Its number is free again. */
export async function rejectOfflineGift(
  db: Db,
  input: { offlineGiftId: string; reason: string },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "conflict">> {
  const gift = await getOfflineGift(db, { offlineGiftId: input.offlineGiftId, actor });
  if (gift === null) return err("not_found");
  return db.transaction(async (tx) => {
    const closedBy = actorUserId(actor);
    const rows = await tx
      .update(offlineGifts)
      // The recorder may take back an own mistake: nothing counted, so one person is enough.
      .set({ state: "rejected", approvedBy: closedBy === gift.recordedBy ? null : closedBy, closedAt: at })
      .where(
        and(eq(offlineGifts.id, gift.id), inArray(offlineGifts.state, statesBefore(offlineGiftTransitions, "reject"))),
      )
      .returning({ id: offlineGifts.id });
    if (rows.length === 0) return err("conflict");
    await recordTransition(tx, at, actor, {
      noun: "offline_gift",
      subjectId: gift.id,
      from: "recorded",
      event: "reject",
      to: "rejected",
      reason: input.reason,
    });
    await recordEvents(tx, at, { kind: "offline_gift.changed", offlineGiftId: gift.id });
    return ok();
  });
}
