import { type SubmissionResult, useForm } from "@conform-to/react";
import { dayInChina } from "#app/domain/clock.ts";
import { lineFen } from "#app/domain/library-projects/library-project.ts";
import type { BudgetVersion } from "#app/domain/library-projects/library-project-queries.server.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Form, FormErrors, SubmitButton } from "#app/ui/form.tsx";
import { Section } from "#app/ui/page.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";

type BudgetVersionsProps = {
  versions: readonly BudgetVersion[];
  canDecide?: boolean;
  /** Names of who proposed and approved: for staff. */
  hidesNames?: boolean;
  reply?: SubmissionResult<string[]> | undefined;
};

/** Every version of the budget, the newest first, with its reason and who approved it; the one money follows is marked. */
export function BudgetVersions({ versions, canDecide, hidesNames, reply }: BudgetVersionsProps) {
  const words = useMessages().libraryProjects;
  return (
    <Section title={words.versions} lead={words.versionsLead} id="budget">
      {versions.map((version, index) => (
        <details key={version.id} className="panel" open={index === 0 || version.isInForce}>
          <summary className="tap font-bold">
            {words.version(version.number)} · <Amount fen={version.totalFen} /> <VersionBadge version={version} />
          </summary>
          <p className="text-muted">
            {words.versionReason}: <span lang="zh-CN">{version.reason}</span> · {words.proposedOn}{" "}
            {dayInChina(version.proposedAt)}
            {!hidesNames && ` ${version.proposedByName}`}
            {version.approvedAt && ` · ${words.approvedOn} ${dayInChina(version.approvedAt)}`}
            {!hidesNames && version.decidedByName && ` ${version.decidedByName}`}
            {version.refusal && ` · ${words.refused}: ${version.refusal}`}
          </p>
          <BudgetTable version={version} />
          {index === 0 && canDecide && <DecideForm budgetId={version.id} reply={replyTo(reply, "budget")} />}
        </details>
      ))}
    </Section>
  );
}

function VersionBadge({ version }: { version: BudgetVersion }) {
  const words = useMessages().libraryProjects;
  if (version.isInForce) return <StateBadge tone="success">{words.inForce}</StateBadge>;
  if (version.refusedAt) return <StateBadge tone="neutral">{words.refused}</StateBadge>;
  if (version.approvedAt) return null;
  return <StateBadge tone="neutral">{words.superseded}</StateBadge>;
}

function BudgetTable({ version }: { version: BudgetVersion }) {
  const words = useMessages().libraryProjects;
  return (
    <DataTable
      caption={words.version(version.number)}
      hideCaption
      rows={version.lines}
      rowKey={(line) => line.id}
      columns={[
        {
          key: "item",
          header: words.form.item,
          rowHeader: true,
          wide: true,
          cell: (line) => <span lang="zh-CN">{line.item}</span>,
        },
        { key: "quantity", header: words.form.quantity, cell: (line) => `${line.quantity} ${line.unit}` },
        {
          key: "price",
          header: words.form.unitPrice,
          cell: (line) => <Amount fen={line.unitPriceFen} bare />,
          numeric: true,
        },
        { key: "amount", header: words.amount, cell: (line) => <Amount fen={lineFen(line)} bare />, numeric: true },
      ]}
      footer={{ item: words.total, amount: <Amount fen={version.totalFen} bare /> }}
    />
  );
}

function DecideForm({ budgetId, reply }: { budgetId: string; reply: SubmissionResult<string[]> | undefined }) {
  const words = useMessages().libraryProjects;
  const [form, fields] = useForm<{ reason: string }>({ id: "budget-form", lastResult: reply });
  return (
    <Form form={form}>
      <FormErrors form={form} />
      <input type="hidden" name="intent" value="budget" />
      <input type="hidden" name="budgetId" value={budgetId} />
      <TextArea field={fields.reason} label={words.reason} rows={2} optional />
      <div className="flex flex-wrap gap-3">
        <SubmitButton name="decision" value="approve">
          {words.decide}
        </SubmitButton>
        <SubmitButton name="decision" value="refuse" tone="danger">
          {words.refuse}
        </SubmitButton>
      </div>
    </Form>
  );
}
