import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { dayInChina, daysBetween } from "#app/domain/clock.ts";
import { listPublishedReports } from "#app/domain/impact-reports/impact-report-queries.server.ts";
import { listNeedCards } from "#app/domain/needs/public-need-queries.server.ts";
import { listPolicyArticles } from "#app/domain/policies/policy-queries.server.ts";
import { getLiveTotals } from "#app/domain/public-ledger/live-total-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import type { Services } from "#app/services.server.ts";
import { CardGrid } from "#app/ui/card.tsx";
import { ButtonLink, LinkList, MoreLink } from "#app/ui/links.tsx";
import { NeedCard } from "#app/ui/need-card.tsx";
import { Section } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { Chain } from "./chain.tsx";
import { Channels } from "./channels.tsx";
import { Hero } from "./hero.tsx";
import { LiveFigures } from "./live-figures.tsx";

const newestNeeds = 4;
const newestReports = 4;

export const loader = guardLoader(anyone, async ({ services, t }) => {
  const now = services.clock.now();
  const today = dayInChina(now);
  const [totals, cards, results, policies] = await Promise.all([
    getLiveTotals(services.db, now),
    listNewestNeeds(services),
    listPublishedReports(services.db, { regionPrefix: "", text: "", page: 1 }),
    listPolicyArticles(services.db, { text: "" }),
  ]);
  return {
    page: { title: t.home.title, description: t.home.lead },
    totals,
    newest: cards.map((need) => ({
      need,
      daysLeft: need.neededBy === null ? null : daysBetween(today, need.neededBy),
    })),
    reports: results.reports.slice(0, newestReports).map((report) => ({
      publicCode: report.publicCode,
      title: report.title,
      villageName: report.villageName,
      day: report.publishedAt && dayInChina(report.publishedAt),
    })),
    counts: { needs: totals.openNeedCount, policies: policies.length, results: results.total },
  };
});

async function listNewestNeeds({ db, search }: Pick<Services, "db" | "search">) {
  const { ids } = await search.search({
    noun: "need",
    text: "",
    regionPrefix: "",
    facets: { status: ["open"] },
    sort: { key: "recommended", direction: "desc" },
    limit: newestNeeds,
    offset: 0,
    countFacets: [],
    countRegionDigits: 0,
  });
  // Newest first, as open needs are recommended; one whose report is late is not recommended at all (U13).
  return (await listNeedCards(db, { ids })).filter((need) => !need.isReportLate);
}

/** Home: what this is, the figures, the four channels one tap away (S35), and what is new. */
export default function HomePage() {
  const t = useMessages();
  const { totals, newest, reports, counts } = useLoaderData<typeof loader>();
  return (
    <>
      <Hero />
      <div className="wrap stack pb-16">
        <LiveFigures totals={totals} />
        <Channels counts={counts} />
        <Section title={t.home.newestTitle} action={<MoreLink to={paths.needs()}>{t.home.allNeeds}</MoreLink>}>
          {newest.length === 0 ? (
            <EmptyState
              title={t.home.noNeeds}
              actions={
                <ButtonLink to={paths.villages()} tone="secondary">
                  {t.layout.villages}
                </ButtonLink>
              }
            >
              {t.home.noNeedsAdvice}
            </EmptyState>
          ) : (
            <CardGrid>
              {newest.map(({ need, daysLeft }) => (
                <NeedCard key={need.publicCode} need={need} daysLeft={daysLeft} />
              ))}
            </CardGrid>
          )}
        </Section>
        <Chain />
        {reports.length > 0 && (
          <Section title={t.home.resultsTitle} action={<MoreLink to={paths.results()}>{t.home.allResults}</MoreLink>}>
            <LinkList
              items={reports.map((report) => ({
                to: paths.result(report.publicCode),
                label: report.title,
                note: `${report.villageName} · ${report.day ?? ""}`,
              }))}
            />
          </Section>
        )}
      </div>
    </>
  );
}
