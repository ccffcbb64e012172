import { type SubmissionResult, useForm } from "@conform-to/react";
import type { ReactNode } from "react";
import { type ComplaintState, complaintOutcomes, complaintTransitions } from "#app/domain/complaints/complaint.ts";
import { eventsFrom } from "#app/domain/transitions.ts";
import { paths } from "#app/http/paths.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { RadioGroup } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";
import type { FreezeItem } from "./freeze-list.tsx";
import { LiftForm } from "./lift-form.tsx";
import { FreezeForm, PersonForm, TransferForm } from "./side-forms.tsx";

type Props = {
  complaint: {
    caseNumber: string;
    state: ComplaintState;
    isSerious: boolean;
    touchesMoney: boolean;
    mayHandle: boolean;
    freezes: readonly FreezeItem[];
  };
  isMyAnswer: boolean;
  people: readonly { id: string; name: string; role: string }[];
  reply: SubmissionResult<string[]> | undefined;
  badges: ReactNode;
  aside: ReactNode;
  before: ReactNode;
  after: ReactNode;
};

/** The frame of the page with the forms of the steps the state allows; each is a plain form with its own `intent`. */
export function ComplaintForms({ complaint, isMyAnswer, people, reply, badges, aside, before, after }: Props) {
  const t = useMessages();
  const words = t.complaints.staff;
  const [answer, answerFields] = useForm<{ outcome: string; answer: string }>({
    id: "answer",
    lastResult: replyTo(reply, "answer"),
  });
  const [transfer, transferFields] = useForm<{ authority: string; transferReason: string }>({
    id: "transfer",
    lastResult: replyTo(reply, "transfer"),
  });
  const [freeze, freezeFields] = useForm<{ freezeReason: string }>({
    id: "freeze",
    lastResult: replyTo(reply, "freeze"),
  });
  const [person, personFields] = useForm<{ personId: string }>({
    id: "person",
    lastResult: replyTo(reply, "name_person"),
  });
  const [reopen, reopenFields] = useForm<{ reason: string }>({ id: "reopen", lastResult: replyTo(reply, "reopen") });
  const plain = ["accept", "investigate", "close"]
    .map((intent) => replyTo(reply, intent))
    .find((one) => one !== undefined);
  const [step] = useForm({ id: "step", lastResult: plain });
  const [lift, liftFields] = useForm<{ liftReason: string; freezeId: string }>({
    id: "lift",
    lastResult: replyTo(reply, "lift"),
  });
  const can = new Set<string>(complaint.mayHandle ? eventsFrom(complaintTransitions, complaint.state) : []);
  const open = complaint.freezes.filter((one) => one.liftedAt === null);
  const mayClose = can.has("close") && open.length === 0 && !(complaint.isSerious && isMyAnswer);
  const buttons = [
    ...(["accept", "investigate"] as const).filter((one) => can.has(one)),
    ...(mayClose ? (["close"] as const) : []),
  ];
  const isOver = complaint.state === "closed";
  const mayFreeze = complaint.mayHandle && !isOver && complaint.touchesMoney && open.length === 0;
  return (
    <Page
      title={words.caseTitle}
      eyebrow={complaint.caseNumber}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffComplaints(), label: words.title },
      ]}
      badges={badges}
      aside={aside}
      forms={[step, answer, transfer, freeze, person, reopen, lift]}
      messages={words.errors}
      labels={{
        outcome: words.outcome,
        answer: words.answer,
        reason: words.reason,
        authority: words.authority,
        transferReason: words.transferReason,
        freezeReason: words.freezeReason,
        liftReason: words.liftReason,
        personId: words.person,
      }}
    >
      {before}
      {buttons.length > 0 && (
        <Section title={words.steps}>
          <Form>
            {buttons.map((intent) => (
              <SubmitButton key={intent} name="intent" value={intent}>
                {words[intent]}
              </SubmitButton>
            ))}
          </Form>
        </Section>
      )}
      {can.has("close") && !mayClose && <p>{words.closeHint}</p>}
      {can.has("answer") && (
        <Section title={words.answerTitle}>
          <Form form={answer}>
            <input type="hidden" name="intent" value="answer" />
            <RadioGroup
              field={answerFields.outcome}
              label={words.outcome}
              options={complaintOutcomes.map((value) => ({ value, label: t.complaints.outcomes[value] }))}
            />
            <TextArea field={answerFields.answer} label={words.answer} hint={words.answerHint} />
            <SubmitButton icon="message-square">{words.answerSubmit}</SubmitButton>
          </Form>
        </Section>
      )}
      {can.has("reopen") && (
        <Section title={words.reopen}>
          <Form form={reopen}>
            <input type="hidden" name="intent" value="reopen" />
            <TextArea field={reopenFields.reason} label={words.reason} rows={3} />
            <SubmitButton tone="secondary">{words.reopen}</SubmitButton>
          </Form>
        </Section>
      )}
      {can.has("transfer") && <TransferForm form={transfer} fields={transferFields} />}
      {mayFreeze && <FreezeForm form={freeze} fields={freezeFields} />}
      {complaint.mayHandle && open.map((one) => <LiftForm key={one.id} freeze={one} form={lift} fields={liftFields} />)}
      {complaint.mayHandle && !isOver && people.length > 0 && (
        <PersonForm form={person} fields={personFields} people={people} />
      )}
      {after}
    </Page>
  );
}
