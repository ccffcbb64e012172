import { eq } from "drizzle-orm";
import { mailedComplaintStates } from "#app/domain/complaints/complaint.ts";
import { complaints } from "#db/schema/complaints.server.ts";
import type { EventHandler } from "./drain-outbox.server.ts";
import { queueMail } from "./queue-mail.server.ts";

/**
 * Tells who left an address that the complaint was received, answered or handed over: once each. The queue never holds the address, which is
 * kept sealed; the mail opens it when it is sent.
 */
export const mailComplaint: EventHandler = async (services, { complaintId = "" }) => {
  const [complaint] = await services.db
    .select({ state: complaints.state, emailSealed: complaints.emailSealed, locale: complaints.locale })
    .from(complaints)
    .where(eq(complaints.id, complaintId));
  if (!complaint || complaint.emailSealed === null) return;
  const news = mailedComplaintStates.find((state) => state === complaint.state);
  if (news === undefined) return;
  await queueMail(services, {
    dedupeKey: `complaint:${complaintId}:${news}`,
    template: "complaint",
    recipient: "(sealed)",
    locale: complaint.locale,
    parameters: { complaintId, news },
  });
};
