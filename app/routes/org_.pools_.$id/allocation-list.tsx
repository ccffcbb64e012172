import { type SubmissionResult, useForm } from "@conform-to/react";
import { Link } from "@remix-run/react";
import type { TransferState } from "#app/domain/ledger/ledger.ts";
import { type Fen, formatYuanWithSign } from "#app/domain/money.ts";
import { paths } from "#app/http/paths.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { TextField } from "#app/ui/text-fields.tsx";

type Allocation = {
  id: string;
  publicCode: string;
  state: TransferState;
  amountFen: Fen;
  inWords: string;
  reason: string;
  needTitle: string;
  needCode: string;
  villageName: string;
  proposerName: string;
  approverName: string | null;
  proposedAt: Date;
  canApprove: boolean;
};

type Reply = SubmissionResult<string[]> | undefined;

type AllocationListProps = {
  allocations: readonly Allocation[];
  /** The answer to a refused form: it belongs to one row. */
  reply: Reply;
};

const tones = { proposed: "warning", approved: "success", rejected: "neutral" } as const;

/** Every allocation of a pool, the amount in figures and in words; open ones with the second person's buttons. */
export function AllocationList({ allocations, reply }: AllocationListProps) {
  const words = useMessages().pools;
  if (allocations.length === 0) return <p className="text-muted">{words.listNone}</p>;
  return (
    <ul className="border-t border-line">
      {allocations.map((allocation) => (
        <li key={allocation.id} className="border-b border-line py-4">
          <p className="flex flex-wrap items-baseline justify-between gap-x-4">
            <span>
              <b className="figure text-lg">{formatYuanWithSign(allocation.amountFen)}</b>{" "}
              <Link to={paths.need(allocation.needCode)}>
                {allocation.villageName} {allocation.needTitle}
              </Link>
            </span>
            <StateBadge tone={tones[allocation.state]}>{words.states[allocation.state]}</StateBadge>
          </p>
          <p className="max-w-measure">{words.inWords(allocation.inWords)}</p>
          <p className="max-w-measure">{allocation.reason}</p>
          <p className="text-sm text-muted">
            {words.proposedBy(allocation.proposerName, formatMinute(allocation.proposedAt))}
            {allocation.approverName !== null && ` · ${words.approvedBy(allocation.approverName)}`}
          </p>
          {allocation.state === "approved" && (
            <p>
              <Link to={paths.ledgerNotice(allocation.publicCode)} className="tap">
                {words.notice}
              </Link>
            </p>
          )}
          {allocation.state === "proposed" && <Steps allocation={allocation} reply={reply} />}
        </li>
      ))}
    </ul>
  );
}

function Steps({ allocation, reply }: { allocation: Allocation; reply: Reply }) {
  const words = useMessages().pools;
  const isOwn = reply?.initialValue?.allocationId === allocation.id;
  const [form, fields] = useForm<{ rejectReason: string }>({
    id: `reject-${allocation.id}`,
    lastResult: isOwn ? replyTo(reply, "reject") : undefined,
  });
  return (
    <div className="no-print pt-2">
      {allocation.canApprove ? (
        <Form>
          <input type="hidden" name="intent" value="approve" />
          <input type="hidden" name="allocationId" value={allocation.id} />
          <SubmitButton icon="check">{words.approve}</SubmitButton>
        </Form>
      ) : (
        <p className="text-muted">{words.waiting}</p>
      )}
      <StepForm form={form} intent="reject" button={words.reject} foldedUnder={words.rejectFold}>
        <input type="hidden" name="allocationId" value={allocation.id} />
        <TextField field={fields.rejectReason} label={words.fields.rejectReason} />
      </StepForm>
    </div>
  );
}
