import { getDonation } from "#app/domain/donations/donation-queries.server.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { getPublishedReportOf } from "#app/domain/needs/need-trust-queries.server.ts";
import { MailFacts, MailLayout, MailLink, MailText } from "./layout.tsx";
import type { MailContent, MailContext } from "./mail-content.ts";

/** Tells a donor what the gift did (Q7), once per gift. Null when the report was taken down meanwhile. */
export async function impactReportMail(
  { db, t, baseUrl, language }: MailContext,
  parameters: Readonly<Record<string, string>>,
): Promise<MailContent | null> {
  const donation = await getDonation(db, { donationId: parameters.donationId ?? "" });
  if (donation === null) return null;
  const report = await getPublishedReportOf(db, { needId: donation.need.id });
  if (report === null) return null;
  const words = t.mails.impactReport;
  return {
    subject: words.subject(donation.need.title),
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
          ]}
        />
        <MailLink href={`${baseUrl}/results/${report.publicCode}`}>{words.openReport}</MailLink>
        <MailLink href={`${baseUrl}/donations/${donation.id}`}>{words.openTrace}</MailLink>
      </MailLayout>
    ),
  };
}
