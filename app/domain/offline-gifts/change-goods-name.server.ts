import { and, eq } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { offlineGifts } from "#db/schema/offline-gifts.server.ts";
import type { SignedInActor } from "../actor.ts";
import { isId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";

/** Shows the giver of claimed goods, or no longer (Q4): only the account that claimed them. */
export async function changeGoodsName(
  db: Db,
  input: { offlineGiftId: string; publicName: string | null },
  actor: SignedInActor,
  at: Date,
): Promise<Result<undefined, "not_found">> {
  const { offlineGiftId, publicName } = input;
  if (!isId(offlineGiftId)) return err("not_found");
  return db.transaction(async (tx) => {
    const rows = await tx
      .update(offlineGifts)
      .set({ publicName })
      .where(
        and(
          eq(offlineGifts.id, offlineGiftId),
          eq(offlineGifts.kind, "goods"),
          eq(offlineGifts.claimedBy, actor.userId),
        ),
      )
      .returning({ id: offlineGifts.id });
    if (rows.length === 0) return err("not_found");
    await recordTransition(tx, at, actor, {
      noun: "offline_gift",
      subjectId: offlineGiftId,
      from: "confirmed",
      event: publicName === null ? "hide_name" : "show_name",
      to: "confirmed",
    });
    await recordEvents(tx, at, { kind: "offline_gift.changed", offlineGiftId });
    return ok();
  });
}
