import type { RoundPart } from "#app/domain/matching/round-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { MoreLink } from "#app/ui/links.tsx";
import { pointsText } from "#app/ui/match-reasons.tsx";
import { Section } from "#app/ui/page.tsx";
import { DescriptionList } from "#app/ui/table.tsx";

/** What the whole round came to, how much could be missing at most, and how to check it (D1). */
export function PartFigures({ part }: { part: RoundPart }) {
  const t = useMessages();
  const words = t.matching.rounds;
  const [points, bound] = [part.points ?? 0, part.boundPoints ?? 0];
  const gap = bound === 0 ? 0 : (1 - points / bound) * 100;
  return (
    <Section title={words.figures}>
      <DescriptionList
        items={[
          {
            term: words.whole,
            details: words.wholeLine(part.needCount ?? 0, part.intentCount ?? 0, part.roundAssigned ?? 0),
          },
          { term: words.value, details: pointsText(points) },
          {
            term: words.bound,
            details: `${pointsText(bound)} (${words.gap((Math.ceil(gap * 100) / 100).toFixed(2))})`,
          },
          { term: words.greedy, details: pointsText(part.greedyPoints ?? 0) },
          { term: t.matching.weights.version, details: t.matching.proposals.version(part.weightsVersion ?? 0) },
          { term: words.hash, details: <code className="break-all text-sm">{part.inputsHash}</code> },
        ]}
      />
      <MoreLink to={paths.matchWeights()}>{t.matching.weights.title}</MoreLink>
    </Section>
  );
}
