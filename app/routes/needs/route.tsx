import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { dayInChina, daysBetween } from "#app/domain/clock.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { CardGrid } from "#app/ui/card.tsx";
import { Pagination } from "#app/ui/navigation.tsx";
import { NeedCard } from "#app/ui/need-card.tsx";
import { Page } from "#app/ui/page.tsx";
import { NeedFacets } from "./need-facets.tsx";
import { needsPath, readNeedFilters } from "./need-filters.ts";
import { searchNeeds } from "./need-listing.server.ts";
import { NoResults, ResultsHead } from "./need-results.tsx";
import { NeedSearchForm } from "./need-search-form.tsx";

/** The listing of needs (U16): every filter is in the address, all of it works without scripts. */
export const loader = guardLoader(anyone, async ({ services, url, t }) => {
  const { mark, ...listing } = await searchNeeds(services, readNeedFilters(url.searchParams));
  const today = dayInChina(services.clock.now());
  const place = listing.region.path.at(-1);
  const title =
    listing.filters.region === "" || !place ? t.publicNeeds.title : `${place.name} · ${t.publicNeeds.title}`;
  return {
    page: {
      title: listing.filters.page > 1 ? t.publicNeeds.pageOf(title, listing.filters.page) : title,
      description: t.publicNeeds.description,
    },
    ...listing,
    cards: listing.cards.map((need) => ({
      need,
      titleMarks: mark(need.title),
      placeMarks: mark(need.villageName),
      daysLeft: need.neededBy === null ? null : daysBetween(today, need.neededBy),
    })),
  };
});

/** Cards whose pictures are in the first view. */
const firstCards = 3;

export default function NeedsPage() {
  const { filters, total, pages, next, cards, facetCounts, region, relaxations, ...counted } =
    useLoaderData<typeof loader>();
  const t = useMessages();
  const regionName = region.path.find((step) => step.code === filters.region)?.name ?? null;
  return (
    <Page title={t.publicNeeds.title} lead={t.publicNeeds.lead} breadcrumbs={[]}>
      <NeedSearchForm filters={filters} />
      <div className="grid gap-6 lg:grid-cols-[15rem_minmax(0,1fr)] lg:gap-10">
        <NeedFacets filters={filters} counts={facetCounts} areAtLeast={counted.areCountsAtLeast} region={region} />
        <div className="stack min-w-0">
          <ResultsHead filters={filters} total={total} {...counted} regionName={regionName} />
          {cards.length === 0 ? (
            <NoResults filters={filters} relaxations={relaxations} />
          ) : (
            <CardGrid>
              {cards.map(({ need, titleMarks, placeMarks, daysLeft }, index) => (
                <NeedCard
                  key={need.publicCode}
                  need={need}
                  titleMarks={titleMarks}
                  placeMarks={placeMarks}
                  daysLeft={daysLeft}
                  heading="h2"
                  isFirst={index < firstCards}
                />
              ))}
            </CardGrid>
          )}
          <Pagination
            page={filters.page}
            pages={pages}
            to={(page) => needsPath(filters, { page, after: page > filters.page ? (next ?? "") : "" })}
          />
        </div>
      </div>
    </Page>
  );
}
