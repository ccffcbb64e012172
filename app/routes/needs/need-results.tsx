import { Link } from "@remix-run/react";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { type FilterChip, FilterChips } from "#app/ui/navigation.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { isFiltered, type NeedFilters, needSorts, needsPath, noFilters, toggled } from "./need-filters.ts";
import type { RelaxationKind } from "./need-listing.server.ts";

/** How many, in which order, under which filters. The count is announced (U16). */
export function ResultsHead({
  filters,
  total,
  isMore,
  isForgiven,
  regionName,
}: {
  filters: NeedFilters;
  total: number;
  /** There are more than were counted. */
  isMore: boolean;
  /** Nothing is as typed; what is shown was probably meant. */
  isForgiven: boolean;
  regionName: string | null;
}) {
  const t = useMessages();
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap items-center justify-between gap-x-6">
        <p role="status" className="figure text-lg font-bold">
          {isMore ? t.publicNeeds.foundMore(total) : t.publicNeeds.found(total)}
        </p>
        {total > 1 && <SortLinks filters={filters} />}
      </div>
      {isForgiven && <p>{t.publicNeeds.forgiven(filters.text)}</p>}
      <FilterChips chips={useChips(filters, regionName)} clearTo={needsPath(noFilters, { sort: filters.sort })} />
    </div>
  );
}

function SortLinks({ filters }: { filters: NeedFilters }) {
  const t = useMessages();
  return (
    <nav aria-label={t.publicNeeds.sort} className="no-print flex flex-wrap gap-x-4 text-sm">
      {needSorts.map((sort) =>
        sort === filters.sort ? (
          <b key={sort} className="tap" aria-current="true">
            {t.publicNeeds.sorts[sort]}
          </b>
        ) : (
          <Link key={sort} to={needsPath(filters, { sort })} className="tap">
            {t.publicNeeds.sorts[sort]}
          </Link>
        ),
      )}
    </nav>
  );
}

function useChips(filters: NeedFilters, regionName: string | null): FilterChip[] {
  const { needWords } = useMessages();
  const chips: FilterChip[] = [];
  if (filters.text !== "") chips.push({ label: filters.text, withoutTo: needsPath(filters, { text: "" }) });
  if (filters.region !== "") {
    chips.push({ label: regionName ?? filters.region, withoutTo: needsPath(filters, { region: "" }) });
  }
  for (const value of filters.categories) {
    const withoutTo = needsPath(filters, { categories: toggled(filters.categories, value) });
    chips.push({ label: needWords.categories[value], withoutTo });
  }
  for (const value of filters.types) {
    const withoutTo = needsPath(filters, { types: toggled(filters.types, value) });
    chips.push({ label: needWords.types[value], withoutTo });
  }
  for (const value of filters.statuses) {
    const withoutTo = needsPath(filters, { statuses: toggled(filters.statuses, value) });
    chips.push({ label: needWords.statuses[value], withoutTo });
  }
  for (const value of filters.urgencies) {
    chips.push({ label: needWords.urgencies[value], withoutTo: needsPath(filters, { urgencies: [] }) });
  }
  return chips;
}

export type Relaxation = {
  kind: RelaxationKind;
  filters: NeedFilters;
  total: number;
  regionName: string | null;
};

/** Nothing found: what to try instead (U16). */
export function NoResults({ filters, relaxations }: { filters: NeedFilters; relaxations: readonly Relaxation[] }) {
  const t = useMessages();
  if (!isFiltered(filters)) {
    return (
      <EmptyState
        title={t.publicNeeds.noneYet}
        actions={<ButtonLink to={paths.villages()}>{t.layout.villages}</ButtonLink>}
      >
        {t.publicNeeds.noneYetText}
      </EmptyState>
    );
  }
  const { relax } = t.publicNeeds;
  const words: Record<RelaxationKind, (relaxation: Relaxation) => string> = {
    facets: ({ total }) => relax.facets(total),
    region: ({ regionName, total }) => relax.region(regionName ?? t.publicNeeds.wholeCountry, total),
    text: ({ total }) => relax.text(total),
    onlyText: ({ total }) => relax.onlyText(filters.text, total),
    onlyRegion: ({ regionName, total }) => relax.onlyRegion(regionName ?? "", total),
    all: ({ total }) => relax.all(total),
  };
  return (
    <EmptyState
      title={t.publicNeeds.none}
      icon="search"
      actions={relaxations.map((relaxation) => (
        <ButtonLink key={relaxation.kind} to={needsPath(relaxation.filters)} tone="secondary">
          {words[relaxation.kind](relaxation)}
        </ButtonLink>
      ))}
    >
      {relaxations.length > 0 && t.publicNeeds.noneAdvice}
    </EmptyState>
  );
}
