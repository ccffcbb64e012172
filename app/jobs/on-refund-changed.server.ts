import { eq } from "drizzle-orm";
import { sendRefund } from "#app/domain/donations/send-refund.server.ts";
import { listMemberAddresses } from "#app/domain/organizations/organization-queries.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { refunds } from "#db/schema/refunds.server.ts";
import type { EventHandler } from "./drain-outbox.server.ts";
import { queueMail } from "./queue-mail.server.ts";

/** Sends an approved refund to the provider; when it is away the outbox tries again with the same key (B8). @throws Error then */
export const sendApprovedRefund: EventHandler = async ({ settlementDb, payments, env, clock }, { refundId = "" }) => {
  const input = { refundId, expectsLive: env.mode === "production" };
  const sent = await sendRefund(settlementDb, payments, input, clock.now());
  if (!sent.ok) throw new Error(`refund not sent: ${sent.code}`);
};

/** What the donor hears: that it was agreed to or not, that it was sent, that it failed. */
const toldToDonor: readonly string[] = ["approved", "rejected", "succeeded", "failed"];
/** What the charity has to act on. */
const toldToCharity: readonly string[] = ["requested", "failed"];

/** Writes to the donor and, where somebody has to act, to the charity's people; once per step. */
export const mailRefund: EventHandler = async (services, { refundId = "" }) => {
  const [refund] = await services.db
    .select({
      state: refunds.state,
      email: donations.email,
      locale: donations.locale,
      charityId: donations.charityId,
    })
    .from(refunds)
    .innerJoin(donations, eq(donations.id, refunds.donationId))
    .where(eq(refunds.id, refundId));
  if (!refund) return;
  const parameters = { refundId, state: refund.state };
  if (toldToDonor.includes(refund.state) && refund.email !== "") {
    await queueMail(services, {
      dedupeKey: `refund:${refundId}:${refund.state}`,
      template: "refund-changed",
      recipient: refund.email,
      locale: refund.locale,
      parameters,
    });
  }
  if (!toldToCharity.includes(refund.state)) return;
  for (const address of await listMemberAddresses(services.db, { organizationId: refund.charityId })) {
    await queueMail(services, {
      dedupeKey: `charity-refund:${refundId}:${refund.state}:${address.userId}`,
      template: "refund-for-charity",
      recipient: address.email,
      locale: address.locale,
      parameters,
    });
  }
};
