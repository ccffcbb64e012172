import type { LiveTotals } from "#app/domain/public-ledger/live-total-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { StatFigure, StatFigures } from "#app/ui/card.tsx";
import { MoreLink } from "#app/ui/links.tsx";

/** The live totals with the time they were read (U15); the same query as /ledger (A11). */
export function LiveFigures({ totals }: { totals: LiveTotals }) {
  const t = useMessages();
  const words = t.home;
  return (
    <section className="pt-8">
      <div className="flex flex-wrap items-baseline justify-between gap-x-6">
        <h2 className="text-xl">{words.totalsTitle}</h2>
        <p className="figure text-sm text-muted">{t.common.asOf(formatMinute(totals.at))}</p>
      </div>
      <div className="mt-4">
        <StatFigures small>
          <StatFigure
            label={words.given}
            value={<Amount fen={totals.givenFen} short />}
            note={words.gifts(totals.giftCount)}
          />
          <StatFigure
            label={words.openNeeds}
            value={words.openNeedsValue(totals.openNeedCount)}
            note={words.published(totals.publishedNeedCount)}
          />
          <StatFigure label={words.households} value={words.householdsValue(totals.helpedHouseholdCount)} />
          <StatFigure label={words.pairings} value={words.pairingsValue(totals.activePairingCount)} />
          <StatFigure
            label={words.hours}
            value={words.hoursValue(Math.floor(totals.volunteerMinutes / 60))}
            note={words.hoursNote}
          />
        </StatFigures>
      </div>
      <p className="mt-2">
        <MoreLink to={paths.ledger()}>{words.checkTotals}</MoreLink>
      </p>
    </section>
  );
}
