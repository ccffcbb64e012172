import { sql } from "drizzle-orm";
import type { Db } from "#db/client.server.ts";
import { type Actor, actorUserId } from "../actor.ts";
import { newPublicCode, newReceiptNumber, newVerifyCode } from "../ids.ts";
import type { Fen } from "../money.ts";
import { err, ok, type Result } from "../result.ts";
import { getOfflineGift } from "./offline-gift-queries.server.ts";

type Outcome = "confirmed" | "not_found" | "conflict" | "same_person" | "does_not_fit";
export type ConfirmOfflineGiftError = Exclude<Outcome, "confirmed"> | "amount_differs";

/**
 * The second person says that document and record agree: money is posted to the need and the charity's bank account, goods are shown as
 * received; all in one SQL call. The recorder is refused and the attempt stays on record (A12). `checkedAmountFen` is what the second
 * person reads on the document.
 */
export async function confirmOfflineGift(
  db: Db,
  input: { offlineGiftId: string; checkedAmountFen: Fen },
  actor: Actor,
  at: Date,
): Promise<Result<undefined, ConfirmOfflineGiftError>> {
  const gift = await getOfflineGift(db, { offlineGiftId: input.offlineGiftId, actor });
  if (gift === null) return err("not_found");
  if (gift.recordedBy !== actorUserId(actor) && gift.amountFen !== input.checkedAmountFen) return err("amount_differs");
  const rows = await db.execute<{ outcome: Outcome }>(sql`
    select confirm_offline_gift(${gift.id}::uuid, ${actorUserId(actor)}::uuid, ${newPublicCode()}::text, ${newReceiptNumber()}::text,
      ${newVerifyCode()}::text, ${at.toISOString()}::timestamptz) as outcome`);
  const outcome = rows[0]?.outcome ?? "not_found";
  return outcome === "confirmed" ? ok() : err(outcome);
}
