import { Link } from "@remix-run/react";
import { needCategories, needTypes } from "#app/domain/needs/need.ts";
import { needStatuses } from "#app/domain/needs/public-need.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Icon } from "#app/ui/icon.tsx";
import { type Facet, FacetList } from "#app/ui/navigation.tsx";
import { type NeedFilters, needsPath, toggled } from "./need-filters.ts";

type Counts = Readonly<Record<string, number>>;
type NamedRegion = { code: string; name: string };

export type RegionFacetData = {
  path: readonly NamedRegion[];
  choices: readonly (NamedRegion & { count: number })[];
  others: readonly NamedRegion[];
};

type NeedFacetsProps = {
  filters: NeedFilters;
  counts: Readonly<Record<string, Counts>>;
  region: RegionFacetData;
};

/**
 * Place, kind, form and progress, each value a link with its count. On phones they are behind a switch that needs no script; on wide
 * screens they stand beside the results.
 */
export function NeedFacets({ filters, counts, region }: NeedFacetsProps) {
  const t = useMessages();
  const { categories, types, statuses } = t.needWords;
  return (
    <nav aria-label={t.publicNeeds.filters} className="no-print">
      <input type="checkbox" id="show-filters" className="peer sr-only lg:hidden" />
      <label
        htmlFor="show-filters"
        className="button button-secondary w-full peer-focus-visible:outline-3 peer-focus-visible:outline-offset-2 peer-focus-visible:outline-give lg:hidden"
      >
        <Icon name="list-checks" />
        {t.publicNeeds.showFilters}
      </label>
      <div className="hidden pt-3 peer-checked:block lg:block lg:pt-0">
        <RegionFacet filters={filters} region={region} />
        <FacetList
          title={t.publicNeeds.category}
          facets={facetsOf(needCategories, filters.categories, counts.category, (value) => ({
            label: categories[value],
            to: needsPath(filters, { categories: toggled(filters.categories, value) }),
          }))}
        />
        <FacetList
          title={t.publicNeeds.type}
          facets={facetsOf(needTypes, filters.types, counts.type, (value) => ({
            label: types[value],
            to: needsPath(filters, { types: toggled(filters.types, value) }),
          }))}
        />
        <FacetList
          title={t.publicNeeds.status}
          facets={facetsOf(needStatuses, filters.statuses, counts.status, (value) => ({
            label: statuses[value],
            to: needsPath(filters, { statuses: toggled(filters.statuses, value) }),
          }))}
        />
      </div>
    </nav>
  );
}

/** Values with hits, and those chosen even when nothing is left of them, so that they can be taken off again. */
function facetsOf<Value extends string>(
  values: readonly Value[],
  chosen: readonly Value[],
  counts: Counts = {},
  show: (value: Value) => { label: string; to: string },
): Facet[] {
  return values
    .filter((value) => (counts[value] ?? 0) > 0 || chosen.includes(value))
    .map((value) => ({ value, count: counts[value] ?? 0, isChosen: chosen.includes(value), ...show(value) }));
}

/** Province, city, county, town, village: one step a click, places with public needs first. */
function RegionFacet({ filters, region }: { filters: NeedFilters; region: RegionFacetData }) {
  const t = useMessages();
  const at = region.path.at(-1);
  return (
    <details className="facet" open>
      <summary className="tap w-full font-bold">{t.publicNeeds.region}</summary>
      <p className="flex flex-wrap items-center gap-x-1 px-2 text-sm">
        {[{ code: "", name: t.publicNeeds.wholeCountry }, ...region.path].map((step) => (
          <span key={step.code} className="inline-flex items-center gap-1">
            {step.code !== "" && <Icon name="chevron-right" className="text-muted" />}
            {step.code === filters.region && step.code === at?.code ? (
              <b aria-current="true">{step.name}</b>
            ) : (
              <Link to={needsPath(filters, { region: step.code })} className="tap">
                {step.name}
              </Link>
            )}
          </span>
        ))}
      </p>
      <ul>
        {region.choices.map((choice) => (
          <li key={choice.code}>
            <Link
              to={needsPath(filters, { region: choice.code })}
              aria-current={choice.code === filters.region ? "true" : undefined}
            >
              <span>{choice.name}</span>
              <span className="figure text-muted">{choice.count}</span>
            </Link>
          </li>
        ))}
      </ul>
      {region.others.length > 0 && (
        <details className="px-2 text-sm">
          <summary className="tap text-muted">{t.publicNeeds.otherRegions}</summary>
          <p className="flex flex-wrap gap-x-4">
            {region.others.map((other) => (
              <Link key={other.code} to={needsPath(filters, { region: other.code })} className="tap">
                {other.name}
              </Link>
            ))}
          </p>
        </details>
      )}
    </details>
  );
}
