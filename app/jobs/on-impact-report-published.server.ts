import { getReportForMail, listDonorsToTell } from "#app/domain/impact-reports/impact-report-queries.server.ts";
import { getsReportMails } from "#app/domain/impact-reports/report-mails.server.ts";
import type { EventHandler } from "./drain-outbox.server.ts";
import { queueMail } from "./queue-mail.server.ts";

/** Writes to everyone whose gift went to the need and who still wants it: one mail per report and address (U13, U14). */
export const mailImpactReport: EventHandler = async (services, { reportId = "" }) => {
  const report = await getReportForMail(services.db, { reportId });
  if (report === null) return;
  for (const donor of await listDonorsToTell(services.db, { needId: report.needId })) {
    if (!(await getsReportMails(services, { needId: report.needId, email: donor.email }))) continue;
    await queueMail(services, {
      dedupeKey: `impact-report:${reportId}:${donor.donationId}`,
      template: "impact-report",
      recipient: donor.email,
      locale: donor.locale,
      parameters: { donationId: donor.donationId, reportId },
    });
  }
};
