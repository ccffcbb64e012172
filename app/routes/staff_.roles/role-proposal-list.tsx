import { useActionData } from "@remix-run/react";
import { dayInChina } from "#app/domain/clock.ts";
import type { RoleProposal } from "#app/domain/roles/role-queries.server.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { FormMessagesContext } from "#app/ui/form-field.ts";
import { ProposalDecision } from "#app/ui/proposal-decision.tsx";
import { placeWords, untilWords } from "./role-words.ts";
import type { action } from "./route.tsx";

/** Roles that wait for a second person, with the decision for whoever may take it. */
export function RoleProposalList({ proposals }: { proposals: readonly RoleProposal[] }) {
  const reply = useActionData<typeof action>()?.result;
  const t = useMessages();
  const words = t.roles;
  return (
    <FormMessagesContext.Provider value={words.errors}>
      <ul className="stack">
        {proposals.map((proposal) => (
          <li key={proposal.id} className="panel">
            <h3 className="text-lg">
              {proposal.displayName} · {t.staff.roles[proposal.role]} · {placeWords(t, proposal)}
            </h3>
            <p className="break-all">{proposal.email}</p>
            <p>
              {t.needsStaff.reason(proposal.reason)} · {words.until} {untilWords(t, proposal)}
            </p>
            <p className="text-muted">{words.proposedBy(proposal.proposedByName, dayInChina(proposal.proposedAt))}</p>
            {!proposal.canApprove && <p className="text-muted">{words.waitsForOther}</p>}
            {proposal.canApprove && (
              <ProposalDecision
                intent="approve"
                proposalId={proposal.id}
                reply={replyTo(reply, "approve")}
                words={words}
              />
            )}
            {proposal.canReject && (
              <ProposalDecision
                intent="reject"
                proposalId={proposal.id}
                reply={replyTo(reply, "reject")}
                words={words}
              />
            )}
          </li>
        ))}
      </ul>
    </FormMessagesContext.Provider>
  );
}
