/** The way out for mail; `send-email.server.ts` renders and hands over. A Message-ID is stable across retries (safety.md D6). */
export type OutgoingMail = {
  messageId: string;
  to: string;
  subject: string;
  html: string;
  text: string;
  /** Headers beyond the usual ones, e.g. `List-Unsubscribe`. */
  headers?: Readonly<Record<string, string>>;
};

export type Mailer = { send: (mail: OutgoingMail) => Promise<void> };
