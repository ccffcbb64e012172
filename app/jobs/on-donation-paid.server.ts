import { eq } from "drizzle-orm";
import { donations } from "#db/schema/donations.server.ts";
import type { EventHandler } from "./drain-outbox.server.ts";
import { queueMail } from "./queue-mail.server.ts";

/** Thanks the donor, once per gift whatever the provider repeats (D6). */
export const mailDonationReceipt: EventHandler = async (services, { donationId = "" }) => {
  const [donation] = await services.db
    .select({ email: donations.email, locale: donations.locale })
    .from(donations)
    .where(eq(donations.id, donationId));
  // Who gave at a bank counter may have left no address.
  if (!donation || donation.email === "") return;
  await queueMail(services, {
    dedupeKey: `donation-receipt:${donationId}`,
    template: "donation-receipt",
    recipient: donation.email,
    locale: donation.locale,
    parameters: { donationId },
  });
};
