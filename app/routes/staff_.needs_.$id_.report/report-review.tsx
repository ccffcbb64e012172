import { type SubmissionResult, useForm } from "@conform-to/react";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Section } from "#app/ui/page.tsx";
import { replyFor } from "#app/ui/reply-for.ts";
import { TextArea } from "#app/ui/text-fields.tsx";

/** The county's two answers to a submitted report. */
export function ReportReview({ reply }: { reply: SubmissionResult<string[]> | undefined }) {
  const words = useMessages().impactReports.staff;
  const [form, fields] = useForm<{ reason: string }>({
    id: "report-return",
    lastResult: replyFor(reply, "return"),
  });
  return (
    <>
      <Section title={words.publish} lead={words.publishHint}>
        <Form>
          <input type="hidden" name="intent" value="publish" />
          <SubmitButton>{words.publish}</SubmitButton>
        </Form>
      </Section>
      <Section title={words.returnTitle}>
        <Form form={form}>
          <input type="hidden" name="intent" value="return" />
          <TextArea field={fields.reason} label={words.returnReason} rows={3} />
          <SubmitButton tone="danger">{words.returnButton}</SubmitButton>
        </Form>
      </Section>
    </>
  );
}
