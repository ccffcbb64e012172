import { Link } from "@remix-run/react";
import { useMessages } from "#app/i18n/use-messages.ts";
import { needsFacet, partnerFacet, type VillageFilters, villagesPath } from "./village-filters.ts";

type Counts = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Two questions, each with its answers as links: whether the village asks for something, and whether somebody stands by it. */
export function FacetLinks({ filters, counts }: { filters: VillageFilters; counts: Counts }) {
  const { publicVillages: words } = useMessages();
  const answers = [
    ...needsFacet.map((value) => ({
      key: `needs-${value}`,
      label: words.facets.needs[value],
      count: counts.needs?.[value] ?? 0,
      isChosen: filters.needs === value,
      to: villagesPath(filters, { needs: filters.needs === value ? null : value }),
    })),
    ...partnerFacet.map((value) => ({
      key: `partner-${value}`,
      label: words.facets.partner[value],
      count: counts.partner?.[value] ?? 0,
      isChosen: filters.partner === value,
      to: villagesPath(filters, { partner: filters.partner === value ? null : value }),
    })),
  ];
  return (
    <nav aria-label={words.filters} className="no-print">
      <ul className="flex flex-wrap gap-2">
        {answers
          .filter((answer) => answer.count > 0 || answer.isChosen)
          .map((answer) => (
            <li key={answer.key}>
              <Link
                to={answer.to}
                aria-current={answer.isChosen ? "true" : undefined}
                className={answer.isChosen ? "chip font-bold" : "chip border-edge bg-surface"}
              >
                {answer.label}
                <span className="figure text-muted">{answer.count}</span>
              </Link>
            </li>
          ))}
      </ul>
    </nav>
  );
}
