import { listMonthlyGiftsByEmail } from "#app/domain/monthly-gifts/monthly-gift-queries.server.ts";
import type { Services } from "#app/services.server.ts";
import { queueMail } from "./queue-mail.server.ts";

/**
 * Queues the mail with new links. An address without monthly gifts gets the same row, which is dropped when it is its turn: asking takes
 * equally long for all (Q6).
 */
export async function mailMonthlyLinks(
  services: Services,
  { email, formNonce, locale }: { email: string; formNonce: string; locale: string },
): Promise<void> {
  const gifts = await listMonthlyGiftsByEmail(services.db, { email });
  await queueMail(services, {
    dedupeKey: `monthly-links:${formNonce}`,
    template: "monthly-links",
    recipient: email,
    locale,
    parameters: { monthlyGiftIds: gifts.map((gift) => gift.id).join(",") },
  });
}
