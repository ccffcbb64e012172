import { eq } from "drizzle-orm";
import { users } from "#db/schema/accounts.server.ts";
import { MailLayout, MailLink, MailText } from "./layout.tsx";
import type { MailContent, MailContext } from "./mail-content.ts";

/** Staff did something to an account: its holder is told, so that what nobody asked for is noticed (E3). */
export async function accountChangedMail(
  { db, t, baseUrl, language }: MailContext,
  { userId = "", change = "" }: Readonly<Record<string, string>>,
): Promise<MailContent | null> {
  const words = t.staffAccounts.mail;
  if (!isKnown(words.subject, change)) return null;
  const people = await db.select({ id: users.id }).from(users).where(eq(users.id, userId));
  if (people.length === 0) return null;
  const subject = words.subject[change];
  return {
    subject,
    body: (
      <MailLayout
        language={language}
        preview={subject}
        heading={subject}
        reason={words.why}
        siteName={t.common.siteFullName}
        siteUrl={baseUrl}
      >
        <MailText>{words.body[change]}</MailText>
        <MailLink href={baseUrl}>{words.open}</MailLink>
      </MailLayout>
    ),
  };
}

function isKnown<Words extends object>(words: Words, change: string): change is Extract<keyof Words, string> {
  return Object.hasOwn(words, change);
}
