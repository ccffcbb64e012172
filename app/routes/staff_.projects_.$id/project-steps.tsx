import { type SubmissionResult, useForm } from "@conform-to/react";
import type { LibraryProjectEvent } from "#app/domain/library-projects/library-project.ts";
import { type Fen, formatYuanWithSign } from "#app/domain/money.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { FormErrors } from "#app/ui/form.tsx";
import { Section } from "#app/ui/page.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { DateField, FileField, TextArea, TextField } from "#app/ui/text-fields.tsx";

type Reply = SubmissionResult<string[]> | undefined;
type ProjectStepsProps = {
  steps: readonly LibraryProjectEvent[];
  latestFen: Fen;
  today: string;
  canLink: boolean;
  reply: Reply;
};
type PlainStep = Exclude<LibraryProjectEvent, "approve" | "accept">;

/** The steps that are this person's now, each a form of its own; what stops a project asks for its reason. */
export function ProjectSteps({ steps, latestFen, today, canLink, reply }: ProjectStepsProps) {
  const words = useMessages().libraryProjects;
  return (
    <>
      {steps.map((step) => {
        if (step === "approve") return <Approve key={step} latestFen={latestFen} reply={replyTo(reply, step)} />;
        if (step === "accept") return <Accept key={step} today={today} reply={replyTo(reply, step)} />;
        if (step === "return" || step === "reject" || step === "remove")
          return <StopStep key={step} step={step} reply={replyTo(reply, step)} />;
        return <GoStep key={step} step={step} reply={replyTo(reply, step)} />;
      })}
      {canLink && (
        <Section title={words.linkNeed} lead={words.linkNeedHint}>
          <LinkNeed reply={replyTo(reply, "link")} />
        </Section>
      )}
    </>
  );
}

function GoStep({ step, reply }: { step: Exclude<PlainStep, "return" | "reject" | "remove">; reply: Reply }) {
  const words = useMessages().libraryProjects;
  const [form] = useForm({ id: step, lastResult: reply });
  return (
    <Section title={words.steps[step]}>
      <FormErrors form={form} />
      <StepForm form={form} intent={step} button={words.steps[step]} hint={words.stepHints[step]} />
    </Section>
  );
}

function StopStep({ step, reply }: { step: "return" | "reject" | "remove"; reply: Reply }) {
  const words = useMessages().libraryProjects;
  const [form, fields] = useForm<{ reason: string }>({ id: step, lastResult: reply });
  return (
    <StepForm form={form} intent={step} button={words.steps[step]} foldedUnder={words.steps[step]}>
      <FormErrors form={form} />
      <TextArea field={fields.reason} label={words.reason} hint={words.reasonHint} rows={2} />
    </StepForm>
  );
}

function Approve({ latestFen, reply }: { latestFen: Fen; reply: Reply }) {
  const words = useMessages().libraryProjects;
  const [form, fields] = useForm<{ documentNumber: string }>({ id: "approve", lastResult: reply });
  return (
    <Section title={words.steps.approve} lead={words.approveHint(formatYuanWithSign(latestFen))}>
      <StepForm form={form} intent="approve" button={words.steps.approve}>
        <FormErrors form={form} />
        <TextField field={fields.documentNumber} label={words.documentNumber} autoComplete="off" />
      </StepForm>
    </Section>
  );
}

function Accept({ today, reply }: { today: string; reply: Reply }) {
  const words = useMessages().libraryProjects;
  const [form, fields] = useForm<{ acceptedOn: string; members: string; conclusion: string; photo: string }>({
    id: "accept",
    lastResult: reply,
    defaultValue: { acceptedOn: today },
  });
  return (
    <Section title={words.acceptance}>
      <StepForm form={form} intent="accept" button={words.steps.accept} multipart>
        <FormErrors form={form} />
        <DateField field={fields.acceptedOn} label={words.acceptedOn} max={today} />
        <TextField field={fields.members} label={words.members} hint={words.membersHint} autoComplete="off" />
        <TextArea field={fields.conclusion} label={words.conclusion} hint={words.conclusionHint} rows={4} />
        <FileField field={fields.photo} label={words.acceptancePhoto} capture="environment" />
      </StepForm>
    </Section>
  );
}

function LinkNeed({ reply }: { reply: Reply }) {
  const words = useMessages().libraryProjects;
  const [form, fields] = useForm<{ needCode: string }>({ id: "link", lastResult: reply });
  return (
    <StepForm form={form} intent="link" button={words.link}>
      <FormErrors form={form} />
      <TextField field={fields.needCode} label={words.needCode} width="short" autoComplete="off" />
    </StepForm>
  );
}
