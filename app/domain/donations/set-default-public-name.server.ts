import { and, eq } from "drizzle-orm";
import type { Db, DbOrTx } from "#db/client.server.ts";
import { users } from "#db/schema/accounts.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { monthlyGifts } from "#db/schema/monthly-gifts.server.ts";
import { offlineGifts } from "#db/schema/offline-gifts.server.ts";
import type { SignedInActor } from "../actor.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";

/** What the account proposes to show with a gift; null: nothing. */
export async function getDefaultPublicName(db: DbOrTx, params: { userId: string }): Promise<string | null> {
  const [row] = await db.select({ name: users.giftPublicName }).from(users).where(eq(users.id, params.userId));
  return row?.name ?? null;
}

/**
 * Sets what the gift form proposes to show of this donor, and, only when asked, changes every earlier gift of the account with it: money,
 * monthly and goods (Q4).
 */
export async function setDefaultPublicName(
  db: Db,
  input: { publicName: string | null; appliesToEarlier: boolean },
  actor: SignedInActor,
  at: Date,
): Promise<void> {
  const { publicName } = input;
  const { userId } = actor;
  await db.transaction(async (tx) => {
    await tx.update(users).set({ giftPublicName: publicName }).where(eq(users.id, userId));
    if (!input.appliesToEarlier) return;
    const changed = await tx
      .update(donations)
      .set({ publicName, updatedAt: at })
      .where(eq(donations.userId, userId))
      .returning({ id: donations.id, state: donations.state });
    await tx.update(monthlyGifts).set({ publicName }).where(eq(monthlyGifts.userId, userId));
    const goods = await tx
      .update(offlineGifts)
      .set({ publicName })
      .where(and(eq(offlineGifts.claimedBy, userId), eq(offlineGifts.kind, "goods")))
      .returning({ id: offlineGifts.id, state: offlineGifts.state });
    const event = publicName === null ? "hide_name" : "show_name";
    const steps = [
      ...changed.map((gift) => ({ noun: "donation", ...gift })),
      ...goods.map((gift) => ({ noun: "offline_gift", ...gift })),
    ];
    for (const { noun, id, state } of steps) {
      await recordTransition(tx, at, actor, { noun, subjectId: id, from: state, event, to: state });
    }
    await recordEvents(
      tx,
      at,
      ...changed.map(({ id }) => ({ kind: "donation.name_changed" as const, donationId: id })),
      ...goods.map(({ id }) => ({ kind: "offline_gift.changed" as const, offlineGiftId: id })),
    );
  });
}
