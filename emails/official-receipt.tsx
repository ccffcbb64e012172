import { receiptKey } from "#app/domain/donations/receipt-key.server.ts";
import { getReceipt } from "#app/domain/donations/receipt-queries.server.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { MailFacts, MailLayout, MailLink, MailText } from "./layout.tsx";
import type { MailContent, MailContext } from "./mail-content.ts";

/** Tells the donor the number of the official receipt the charity issued (L10). Null when it was corrected meanwhile or the gift went back. */
export async function officialReceiptMail(
  { db, sealer, t, baseUrl, language }: MailContext,
  parameters: Readonly<Record<string, string>>,
): Promise<MailContent | null> {
  const receipt = await getReceipt(db, { donationId: parameters.donationId ?? "" });
  if (receipt === null || receipt.officialId !== parameters.receiptId || receipt.standing === "void") return null;
  const words = t.mails.officialReceipt;
  return {
    subject: words.subject(receipt.charityName),
    body: (
      <MailLayout
        language={language}
        preview={words.preview}
        heading={words.heading}
        reason={t.mails.donationReceipt.reason}
        siteName={t.common.siteFullName}
        siteUrl={baseUrl}
      >
        <MailText>{words.body(receipt.charityName)}</MailText>
        <MailFacts
          facts={[
            [t.receipts.slip.official, receipt.officialNumber ?? ""],
            [t.receipts.slip.number, receipt.number],
            [t.receipts.slip.amount, formatYuanWithSign(receipt.keptFen)],
            [t.receipts.slip.need, receipt.needTitle],
          ]}
        />
        <MailText>{words.ask}</MailText>
        <MailLink href={`${baseUrl}/donations/${receipt.id}?key=${receiptKey(sealer, receipt.id)}`}>
          {words.open}
        </MailLink>
      </MailLayout>
    ),
  };
}
