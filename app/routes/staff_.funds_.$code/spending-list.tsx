import { useForm } from "@conform-to/react";
import { Link, useActionData } from "@remix-run/react";
import { dayInChina } from "#app/domain/clock.ts";
import type { FundSpending } from "#app/domain/funds/fund-spending-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { DataTable } from "#app/ui/table.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";
import type { action } from "./route.tsx";

type ShownSpending = FundSpending & { canApprove: boolean; canReject: boolean; canRecordResult: boolean };

/** The spendings of a fund, each with the steps that are this person's. */
export function SpendingList({ spendings }: { spendings: readonly ShownSpending[] }) {
  const words = useMessages().funds;
  if (spendings.length === 0) return <p className="text-muted">{words.listNone}</p>;
  return (
    <DataTable
      caption={words.list}
      hideCaption
      rows={spendings}
      rowKey={(spending) => spending.id}
      columns={[
        {
          key: "what",
          header: words.description,
          rowHeader: true,
          wide: true,
          cell: (spending) => (
            <span lang="zh-CN">
              {spending.description}
              <span className="block text-sm font-normal text-muted">
                {[spending.purpose, spending.regionName, spending.documentNumber].filter(Boolean).join(" · ")}
              </span>
              {spending.projectId !== null && (
                <Link to={paths.staffProject(spending.projectId)} className="text-sm font-normal">
                  {spending.projectTitle}
                </Link>
              )}
            </span>
          ),
        },
        { key: "payee", header: words.payeeName, cell: (spending) => <span lang="zh-CN">{spending.payeeName}</span> },
        { key: "amount", header: words.amount, cell: (spending) => <Amount fen={spending.amountFen} />, numeric: true },
        { key: "people", header: words.proposedBy, cell: (spending) => <People spending={spending} /> },
        { key: "state", header: words.state, wide: true, cell: (spending) => <Steps spending={spending} /> },
      ]}
    />
  );
}

function People({ spending }: { spending: ShownSpending }) {
  const words = useMessages().funds;
  const { approvedByName, closedAt } = spending;
  return (
    <>
      {words.by(spending.proposedByName, dayInChina(spending.proposedAt))}
      {approvedByName !== null && closedAt !== null && (
        <span className="block">
          {words.approvedBy} {words.by(approvedByName, dayInChina(closedAt))}
        </span>
      )}
    </>
  );
}

function Steps({ spending }: { spending: ShownSpending }) {
  const words = useMessages().funds;
  const tone = spending.state === "approved" ? "success" : spending.state === "proposed" ? "warning" : "neutral";
  return (
    <>
      <StateBadge tone={tone}>{words.states[spending.state]}</StateBadge>{" "}
      {spending.state === "approved" && <Link to={paths.ledgerNotice(spending.publicCode)}>{words.notice}</Link>}
      {spending.result !== null && <span className="block">{spending.result}</span>}
      {spending.canApprove && (
        <Form className="pt-2">
          <StepFields intent="approve" spendingId={spending.id} />
          <SubmitButton>{words.approve}</SubmitButton>
        </Form>
      )}
      {spending.canReject && (
        <WordsStep intent="reject" spendingId={spending.id} label={words.reason} title={words.rejectTitle} />
      )}
      {spending.canRecordResult && (
        <WordsStep
          intent="result"
          spendingId={spending.id}
          label={words.result}
          hint={words.resultHint}
          title={words.resultTitle}
        />
      )}
    </>
  );
}

function StepFields({ intent, spendingId }: { intent: string; spendingId: string }) {
  return (
    <>
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="spendingId" value={spendingId} />
    </>
  );
}

type WordsStepProps = {
  intent: "reject" | "result";
  spendingId: string;
  label: string;
  hint?: string;
  title: string;
};

/** A step that needs a sentence, folded away until it is wanted; a refused one comes back with its words. */
function WordsStep({ intent, spendingId, label, hint, title }: WordsStepProps) {
  const reply = replyTo(useActionData<typeof action>()?.result, intent);
  const [form, fields] = useForm<{ words: string }>({
    id: `${intent}-${spendingId}`,
    lastResult: reply?.initialValue?.spendingId === spendingId ? reply : undefined,
  });
  return (
    <StepForm form={form} intent={intent} button={title} foldedUnder={title}>
      <input type="hidden" name="spendingId" value={spendingId} />
      <TextArea field={fields.words} label={label} hint={hint} rows={2} />
    </StepForm>
  );
}
