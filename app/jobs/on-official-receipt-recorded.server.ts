import { eq } from "drizzle-orm";
import { donations } from "#db/schema/donations.server.ts";
import type { EventHandler } from "./drain-outbox.server.ts";
import { queueMail } from "./queue-mail.server.ts";

/** Tells the donor once per recorded number; a gift that came by bank may have no address to write to. */
export const mailOfficialReceipt: EventHandler = async (services, { donationId = "", receiptId = "" }) => {
  const [donation] = await services.db
    .select({ email: donations.email, locale: donations.locale })
    .from(donations)
    .where(eq(donations.id, donationId));
  if (!donation || donation.email === "") return;
  await queueMail(services, {
    dedupeKey: `official-receipt:${receiptId}`,
    template: "official-receipt",
    recipient: donation.email,
    locale: donation.locale,
    parameters: { donationId, receiptId },
  });
};
