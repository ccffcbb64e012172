import { type SubmissionResult, useForm } from "@conform-to/react";
import { FormErrors } from "./form.tsx";
import { StepForm } from "./step-form.tsx";
import { TextArea } from "./text-fields.tsx";

type Intent = "approve" | "reject";
type ProposalDecisionProps = {
  intent: Intent;
  proposalId: string;
  /** The answer to this step of any proposal on the page; another proposal's is left out. */
  reply: SubmissionResult<string[]> | undefined;
  words: Readonly<Record<Intent | "rejectReason", string>>;
};

/** The second person's decision on what another proposed (F13): to agree is one button, to refuse takes a reason. */
export function ProposalDecision({ intent, proposalId, reply, words }: ProposalDecisionProps) {
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
