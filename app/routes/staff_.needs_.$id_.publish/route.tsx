import { useForm } from "@conform-to/react";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { getPublicationCrowd } from "#app/domain/needs/crowd-queries.server.ts";
import { hasPublishConsent } from "#app/domain/needs/publish-consent-queries.server.ts";
import { listFilings } from "#app/domain/verification/filing-queries.server.ts";
import { listOverdueReasons } from "#app/domain/verification/overdue-queries.server.ts";
import { type OverdueReason, publicationModeOf } from "#app/domain/verification/publication-mode.ts";
import { publishNeed } from "#app/domain/verification/publish-need.server.ts";
import { publishNeedForm } from "#app/domain/verification/verification-form.ts";
import { approverRoles } from "#app/domain/verification/verification-policy.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { defaultCrowdValue } from "../staff_.needs_.$id/crowd-field.tsx";
import { MeetingFacts } from "../staff_.needs_.$id/meeting-facts.tsx";
import { NeedEvidence } from "../staff_.needs_.$id/need-evidence.tsx";
import { NeedFacts } from "../staff_.needs_.$id/need-facts.tsx";
import { answerStep, loadStep } from "../staff_.needs_.$id/step-page.server.ts";
import { StepPage } from "../staff_.needs_.$id/step-page.tsx";
import { ConditionsPanel, MissingConditions } from "./conditions-panel.tsx";
import { PublishFields, type PublishValues } from "./publish-fields.tsx";

export const loader = guardLoader(staff(...approverRoles), async (args) => {
  const { need, verification, isSamePerson } = await loadStep(args, "publish");
  const { db, clock } = args.services;
  const today = dayInChina(clock.now());
  const { householdId } = need;
  const hasConsent = await hasPublishConsent(db, { needId: need.id, at: clock.now() });
  const filings = need.goalFen === null ? [] : await listFilings(db);
  const overdueOf = new Map<string, OverdueReason[]>();
  for (const { charityId } of filings) overdueOf.set(charityId, await listOverdueReasons(db, { charityId, today }));
  return {
    page: { title: args.t.verification.steps.publish.title, isPrivate: true },
    need,
    isSamePerson,
    meeting: verification.meeting,
    crowd: householdId === null ? null : await getPublicationCrowd(db, { householdId, day: today }),
    chosenFilingId: verification.need.filingId,
    conditions: {
      notice: verification.notice?.state === "open" && verification.notice.isDue,
      meeting: verification.meeting !== null,
      signature: verification.signature !== null,
      ...(householdId === null ? {} : { consent: hasConsent }),
      person: !isSamePerson,
    },
    filings: filings.map((filing) => ({
      ...filing,
      reasons: publicationModeOf({
        asksForMoney: true,
        charity: filing.charity,
        filing,
        overdue: overdueOf.get(filing.charityId),
        today,
      }).reasons,
    })),
  };
});

export const action = guardAction(staff(...approverRoles), async ({ request, services, actor, params }) => {
  const form = parseForm(await request.formData(), publishNeedForm);
  if (!form.ok) return form.reply;
  const { filingId, publicCauses } = form.value;
  const input = { needId: params.id ?? "", filingId: filingId === "" ? null : filingId, publicCauses };
  const result = await publishNeed(services.db, input, actor, services.clock.now());
  return answerStep(result, form, { needId: input.needId, done: "published" });
});

export default function PublishPage() {
  const t = useMessages();
  const words = t.verification.steps.publish;
  const { need, isSamePerson, meeting, conditions, filings, crowd, chosenFilingId } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<PublishValues>({
    id: "publish",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: {
      filingId: chosenFilingId ?? filings.find((filing) => filing.reasons.length === 0)?.id ?? "",
      publicCauses: defaultCrowdValue(crowd),
    },
  });
  return (
    <StepPage
      need={need}
      title={words.title}
      lead={words.lead}
      form={form}
      labels={{
        filingId: words.filing,
        publicCauses: t.verification.crowd.choose,
        hasComparedRegister: words.register,
      }}
      messages={{ required: t.verification.tickRequired }}
      isSamePerson={isSamePerson}
      aside={
        <>
          <ConditionsPanel conditions={conditions} />
          <NeedFacts need={need} />
        </>
      }
    >
      <MissingConditions conditions={conditions} needId={need.id} />
      <PublishFields form={form} fields={fields} filings={filings} asksForMoney={need.goalFen !== null} crowd={crowd} />
      {meeting && <MeetingFacts meeting={meeting} />}
      <NeedEvidence need={need} />
    </StepPage>
  );
}
