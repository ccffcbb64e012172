import type { SubmissionResult } from "@conform-to/react";
import type { AccountProposal } from "#app/domain/accounts/staff-account-queries.server.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ProposalDecision } from "#app/ui/proposal-decision.tsx";

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
            <ProposalDecision
              intent="approve"
              proposalId={proposal.id}
              reply={replyTo(reply, "approve")}
              words={words}
            />
          ) : (
            <p className="text-muted">{words.waitsForOther}</p>
          )}
          {proposal.canReject && (
            <ProposalDecision intent="reject" proposalId={proposal.id} reply={replyTo(reply, "reject")} words={words} />
          )}
        </li>
      ))}
    </ul>
  );
}
