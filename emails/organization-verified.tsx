import { eq } from "drizzle-orm";
import { organizations } from "#db/schema/organizations.server.ts";
import { MailFacts, MailLayout, MailLink, MailText } from "./layout.tsx";
import type { MailContent, MailContext } from "./mail-content.ts";

/** Tells an organization's people what the county decided, with the reason. Null when it was decided anew meanwhile. */
export async function organizationVerifiedMail(
  { db, t, baseUrl, language }: MailContext,
  parameters: Readonly<Record<string, string>>,
): Promise<MailContent | null> {
  const [organization] = await db
    .select({ name: organizations.name, state: organizations.state, reviewNote: organizations.reviewNote })
    .from(organizations)
    .where(eq(organizations.id, parameters.organizationId ?? ""));
  if (!organization || organization.state !== parameters.state) return null;
  const words = t.mails.organization;
  const answers: Readonly<Record<string, string>> = {
    verified: words.verified(organization.name),
    rejected: words.rejected(organization.name),
    suspended: words.suspended(organization.name),
  };
  const answer = answers[organization.state];
  if (answer === undefined) return null;
  const isVerified = organization.state === "verified";
  return {
    subject: answer,
    body: (
      <MailLayout
        language={language}
        preview={answer}
        heading={answer}
        reason={words.reason}
        siteName={t.common.siteFullName}
        siteUrl={baseUrl}
      >
        {!isVerified && organization.reviewNote && <MailFacts facts={[[words.note, organization.reviewNote]]} />}
        <MailText>{isVerified ? words.nowYouCan : words.whatToDo}</MailText>
        <MailLink href={`${baseUrl}/org`}>{words.open}</MailLink>
      </MailLayout>
    ),
  };
}
