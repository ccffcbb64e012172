import { and, eq, isNull, ne, sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { offlineGifts } from "#db/schema/offline-gifts.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";
import { hashClaimCode } from "./claim-code.server.ts";

export type ClaimedGift = { offlineGiftId: string; donationId: string | null; isClaimed: boolean };

/**
 * Takes the record to the account of whoever holds the code from the paper slip, once: money and goods alike (Q19). Somebody who is not
 * signed in may look at it, and the code stays good. A wrong and a used code get the same answer, and so does whoever recorded or confirmed
 * the gift: who has seen the slip is not its giver (PostgreSQL agrees).
 */
export async function claimOfflineGift(
  db: Db,
  input: { code: string },
  actor: Actor,
  at: Date,
): Promise<Result<ClaimedGift, "wrong_code">> {
  const isOpen = and(
    eq(offlineGifts.claimCodeHash, hashClaimCode(input.code)),
    eq(offlineGifts.state, "confirmed"),
    isNull(offlineGifts.claimedBy),
  );
  const fields = { id: offlineGifts.id, donationId: offlineGifts.donationId };
  const claimedBy = actorUserId(actor);
  if (claimedBy === null) {
    const [gift] = await db.select(fields).from(offlineGifts).where(isOpen);
    return gift ? ok({ offlineGiftId: gift.id, donationId: gift.donationId, isClaimed: false }) : err("wrong_code");
  }
  return db.transaction(async (tx) => {
    const [gift] = await tx
      .update(offlineGifts)
      .set({ claimedBy, claimedAt: at })
      .where(and(isOpen, ne(offlineGifts.recordedBy, claimedBy), ne(offlineGifts.approvedBy, claimedBy)))
      .returning(fields);
    if (!gift) return err("wrong_code");
    if (gift.donationId !== null) {
      await tx
        .update(donations)
        .set({
          userId: claimedBy,
          // Who left no address at the counter hears of the report at the account's.
          email: sql`coalesce(nullif(${donations.email}, ''), (select ${users.email} from ${users} where ${users.id} = ${claimedBy}))`,
          updatedAt: at,
        })
        .where(and(eq(donations.id, gift.donationId), isNull(donations.userId)));
    }
    const step = { noun: "offline_gift", subjectId: gift.id, from: "confirmed", event: "claim", to: "confirmed" };
    await recordTransition(tx, at, actor, step);
    await recordEvents(tx, at, { kind: "offline_gift.changed", offlineGiftId: gift.id });
    return ok({ offlineGiftId: gift.id, donationId: gift.donationId, isClaimed: true });
  });
}
