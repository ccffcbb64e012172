import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { organizationMember } from "#app/auth/policies.ts";
import { pairSeveral } from "#app/domain/bank-statements/pair-several.server.ts";
import { settleLine } from "#app/domain/bank-statements/settle-line.server.ts";
import { decideLineForm } from "#app/domain/bank-statements/statement-form.ts";
import { undoSettling } from "#app/domain/bank-statements/undo-settling.server.ts";
import { isId } from "#app/domain/ids.ts";
import { formatYuan } from "#app/domain/money.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner, StateBadge } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { WayTimeline } from "#app/ui/way-timeline.tsx";
import { useBookingWords } from "../org_.books_.bank_.lines/line-table.tsx";
import { loadLine } from "./line-page.server.ts";
import { Candidates, ReasonedStep } from "./line-steps.tsx";
import { Several, type SeveralValues } from "./several.tsx";

const steps = ["match", "match_several", "set_aside", "undo"] as const;
const tones = { open: "warning", booking: "success", not_ours: "neutral" } as const;

export const loader = guardLoader(organizationMember, async ({ services, actor, params, url, t }) => {
  if (!isId(params.id)) throw notFound();
  return {
    page: { title: t.bankStatements.line.title, isPrivate: true },
    done: steps.find((step) => step === url.searchParams.get("done")) ?? null,
    ...(await loadLine(services, actor, params.id)),
  };
});

export const action = guardAction(organizationMember, async ({ request, services, actor, params }) => {
  if (!isId(params.id)) throw notFound();
  const lineId = params.id;
  const formData = await request.formData();
  // No button sends anything else.
  if (!steps.some((step) => step === formData.get("intent"))) throw new Response(null, { status: 400 });
  const form = parseForm(formData, decideLineForm);
  if (!form.ok) return form.reply;
  const at = services.clock.now();
  const { value } = form;
  const result =
    value.intent === "undo"
      ? await undoSettling(services.db, { lineId, reason: value.reason }, actor, at)
      : value.intent === "match"
        ? await settleLine(services.db, { lineId, kind: "booking", transactionId: value.transactionId }, actor, at)
        : value.intent === "match_several"
          ? await pairSeveral(services.db, { ...value, lineIds: [lineId, ...value.lineIds] }, actor, at)
          : await settleLine(services.db, { lineId, kind: "not_ours", reason: value.reason }, actor, at);
  if (result.ok) return redirect(paths.organizationBankLine(lineId, { done: value.intent }), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
});

/** One line of the bank: what it says, what it may be, and who settled it with what. */
export default function BankLinePage() {
  const t = useMessages();
  const words = t.bankStatements;
  const { line, history, paired, together, candidates, parts, done } = useLoaderData<typeof loader>();
  const bookingWords = useBookingWords();
  const reply = useActionData<typeof action>()?.result;
  const [anyForm] = useForm({ id: "match", lastResult: replyTo(reply, "match") });
  const setAside = useForm<{ reason: string }>({ id: "set-aside", lastResult: replyTo(reply, "set_aside") });
  const undo = useForm<{ reason: string }>({ id: "undo-form", lastResult: replyTo(reply, "undo") });
  const several = useForm<SeveralValues>({
    id: "several-form",
    lastResult: replyTo(reply, "match_several"),
    defaultValue: { transactionIds: parts?.proposed ?? [] },
  });
  const facts = [
    { term: words.statements.account, details: <span className="figure">{`•••• ${line.last4}`}</span> },
    { term: words.line.day, details: line.day },
    { term: words.line.amount, details: <span className="figure">{formatYuan(line.amountFen)}</span> },
    { term: words.line.balance, details: <span className="figure">{formatYuan(line.balanceFen)}</span> },
    { term: words.line.name, details: line.name },
    { term: words.line.number, details: <span className="figure">{line.number}</span> },
    { term: words.line.memo, details: line.memo },
    { term: words.line.serial, details: <span className="figure break-all">{line.serial ?? ""}</span> },
    {
      term: words.line.from,
      details: <span className="break-all">{words.line.rowOf(line.fileName, line.rowNumber)}</span>,
    },
    ...paired.map((booking) => ({ term: words.line.matchedWith, details: bookingWords(booking) })),
    ...together.map((other) => ({
      term: words.line.together,
      details: (
        <Link to={paths.organizationBankLine(other.id)}>
          {other.day} · {formatYuan(other.amountFen)}
        </Link>
      ),
    })),
    ...(line.reason === "" ? [] : [{ term: words.line.reason, details: line.reason }]),
    ...(line.decidedBy === null || line.decidedAt === null
      ? []
      : [{ term: words.line.state, details: words.line.decided(line.decidedBy, formatMinute(line.decidedAt)) }]),
  ];
  return (
    <Page
      title={words.line.title}
      breadcrumbs={[
        { to: paths.organizationHome(), label: t.layout.organization },
        { to: paths.organizationBank({ charity: line.charityId }), label: words.title },
        { to: paths.organizationBankLines({ charity: line.charityId }), label: words.lines.title },
      ]}
      badges={<StateBadge tone={tones[line.state]}>{words.line.states[line.state]}</StateBadge>}
      forms={[anyForm, several[0], setAside[0], undo[0]]}
      messages={words.errors}
      labels={{ reason: words.line.reason, transactionIds: words.line.several.postings }}
      narrow
    >
      {done !== null && <Banner tone="success" title={words.line.done[done]} />}
      <DescriptionList items={facts} />
      {line.state === "open" ? (
        <>
          <Candidates candidates={candidates} />
          {parts !== null && <Several form={several} parts={parts} amountFen={line.amountFen} />}
          <ReasonedStep intent="set_aside" form={setAside} />
        </>
      ) : (
        <ReasonedStep intent="undo" form={undo} />
      )}
      {history.length > 0 && (
        <Section title={words.line.history} id="history">
          <WayTimeline history={history} eventWords={words.line.events} way={[]} wayWords={{}} state={line.state} />
        </Section>
      )}
    </Page>
  );
}
