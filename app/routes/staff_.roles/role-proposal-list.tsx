import { useForm } from "@conform-to/react";
import { useActionData } from "@remix-run/react";
import { dayInChina } from "#app/domain/clock.ts";
import type { RoleProposal } from "#app/domain/roles/role-queries.server.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { FormErrors } from "#app/ui/form.tsx";
import { FormMessagesContext } from "#app/ui/form-field.ts";
import { StepForm } from "#app/ui/step-form.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";
import { placeWords, untilWords } from "./role-words.ts";
import type { action } from "./route.tsx";

/** Roles that wait for a second person, with the decision for whoever may take it. */
export function RoleProposalList({ proposals }: { proposals: readonly RoleProposal[] }) {
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
            {proposal.canApprove && <Decision intent="approve" proposalId={proposal.id} />}
            {proposal.canReject && <Decision intent="reject" proposalId={proposal.id} />}
          </li>
        ))}
      </ul>
    </FormMessagesContext.Provider>
  );
}

function Decision({ intent, proposalId }: { intent: "approve" | "reject"; proposalId: string }) {
  const words = useMessages().roles;
  const reply = replyTo(useActionData<typeof action>()?.result, intent);
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
