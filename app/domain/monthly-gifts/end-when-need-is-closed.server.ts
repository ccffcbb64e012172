import type { PaymentGateway } from "#app/payments/payment-gateway.ts";
import type { Db } from "#db/client.server.ts";
import { systemActor } from "../actor.ts";
import { dayInChina } from "../clock.ts";
import { getGivingNeed } from "../donations/donation-queries.server.ts";
import { keepsMonthlyGifts } from "../donations/giving-conditions.ts";
import { changeMonthlyGift } from "./change-monthly-gift.server.ts";
import { isGoingOn } from "./monthly-gift.ts";
import { getMonthlyGiftForPayment } from "./monthly-payment-queries.server.ts";

/**
 * Ends a monthly gift whose need takes no more gifts: it has its goal, is closed or suspended, or the charity may not raise money for it any
 * more (L2-L5); a late report ends nothing that runs (U13). Returns whether it ends: the provider may be asked again later, the end is decided.
 */
export async function endWhenNeedIsClosed(
  db: Db,
  payments: PaymentGateway,
  { monthlyGiftId }: { monthlyGiftId: string },
  at: Date,
): Promise<boolean> {
  const gift = await getMonthlyGiftForPayment(db, { monthlyGiftId });
  if (gift === null || !isGoingOn(gift.state)) return false;
  const need = await getGivingNeed(db, { publicCode: gift.needCode, today: dayInChina(at) });
  if (need !== null && keepsMonthlyGifts(need.noGiftReason)) return false;
  await changeMonthlyGift(db, payments, { monthlyGiftId, kind: "end" }, systemActor, at);
  return true;
}
