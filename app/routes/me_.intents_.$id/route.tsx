import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { intentReasonForm } from "#app/domain/intents/intent-form.ts";
import { canMoveIntent } from "#app/domain/intents/intent-policy.ts";
import { getOwnIntent } from "#app/domain/intents/intent-queries.server.ts";
import { moveIntent } from "#app/domain/intents/move-intent.server.ts";
import { listProposalsOf, namePlaces } from "#app/domain/matching/proposal-queries.server.ts";
import { proposeForIntent } from "#app/domain/matching/propose-for-intent.server.ts";
import { getRegionNames } from "#app/domain/regions/public-region-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { conflict, guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { offerWords } from "#app/ui/intent-words.ts";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { StepForm } from "#app/ui/step-form.tsx";
import { TextField } from "#app/ui/text-fields.tsx";
import { WayTimeline } from "#app/ui/way-timeline.tsx";
import { IntentStateBadge } from "../me_.intents/intent-list.tsx";
import { IntentFacts } from "./intent-facts.tsx";
import { IntentSteps } from "./intent-steps.tsx";
import { ProposalList } from "./proposal-list.tsx";

export const loader = guardLoader(signedIn, async ({ services, actor, params, url, t }) => {
  const intent = await getOwnIntent(services.db, { intentId: params.id ?? "", actor });
  if (intent === null) throw notFound();
  const proposals = await listProposalsOf(services.db, { intentId: intent.id });
  const reasons = proposals.flatMap((proposal) => [...proposal.reasons, ...proposal.counterfactuals]);
  const places = [...intent.regionCodes, ...(intent.homeCode === null ? [] : [intent.homeCode])];
  return {
    page: { title: t.intents.case.eyebrow(intent.publicCode), isPrivate: true },
    intent,
    proposals,
    placeNames: {
      ...(await namePlaces(services.db, reasons)),
      ...Object.fromEntries(await getRegionNames(services.db, { codes: places })),
    },
    canPause: canMoveIntent(actor, intent, "pause"),
    canResume: canMoveIntent(actor, intent, "resume"),
    canWithdraw: canMoveIntent(actor, intent, "withdraw"),
    isJustLeft: url.searchParams.get("done") === "left",
  };
});

export const action = guardAction(signedIn, async ({ request, services, actor, params }) => {
  const formData = await request.formData();
  const intentId = params.id ?? "";
  const at = services.clock.now();
  const step = formData.get("intent");
  if (step === "propose") {
    const found = await getOwnIntent(services.db, { intentId, actor });
    if (found === null) throw notFound();
    await proposeForIntent(services.db, { intentId }, actor, at);
    return redirect(paths.myIntent(intentId), 303);
  }
  if (step === "pause" || step === "resume") {
    const result = await moveIntent(services.db, { intentId, event: step }, actor, at);
    if (result.ok) return redirect(paths.myIntent(intentId), 303);
    throw result.code === "not_found" ? notFound() : conflict();
  }
  const form = parseForm(formData, intentReasonForm);
  if (!form.ok) return form.reply;
  const result = await moveIntent(services.db, { intentId, event: "withdraw", ...form.value }, actor, at);
  if (result.ok) return redirect(paths.myIntent(intentId), 303);
  if (result.code === "not_found") throw notFound();
  return form.refuse({ "": [result.code] });
});

/** One intent: what it says, what is proposed to it and why, and how to pause or end it. */
export default function MyIntentPage() {
  const t = useMessages();
  const words = t.intents;
  const { intent, proposals, placeNames, canPause, canResume, canWithdraw, isJustLeft } =
    useLoaderData<typeof loader>();
  const [form, fields] = useForm<{ reason: string }>({
    id: "withdraw",
    lastResult: useActionData<typeof action>()?.result,
  });
  return (
    <Page
      title={offerWords(t, intent)}
      eyebrow={words.case.eyebrow(intent.publicCode)}
      badges={<IntentStateBadge state={intent.state} />}
      breadcrumbs={[
        { to: paths.me(), label: t.layout.me },
        { to: paths.myIntents(), label: words.mine.title },
      ]}
      form={form}
      messages={words.errors}
      labels={{ reason: words.case.withdrawReason }}
    >
      {isJustLeft && <Banner tone="success" title={words.case.done} />}
      <ProposalList proposals={proposals} placeNames={placeNames} canAsk={intent.state === "open"} />
      <IntentFacts intent={intent} placeNames={placeNames} />
      <Section title={words.case.history}>
        <WayTimeline history={intent.history} eventWords={words.events} way={[]} wayWords={{}} state={intent.state} />
      </Section>
      <IntentSteps canPause={canPause} canResume={canResume} />
      {canWithdraw && (
        <StepForm
          form={form}
          intent="withdraw"
          hint={words.case.withdrawHint}
          button={words.case.withdraw}
          foldedUnder={words.case.withdrawTitle}
        >
          <TextField field={fields.reason} label={words.case.withdrawReason} />
        </StepForm>
      )}
    </Page>
  );
}
