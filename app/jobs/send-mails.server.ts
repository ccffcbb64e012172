import { setTimeout as wait } from "node:timers/promises";
import { and, asc, eq, isNull, lte } from "drizzle-orm";
import type { Services } from "#app/services.server.ts";
import { isDatabaseTrouble } from "#db/database-trouble.ts";
import { mails } from "#db/schema/outbox.server.ts";
import { renderMail } from "#emails/templates.server.ts";

const batchSize = 20;

/**
 * Sends the mails that are due. The Message-ID is made from the mail's row, so a mail sent twice after a cut connection is one mail to
 * the reader (D6). A mail whose subject is gone (withdrawn, deleted) is dropped. Returns how many were taken.
 */
export async function sendMails(services: Services, signal?: AbortSignal): Promise<number> {
  const at = services.clock.now();
  const due = await services.db
    .select()
    .from(mails)
    .where(and(isNull(mails.sentAt), lte(mails.nextAttemptAt, at)))
    .orderBy(asc(mails.createdAt))
    .limit(batchSize);
  for (const mail of due) {
    if (signal?.aborted) break;
    try {
      const rendered = await renderMail(services, mail.template, mail.parameters, mail.locale);
      if (rendered !== null) {
        await services.mailer.send({
          messageId: `<${mail.id}@${new URL(services.env.baseUrl).hostname}>`,
          to: mail.recipient,
          ...rendered,
        });
      }
      await markSent(services, mail.id, {
        sentAt: at,
        lastError: rendered === null ? "nothing to tell any more" : null,
      });
    } catch (error) {
      const attempts = mail.attempts + 1;
      const wait = Math.min(3600, 5 * 2 ** attempts);
      await services.db
        .update(mails)
        .set({
          attempts,
          lastError: error instanceof Error ? withoutAddresses(error.message).slice(0, 500) : "unknown",
          nextAttemptAt: new Date(at.getTime() + wait * 1000),
        })
        .where(eq(mails.id, mail.id));
    }
  }
  return due.length;
}

/** A mail server's refusal quotes the address it refuses, which is kept sealed elsewhere and may be erased there (F12). */
export function withoutAddresses(text: string): string {
  return text.replace(/[^\s<>"'():;,]+@[^\s<>"'():;,]+/g, "(address)");
}

const markLimitMilliseconds = 60_000;

/** The mail is with the reader: when the database goes away just now, wait for it rather than send the mail again later. */
async function markSent(
  { db }: Services,
  mailId: string,
  values: { sentAt: Date; lastError: string | null },
): Promise<void> {
  const deadline = Date.now() + markLimitMilliseconds;
  for (;;) {
    try {
      await db.update(mails).set(values).where(eq(mails.id, mailId));
      return;
    } catch (error) {
      if (!isDatabaseTrouble(error) || Date.now() > deadline) throw error;
      await wait(500);
    }
  }
}
