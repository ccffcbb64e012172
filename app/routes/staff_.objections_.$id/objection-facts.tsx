import { Link } from "@remix-run/react";
import type { StaffObjection } from "#app/domain/notices/notice-staff-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { type Description, DescriptionList } from "#app/ui/table.tsx";

/** When it came, about which notice, and how to reach the person: the last only for those who answer. */
export function ObjectionFacts({ objection }: { objection: StaffObjection }) {
  const t = useMessages();
  const words = t.notices.staff;
  const { contact, hasContact, isContactErased, answeredAt, answeredByName } = objection;
  const hiddenWords = isContactErased ? words.contactErased : words.contactHidden;
  const noContactWords = hasContact ? hiddenWords : words.noContact;
  const items: (Description | null)[] = [
    {
      term: words.columns.notice,
      key: "notice",
      details: <Link to={paths.notice(objection.noticeCode)}>{objection.noticeTitle}</Link>,
    },
    { term: words.columns.village, details: objection.regionName },
    { term: words.received, details: formatMinute(objection.createdAt) },
    { term: words.contact, details: contact ?? noContactWords },
    answeredAt === null
      ? null
      : { term: words.answered, details: words.answeredBy(answeredByName ?? "", formatMinute(answeredAt)) },
  ];
  return (
    <Panel title={words.content}>
      <DescriptionList items={items.filter((item) => item !== null)} />
    </Panel>
  );
}
