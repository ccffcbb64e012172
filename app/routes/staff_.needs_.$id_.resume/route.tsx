import { useForm } from "@conform-to/react";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { getPublicationCrowd } from "#app/domain/needs/crowd-queries.server.ts";
import { listTransitions } from "#app/domain/transition-queries.server.ts";
import { resumeNeed } from "#app/domain/verification/resume-need.server.ts";
import { resumeNeedForm } from "#app/domain/verification/verification-form.ts";
import { approverRoles } from "#app/domain/verification/verification-policy.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Checkbox } from "#app/ui/choice-fields.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { Banner } from "#app/ui/status.tsx";
import { TextArea } from "#app/ui/text-fields.tsx";
import { CrowdField, defaultCrowdValue } from "../staff_.needs_.$id/crowd-field.tsx";
import { NeedFacts } from "../staff_.needs_.$id/need-facts.tsx";
import { answerStep, loadStep } from "../staff_.needs_.$id/step-page.server.ts";
import { StepPage } from "../staff_.needs_.$id/step-page.tsx";

export const loader = guardLoader(staff(...approverRoles), async (args) => {
  const { need, isSamePerson } = await loadStep(args, "resume");
  const { householdId } = need;
  const { db, clock } = args.services;
  const day = dayInChina(clock.now());
  const history = await listTransitions(db, { noun: "need", subjectId: need.id });
  return {
    page: { title: args.t.verification.steps.resume.title, isPrivate: true },
    need,
    isSamePerson,
    crowd: householdId === null ? null : await getPublicationCrowd(db, { householdId, day }),
    suspension: history.filter((step) => step.event === "suspend").at(-1)?.reason ?? null,
  };
});

export const action = guardAction(staff(...approverRoles), async ({ request, services, actor, params }) => {
  const form = parseForm(await request.formData(), resumeNeedForm);
  if (!form.ok) return form.reply;
  const { reason, publicCauses } = form.value;
  const input = { needId: params.id ?? "", reason, publicCauses };
  const result = await resumeNeed(services.db, input, actor, services.clock.now());
  return answerStep(result, form, { needId: input.needId, done: "resumed" });
});

export default function ResumePage() {
  const t = useMessages();
  const words = t.verification.steps.resume;
  const { need, isSamePerson, crowd, suspension } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<{ reason: string; publicCauses: string; hasComparedRegister: boolean }>({
    id: "resume",
    defaultValue: { publicCauses: defaultCrowdValue(crowd) },
    lastResult: useActionData<typeof action>()?.result,
  });
  return (
    <StepPage
      need={need}
      title={words.title}
      lead={words.lead}
      form={form}
      labels={{ reason: words.reason, publicCauses: t.verification.crowd.choose, hasComparedRegister: words.register }}
      isSamePerson={isSamePerson}
      aside={<NeedFacts need={need} />}
    >
      {suspension && (
        <Banner tone="info" title={words.whySuspended}>
          <p>{suspension}</p>
        </Banner>
      )}
      <Form form={form}>
        <TextArea field={fields.reason} label={words.reason} hint={words.reasonHint} rows={4} />
        <CrowdField crowd={crowd} field={fields.publicCauses} />
        <Checkbox field={fields.hasComparedRegister} label={words.register} />
        <SubmitButton icon="check" wide>
          {words.submit}
        </SubmitButton>
      </Form>
    </StepPage>
  );
}
