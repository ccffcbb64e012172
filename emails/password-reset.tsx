import { and, eq, gt, isNull } from "drizzle-orm";
import { passwordResetKey } from "#app/domain/accounts/password-reset-key.server.ts";
import { passwordResets } from "#db/schema/second-factors.server.ts";
import { MailLayout, MailLink, MailText } from "./layout.tsx";
import type { MailContent, MailContext } from "./mail-content.ts";

/** The link to a new password. Null where nobody has the address, or the link is used up or over by now: that mail is never sent (E5). */
export async function passwordResetMail(
  { db, sealer, t, baseUrl, language, at }: MailContext,
  parameters: Readonly<Record<string, string>>,
): Promise<MailContent | null> {
  const resetId = parameters.resetId ?? "";
  const rows = await db
    .select({ id: passwordResets.id })
    .from(passwordResets)
    .where(and(eq(passwordResets.id, resetId), isNull(passwordResets.usedAt), gt(passwordResets.expiresAt, at)));
  if (rows.length === 0) return null;
  const words = t.accounts.resetMail;
  return {
    subject: words.subject,
    body: (
      <MailLayout
        language={language}
        preview={words.body}
        heading={words.subject}
        reason={words.reason}
        siteName={t.common.siteFullName}
        siteUrl={baseUrl}
      >
        <MailText>{words.body}</MailText>
        <MailLink href={`${baseUrl}/login/reset?key=${passwordResetKey(sealer, resetId)}`}>{words.link}</MailLink>
        <MailText>{words.note}</MailText>
      </MailLayout>
    ),
  };
}
