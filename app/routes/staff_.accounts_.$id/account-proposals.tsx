import { type SubmissionResult, useForm } from "@conform-to/react";
import type { AccountProposal } from "#app/domain/accounts/staff-account-queries.server.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { FormErrors } from "#app/ui/form.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";

type Reply = SubmissionResult<string[]> | undefined;

/** Steps on this account that wait for a second administrator, with the decision for whoever may take it (F13). */
export function AccountProposals({ proposals, reply }: { proposals: readonly AccountProposal[]; reply: Reply }) {
  const t = useMessages();
  const words = t.staffAccounts;
  return (
    <ul className="stack">
      {proposals.map((proposal) => (
        <li key={proposal.id} className="panel">
          <h3 className="text-lg">{words.stepNames[proposal.step]}</h3>
          <p>{t.needsStaff.reason(proposal.reason)}</p>
          <p className="text-muted">{words.proposedBy(proposal.proposedByName, dayInChina(proposal.proposedAt))}</p>
          {proposal.canApprove ? (
            <Decision intent="approve" proposalId={proposal.id} reply={reply} />
          ) : (
            <p className="text-muted">{words.waitsForOther}</p>
          )}
          {proposal.canReject && <Decision intent="reject" proposalId={proposal.id} reply={reply} />}
        </li>
      ))}
    </ul>
  );
}

function Decision(props: { intent: "approve" | "reject"; proposalId: string; reply: Reply }) {
  const { intent, proposalId } = props;
  const words = useMessages().staffAccounts;
  const reply = replyTo(props.reply, intent);
  const [form, fields] = useForm<{ note: string }>({
    id: `${intent}-${proposalId}`,
    lastResult: reply?.initialValue?.proposalId === proposalId ? reply : undefined,
  });
  return (
    <StepForm
      form={form}
      intent={intent}
      button={words[intent]}
      foldedUnder={intent === "reject" ? words.reject : undefined}
    >
      <input type="hidden" name="proposalId" value={proposalId} />
      <FormErrors form={form} />
      {intent === "reject" && <TextArea field={fields.note} label={words.rejectReason} rows={2} />}
    </StepForm>
  );
}
