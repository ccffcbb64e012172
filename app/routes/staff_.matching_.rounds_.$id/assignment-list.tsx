import { Link } from "@remix-run/react";
import type { PartState } from "#app/domain/matching/round.ts";
import type { ListedAssignment } from "#app/domain/matching/round-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { helperWords } from "#app/ui/helper-words.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { MatchReasons } from "#app/ui/match-reasons.tsx";
import { StateBadge } from "#app/ui/status.tsx";

type AssignmentListProps = {
  assignments: readonly ListedAssignment[];
  part: { id: string; state: PartState };
  placeNames: Readonly<Record<string, string>>;
};

/** Who is assigned to which need and why; what staff changed says who and why. */
export function AssignmentList({ assignments, part, placeNames }: AssignmentListProps) {
  const t = useMessages();
  const words = t.matching.rounds;
  const mayChange = part.state === "proposed" || part.state === "checked";
  return assignments.map((one) => (
    <Panel key={one.id}>
      <p className="text-sm text-muted">{one.villageName}</p>
      <h3 className="text-lg">
        <Link to={paths.staffNeed(one.needId)} className="tap">
          {one.needTitle}
        </Link>
      </h3>
      <p>
        <b>{helperWords(t, one)}</b> {one.isRemoved && <StateBadge tone="neutral">{words.removed}</StateBadge>}
        {one.isAdded && !one.isRemoved && <StateBadge tone="info">{words.added}</StateBadge>}
        {part.state === "released" && !one.isRemoved && (
          <StateBadge tone={one.proposalId === null ? "warning" : "success"}>
            {one.proposalId === null ? words.notProposed : words.becameProposal}
          </StateBadge>
        )}
      </p>
      {one.changeReason !== null && <p>{words.changedLine(one.changedByName ?? "", one.changeReason)}</p>}
      {!one.isRemoved && (
        <MatchReasons
          points={one.points}
          reasons={one.reasons}
          counterfactuals={[]}
          placeNames={placeNames}
          isAboutHelper
        />
      )}
      {mayChange && !one.isRemoved && (
        <ButtonLink to={paths.staffRound(part.id, { need: one.needCode })} tone="secondary" icon="pencil">
          {words.change}
        </ButtonLink>
      )}
    </Panel>
  ));
}
