import { Link } from "@remix-run/react";
import type { ProposalState } from "#app/domain/matching/proposal.ts";
import type { ListedProposal } from "#app/domain/matching/proposal-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { MatchReasons } from "#app/ui/match-reasons.tsx";
import { Section } from "#app/ui/page.tsx";
import { EmptyState, StateBadge, type Tone } from "#app/ui/status.tsx";

const tones: Readonly<Record<ProposalState, Tone>> = {
  proposed: "give",
  accepted: "success",
  declined: "neutral",
  expired: "neutral",
  withdrawn: "neutral",
};

export function ProposalStateBadge({ state }: { state: ProposalState }) {
  return <StateBadge tone={tones[state]}>{useMessages().matching.proposals.states[state]}</StateBadge>;
}

type ProposalListProps = {
  proposals: readonly ListedProposal[];
  placeNames: Readonly<Record<string, string>>;
  canAsk: boolean;
};

/** What is proposed to an intent, each with its reasons. */
export function ProposalList({ proposals, placeNames, canAsk }: ProposalListProps) {
  const t = useMessages();
  const words = t.matching.proposals;
  const ask = canAsk && (
    <Form className="form no-print">
      <input type="hidden" name="intent" value="propose" />
      <SubmitButton tone="secondary">{words.ask}</SubmitButton>
    </Form>
  );
  return (
    <Section
      title={words.title}
      lead={words.lead}
      action={<Link to={paths.matchWeights()}>{t.matching.weights.title}</Link>}
    >
      {proposals.length === 0 && (
        <EmptyState title={words.none} icon="package">
          <p>{words.noneHint}</p>
        </EmptyState>
      )}
      {proposals.map((proposal) => (
        <Panel key={proposal.id} tone={proposal.state === "proposed" ? "give" : undefined}>
          <p className="text-sm text-muted">
            {proposal.villageName} · {t.needWords.categories[proposal.category]}
          </p>
          <h3 className="text-lg">
            <Link to={paths.myProposal(proposal.id)} className="tap">
              {proposal.needTitle}
            </Link>
          </h3>
          <p>
            <ProposalStateBadge state={proposal.state} />{" "}
            {proposal.state === "proposed" && <span className="text-muted">{words.until(proposal.expiresOn)}</span>}
          </p>
          <MatchReasons
            points={proposal.points}
            reasons={proposal.reasons}
            counterfactuals={proposal.state === "proposed" ? proposal.counterfactuals : []}
            placeNames={placeNames}
          />
        </Panel>
      ))}
      {ask}
    </Section>
  );
}
