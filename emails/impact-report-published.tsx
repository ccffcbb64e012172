import { getDonation } from "#app/domain/donations/donation-queries.server.ts";
import { getReportForMail } from "#app/domain/impact-reports/impact-report-queries.server.ts";
import {
  findReportMails,
  getsReportMails,
  signReportMailLink,
} from "#app/domain/impact-reports/report-mails.server.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { formatDay } from "#app/i18n/dates.ts";
import { MailFacts, MailLayout, MailLink, MailText } from "./layout.tsx";
import type { MailContent, MailContext } from "./mail-content.ts";

/**
 * Tells a donor what the gift did (Q7), once per report, with a link that ends these mails about this need without sign-in (U13). Null when
 * the report was taken down meanwhile, or the donor wants no more of them.
 */
export async function impactReportMail(
  { db, sealer, t, baseUrl, language }: MailContext,
  parameters: Readonly<Record<string, string>>,
): Promise<MailContent | null> {
  const donation = await getDonation(db, { donationId: parameters.donationId ?? "" });
  if (donation === null) return null;
  const report = await getReportForMail(db, { reportId: parameters.reportId ?? "" });
  if (report === null) return null;
  const key = signReportMailLink(sealer, donation.id);
  const mails = await findReportMails({ db, sealer }, { donationId: donation.id, key });
  if (mails === null || !(await getsReportMails({ db, sealer }, mails))) return null;
  const unsubscribeUrl = `${baseUrl}/report-mails/${donation.id}?key=${key}`;
  const words = t.mails.impactReport;
  return {
    subject: words.subject(donation.need.title),
    unsubscribeUrl,
    body: (
      <MailLayout
        language={language}
        preview={report.title}
        heading={report.title}
        reason={t.mails.donationReceipt.reason}
        siteName={t.common.siteFullName}
        siteUrl={baseUrl}
      >
        <MailText>{words.body(donation.need.title)}</MailText>
        <MailFacts
          facts={[
            [t.mails.donationReceipt.amount, formatYuanWithSign(donation.amountFen)],
            [t.mails.donationReceipt.need, donation.need.title],
            [t.mails.donationReceipt.place, donation.villageName],
            ...(report.nextReportOn === null
              ? []
              : [[words.nextReport, formatDay(language, report.nextReportOn)] as const]),
          ]}
        />
        <MailLink href={`${baseUrl}/results/${report.publicCode}`}>{words.openReport}</MailLink>
        <MailLink href={`${baseUrl}/donations/${donation.id}`}>{words.openTrace}</MailLink>
        <MailText>
          <a href={unsubscribeUrl}>{words.stop(donation.need.title)}</a>
        </MailText>
      </MailLayout>
    ),
  };
}
