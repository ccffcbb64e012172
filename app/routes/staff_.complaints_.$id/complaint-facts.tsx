import { Link } from "@remix-run/react";
import type { StaffComplaint } from "#app/domain/complaints/complaint-staff-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatDay, formatMinute } from "#app/i18n/dates.ts";
import { useLocale, useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { type Description, DescriptionList } from "#app/ui/table.tsx";

type Facts = Pick<
  StaffComplaint,
  | "caseNumber"
  | "kind"
  | "regionName"
  | "subject"
  | "aboutPath"
  | "receivedAt"
  | "dueOn"
  | "replyWorkingDays"
  | "ruleSource"
  | "mayHandle"
  | "hasContact"
  | "contact"
  | "isContactErased"
  | "email"
  | "pictures"
  | "authority"
  | "outcome"
  | "answer"
>;

/** What is known about it; how to reach the person only for those who answer. */
export function ComplaintFacts({ complaint }: { complaint: Facts }) {
  const t = useMessages();
  const locale = useLocale();
  const words = t.complaints.staff;
  const reach = reachOf(complaint, words);
  const items: (Description | null)[] = [
    { term: words.columns.number, details: <span className="figure">{complaint.caseNumber}</span> },
    { term: words.columns.kind, details: t.complaints.kinds[complaint.kind] },
    { term: words.columns.place, details: complaint.regionName ?? words.wholeSite },
    {
      term: words.subject,
      details: (
        <>
          <span lang="zh-CN">{complaint.subject ?? (complaint.aboutPath === "" ? words.wholeSite : "")}</span>{" "}
          {complaint.aboutPath !== "" && <Link to={complaint.aboutPath}>{words.openPage}</Link>}
        </>
      ),
    },
    { term: words.columns.received, details: formatMinute(complaint.receivedAt) },
    {
      term: words.columns.due,
      details: `${formatDay(locale, complaint.dueOn)} (${t.complaints.receipt.rule(complaint.replyWorkingDays, complaint.ruleSource)})`,
    },
    { term: words.contact, details: reach },
    complaint.email === null ? null : { term: words.email, details: complaint.email },
    complaint.authority === null
      ? null
      : { term: t.complaints.receipt.transferred, details: <span lang="zh-CN">{complaint.authority}</span> },
    complaint.outcome === null ? null : { term: words.outcome, details: t.complaints.outcomes[complaint.outcome] },
    complaint.answer === null
      ? null
      : {
          term: words.answer,
          details: (
            <span lang="zh-CN" className="whitespace-pre-line">
              {complaint.answer}
            </span>
          ),
        },
    complaint.pictures.length === 0
      ? null
      : {
          term: words.pictures,
          details: complaint.pictures.map((id, index) => (
            <a key={id} href={paths.file(id)} className="tap mr-4">
              {words.picture(index + 1)}
            </a>
          )),
        },
  ];
  return (
    <Panel title={words.facts}>
      <DescriptionList items={items.filter((item) => item !== null)} />
    </Panel>
  );
}

function reachOf(
  { hasContact, isContactErased, mayHandle, contact }: Facts,
  words: { noContact: string; contactErased: string; contactHidden: string },
): string {
  if (!hasContact) return words.noContact;
  if (isContactErased) return words.contactErased;
  return mayHandle ? (contact ?? words.noContact) : words.contactHidden;
}
