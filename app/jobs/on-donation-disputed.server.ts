import { eq } from "drizzle-orm";
import { raiseAlarm } from "#app/domain/alarms/raise-alarm.server.ts";
import { listMemberAddresses } from "#app/domain/organizations/organization-queries.server.ts";
import type { Services } from "#app/services.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { disputes } from "#db/schema/refunds.server.ts";
import type { MailTemplate } from "#emails/templates.server.ts";
import type { EventHandler } from "./drain-outbox.server.ts";
import { queueMail } from "./queue-mail.server.ts";

/** Tells the charity's people of every step of a dispute, once: it has a deadline (B13). */
export const mailDispute: EventHandler = async (services, { donationId = "" }) => {
  const rows = await services.db
    .select({ id: disputes.id, state: disputes.state })
    .from(disputes)
    .where(eq(disputes.donationId, donationId));
  for (const { id, state } of rows) {
    await mailCharityOf(services, donationId, "dispute-changed", `dispute:${id}:${state}`, { disputeId: id, state });
  }
};

/** Money came that is not as agreed: staff hear of it by an alarm, the charity by mail (B6, A6). */
export const tellOfQuarantine: EventHandler = async (services, { donationId = "" }) => {
  const [gift] = await services.db
    .select({ lotCode: donations.lotCode })
    .from(donations)
    .where(eq(donations.id, donationId));
  // By its lot: the donation's own id would open the receipt to whoever reads alarms.
  if (gift) await raiseAlarm(services.db, { kind: "gift_quarantined", subject: gift.lotCode }, services.clock.now());
  await mailCharityOf(services, donationId, "gift-quarantined", `quarantine:${donationId}`, { donationId });
};

async function mailCharityOf(
  services: Services,
  donationId: string,
  template: MailTemplate,
  effect: string,
  parameters: Readonly<Record<string, string>>,
): Promise<void> {
  const [gift] = await services.db
    .select({ charityId: donations.charityId })
    .from(donations)
    .where(eq(donations.id, donationId));
  if (!gift) return;
  for (const address of await listMemberAddresses(services.db, { organizationId: gift.charityId })) {
    await queueMail(services, {
      dedupeKey: `${effect}:${address.userId}`,
      template,
      recipient: address.email,
      locale: address.locale,
      parameters,
    });
  }
}
