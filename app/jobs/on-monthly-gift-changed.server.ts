import { eq } from "drizzle-orm";
import type { Services } from "#app/services.server.ts";
import { monthlyGifts } from "#db/schema/monthly-gifts.server.ts";
import type { EventHandler } from "./drain-outbox.server.ts";
import { queueMail } from "./queue-mail.server.ts";

type News = { monthlyGiftId: string; news: string; key: string };

/** Tells the donor of a monthly gift, once per piece of news; every one of these mails carries the gift's own link (Q6). */
export async function queueMonthlyMail(services: Services, { monthlyGiftId, news, key }: News): Promise<void> {
  const [gift] = await services.db
    .select({ email: monthlyGifts.email, locale: monthlyGifts.locale })
    .from(monthlyGifts)
    .where(eq(monthlyGifts.id, monthlyGiftId));
  if (!gift) return;
  await queueMail(services, {
    dedupeKey: `monthly-gift:${monthlyGiftId}:${news}:${key}`,
    template: "monthly-gift",
    recipient: gift.email,
    locale: gift.locale,
    parameters: { monthlyGiftId, news },
  });
}

export const mailMonthlyGift: EventHandler = (services, { monthlyGiftId = "", news = "", key = "" }) =>
  queueMonthlyMail(services, { monthlyGiftId, news, key });
