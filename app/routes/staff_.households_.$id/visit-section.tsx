import type { VisitListItem } from "#app/domain/visits/visit-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Section } from "#app/ui/page.tsx";
import { VisitTable } from "../staff_.visits/visit-table.tsx";

type VisitSectionProps = { householdId: string; visits: readonly VisitListItem[]; canVisit: boolean };

/** The latest visits of the household, and the way to the next (S27). */
export function VisitSection({ householdId, visits, canVisit }: VisitSectionProps) {
  const words = useMessages().visits;
  return (
    <Section
      title={words.lastVisits}
      action={
        canVisit && (
          <span className="no-print">
            <ButtonLink to={paths.staffVisitNew({ household: householdId })} icon="plus">
              {words.add}
            </ButtonLink>
          </span>
        )
      }
    >
      {visits.length === 0 ? <p className="text-muted">{words.none}</p> : <VisitTable visits={visits} ofHousehold />}
    </Section>
  );
}
