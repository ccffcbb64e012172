import { useMessages } from "#app/i18n/use-messages.ts";
import { StatFigure, StatFigures } from "#app/ui/card.tsx";
import { Section } from "#app/ui/page.tsx";

type MonthlyCountsProps = {
  counts: readonly { organizationName: string; active: number; paused: number; pastDue: number }[];
};

/** How many give every month to a charity; who they are is not shown (L17). Charities without monthly donors see nothing. */
export function MonthlyCounts({ counts }: MonthlyCountsProps) {
  const words = useMessages().monthlyGifts.charity;
  const shown = counts.filter(({ active, paused, pastDue }) => active + paused + pastDue > 0);
  if (shown.length === 0) return null;
  return (
    <Section title={words.title} id="monthly" lead={words.note}>
      {shown.map(({ organizationName, active, paused, pastDue }) => (
        <div key={organizationName}>
          {shown.length > 1 && <p className="font-bold">{organizationName}</p>}
          <StatFigures small>
            <StatFigure value={active} label={words.active} />
            <StatFigure value={pastDue} label={words.pastDue} />
            <StatFigure value={paused} label={words.paused} />
          </StatFigures>
        </div>
      ))}
    </Section>
  );
}
