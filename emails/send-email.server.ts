import { createTransport } from "nodemailer";
import type { Mailer } from "./mailer.ts";

/**
 * Hands mails to an SMTP server, one after the other over one connection that stays open while there are more (greetings and sign-ins took
 * ten times as long as the mails). Every step has a time limit: mail never holds up anything else. A mail whose connection breaks is not sent
 * again from here: whether it arrived is unknown, and only its row knows how often it was tried (D6). `close` ends the connection: a process
 * that is to end would wait for it.
 */
export function createSmtpMailer(smtpUrl: string, from: string): Mailer & { close: () => void } {
  const transport = createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 1,
    maxRequeues: 0,
    idleTimeout: 10_000,
    connectionTimeout: 5_000,
    greetingTimeout: 5_000,
    socketTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async (mail) => {
      await transport.sendMail({
        from,
        to: mail.to,
        subject: mail.subject,
        html: mail.html,
        text: mail.text,
        messageId: mail.messageId,
        headers: { ...mail.headers },
      });
    },
    close: () => transport.close(),
  };
}
