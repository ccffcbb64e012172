import { type SubmissionResult, useForm } from "@conform-to/react";
import { objectionOutcomes } from "#app/domain/notices/notice.ts";
import type { SupervisorObjection } from "#app/domain/verification/supervisor-objection-queries.server.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup } from "#app/ui/choice-fields.tsx";
import { FormErrors } from "#app/ui/form.tsx";
import { FormMessagesContext } from "#app/ui/form-field.ts";
import { Section } from "#app/ui/page.tsx";
import { replyFor } from "#app/ui/reply-for.ts";
import { StateBadge } from "#app/ui/status.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";

export type Supervision = {
  names: readonly string[];
  objections: readonly SupervisorObjection[];
  canObject: boolean;
  canAnswer: boolean;
};
type Reply = SubmissionResult<string[]> | undefined;

/** Who supervises this village, what they objected, and what the county answered (S9). */
export function SupervisorSection({ supervision, reply }: { supervision: Supervision; reply: Reply }) {
  const t = useMessages();
  const words = t.verification.supervision;
  const { names, objections, canObject, canAnswer } = supervision;
  return (
    <Section title={words.title}>
      <p>{names.length === 0 ? words.nobody : words.names(names.join("、"))}</p>
      <FormMessagesContext.Provider value={t.verification.errors}>
        {objections.map((objection) => (
          <Objection key={objection.id} objection={objection} canAnswer={canAnswer} reply={reply} />
        ))}
        {canObject && <ObjectForm reply={reply} />}
      </FormMessagesContext.Provider>
    </Section>
  );
}

type ObjectionProps = { objection: SupervisorObjection; canAnswer: boolean; reply: Reply };

function Objection({ objection, canAnswer, reply }: ObjectionProps) {
  const words = useMessages().verification.supervision;
  const isOpen = objection.state === "received";
  return (
    <div className="panel">
      <p>
        <StateBadge tone={isOpen ? "warning" : "success"}>{isOpen ? words.open : words.answered}</StateBadge>{" "}
        {words.by(objection.raisedByName, formatMinute(objection.raisedAt))}
      </p>
      <p lang="zh-CN">{objection.content}</p>
      {objection.outcome !== null && (
        <p lang="zh-CN">
          {words.outcomes[objection.outcome]} · {objection.answer}
          {objection.answeredAt !== null && (
            <span className="block text-muted">
              {words.by(objection.answeredByName ?? "", formatMinute(objection.answeredAt))}
            </span>
          )}
        </p>
      )}
      {isOpen && canAnswer && <AnswerForm objectionId={objection.id} reply={reply} />}
    </div>
  );
}

function ObjectForm({ reply }: { reply: Reply }) {
  const words = useMessages().verification.supervision;
  const [form, fields] = useForm<{ content: string }>({
    id: "supervisor-object",
    lastResult: replyFor(reply, "supervisor_object"),
  });
  return (
    <StepForm form={form} intent="supervisor_object" button={words.object} hint={words.objectHint}>
      <FormErrors form={form} />
      <TextArea field={fields.content} label={words.content} rows={4} />
    </StepForm>
  );
}

function AnswerForm({ objectionId, reply }: { objectionId: string; reply: Reply }) {
  const words = useMessages().verification.supervision;
  const own = replyFor(reply, "supervisor_answer");
  const [form, fields] = useForm<{ outcome: string; answer: string }>({
    id: `supervisor-answer-${objectionId}`,
    lastResult: own?.initialValue?.objectionId === objectionId ? own : undefined,
  });
  return (
    <StepForm form={form} intent="supervisor_answer" button={words.answerButton}>
      <input type="hidden" name="objectionId" value={objectionId} />
      <FormErrors form={form} />
      <RadioGroup
        field={fields.outcome}
        label={words.outcome}
        options={objectionOutcomes.map((value) => ({ value, label: words.outcomeChoices[value] }))}
      />
      <TextArea field={fields.answer} label={words.answer} rows={3} />
    </StepForm>
  );
}
