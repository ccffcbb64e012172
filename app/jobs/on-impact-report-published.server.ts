import { eq } from "drizzle-orm";
import { listDonorsToTell } from "#app/domain/impact-reports/impact-report-queries.server.ts";
import { impactReports } from "#db/schema/impact-reports.server.ts";
import type { EventHandler } from "./drain-outbox.server.ts";
import { queueMail } from "./queue-mail.server.ts";

/** Writes to everyone whose gift went to the need, once per gift and report (U14). */
export const mailImpactReport: EventHandler = async (services, { reportId = "" }) => {
  const [report] = await services.db
    .select({ needId: impactReports.needId })
    .from(impactReports)
    .where(eq(impactReports.id, reportId));
  if (!report) return;
  for (const donor of await listDonorsToTell(services.db, { needId: report.needId })) {
    await queueMail(services, {
      dedupeKey: `impact-report:${reportId}:${donor.donationId}`,
      template: "impact-report",
      recipient: donor.email,
      locale: donor.locale,
      parameters: { donationId: donor.donationId },
    });
  }
};
