import { eq } from "drizzle-orm";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { donations } from "#db/schema/donations.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { MailFacts, MailLayout, MailLink, MailText } from "./layout.tsx";
import type { MailContent, MailContext } from "./mail-content.ts";

/** Tells the charity's people that money came which is not as agreed, or twice (B6, A6). */
export async function giftQuarantinedMail(
  { db, t, baseUrl, language }: MailContext,
  { donationId = "" }: Readonly<Record<string, string>>,
): Promise<MailContent | null> {
  const [gift] = await db
    .select({ amountFen: donations.amountFen, needTitle: needs.title, state: donations.state })
    .from(donations)
    .innerJoin(needs, eq(needs.id, donations.needId))
    .where(eq(donations.id, donationId));
  if (!gift) return null;
  const words = t.mails.quarantine;
  const isSecond = gift.state !== "quarantined";
  const heading = isSecond ? words.twice : words.different;
  return {
    subject: heading,
    body: (
      <MailLayout
        language={language}
        preview={gift.needTitle}
        heading={heading}
        reason={t.mails.refund.charityReason}
        siteName={t.common.siteFullName}
        siteUrl={baseUrl}
      >
        <MailText>{isSecond ? words.twiceText : words.differentText}</MailText>
        <MailFacts
          facts={[
            [words.agreed, formatYuanWithSign(gift.amountFen)],
            [t.mails.refund.gift, gift.needTitle],
          ]}
        />
        <MailLink href={`${baseUrl}/org/refunds`}>{words.open}</MailLink>
      </MailLayout>
    ),
  };
}
