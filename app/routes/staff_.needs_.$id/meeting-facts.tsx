import type { VerificationCase } from "#app/domain/verification/verification-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatDay } from "#app/i18n/dates.ts";
import { useLocale, useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { type Description, DescriptionList } from "#app/ui/table.tsx";

type Meeting = NonNullable<VerificationCase["meeting"]>;

/** The record of the review meeting on this version (S6), with its picture for staff. */
export function MeetingFacts({ meeting }: { meeting: Meeting }) {
  const t = useMessages();
  const locale = useLocale();
  const words = t.verification.meetingFacts;
  const { votesFor, votesAgainst, votesAbstained, minutesFileId } = meeting;
  const items: (Description | null)[] = [
    { term: words.heldOn, details: formatDay(locale, meeting.heldOn) },
    { term: words.place, details: meeting.place },
    {
      term: words.attendees,
      details: `${meeting.attendees} · ${meeting.attendeeCount} ${t.verification.steps.meeting.people}`,
    },
    { term: words.votes, details: t.verification.hints.votes(votesFor, votesAgainst, votesAbstained) },
    { term: words.minutes, details: <span className="whitespace-pre-line">{meeting.minutes}</span> },
    minutesFileId === null
      ? null
      : { term: words.photo, details: <a href={paths.file(minutesFileId)}>{t.verification.openPhoto}</a> },
  ];
  return (
    <Section title={t.verification.meetingTitle}>
      <DescriptionList items={items.filter((item) => item !== null)} />
    </Section>
  );
}
