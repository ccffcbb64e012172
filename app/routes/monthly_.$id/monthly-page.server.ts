import { dayInChina } from "#app/domain/clock.ts";
import { receiptKey } from "#app/domain/donations/receipt-key.server.ts";
import { applyReplacedCard } from "#app/domain/monthly-gifts/apply-replaced-card.server.ts";
import { isCardExpiring } from "#app/domain/monthly-gifts/monthly-gift.ts";
import {
  getMonthlyGift,
  getOpenChange,
  listMonthlyCharges,
  type MonthlyGiftDetails,
} from "#app/domain/monthly-gifts/monthly-gift-queries.server.ts";
import { settleMonthlyCheckout } from "#app/domain/monthly-gifts/settle-monthly-checkout.server.ts";
import { isReportLate } from "#app/domain/needs/next-report.ts";
import { paths } from "#app/http/paths.ts";
import type { Services } from "#app/services.server.ts";

const doneKinds = ["paid", "amount", "pause", "resume", "cancel", "card"] as const;

/**
 * Everything the page of a monthly gift shows. Who comes back from the provider is believed nothing: we ask about OUR pay page or card page,
 * whatever the address says (B1).
 */
export async function loadMonthlyPage(services: Services, found: MonthlyGiftDetails, query: URLSearchParams) {
  const done = doneKinds.find((kind) => kind === query.get("done")) ?? null;
  const cardOutcome = done === "card" ? await takeNewCard(services, found) : null;
  if (found.state === "started" && found.isOnPayPage !== null) await askPayPage(services, found);
  const gift = (await getMonthlyGift(services.db, { monthlyGiftId: found.id })) ?? found;
  const charges = await listMonthlyCharges(services.db, { monthlyGiftId: gift.id });
  return {
    gift: { ...gift, isOnPayPage: gift.isOnPayPage !== null },
    openChange: await getOpenChange(services.db, { monthlyGiftId: gift.id }),
    charges: charges.map((charge) => ({
      ...charge,
      receiptPath: paths.donation(charge.id, { key: receiptKey(services.sealer, charge.id) }),
    })),
    isCardEnding: isCardExpiring(gift.cardExpiresMonth, dayInChina(services.clock.now())),
    isReportLate: isReportLate(gift.nextReportOn, dayInChina(services.clock.now())),
    done,
    cardOutcome,
  };
}

export type MonthlyPageData = Awaited<ReturnType<typeof loadMonthlyPage>>;

async function askPayPage(services: Services, gift: MonthlyGiftDetails): Promise<void> {
  await settleMonthlyCheckout(
    services.settlementDb,
    services.payments,
    { monthlyGiftId: gift.id, event: null, expectsLive: services.env.mode === "production" },
    services.clock.now(),
  );
}

/** `unchanged`: a reload after the card was taken, or its message came first. */
async function takeNewCard(services: Services, gift: MonthlyGiftDetails): Promise<"card" | "charged" | "not_done"> {
  const applied = await applyReplacedCard(
    services.settlementDb,
    services.payments,
    { monthlyGiftId: gift.id, expectsLive: services.env.mode === "production" },
    services.clock.now(),
  );
  if (applied.ok) return applied.value === "charged" ? "charged" : "card";
  return applied.code === "nothing_open" ? "card" : "not_done";
}
