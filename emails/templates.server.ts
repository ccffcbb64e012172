import { render, toPlainText } from "@react-email/render";
import type { Clock } from "#app/clock.server.ts";
import { catalogOf } from "#app/i18n/catalog.ts";
import { defaultLocale, parseLocale } from "#app/i18n/locale.ts";
import type { Db } from "#db/client.server.ts";
import type { Sealer } from "#db/sealer.server.ts";
import { accountChangedMail } from "./account-changed.tsx";
import { alarmRaisedMail } from "./alarm-raised.tsx";
import { chainRootMail } from "./chain-root.tsx";
import { complaintMail } from "./complaint-changed.tsx";
import { disputeChangedMail } from "./dispute-changed.tsx";
import { donationReceiptMail } from "./donation-receipt.tsx";
import { giftQuarantinedMail } from "./gift-quarantined.tsx";
import { impactReportMail } from "./impact-report-published.tsx";
import type { MailContent, MailContext } from "./mail-content.ts";
import { monthlyGiftMail } from "./monthly-gift.tsx";
import { monthlyLinksMail } from "./monthly-links.tsx";
import { officialReceiptMail } from "./official-receipt.tsx";
import { organizationVerifiedMail } from "./organization-verified.tsx";
import { pairingChangedMail } from "./pairing-changed.tsx";
import { passwordResetMail } from "./password-reset.tsx";
import { pledgeChangedMail } from "./pledge-changed.tsx";
import { refundChangedMail, refundForCharityMail } from "./refund-changed.tsx";
import { roleChangedMail } from "./role-changed.tsx";
import { signupsUnansweredMail } from "./signups-unanswered.tsx";
import { volunteerSignupMail } from "./volunteer-signup-changed.tsx";

type Template = (context: MailContext, parameters: Readonly<Record<string, string>>) => Promise<MailContent | null>;

/** Every mail we send, by what happened. */
const templates = {
  "account-changed": accountChangedMail,
  "alarm-raised": alarmRaisedMail,
  "chain-root": chainRootMail,
  complaint: complaintMail,
  "dispute-changed": disputeChangedMail,
  "donation-receipt": donationReceiptMail,
  "gift-quarantined": giftQuarantinedMail,
  "impact-report": impactReportMail,
  "official-receipt": officialReceiptMail,
  "monthly-gift": monthlyGiftMail,
  "monthly-links": monthlyLinksMail,
  "organization-verified": organizationVerifiedMail,
  "pairing-changed": pairingChangedMail,
  "password-reset": passwordResetMail,
  "pledge-changed": pledgeChangedMail,
  "refund-changed": refundChangedMail,
  "refund-for-charity": refundForCharityMail,
  "role-changed": roleChangedMail,
  "signups-unanswered": signupsUnansweredMail,
  "volunteer-signup": volunteerSignupMail,
} as const satisfies Record<string, Template>;

export type MailTemplate = keyof typeof templates;

function isMailTemplate(name: string): name is MailTemplate {
  return name in templates;
}

export type RenderedMail = {
  subject: string;
  html: string;
  text: string;
  to?: string;
  headers?: Record<string, string>;
};

/** Renders a queued mail in its reader's language; null when there is nothing to tell any more. @throws Error on an unknown template. */
export async function renderMail(
  services: { db: Db; sealer: Sealer; clock: Clock; env: { baseUrl: string } },
  name: string,
  parameters: Readonly<Record<string, string>>,
  localeText: string,
): Promise<RenderedMail | null> {
  if (!isMailTemplate(name)) throw new Error(`no mail template ${name}`);
  const language = parseLocale(localeText) ?? defaultLocale;
  const { db, sealer, clock, env } = services;
  const context = { db, sealer, t: catalogOf(language), baseUrl: env.baseUrl, language, at: clock.now() };
  const content = await templates[name](context, parameters);
  if (content === null) return null;
  const html = await render(content.body);
  // A line break in a subject would start a new header.
  const subject = content.subject.replace(/[\r\n]+/g, " ");
  const mail = { subject, html, text: toPlainText(html), ...(content.to ? { to: content.to } : {}) };
  if (content.unsubscribeUrl === undefined) return mail;
  const headers = {
    "List-Unsubscribe": `<${content.unsubscribeUrl}>`,
    "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
  };
  return { ...mail, headers };
}
