import { escapeHtml } from "#tests/stand-ins/http.ts";
import type { CaughtMail } from "./caught-mail.ts";

type InboxTexts = typeof zh;

const zh = {
  language: "zh-CN",
  title: "本地收件箱",
  explanation: "演示和测试发出的邮件都收在这里，不会送到任何人手里。",
  empty: "还没有邮件。",
  from: "发件人",
  to: "收件人",
  at: "时间",
  subject: "主题",
  noSubject: "（没有主题）",
  formatted: "网页格式",
  plain: "纯文本",
  attachments: "附件",
  back: "回到收件箱",
  missing: "没有这封邮件",
};

const en: InboxTexts = {
  language: "en",
  title: "Local inbox",
  explanation: "Every mail of demo and tests ends here. None of it is delivered to anybody.",
  empty: "No mail yet.",
  from: "From",
  to: "To",
  at: "Time",
  subject: "Subject",
  noSubject: "(no subject)",
  formatted: "As formatted",
  plain: "Plain text",
  attachments: "Attachments",
  back: "Back to the inbox",
  missing: "No such mail",
};

/** Chinese unless the browser prefers English. */
export function inboxTexts(acceptLanguage: string | undefined): InboxTexts {
  return /^en/i.test(acceptLanguage?.trim() ?? "") ? en : zh;
}

export function inboxPage(texts: InboxTexts, mails: CaughtMail[]): string {
  const rows = [...mails].reverse().map(
    (mail) => `<li><a href="/messages/${mail.id}">${escapeHtml(mail.subject || texts.noSubject)}</a>
<span>${escapeHtml(mail.envelopeTo.join(", "))} · <time datetime="${escapeHtml(mail.receivedAt)}">${printTime(mail.receivedAt)}</time></span></li>`,
  );
  const list = rows.length === 0 ? `<p>${texts.empty}</p>` : `<ul class="mails">${rows.join("")}</ul>`;
  return frame(texts, texts.title, `<h1>${texts.title}</h1><p>${texts.explanation}</p>${list}`);
}

/** One mail: who, when, the formatted body in a frame that can run nothing and load nothing, and the plain text. */
export function mailPage(texts: InboxTexts, mail: CaughtMail): string {
  const subject = mail.subject || texts.noSubject;
  const facts: Array<[string, string]> = [
    [texts.from, mail.from],
    [texts.to, mail.to.join(", ")],
    [texts.at, printTime(mail.receivedAt)],
  ];
  const attachments = mail.attachments.map(
    ({ filename, mimeType, bytes }) => `<li>${escapeHtml(filename)} (${escapeHtml(mimeType)}, ${bytes} B)</li>`,
  );
  const main = [
    `<p><a href="/">${texts.back}</a></p>`,
    `<h1>${escapeHtml(subject)}</h1>`,
    `<dl>${facts.map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`).join("")}</dl>`,
    mail.html
      ? `<h2>${texts.formatted}</h2><iframe sandbox="allow-popups allow-popups-to-escape-sandbox" src="/messages/${mail.id}/html" title="${texts.formatted}"></iframe>`
      : "",
    mail.text ? `<h2>${texts.plain}</h2><pre tabindex="0">${escapeHtml(mail.text)}</pre>` : "",
    attachments.length > 0 ? `<h2>${texts.attachments}</h2><ul>${attachments.join("")}</ul>` : "",
  ].join("\n");
  return frame(texts, subject, main);
}

export function missingMailPage(texts: InboxTexts): string {
  return frame(texts, texts.missing, `<h1>${texts.missing}</h1><p><a href="/">${texts.back}</a></p>`);
}

function frame(texts: InboxTexts, title: string, main: string): string {
  return `<!doctype html>
<html lang="${texts.language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title><style>${style}</style></head>
<body><main>${main}</main></body></html>
`;
}

function printTime(iso: string): string {
  return new Intl.DateTimeFormat("sv-SE", {
    dateStyle: "short",
    timeStyle: "medium",
    timeZone: "Asia/Shanghai",
  }).format(new Date(iso));
}

const style = `
* { box-sizing: border-box; }
body { margin: 0; background: #eef1f0; color: #17211f;
  font: 16px/1.7 -apple-system, BlinkMacSystemFont, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
main > p:first-child { margin-top: 0; }
main { max-width: 760px; margin: 24px auto; padding: 24px 20px; background: #fff; border: 1px solid #d3dad8; border-radius: 6px; }
h1 { margin: 0 0 8px; font-size: 22px; line-height: 1.4; overflow-wrap: anywhere; }
h2 { margin: 24px 0 8px; font-size: 17px; }
.mails { margin: 16px 0 0; padding: 0; list-style: none; }
.mails li { padding: 10px 0; border-top: 1px solid #d3dad8; overflow-wrap: anywhere; }
.mails a { display: block; font-weight: 700; }
.mails span, dt { color: #46524f; font-variant-numeric: tabular-nums; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 2px 16px; margin: 12px 0 0; }
dd { margin: 0; overflow-wrap: anywhere; }
iframe { width: 100%; height: 560px; border: 1px solid #8d9a96; border-radius: 4px; background: #fff; }
pre { margin: 0; padding: 14px; background: #f5f7f6; border: 1px solid #d3dad8; border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere; font: inherit; }
a { color: #0f5c4c; }
:focus-visible { outline: 3px solid #c77700; outline-offset: 2px; }
`;
