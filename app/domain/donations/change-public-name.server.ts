import { eq, or } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { monthlyGifts } from "#db/schema/monthly-gifts.server.ts";
import type { Actor } from "../actor.ts";
import { isId } from "../ids.ts";
import { recordEvents, recordTransition } from "../record-event.server.ts";
import { err, ok, type Result } from "../result.ts";

/**
 * Who may change what the public sees of a donor. The donor, signed in or by the key from the mail, may do both. The mere address of a
 * guest's receipt is passed on to friends: it may only take a name away, which harms nobody and can be undone.
 */
export function mayChangePublicName(
  gift: { userId: string | null },
  reader: { isDonor: boolean },
  publicName: string | null,
): boolean {
  return reader.isDonor || (gift.userId === null && publicName === null);
}

/**
 * Shows the donor's name from now on, or no longer (Q4). There is one place that says it, so every page, export and list follows at once;
 * the event empties the page cache. The gifts of a monthly giver change together, the coming ones too. No name enters the record of steps.
 */
export async function changePublicName(
  db: Db,
  input: { donationId: string; publicName: string | null; isDonor: boolean },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, "not_found" | "not_allowed">> {
  const { donationId, publicName } = input;
  if (!isId(donationId)) return err("not_found");
  return db.transaction(async (tx) => {
    const [gift] = await tx
      .select({ userId: donations.userId, state: donations.state, monthlyGiftId: donations.monthlyGiftId })
      .from(donations)
      .where(eq(donations.id, donationId));
    if (!gift) return err("not_found");
    if (!mayChangePublicName(gift, input, publicName)) return err("not_allowed");
    const { monthlyGiftId, state } = gift;
    const isTheirs =
      monthlyGiftId === null
        ? eq(donations.id, donationId)
        : or(eq(donations.id, donationId), eq(donations.monthlyGiftId, monthlyGiftId));
    await tx.update(donations).set({ publicName, updatedAt: at }).where(isTheirs);
    if (monthlyGiftId !== null) {
      await tx.update(monthlyGifts).set({ publicName }).where(eq(monthlyGifts.id, monthlyGiftId));
    }
    const event = publicName === null ? "hide_name" : "show_name";
    await recordTransition(tx, at, actor, { noun: "donation", subjectId: donationId, from: state, event, to: state });
    await recordEvents(tx, at, { kind: "donation.name_changed", donationId });
    return ok();
  });
}
