import { useActionData } from "@remix-run/react";
import { dayInChina } from "#app/domain/clock.ts";
import { formatYuan } from "#app/domain/money.ts";
import type { RuleProposal } from "#app/domain/place-rules/rule-list-queries.server.ts";
import { replyTo } from "#app/http/step-reply.ts";
import type { Messages } from "#app/i18n/catalog.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { FormMessagesContext } from "#app/ui/form-field.ts";
import { Section } from "#app/ui/page.tsx";
import { ProposalDecision } from "#app/ui/proposal-decision.tsx";
import { EmptyState, StateBadge } from "#app/ui/status.tsx";
import type { action } from "./route.tsx";
import { settingName, settingWords } from "./setting-words.ts";

/** What was proposed, by whom, why; and for another person the decision. */
export function ProposalList({ proposals }: { proposals: readonly RuleProposal[] }) {
  const t = useMessages();
  const words = t.placeRules;
  if (proposals.length === 0) return <EmptyState title={words.noProposals} />;
  return (
    <FormMessagesContext.Provider value={words.errors}>
      <ul className="stack">
        {proposals.map((proposal) => (
          <li key={proposal.id} className="panel">
            <Proposal proposal={proposal} />
          </li>
        ))}
      </ul>
    </FormMessagesContext.Provider>
  );
}

function Proposal({ proposal }: { proposal: RuleProposal }) {
  const reply = useActionData<typeof action>()?.result;
  const t = useMessages();
  const words = t.placeRules;
  const tone = proposal.state === "approved" ? "success" : proposal.state === "proposed" ? "warning" : "neutral";
  const title = proposal.kind === "setting" ? settingName(t, proposal.key) : proposal.key;
  return (
    <Section title={`${words.lists[proposal.kind]} · ${title}`}>
      <p>
        <StateBadge tone={tone}>{words.states[proposal.state]}</StateBadge> {proposal.placeName} ·{" "}
        {words.from(proposal.validFrom)}
      </p>
      <p className="text-xl">{proposedWords(t, proposal)}</p>
      <p lang="zh-CN">
        {t.reasonableNeeds.source(proposal.source)} · {t.needsStaff.reason(proposal.reason)}
      </p>
      <p className="text-muted">
        {words.proposedBy(proposal.proposedByName, dayInChina(proposal.proposedAt))}
        {proposal.decidedByName !== null && proposal.decidedAt !== null && (
          <> · {words.decidedBy(proposal.decidedByName, dayInChina(proposal.decidedAt))}</>
        )}
      </p>
      {proposal.decisionNote && <p>{t.needsStaff.reason(proposal.decisionNote)}</p>}
      {proposal.canReject && !proposal.canApprove && <p className="text-muted">{words.waitsForOther}</p>}
      {proposal.canApprove && (
        <ProposalDecision intent="approve" proposalId={proposal.id} reply={replyTo(reply, "approve")} words={words} />
      )}
      {proposal.canReject && (
        <ProposalDecision intent="reject" proposalId={proposal.id} reply={replyTo(reply, "reject")} words={words} />
      )}
    </Section>
  );
}

/** What would hold, in one line. */
function proposedWords(t: Messages, { kind, key, value }: RuleProposal): string {
  const words = t.placeRules;
  if (value === null) return words.ends;
  if (kind === "setting" && "value" in value) return settingWords(t, key, value.value);
  if ("ceilingFen" in value) {
    const amount = (fen: string) => formatYuan(BigInt(fen));
    return `${words.reference} ${amount(value.referencePriceFen)} · ${words.ceiling} ${amount(value.ceilingFen)} · ${words.unit} ${value.unit} · ${value.words.join("、")}`;
  }
  if ("advice" in value) {
    return `${t.reasonableNeeds.wordKinds[value.kind]} · ${words.severities[value.severity]} · ${value.advice}`;
  }
  return key;
}
