import { newId } from "#app/domain/ids.ts";
import type { Services } from "#app/services.server.ts";
import { mails } from "#db/schema/outbox.server.ts";
import type { MailTemplate } from "#emails/templates.server.ts";

export type QueuedMail = {
  /** The effect this mail tells of, e.g. `donation-receipt:ID`: queued once, whatever happens (D6). */
  dedupeKey: string;
  template: MailTemplate;
  recipient: string;
  locale: string;
  /** Ids only; the template reads the truth when it is sent. */
  parameters: Readonly<Record<string, string>>;
};

/** Queues a mail; queueing the same effect again does nothing. */
export async function queueMail(services: Services, mail: QueuedMail): Promise<void> {
  const at = services.clock.now();
  await services.db
    .insert(mails)
    .values({ id: newId(), ...mail, parameters: { ...mail.parameters }, createdAt: at, nextAttemptAt: at })
    .onConflictDoNothing({ target: mails.dedupeKey });
}
