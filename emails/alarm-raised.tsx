import { isAlarmKind } from "#app/domain/alarms/alarm.ts";
import { getAlarm } from "#app/domain/alarms/alarm-queries.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { MailFacts, MailLayout, MailLink, MailText } from "./layout.tsx";
import type { MailContent, MailContext } from "./mail-content.ts";

/** To those who run the site: something is wrong. Nothing to tell once it is resolved. */
export async function alarmRaisedMail(
  { db, t, baseUrl, language }: MailContext,
  { alarmId = "" }: Readonly<Record<string, string>>,
): Promise<MailContent | null> {
  const alarm = await getAlarm(db, { alarmId });
  if (alarm === null || alarm.resolvedAt !== null) return null;
  const words = t.alarms;
  const kind = isAlarmKind(alarm.kind) ? words.kinds[alarm.kind] : { ...words.unknownKind, title: alarm.kind };
  return {
    subject: words.mail.subject(kind.title),
    body: (
      <MailLayout
        language={language}
        preview={kind.meaning}
        heading={kind.title}
        reason={words.mail.reason}
        siteName={t.common.siteFullName}
        siteUrl={baseUrl}
      >
        <MailText>{kind.meaning}</MailText>
        <MailText>{kind.toDo}</MailText>
        <MailFacts
          facts={[
            [words.subject, alarm.subject],
            [words.detail, alarm.detail],
            [words.firstSeen, formatMinute(alarm.firstSeenAt)],
          ]}
        />
        <MailLink href={`${baseUrl}/staff/alarms`}>{words.mail.open}</MailLink>
      </MailLayout>
    ),
  };
}
