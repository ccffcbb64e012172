import { Link } from "@remix-run/react";
import { needCategories, needTypes } from "#app/domain/needs/need.ts";
import { needStatuses, needUrgencies } from "#app/domain/needs/public-need.ts";
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
  /** There was more to count than was counted. */
  areAtLeast: boolean;
  region: RegionFacetData;
};

/**
 * Place, kind, form and progress, each value a link with its count. On phones they are behind a switch that needs no script; on wide
 * screens they stand beside the results.
 */
export function NeedFacets({ filters, counts, areAtLeast, region }: NeedFacetsProps) {
  const t = useMessages();
  const { categories, types, statuses, urgencies } = t.needWords;
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
        {areAtLeast && <p className="text-sm text-muted">{t.publicNeeds.countsAtLeast}</p>}
        <RegionFacet filters={filters} region={region} areAtLeast={areAtLeast} />
        <FacetList
          title={t.publicNeeds.category}
          areAtLeast={areAtLeast}
          facets={facetsOf(needCategories, filters.categories, counts.category, (value) => ({
            label: categories[value],
            to: needsPath(filters, { categories: toggled(filters.categories, value) }),
          }))}
        />
        <FacetList
          title={t.publicNeeds.type}
          areAtLeast={areAtLeast}
          facets={facetsOf(needTypes, filters.types, counts.type, (value) => ({
            label: types[value],
            to: needsPath(filters, { types: toggled(filters.types, value) }),
          }))}
        />
        <FacetList
          title={t.publicNeeds.status}
          areAtLeast={areAtLeast}
          facets={facetsOf(needStatuses, filters.statuses, counts.status, (value) => ({
            label: statuses[value],
            to: needsPath(filters, { statuses: toggled(filters.statuses, value) }),
          }))}
        />
        <FacetList
          title={t.publicNeeds.urgency}
          areAtLeast={areAtLeast}
          facets={facetsOf(needUrgencies, filters.urgencies, counts.urgency, (value) => ({
            label: urgencies[value],
            to: needsPath(filters, { urgencies: toggled(filters.urgencies, value) }),
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

/** How many places are shown at once; the others are one click away. */
const placesShown = 8;

/** Province, city, county, town, village: one step a click, places with most public needs first. */
function RegionFacet({ filters, region, areAtLeast }: Pick<NeedFacetsProps, "filters" | "region" | "areAtLeast">) {
  const t = useMessages();
  const choices = region.choices.map((choice) => ({
    value: choice.code,
    label: choice.name,
    count: choice.count,
    isChosen: choice.code === filters.region,
    to: needsPath(filters, { region: choice.code }),
  }));
  return (
    <details className="facet" open>
      <summary className="tap w-full font-bold">{t.publicNeeds.region}</summary>
      <RegionPath filters={filters} path={region.path} />
      <RegionLinks choices={choices.slice(0, placesShown)} areAtLeast={areAtLeast} />
      {choices.length > placesShown && (
        <details open={choices.slice(placesShown).some((choice) => choice.isChosen)}>
          <summary className="tap px-2 text-sm text-pine">
            {t.publicNeeds.moreRegions(choices.length - placesShown)}
          </summary>
          <RegionLinks choices={choices.slice(placesShown)} areAtLeast={areAtLeast} />
        </details>
      )}
      {region.others.length > 0 && (
        <details>
          <summary className="tap px-2 text-sm text-muted">{t.publicNeeds.otherRegions}</summary>
          <p className="flex flex-wrap px-2 text-sm">
            {region.others.map((other) => (
              <Link key={other.code} to={needsPath(filters, { region: other.code })} className="tap mr-4">
                {other.name}
              </Link>
            ))}
          </p>
        </details>
      )}
    </details>
  );
}

function RegionPath({ filters, path }: { filters: NeedFilters; path: readonly NamedRegion[] }) {
  const t = useMessages();
  return (
    <ol className="flex flex-wrap items-center px-2 text-sm">
      {[{ code: "", name: t.publicNeeds.wholeCountry }, ...path].map((step) => (
        <li key={step.code} className="flex items-center">
          {step.code !== "" && <Icon name="chevron-right" className="mx-1 h-3 w-3 text-muted" />}
          {step.code === filters.region ? (
            <b aria-current="true">{step.name}</b>
          ) : (
            <Link to={needsPath(filters, { region: step.code })} className="tap underline">
              {step.name}
            </Link>
          )}
        </li>
      ))}
    </ol>
  );
}

function RegionLinks({ choices, areAtLeast }: { choices: readonly Facet[]; areAtLeast: boolean }) {
  return (
    <ul>
      {choices.map((choice) => (
        <li key={choice.value}>
          <Link to={choice.to} aria-current={choice.isChosen ? "true" : undefined}>
            <span>{choice.label}</span>
            <span className="figure text-muted">
              {choice.count}
              {areAtLeast && "+"}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
