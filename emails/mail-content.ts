import type { ReactElement } from "react";
import type { Messages } from "#app/i18n/catalog.ts";
import type { Locale } from "#app/i18n/locale.ts";
import type { Db } from "#db/client.server.ts";
import type { Sealer } from "#db/sealer.server.ts";

/**
 * What a template may use: the truth from the database, keys for signed links, the texts of the reader's language, our own address for
 * links, and the time, from which on a link is good.
 */
export type MailContext = { db: Db; sealer: Sealer; t: Messages; baseUrl: string; language: Locale; at: Date };

/** Null from a template means: there is nothing to tell any more. */
export type MailContent = {
  subject: string;
  body: ReactElement;
  /** Where the address is kept sealed, the queue does not hold it: the template opens it when the mail is sent. */
  to?: string;
  /** Where mails of this kind are ended, without sign-in; mail programs get it as a header and may send one POST (RFC 8058). */
  unsubscribeUrl?: string;
};
