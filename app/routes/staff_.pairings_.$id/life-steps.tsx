import { type SubmissionResult, useForm } from "@conform-to/react";
import { reviewOutcomes } from "#app/domain/pairings/pairing-review.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup } from "#app/ui/choice-fields.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { TextArea, TextField } from "#app/ui/text-fields.tsx";

type Reply = SubmissionResult<string[]> | undefined;

/** The forms of the other side and of staff on an active tie. */
export function useTargetForms(reply: Reply) {
  const confirm = useForm<{ role: string }>({ id: "confirm_deed", lastResult: replyTo(reply, "confirm_deed") });
  const back = useForm<{ reason: string }>({ id: "return_deed", lastResult: replyTo(reply, "return_deed") });
  const release = useForm<{ note: string }>({ id: "release_message", lastResult: replyTo(reply, "release_message") });
  const refuse = useForm<{ note: string }>({ id: "refuse_message", lastResult: replyTo(reply, "refuse_message") });
  const review = useForm<{ outcome: string; note: string }>({ id: "review", lastResult: replyTo(reply, "review") });
  const handOver = useForm<{ personEmail: string; note: string }>({
    id: "hand_over",
    lastResult: replyTo(reply, "hand_over"),
  });
  return {
    confirm,
    back,
    release,
    refuse,
    review,
    handOver,
    all: [confirm, back, release, refuse, review, handOver].map(([one]) => one),
  };
}
export type TargetForms = ReturnType<typeof useTargetForms>;

/** The oldest deed that waits: was it so? */
export function DecideDeed({ forms, deed }: { forms: TargetForms; deed: { id: string; title: string } | undefined }) {
  const words = useMessages().deeds;
  if (deed === undefined) return null;
  const [confirm, confirmFields] = forms.confirm;
  const [back, backFields] = forms.back;
  return (
    <>
      <StepForm
        form={confirm}
        intent="confirm_deed"
        hint={words.decide(deed.title)}
        button={words.confirm}
        icon="check"
      >
        <input type="hidden" name="deedId" value={deed.id} />
        <TextField field={confirmFields.role} label={words.role} hint={words.roleHint} />
      </StepForm>
      <StepForm form={back} intent="return_deed" button={words.returnButton} foldedUnder={words.returnTitle}>
        <input type="hidden" name="deedId" value={deed.id} />
        <TextArea field={backFields.reason} label={words.returnReason} rows={2} />
      </StepForm>
    </>
  );
}

/** The oldest message that waits: passed on, or not, with the reason. */
export function DecideMessage({
  forms,
  message,
}: {
  forms: TargetForms;
  message: { id: string; body: string } | undefined;
}) {
  const words = useMessages().deeds.messages;
  if (message === undefined) return null;
  const [release] = forms.release;
  const [refuse, refuseFields] = forms.refuse;
  return (
    <>
      <StepForm form={release} intent="release_message" hint={words.decide} button={words.release} icon="mail">
        <input type="hidden" name="messageId" value={message.id} />
        <p className="max-w-measure border-l-4 border-pine pl-4 whitespace-pre-line">{message.body}</p>
      </StepForm>
      <StepForm form={refuse} intent="refuse_message" button={words.refuse} foldedUnder={words.refuseTitle}>
        <input type="hidden" name="messageId" value={message.id} />
        <TextArea field={refuseFields.note} label={words.refuseReason} rows={2} />
      </StepForm>
    </>
  );
}

export function ReviewStep({ forms, year }: { forms: TargetForms; year: number }) {
  const words = useMessages().deeds.review;
  const [review, fields] = forms.review;
  return (
    <StepForm form={review} intent="review" hint={words.due(year)} button={words.submit} icon="list-checks">
      <RadioGroup
        field={fields.outcome}
        label={words.outcome}
        options={reviewOutcomes.map((value) => ({ value, label: words.outcomes[value] }))}
      />
      <TextArea field={fields.note} label={words.note} rows={3} />
    </StepForm>
  );
}

export function HandOverStep({ forms }: { forms: TargetForms }) {
  const words = useMessages().deeds.handOver;
  const [handOver, fields] = forms.handOver;
  return (
    <StepForm form={handOver} intent="hand_over" hint={words.hint} button={words.submit} foldedUnder={words.title}>
      <TextField field={fields.personEmail} label={words.email} type="email" />
      <TextArea field={fields.note} label={words.note} rows={2} />
    </StepForm>
  );
}
