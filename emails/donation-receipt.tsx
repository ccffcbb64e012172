import { paidDonationStates } from "#app/domain/donations/donation.ts";
import { getDonation } from "#app/domain/donations/donation-queries.server.ts";
import { receiptKey } from "#app/domain/donations/receipt-key.server.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { MailFacts, MailLayout, MailLink, MailText } from "./layout.tsx";
import type { MailContent, MailContext } from "./mail-content.ts";
import { manageMonthlyUrl } from "./manage-monthly-url.ts";

/** Thanks the donor once the money is at the charity, and says where to follow it. Null when the gift is not (or no longer) paid. */
export async function donationReceiptMail(
  { db, sealer, t, baseUrl, language, at }: MailContext,
  parameters: Readonly<Record<string, string>>,
): Promise<MailContent | null> {
  const donation = await getDonation(db, { donationId: parameters.donationId ?? "" });
  if (donation === null || !paidDonationStates.some((state) => state === donation.state)) return null;
  const words = t.mails.donationReceipt;
  const amount = formatYuanWithSign(donation.amountFen);
  const key = receiptKey(sealer, donation.id);
  return {
    subject: words.subject(amount),
    body: (
      <MailLayout
        language={language}
        preview={words.preview(donation.need.title)}
        heading={words.heading}
        reason={words.reason}
        siteName={t.common.siteFullName}
        siteUrl={baseUrl}
      >
        <MailText>{words.thanks(donation.need.title)}</MailText>
        <MailFacts
          facts={[
            [words.amount, amount],
            [words.need, donation.need.title],
            [words.place, donation.villageName],
            [words.charity, donation.charity.name],
            [words.shownAs, donation.publicName ?? t.common.anonymousName],
          ]}
        />
        <MailText>{words.follow}</MailText>
        <MailLink href={`${baseUrl}/donations/${donation.id}?key=${key}`}>{words.open}</MailLink>
        <MailText>{words.receipt(donation.receiptNumber)}</MailText>
        <MailLink href={`${baseUrl}/donations/${donation.id}/receipt.pdf?key=${key}`}>{words.openReceipt}</MailLink>
        <MailText>{words.notTaxReceipt}</MailText>
        {donation.monthlyGiftId && (
          <>
            <MailText>{t.monthlyGifts.mail.receiptManage}</MailText>
            <MailLink href={manageMonthlyUrl({ sealer, baseUrl, at }, donation.monthlyGiftId)}>
              {t.monthlyGifts.mail.open}
            </MailLink>
          </>
        )}
      </MailLayout>
    ),
  };
}
