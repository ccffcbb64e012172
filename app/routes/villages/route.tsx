import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { CardGrid } from "#app/ui/card.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { type FilterChip, FilterChips, Pagination } from "#app/ui/navigation.tsx";
import { Page } from "#app/ui/page.tsx";
import { SearchBox } from "#app/ui/search-box.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { VillageCard } from "#app/ui/village-card.tsx";
import { FacetLinks } from "./facet-links.tsx";
import { noVillageFilters, readVillageFilters, type VillageFilters, villagesPath } from "./village-filters.ts";
import { searchVillages } from "./village-listing.server.ts";

export const loader = guardLoader(anyone, async ({ services, url, t }) => ({
  page: { title: t.publicVillages.title, description: t.publicVillages.description },
  ...(await searchVillages(services, readVillageFilters(url.searchParams))),
}));

export default function VillagesPage() {
  const { filters, pages, cards, total, totalOfAll, facetCounts, regionPath } = useLoaderData<typeof loader>();
  const t = useMessages();
  const words = t.publicVillages;
  return (
    <Page title={words.title} lead={words.lead}>
      <div className="no-print max-w-measure">
        <SearchBox
          action={paths.villages()}
          label={words.searchLabel}
          placeholder={words.searchPlaceholder}
          text={filters.text}
          isLarge
        >
          {filters.region !== "" && <input type="hidden" name="region" value={filters.region} />}
          {filters.needs && <input type="hidden" name="needs" value={filters.needs} />}
          {filters.partner && <input type="hidden" name="partner" value={filters.partner} />}
        </SearchBox>
      </div>
      <div className="grid gap-2">
        <p role="status" className="figure text-lg font-bold">
          {words.found(total)}
        </p>
        <FacetLinks filters={filters} counts={facetCounts} />
        <FilterChips chips={useChips(filters, regionPath.at(-1)?.name)} clearTo={villagesPath(noVillageFilters)} />
      </div>
      {cards.length === 0 ? (
        <EmptyState
          title={words.none}
          icon="search"
          actions={<ButtonLink to={villagesPath(noVillageFilters)}>{words.seeAll(totalOfAll)}</ButtonLink>}
        >
          {words.noneAdvice}
        </EmptyState>
      ) : (
        <CardGrid>
          {cards.map((village) => (
            <VillageCard key={village.regionCode} village={village} heading="h2" />
          ))}
        </CardGrid>
      )}
      <Pagination page={filters.page} pages={pages} to={(page) => villagesPath(filters, { page })} />
    </Page>
  );
}

function useChips(filters: VillageFilters, regionName = filters.region): FilterChip[] {
  const chips: FilterChip[] = [];
  if (filters.text !== "") chips.push({ label: filters.text, withoutTo: villagesPath(filters, { text: "" }) });
  if (filters.region !== "") chips.push({ label: regionName, withoutTo: villagesPath(filters, { region: "" }) });
  return chips;
}
