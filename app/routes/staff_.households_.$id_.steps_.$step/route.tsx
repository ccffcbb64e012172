import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { householdSteps, stepRoles } from "#app/domain/household-cases/household-case-policy.ts";
import { getHouseholdCase } from "#app/domain/household-cases/household-case-queries.server.ts";
import { getHouseholdFile } from "#app/domain/households/household-queries.server.ts";
import { getLatestObjectionPhone } from "#app/domain/notices/notice-staff-queries.server.ts";
import { conflict, guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { readFormWithPictures } from "#app/http/multipart.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { Page } from "#app/ui/page.tsx";
import { HouseholdStateBadge } from "#app/ui/state-badges.tsx";
import { Banner } from "#app/ui/status.tsx";
import { StepFields } from "./step-fields.tsx";
import { stepLabels } from "./step-labels.ts";
import { runStep } from "./step-runs.server.ts";

const mayEnter = staff(...stepRoles);

/** One step of a file (S5, S8, S14, S16, S20): what it decides on, and its form; or why this person may not take it. */
export const loader = guardLoader(mayEnter, async ({ services, actor, params, t }) => {
  const now = services.clock.now();
  const step = householdSteps.find((one) => one === params.step);
  const file = await getHouseholdFile(services, { householdId: params.id ?? "", actor, at: now });
  if (file === null || step === undefined) throw notFound();
  const { steps, forSecondPerson, correction, exit, reentry } = await getHouseholdCase(services.db, {
    file,
    actor,
    now,
  });
  const isForOther = forSecondPerson.includes(step);
  if (!steps.includes(step) && !isForOther) throw redirect(paths.staffHousehold(file.id, { done: "step_closed" }));
  return {
    page: { title: t.householdCases.steps[step].title, isPrivate: true },
    step,
    isForOther,
    file: { id: file.id, headName: file.headName, registerNumber: file.registerNumber, state: file.state },
    version: file.version,
    today: dayInChina(now),
    actorName: actor.displayName,
    phone: await getLatestObjectionPhone(services.db, file.regionCode),
    proposal:
      step === "exit" ? exit : step.endsWith("reentry") ? reentry : step === "decide_correction" ? correction : null,
    isRemoval: correction?.kind === "removal" && step === "decide_correction",
  };
});

export const action = guardAction(mayEnter, async ({ request, services, actor, params }) => {
  const step = householdSteps.find((one) => one === params.step);
  if (step === undefined) throw notFound();
  const sent = await readFormWithPictures(request);
  const householdId = params.id ?? "";
  const ran = await runStep({ step, sent, services, actor, householdId });
  if ("reply" in ran) return ran.reply;
  const { result, refuse, done } = ran;
  if (result.ok) return redirect(paths.staffHousehold(householdId, { done }), 303);
  if (result.code === "not_found" || result.code === "not_allowed") throw notFound();
  if (result.code === "conflict") throw conflict();
  if (result.code.startsWith("photo_")) return refuse({ photo: [result.code] });
  return refuse({ [result.code === "not_own_name" ? "inspectorName" : ""]: [result.code] });
});

export default function HouseholdStepPage() {
  const t = useMessages();
  const data = useLoaderData<typeof loader>();
  const { step, file, proposal, isForOther } = data;
  const words = t.householdCases;
  const [form, fields] = useForm<Record<string, string>>({
    id: "step",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { objectionPhone: data.phone ?? "", method: "signature", votesAgainst: "0", votesAbstained: "0" },
  });
  return (
    <Page
      title={words.steps[step].title}
      eyebrow={`${t.households.caseEyebrow(file.registerNumber)} · ${words.version(data.version)}`}
      lead={words.steps[step].lead}
      breadcrumbs={[
        { to: paths.staffHome(), label: t.layout.workspace },
        { to: paths.staffHouseholds(), label: t.households.title },
        { to: paths.staffHousehold(file.id), label: file.headName },
      ]}
      badges={<HouseholdStateBadge state={file.state} />}
      form={form}
      messages={{ ...t.verification.errors, ...words.errors }}
      labels={stepLabels(t, step)}
      narrow
    >
      {proposal && (
        <Panel title={words.reason}>
          <p className="max-w-measure whitespace-pre-line">{proposal.reason}</p>
          <p>
            <a href={paths.file(proposal.evidenceFileId)} className="tap">
              {words.evidence}
            </a>
          </p>
        </Panel>
      )}
      {data.isRemoval && <Banner tone="warning">{words.removalResolves}</Banner>}
      {isForOther ? (
        <Banner tone="warning" title={words.secondPerson(words.steps[step].title)}>
          <p>{words.secondPersonHint}</p>
        </Banner>
      ) : (
        <StepFields step={step} form={form} fields={fields} today={data.today} />
      )}
    </Page>
  );
}
