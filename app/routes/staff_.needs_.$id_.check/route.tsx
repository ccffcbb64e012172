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
import { ButtonLink } from "#app/ui/links.tsx";
import { Banner } from "#app/ui/status.tsx";
import { GateSection } from "../staff_.needs_.$id/gate-section.tsx";
import { loadGate } from "../staff_.needs_.$id/load-gate.server.ts";
import { MeetingFacts } from "../staff_.needs_.$id/meeting-facts.tsx";
import { NeedEvidence } from "../staff_.needs_.$id/need-evidence.tsx";
import { NeedFacts } from "../staff_.needs_.$id/need-facts.tsx";
import { answerStep, loadStep } from "../staff_.needs_.$id/step-page.server.ts";
import { StepPage } from "../staff_.needs_.$id/step-page.tsx";
import { CheckForm, type CheckValues } from "./check-form.tsx";

export const loader = guardLoader(staff(...checkerRoles), async (args) => {
  const { need, verification, isSamePerson } = await loadStep(args, "check");
  const { meeting } = verification;
  const gate = await loadGate(args.services, { need, actor: args.actor });
  return {
    page: { title: args.t.verification.steps.check.title, isPrivate: true },
    need,
    meeting,
    isSamePerson,
    gate,
    isInFavour: meeting !== null && meeting.votesFor > meeting.votesAgainst,
  };
});

export const action = guardAction(staff(...checkerRoles), async ({ request, services, actor, params }) => {
  const form = parseForm(await request.formData(), checkNeedForm);
  if (!form.ok) return form.reply;
  const { version, reasons } = form.value;
  const input = { needId: params.id ?? "", version, reasons };
  const result = await checkNeed(services.db, input, actor, services.clock.now());
  return answerStep(result, form, { needId: input.needId, done: "checked" });
});

export default function CheckPage() {
  const t = useMessages();
  const words = t.verification.steps.check;
  const { need, meeting, gate, isSamePerson, isInFavour } = useLoaderData<typeof loader>();
  const isStopped = gate.findings.some((finding) => finding.severity === "block");
  const open = gate.findings.filter((finding) => finding.severity === "reason" && !finding.isDecided);
  const [form, fields] = useForm<CheckValues>({
    id: "check",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { version: String(need.version), reasons: open.map(({ key }) => ({ key, reason: "" })) },
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
          {!isSamePerson && isInFavour && !isStopped && (
            <CheckForm form={form} fields={fields} version={need.version} open={open} />
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
      {isStopped && (
        <Banner tone="danger" title={t.reasonableNeeds.stopped}>
          <p>{t.reasonableNeeds.stoppedHint}</p>
        </Banner>
      )}
      <GateSection gate={gate} />
      {meeting && <MeetingFacts meeting={meeting} />}
      <NeedEvidence need={need} />
    </StepPage>
  );
}
