import { eq } from "drizzle-orm";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { donations } from "#db/schema/donations.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { organizations } from "#db/schema/organizations.server.ts";
import { refunds } from "#db/schema/refunds.server.ts";
import { MailFacts, MailLayout, MailLink, MailText } from "./layout.tsx";
import type { MailContent, MailContext } from "./mail-content.ts";

async function getRefund({ db }: Pick<MailContext, "db">, refundId: string) {
  const [refund] = await db
    .select({
      id: refunds.id,
      state: refunds.state,
      amountFen: refunds.amountFen,
      donationId: refunds.donationId,
      note: refunds.note,
      decisionNote: refunds.failureReason,
      needTitle: needs.title,
      charityName: organizations.name,
    })
    .from(refunds)
    .innerJoin(donations, eq(donations.id, refunds.donationId))
    .innerJoin(needs, eq(needs.id, donations.needId))
    .innerJoin(organizations, eq(organizations.id, donations.charityId))
    .where(eq(refunds.id, refundId));
  return refund;
}

/** Tells the donor what became of a refund (B12); null when it has moved on meanwhile. */
export async function refundChangedMail(
  context: MailContext,
  { refundId = "", state = "" }: Readonly<Record<string, string>>,
): Promise<MailContent | null> {
  const { t, baseUrl, language } = context;
  const refund = await getRefund(context, refundId);
  if (!refund || refund.state !== state) return null;
  const words = t.mails.refund;
  const answers: Readonly<Record<string, readonly [heading: string, text: string]>> = {
    approved: [words.approved, words.approvedText],
    rejected: [words.rejected, words.rejectedText(refund.charityName)],
    succeeded: [words.succeeded, words.succeededText],
    failed: [words.failed, words.failedText(refund.charityName)],
  };
  const answer = answers[refund.state];
  if (answer === undefined) return null;
  const amount = formatYuanWithSign(refund.amountFen);
  const reason: readonly (readonly [string, string])[] =
    refund.state === "rejected" && refund.decisionNote ? [[words.why, refund.decisionNote]] : [];
  return {
    subject: `${answer[0]} ${amount}`,
    body: (
      <MailLayout
        language={language}
        preview={amount}
        heading={answer[0]}
        reason={words.reason}
        siteName={t.common.siteFullName}
        siteUrl={baseUrl}
      >
        <MailText>{answer[1]}</MailText>
        <MailFacts facts={[[words.amount, amount], [words.gift, refund.needTitle], ...reason]} />
        <MailLink href={`${baseUrl}/donations/${refund.donationId}`}>{words.open}</MailLink>
      </MailLayout>
    ),
  };
}

/** Tells the charity's people of a refund they have to act on: one asked for, or one that failed. */
export async function refundForCharityMail(
  context: MailContext,
  { refundId = "", state = "" }: Readonly<Record<string, string>>,
): Promise<MailContent | null> {
  const { t, baseUrl, language } = context;
  const refund = await getRefund(context, refundId);
  if (!refund || refund.state !== state) return null;
  const words = t.mails.refund;
  const amount = formatYuanWithSign(refund.amountFen);
  const heading = refund.state === "requested" ? words.requestedOfCharity : words.failedOfCharity;
  return {
    subject: `${heading} ${amount}`,
    body: (
      <MailLayout
        language={language}
        preview={amount}
        heading={heading}
        reason={words.charityReason}
        siteName={t.common.siteFullName}
        siteUrl={baseUrl}
      >
        <MailText>{refund.state === "requested" ? words.requestedText : words.failedOfCharityText}</MailText>
        <MailFacts
          facts={[
            [words.amount, amount],
            [words.gift, refund.needTitle],
          ]}
        />
        <MailLink href={`${baseUrl}/org/refunds/${refund.id}`}>{words.openRefund}</MailLink>
      </MailLayout>
    ),
  };
}
