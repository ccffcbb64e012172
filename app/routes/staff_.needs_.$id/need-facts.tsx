import { Link } from "@remix-run/react";
import type { StaffNeed } from "#app/domain/needs/need-staff-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Panel } from "#app/ui/card.tsx";
import { type Description, DescriptionList } from "#app/ui/table.tsx";

/** Who asks, where, how much, by when. */
export function NeedFacts({ need }: { need: StaffNeed }) {
  const t = useMessages();
  const words = t.needsStaff;
  const items: (Description | null)[] = [
    { term: words.village, details: need.villageName },
    {
      term: words.household,
      details:
        need.householdId === null ? (
          words.villageNeed
        ) : (
          <Link to={paths.staffHousehold(need.householdId)}>{need.householdHeadName}</Link>
        ),
    },
    need.goalFen === null ? null : { term: words.goal, details: <Amount fen={need.goalFen} /> },
    need.neededBy === null ? null : { term: words.neededBy, details: need.neededBy },
    need.createdByName === null ? null : { term: words.draftedBy, details: need.createdByName },
    { term: words.version, details: String(need.version) },
    { term: words.updated, details: formatMinute(need.updatedAt) },
  ];
  return (
    <Panel title={words.facts}>
      <DescriptionList items={items.filter((item) => item !== null)} />
    </Panel>
  );
}
