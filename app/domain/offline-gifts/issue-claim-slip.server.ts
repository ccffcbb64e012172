import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { offlineGifts } from "#db/schema/offline-gifts.server.ts";
import type { Actor } from "../actor.ts";
import { recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { hashClaimCode, newClaimCode } from "./claim-code.server.ts";
import { getOfflineGift } from "./offline-gift-queries.server.ts";

/**
 * A new code for the paper slip: returned once, only its hash is kept. A slip that was lost is replaced, and the old code ends; a gift that
 * was taken to an account gets none.
 */
export async function issueClaimSlip(
  db: Db,
  input: { offlineGiftId: string },
  actor: Actor,
  at: Date,
): Promise<Result<{ code: string }, "not_found" | "conflict">> {
  const gift = await getOfflineGift(db, { offlineGiftId: input.offlineGiftId, actor });
  if (gift === null) return err("not_found");
  const code = newClaimCode();
  return db.transaction(async (tx) => {
    const rows = await tx
      .update(offlineGifts)
      .set({ claimCodeHash: hashClaimCode(code) })
      .where(and(eq(offlineGifts.id, gift.id), eq(offlineGifts.state, "confirmed"), isNull(offlineGifts.claimedBy)))
      .returning({ id: offlineGifts.id });
    if (rows.length === 0) return err("conflict");
    const step = { noun: "offline_gift", subjectId: gift.id, from: "confirmed", event: "issue_slip", to: "confirmed" };
    await recordTransition(tx, at, actor, step);
    return ok({ code });
  });
}
