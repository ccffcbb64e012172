import type { NoticeFacts } from "#app/domain/notices/notice-body.ts";
import { formatDay } from "#app/i18n/dates.ts";
import { useLocale, useMessages } from "#app/i18n/use-messages.ts";
import { type Column, DataTable, type Description, DescriptionList } from "./table.tsx";

type NeedFacts = Extract<NoticeFacts, { form: "need" }>;
type Item = NeedFacts["items"][number];

/** The masked facts of a notice in words: the same on the public page, on paper, and where staff see them before they start it. */
export function NoticeFactsView({ facts }: { facts: NoticeFacts }) {
  if (facts.form === "household") return <HouseholdFactsView facts={facts} />;
  return facts.form === "need" ? <NeedFactsView facts={facts} /> : <AllocationFactsView facts={facts} />;
}

function NeedFactsView({ facts }: { facts: NeedFacts }) {
  const t = useMessages();
  const locale = useLocale();
  const words = t.notices;
  const { meeting } = facts;
  const rows: (Description | null)[] = [
    facts.headName === undefined
      ? { term: words.facts.village, details: <Chinese>{facts.villageName}</Chinese> }
      : { term: words.facts.head, details: <Chinese>{`${facts.villageName} ${facts.headName}`}</Chinese> },
    { term: words.facts.summary, details: <Chinese>{facts.summary}</Chinese> },
    facts.goal === undefined ? null : { term: words.facts.goal, details: <Yuan amount={facts.goal} /> },
    {
      term: words.facts.meeting,
      details: (
        <>
          <p>{words.facts.meetingText(formatDay(locale, meeting.heldOn), meeting.place, meeting.attendeeCount)}</p>
          <p>{words.facts.votes(meeting.votesFor, meeting.votesAgainst, meeting.votesAbstained)}</p>
        </>
      ),
    },
  ];
  const columns: Column<Item>[] = [
    { key: "name", header: words.item, rowHeader: true, cell: (item) => <Chinese>{item.name}</Chinese> },
    { key: "quantity", header: words.quantity, numeric: true, cell: (item) => `${item.quantity} ${item.unit}` },
  ];
  if (facts.items.some((item) => item.unitPrice !== undefined)) {
    columns.push({
      key: "price",
      header: words.unitPrice,
      numeric: true,
      cell: (item) => (item.unitPrice === undefined ? "—" : withThousands(item.unitPrice)),
    });
  }
  return (
    <>
      <DescriptionList items={rows.filter((row) => row !== null)} />
      {facts.items.length > 0 && (
        <DataTable
          caption={words.items}
          columns={columns}
          rows={facts.items}
          rowKey={(item) => `${item.name} ${item.unit} ${item.quantity}`}
        />
      )}
    </>
  );
}

function HouseholdFactsView({ facts }: { facts: Extract<NoticeFacts, { form: "household" }> }) {
  const t = useMessages();
  const locale = useLocale();
  const words = t.notices.facts;
  const { meeting } = facts;
  const rows: (Description | null)[] = [
    {
      term: words.household,
      details: <Chinese>{[facts.villageName, facts.headName].filter(Boolean).join(" ")}</Chinese>,
    },
    { term: words.memberCount, details: t.households.memberCount(facts.memberCount) },
    {
      term: words.decision,
      details: words.decisions[facts.event](t.vocabulary.programmes[facts.programme]),
    },
    meeting === undefined
      ? null
      : {
          term: words.meeting,
          details: (
            <>
              <p>{words.meetingText(formatDay(locale, meeting.heldOn), meeting.place, meeting.attendeeCount)}</p>
              <p>{words.votes(meeting.votesFor, meeting.votesAgainst, meeting.votesAbstained)}</p>
            </>
          ),
        },
  ];
  return <DescriptionList items={rows.filter((row) => row !== null)} />;
}

function AllocationFactsView({ facts }: { facts: Extract<NoticeFacts, { form: "allocation" }> }) {
  const t = useMessages();
  const words = t.notices.facts;
  return (
    <DescriptionList
      items={[
        { term: words.fundSource, details: <Chinese>{facts.fundSource}</Chinese> },
        { term: words.amount, details: <Yuan amount={facts.amount} /> },
        { term: words.purpose, details: <Chinese>{facts.purpose}</Chinese> },
        { term: words.unitName, details: <Chinese>{facts.unitName}</Chinese> },
        { term: words.expectedResult, details: <Chinese>{facts.expectedResult}</Chinese> },
      ]}
    />
  );
}

/** What was written in the village stays Chinese on the English page, and says so to readers. */
function Chinese({ children }: { children: string }) {
  return <span lang="zh-CN">{children}</span>;
}

/** An amount as it was put up. */
function Yuan({ amount }: { amount: string }) {
  const t = useMessages();
  return (
    <span className="figure">
      {withThousands(amount)} {t.common.yuan}
    </span>
  );
}

/** 16800.00 → 16,800.00 */
function withThousands(amount: string): string {
  const [whole = "0", cents = "00"] = amount.split(".");
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ",")}.${cents}`;
}
