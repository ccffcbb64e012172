import { type SubmissionResult, useForm } from "@conform-to/react";
import type { OrganizationState } from "#app/domain/organizations/organization.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Section } from "#app/ui/page.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";

type Reply = SubmissionResult<string[]> | undefined;

/** The three forms of the review. */
export function useReviewForms(reply: Reply) {
  const [verify, verifyFields] = useForm<{ note: string }>({ id: "verify", lastResult: replyTo(reply, "verify") });
  const [reject, rejectFields] = useForm<{ reason: string }>({ id: "reject", lastResult: replyTo(reply, "reject") });
  const [suspend, suspendFields] = useForm<{ reason: string }>({
    id: "suspend",
    lastResult: replyTo(reply, "suspend"),
  });
  return { all: [verify, reject, suspend], verify, verifyFields, reject, rejectFields, suspend, suspendFields };
}

type ReviewPanelProps = {
  state: OrganizationState;
  can: { verify: boolean; reject: boolean; suspend: boolean };
  forms: ReturnType<typeof useReviewForms>;
};

/** What to compare, and the decision. */
export function ReviewPanel({ state, can, forms }: ReviewPanelProps) {
  const words = useMessages().organizations.staff;
  if (!can.verify && !can.reject && !can.suspend) return null;
  return (
    <Section title={words.decide}>
      {state === "registered" && (
        <>
          <p className="font-bold">{words.checkTitle}</p>
          <ol className="max-w-measure list-decimal pl-6">
            {words.check.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
        </>
      )}
      {can.verify && (
        <Form form={forms.verify} className="form no-print mt-6">
          <input type="hidden" name="intent" value="verify" />
          <TextArea
            field={forms.verifyFields.note}
            label={words.verifyNote}
            hint={words.verifyNoteHint}
            rows={2}
            optional
          />
          <SubmitButton icon="badge-check" wide>
            {state === "suspended" ? words.restore : words.verify}
          </SubmitButton>
        </Form>
      )}
      {can.reject && (
        <details className="no-print mt-6" open={hasErrors(forms.reject)}>
          <summary className="tap">{words.reject}</summary>
          <Form form={forms.reject}>
            <input type="hidden" name="intent" value="reject" />
            <TextArea
              field={forms.rejectFields.reason}
              label={words.rejectReason}
              hint={words.rejectReasonHint}
              rows={3}
            />
            <SubmitButton tone="danger">{words.reject}</SubmitButton>
          </Form>
        </details>
      )}
      {can.suspend && (
        <details className="no-print" open={hasErrors(forms.suspend)}>
          <summary className="tap">{words.suspend}</summary>
          <Form form={forms.suspend}>
            <input type="hidden" name="intent" value="suspend" />
            <TextArea
              field={forms.suspendFields.reason}
              label={words.suspendReason}
              hint={words.rejectReasonHint}
              rows={3}
            />
            <SubmitButton tone="danger">{words.suspend}</SubmitButton>
          </Form>
        </details>
      )}
    </Section>
  );
}

/** Open where something was refused, so that nobody has to look for the message. */
function hasErrors(form: { errors: string[] | undefined; allErrors: Record<string, string[]> }): boolean {
  return (form.errors ?? []).length > 0 || Object.keys(form.allErrors).length > 0;
}
