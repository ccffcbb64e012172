import { type SubmissionResult, useForm } from "@conform-to/react";
import type { StaffPledgeEvent } from "#app/domain/pledges/pledge-policy.ts";
import type { StaffPledge } from "#app/domain/pledges/pledge-queries.server.ts";
import { replyTo } from "#app/http/step-reply.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { FileField, NumberField, TextArea, TextField } from "#app/ui/text-fields.tsx";

type Reply = SubmissionResult<string[]> | undefined;
type Quantities = { quantity: number | null; receivedQuantity: number };

/** One form per step; a reply belongs to the one whose intent was sent. The likely number stands in its box. */
export function usePledgeForms(reply: Reply, { quantity, receivedQuantity }: Quantities) {
  const missing = (quantity ?? 0) - receivedQuantity;
  const accept = useForm<{ note: string }>({ id: "accept", lastResult: replyTo(reply, "accept") });
  const decline = useForm<{ reason: string }>({ id: "decline", lastResult: replyTo(reply, "decline") });
  const receive = useForm<{ quantity: string; note: string }>({
    id: "receive",
    lastResult: replyTo(reply, "receive"),
    defaultValue: { quantity: String(missing) },
  });
  const check = useForm<{ note: string }>({ id: "check", lastResult: replyTo(reply, "check") });
  const deliver = useForm<{ quantity: string; note: string }>({
    id: "deliver",
    lastResult: replyTo(reply, "deliver"),
    defaultValue: { quantity: String(receivedQuantity) },
  });
  const sign = useForm<{ signedByName: string; photo: string }>({ id: "sign", lastResult: replyTo(reply, "sign") });
  const release = useForm<{ reason: string }>({ id: "release", lastResult: replyTo(reply, "release") });
  const all = [accept, decline, receive, check, deliver, sign, release].map(([form]) => form);
  return { all, accept, decline, receive, check, deliver, sign, release };
}
type PledgeForms = ReturnType<typeof usePledgeForms>;

type PledgeStepsProps = { pledge: StaffPledge; mine: readonly StaffPledgeEvent[]; forms: PledgeForms };

/** The steps this reader may take now. */
export function PledgeSteps({ pledge, mine, forms }: PledgeStepsProps) {
  const words = useMessages().pledges;
  const isWholeReceived = pledge.receivedQuantity === pledge.quantity;
  if (mine.length === 0 || (pledge.state === "received" && isWholeReceived && !mine.includes("check"))) return null;
  return (
    <Section title={words.case.next}>
      {mine.includes("accept") && <OfferSteps forms={forms} />}
      {mine.includes("receive") && !isWholeReceived && <ReceiveStep pledge={pledge} forms={forms} />}
      {mine.includes("check") && <CheckStep pledge={pledge} forms={forms} />}
      {mine.includes("deliver") && <DeliverStep pledge={pledge} forms={forms} />}
      {mine.includes("sign") && <SignStep forms={forms} />}
      {mine.includes("release") && <ReleaseStep forms={forms} />}
    </Section>
  );
}

function OfferSteps({ forms: { accept, decline } }: { forms: PledgeForms }) {
  const words = useMessages().pledges.staff;
  return (
    <>
      <StepForm form={accept[0]} intent="accept" hint={words.acceptHint} button={words.accept} icon="check">
        <TextArea field={accept[1].note} label={words.acceptNote} hint={words.acceptNoteHint} rows={2} optional />
      </StepForm>
      <StepForm form={decline[0]} intent="decline" button={words.decline} foldedUnder={words.declineTitle}>
        <TextArea field={decline[1].reason} label={words.declineReason} hint={words.declineReasonHint} rows={2} />
      </StepForm>
    </>
  );
}

type StepProps = { pledge: StaffPledge; forms: PledgeForms };

function ReceiveStep({ pledge, forms: { receive } }: StepProps) {
  const words = useMessages().pledges.staff;
  const missing = (pledge.quantity ?? 0) - pledge.receivedQuantity;
  return (
    <StepForm
      form={receive[0]}
      intent="receive"
      hint={words.receiveHint(missing, pledge.unit ?? "")}
      button={words.receive}
      icon="truck"
    >
      <NumberField field={receive[1].quantity} label={words.receiveQuantity} unit={pledge.unit} />
      <TextField field={receive[1].note} label={words.receiveNote} optional />
    </StepForm>
  );
}

function CheckStep({ pledge, forms: { check } }: StepProps) {
  const words = useMessages().pledges.staff;
  return (
    <StepForm
      form={check[0]}
      intent="check"
      hint={words.checkHint(pledge.receivedQuantity, pledge.unit ?? "")}
      button={words.check}
      icon="badge-check"
    >
      <TextArea field={check[1].note} label={words.checkNote} rows={2} optional />
    </StepForm>
  );
}

function DeliverStep({ pledge, forms: { deliver } }: StepProps) {
  const words = useMessages().pledges.staff;
  return (
    <StepForm
      form={deliver[0]}
      intent="deliver"
      hint={words.deliverHint(pledge.receivedQuantity, pledge.unit ?? "")}
      button={words.deliver}
      icon="package"
    >
      <NumberField field={deliver[1].quantity} label={words.deliverQuantity} unit={pledge.unit} />
      <TextField field={deliver[1].note} label={words.deliverNote} optional />
    </StepForm>
  );
}

function SignStep({ forms: { sign } }: { forms: PledgeForms }) {
  const words = useMessages().pledges.staff;
  return (
    <StepForm form={sign[0]} intent="sign" hint={words.signHint} button={words.sign} icon="circle-check" multipart>
      <TextField field={sign[1].signedByName} label={words.signedByName} width="medium" autoComplete="off" />
      <FileField
        field={sign[1].photo}
        label={words.signPhoto}
        hint={words.signPhotoHint}
        capture="environment"
        optional
      />
    </StepForm>
  );
}

function ReleaseStep({ forms: { release } }: { forms: PledgeForms }) {
  const words = useMessages().pledges.staff;
  return (
    <StepForm form={release[0]} intent="release" button={words.release} foldedUnder={words.releaseTitle}>
      <TextArea field={release[1].reason} label={words.releaseReason} rows={2} />
    </StepForm>
  );
}
