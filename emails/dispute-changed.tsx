import { eq } from "drizzle-orm";
import { dayInChina } from "#app/domain/clock.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { donations } from "#db/schema/donations.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { disputes } from "#db/schema/refunds.server.ts";
import { MailFacts, MailLayout, MailLink, MailText } from "./layout.tsx";
import type { MailContent, MailContext } from "./mail-content.ts";

/** Tells the charity's people of a dispute and its deadline (B13); null when it has moved on meanwhile. */
export async function disputeChangedMail(
  { db, t, baseUrl, language }: MailContext,
  { disputeId = "", state = "" }: Readonly<Record<string, string>>,
): Promise<MailContent | null> {
  const [dispute] = await db
    .select({
      state: disputes.state,
      amountFen: disputes.amountFen,
      answerBy: disputes.answerBy,
      needTitle: needs.title,
    })
    .from(disputes)
    .innerJoin(donations, eq(donations.id, disputes.donationId))
    .innerJoin(needs, eq(needs.id, donations.needId))
    .where(eq(disputes.id, disputeId));
  if (!dispute || dispute.state !== state) return null;
  const words = t.mails.dispute;
  const heading = words.headings[dispute.state];
  const amount = formatYuanWithSign(dispute.amountFen);
  const isOpen = dispute.state === "open" || dispute.state === "inquiry";
  const deadline: readonly (readonly [string, string])[] =
    isOpen && dispute.answerBy !== null ? [[words.answerBy, dayInChina(dispute.answerBy)]] : [];
  return {
    subject: `${heading} ${amount}`,
    body: (
      <MailLayout
        language={language}
        preview={amount}
        heading={heading}
        reason={t.mails.refund.charityReason}
        siteName={t.common.siteFullName}
        siteUrl={baseUrl}
      >
        <MailText>{words.texts[dispute.state]}</MailText>
        <MailFacts facts={[[t.mails.refund.amount, amount], [t.mails.refund.gift, dispute.needTitle], ...deadline]} />
        <MailLink href={`${baseUrl}/org/refunds`}>{words.open}</MailLink>
      </MailLayout>
    ),
  };
}
