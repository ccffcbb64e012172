import { useForm } from "@conform-to/react";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { checkNeed } from "#app/domain/verification/check-need.server.ts";
import { checkNeedForm } from "#app/domain/verification/verification-form.ts";
import { checkerRoles } from "#app/domain/verification/verification-policy.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { Checkbox } from "#app/ui/choice-fields.tsx";
import { Form, HiddenField, SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Banner } from "#app/ui/status.tsx";
import { MeetingFacts } from "../staff_.needs_.$id/meeting-facts.tsx";
import { NeedEvidence } from "../staff_.needs_.$id/need-evidence.tsx";
import { NeedFacts } from "../staff_.needs_.$id/need-facts.tsx";
import { answerStep, loadStep } from "../staff_.needs_.$id/step-page.server.ts";
import { StepPage } from "../staff_.needs_.$id/step-page.tsx";

export const loader = guardLoader(staff(...checkerRoles), async (args) => {
  const { need, verification, isSamePerson } = await loadStep(args, "check");
  const { meeting } = verification;
  return {
    page: { title: args.t.verification.steps.check.title, isPrivate: true },
    need,
    meeting,
    isSamePerson,
    isInFavour: meeting !== null && meeting.votesFor > meeting.votesAgainst,
  };
});

export const action = guardAction(staff(...checkerRoles), async ({ request, services, actor, params }) => {
  const form = parseForm(await request.formData(), checkNeedForm);
  if (!form.ok) return form.reply;
  const input = { needId: params.id ?? "", version: form.value.version };
  const result = await checkNeed(services.db, input, actor, services.clock.now());
  return answerStep(result, form, { needId: input.needId, done: "checked" });
});

export default function CheckPage() {
  const t = useMessages();
  const words = t.verification.steps.check;
  const { need, meeting, isSamePerson, isInFavour } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<{ hasComparedEvidence: boolean; hasComparedRegister: boolean; version: string }>({
    id: "check",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { version: String(need.version) },
  });
  return (
    <StepPage
      need={need}
      title={words.title}
      lead={words.lead}
      form={form}
      labels={{ hasComparedEvidence: words.evidence, hasComparedRegister: words.register }}
      messages={{ required: t.verification.tickRequired }}
      isSamePerson={isSamePerson}
      aside={
        <>
          {!isSamePerson && isInFavour && (
            <Panel title={words.title} tone="pine">
              <Form form={form}>
                <HiddenField field={fields.version} value={String(need.version)} />
                <Checkbox field={fields.hasComparedEvidence} label={words.evidence} />
                <Checkbox field={fields.hasComparedRegister} label={words.register} />
                <SubmitButton icon="check" wide>
                  {words.submit}
                </SubmitButton>
              </Form>
            </Panel>
          )}
          <Panel title={t.verification.otherWays}>
            <p className="flex flex-wrap gap-3">
              <ButtonLink to={paths.staffNeedStep(need.id, "return")} tone="secondary" icon="undo-2">
                {t.verification.steps.return.title}
              </ButtonLink>
              <ButtonLink to={paths.staffNeedStep(need.id, "reject")} tone="quiet" icon="ban">
                {t.verification.steps.reject.title}
              </ButtonLink>
            </p>
          </Panel>
          <NeedFacts need={need} />
        </>
      }
    >
      {meeting === null && (
        <Banner tone="warning" title={words.meetingMissing}>
          <p>{words.meetingMissingHint}</p>
          <p>
            <ButtonLink to={paths.staffNeedStep(need.id, "meeting")}>{t.verification.steps.meeting.title}</ButtonLink>
          </p>
        </Banner>
      )}
      {meeting !== null && !isInFavour && (
        <Banner tone="warning" title={words.meetingAgainst}>
          <p>{words.meetingAgainstHint}</p>
        </Banner>
      )}
      {meeting && <MeetingFacts meeting={meeting} />}
      <NeedEvidence need={need} />
    </StepPage>
  );
}
