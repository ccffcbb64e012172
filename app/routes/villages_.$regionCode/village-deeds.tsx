import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { StatFigure, StatFigures } from "#app/ui/card.tsx";
import { MoreLink } from "#app/ui/links.tsx";
import { Section } from "#app/ui/page.tsx";
import type { VillagePageData } from "./village-page.server.ts";

type VillageDeedsProps = Pick<VillagePageData, "deeds" | "ways"> & { regionCode: string };

/** What helpers did that the village confirmed (S50), and the five ways of helping in total (S51). */
export function VillageDeeds({ deeds, ways, regionCode }: VillageDeedsProps) {
  const words = useMessages().deeds;
  return (
    <Section
      title={words.villagePage.title}
      id="deeds"
      action={<MoreLink to={paths.coverage(regionCode.slice(0, 9))}>{words.coverage.link}</MoreLink>}
    >
      {deeds.length === 0 && <p className="text-muted">{words.villagePage.none}</p>}
      {deeds.length > 0 && (
        <StatFigures small>
          {ways.map(({ way, deeds: count, worthFen }) => (
            <StatFigure
              key={way}
              value={words.villagePage.deeds(count)}
              label={words.ways[way]}
              note={worthFen > 0n ? <Amount fen={worthFen} short /> : undefined}
            />
          ))}
        </StatFigures>
      )}
      <ul>
        {deeds.map((deed) => (
          <li key={`${deed.doneOn} ${deed.title}`} className="border-b border-line py-2">
            <b>{deed.title}</b>
            <p className="figure text-sm text-muted">
              {[deed.doneOn, deed.organizationName, words.ways[deed.way]].join(" · ")}
              {deed.confirmedByRole && ` · ${words.confirmedBy(deed.confirmedByRole)}`}
            </p>
          </li>
        ))}
      </ul>
    </Section>
  );
}
