import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { ButtonLink, LinkList, MoreLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { SearchBox } from "#app/ui/search-box.tsx";
import { WayItem, type WayKey, wayKeys } from "./way-item.tsx";

export const loader = guardLoader(anyone, async ({ services, t }) => {
  const { facetCounts } = await services.search.search({
    noun: "need",
    text: "",
    regionPrefix: "",
    facets: { status: ["open"] },
    sort: "relevance",
    limit: 1,
    offset: 0,
    countFacets: ["type"],
    countRegionDigits: 0,
  });
  const types = facetCounts.type ?? {};
  const openNeeds: Partial<Record<WayKey, number>> = {
    money: (types.money ?? 0) + (types.project ?? 0),
    goods: types.goods ?? 0,
    service: types.service ?? 0,
    job: types.job ?? 0,
    sales: types.sales ?? 0,
  };
  return { page: { title: t.ways.title, description: t.ways.lead }, openNeeds };
});

export default function WaysPage() {
  const t = useMessages();
  const { openNeeds } = useLoaderData<typeof loader>();
  return (
    <Page
      title={t.ways.title}
      lead={t.ways.lead}
      breadcrumbs={[]}
      aside={
        <>
          <Audiences />
          <Panel title={t.intents.title} tone="give">
            <p>{t.intents.lead}</p>
            <p>
              <ButtonLink to={paths.intentNew()} tone="give">
                {t.intents.mine.new}
              </ButtonLink>
            </p>
            <MoreLink to={paths.matchWeights()}>{t.matching.weights.title}</MoreLink>
          </Panel>
          <Panel title={t.ways.rulesTitle}>
            <p>{t.ways.rulesText}</p>
            <MoreLink to={paths.policies()}>{t.policies.showAll}</MoreLink>
          </Panel>
        </>
      }
    >
      <SearchBox label={t.ways.searchLabel} placeholder={t.ways.searchPlaceholder} action={paths.needs()} text="" />
      <nav aria-label={t.ways.title}>
        <ul className="flex flex-wrap gap-2">
          {wayKeys.map((key) => (
            <li key={key}>
              <a href={`#${key}`} className="chip">
                {t.ways.items[key].title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {wayKeys.map((key) => (
        <WayItem key={key} way={key} openNeeds={openNeeds[key]} />
      ))}
      <ButtonLink to={paths.needs()} tone="secondary">
        {t.ways.seeAll}
      </ButtonLink>
    </Page>
  );
}

function Audiences() {
  const t = useMessages();
  const { person, enterprise, organization } = t.ways.audiences;
  return (
    <Panel title={t.ways.audiencesTitle} tone="pine">
      {[person, enterprise, organization].map((audience) => (
        <div key={audience.title}>
          <h3>{audience.title}</h3>
          <p className="text-muted">{audience.text}</p>
        </div>
      ))}
      <LinkList
        items={[
          { to: paths.join(), label: t.layout.join },
          { to: paths.organizationNew(), label: t.ways.registerOrganization },
        ]}
      />
    </Panel>
  );
}
