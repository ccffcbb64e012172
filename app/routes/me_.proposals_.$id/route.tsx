import { useForm } from "@conform-to/react";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import type { DeclineProposalInput } from "#app/domain/matching/proposal-form.ts";
import { getOwnProposal, namePlaces } from "#app/domain/matching/proposal-queries.server.ts";
import type { PledgeItemInput, PledgeMoneyInput } from "#app/domain/pledges/pledge-form.ts";
import { getPledgeNeed } from "#app/domain/pledges/pledge-queries.server.ts";
import { guardAction, guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { offerWords } from "#app/ui/intent-words.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { MatchReasons } from "#app/ui/match-reasons.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { ProposalStateBadge } from "../me_.intents_.$id/proposal-list.tsx";
import { pledgeMessages } from "../needs_.$code_.pledge/pledge-messages.ts";
import { answerProposal } from "./answer.server.ts";
import { AcceptForm, DeclineForm } from "./answer-forms.tsx";

export const loader = guardLoader(signedIn, async ({ services, actor, params, t }) => {
  const proposal = await getOwnProposal(services.db, { proposalId: params.id ?? "", actor });
  if (proposal === null) throw notFound();
  const today = dayInChina(services.clock.now());
  const need = await getPledgeNeed(services.db, { publicCode: proposal.needCode });
  const isOpen = proposal.state === "proposed" && proposal.expiresOn >= today && need?.state === "published";
  const kind = proposal.intent.what === "money" ? "money" : need && need.items.length > 0 ? "item" : "plain";
  return {
    page: { title: t.matching.proposals.pageTitle(proposal.needTitle), isPrivate: true },
    proposal,
    need: isOpen ? need : null,
    kind: kind === "money" && need?.goalFen === null ? ("plain" as const) : (kind as "money" | "item" | "plain"),
    today,
    placeNames: await namePlaces(services.db, [...proposal.reasons, ...proposal.counterfactuals]),
  };
});

export const action = guardAction(signedIn, async ({ request, services, actor, params, t }) =>
  answerProposal({ formData: await request.formData(), services, actor, proposalId: params.id ?? "", t }),
);

/** One need proposed to an intent: what it is, every reason with its points, and the answer. */
export default function MyProposalPage() {
  const t = useMessages();
  const words = t.matching.proposals;
  const { proposal, need, kind, today, placeNames } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>()?.result;
  const wasDeclining = lastResult?.initialValue?.intent === "decline";
  const open = need?.items.filter((item) => item.left > 0) ?? [];
  const [form, fields] = useForm<PledgeItemInput & PledgeMoneyInput & DeclineProposalInput>({
    id: "accept",
    lastResult: wasDeclining ? undefined : lastResult,
    defaultValue: { needItemId: open.length === 1 ? open[0]?.id : undefined },
  });
  const [declineForm, declineFields] = useForm<DeclineProposalInput>({
    id: "decline",
    lastResult: wasDeclining ? lastResult : undefined,
  });
  return (
    <Page
      title={proposal.needTitle}
      eyebrow={offerWords(t, proposal.intent)}
      badges={<ProposalStateBadge state={proposal.state} />}
      breadcrumbs={[
        { to: paths.me(), label: t.layout.me },
        { to: paths.myIntents(), label: t.intents.mine.title },
        { to: paths.myIntent(proposal.intentId), label: t.intents.case.eyebrow(proposal.intent.publicCode) },
      ]}
      form={wasDeclining ? declineForm : form}
      messages={{ ...pledgeMessages(t, form.allErrors), ...words.errors }}
      labels={{ quantity: t.pledges.quantity, promisedFor: t.pledges.promisedFor, declineCode: words.declineCode }}
    >
      {proposal.state === "proposed" && <Banner tone="info" title={words.until(proposal.expiresOn)} />}
      <p className="max-w-measure">{proposal.needSummary}</p>
      <p>
        <Link to={paths.need(proposal.needCode)} className="tap">
          {proposal.villageName} · {words.seeNeed}
        </Link>
      </p>
      <MatchReasons {...proposal} placeNames={placeNames} />
      {proposal.pledgeId !== null && <ButtonLink to={paths.myPledge(proposal.pledgeId)}>{words.toPledge}</ButtonLink>}
      {need && <AcceptForm form={form} fields={fields} need={need} kind={kind} today={today} />}
      {proposal.state === "proposed" && <DeclineForm form={declineForm} fields={declineFields} />}
      <Section title={words.proof}>
        <DescriptionList
          items={[
            {
              term: t.matching.weights.version,
              details: <Link to={paths.matchWeights()}>{words.version(proposal.weightsVersion)}</Link>,
            },
            { term: words.hash, details: <code className="break-all text-sm">{proposal.inputsHash}</code> },
          ]}
        />
      </Section>
    </Page>
  );
}
