import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { dayInChina, daysBetween } from "#app/domain/clock.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { CardGrid } from "#app/ui/card.tsx";
import { MoreLink } from "#app/ui/links.tsx";
import { NeedCard } from "#app/ui/need-card.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { VillageDeeds } from "./village-deeds.tsx";
import { readVillagePage } from "./village-page.server.ts";
import { VillageAside, VillageMoney, VillagePartners } from "./village-parts.tsx";

/** The page of a village (S4): needs, partners, money, progress, and the invitation to pair with it. */
export const loader = guardLoader(anyone, async ({ services, params, t }) => {
  const found = await readVillagePage(services.db, { regionCode: params.regionCode ?? "" });
  if (!found) throw notFound();
  const today = dayInChina(services.clock.now());
  return {
    page: {
      title: found.village.name,
      description: found.village.introduction === "" ? t.publicVillages.description : found.village.introduction,
    },
    ...found,
    needs: found.needs.map((need) => ({
      need,
      daysLeft: need.neededBy === null ? null : daysBetween(today, need.neededBy),
    })),
  };
});

export default function VillagePage() {
  const { village, needs, partners, money, deeds, ways, regionPath } = useLoaderData<typeof loader>();
  const { publicVillages: words } = useMessages();
  return (
    <Page
      title={village.name}
      lead={village.introduction}
      breadcrumbs={[
        { to: paths.villages(), label: words.title },
        ...regionPath.map((region) => ({ to: paths.villages({ region: region.code }), label: region.name })),
      ]}
      aside={<VillageAside village={village} />}
    >
      <Section
        title={words.needsOf(village.name)}
        id="needs"
        action={
          needs.length > 0 && <MoreLink to={paths.needs({ region: village.regionCode })}>{words.allNeeds}</MoreLink>
        }
      >
        {needs.length === 0 ? (
          <p className="text-muted">{words.noNeeds}</p>
        ) : (
          <CardGrid>
            {needs.map(({ need, daysLeft }) => (
              <NeedCard key={need.publicCode} need={need} daysLeft={daysLeft} />
            ))}
          </CardGrid>
        )}
      </Section>
      <VillageMoney money={money} />
      <VillagePartners partners={partners} regionCode={village.regionCode} />
      <VillageDeeds deeds={deeds} ways={ways} regionCode={village.regionCode} />
    </Page>
  );
}
