import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { validityOn } from "#app/domain/policies/policy.ts";
import { listPolicyArticles } from "#app/domain/policies/policy-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useLocale, useMessages } from "#app/i18n/use-messages.ts";
import { Card, CardGrid } from "#app/ui/card.tsx";
import { ButtonLink, MoreLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { SearchBox } from "#app/ui/search-box.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { ValidityBadge } from "../policies_.$slug/validity-badge.tsx";

export const loader = guardLoader(anyone, async ({ services, url, t }) => {
  const text = (url.searchParams.get("q") ?? "").slice(0, 60);
  const today = dayInChina(services.clock.now());
  const articles = await listPolicyArticles(services.db, { text });
  return {
    page: { title: t.policies.title, description: t.policies.lead },
    text,
    articles: articles.map((article) => ({ ...article, validity: validityOn(article, today) })),
  };
});

export default function PoliciesPage() {
  const t = useMessages();
  const isEnglish = useLocale() === "en";
  const { text, articles } = useLoaderData<typeof loader>();
  return (
    <Page title={t.policies.title} lead={t.policies.lead} breadcrumbs={[]}>
      <p>
        <MoreLink to={paths.taxDeduction()}>{t.taxDeduction.link}</MoreLink>
      </p>
      <SearchBox label={t.policies.searchLabel} action={paths.policies()} text={text} />
      <p role="status" className="text-muted">
        {t.policies.found(articles.length)}
      </p>
      {articles.length === 0 ? (
        <EmptyState
          title={t.policies.none}
          actions={
            <ButtonLink to={paths.policies()} tone="secondary">
              {t.policies.showAll}
            </ButtonLink>
          }
        >
          {t.policies.noneAdvice}
        </EmptyState>
      ) : (
        <CardGrid wide>
          {articles.map((article) => (
            <Card
              key={article.slug}
              to={paths.policy(article.slug)}
              title={isEnglish ? article.titleEn : article.title}
              heading="h2"
              badges={<ValidityBadge validity={article.validity} />}
            >
              <p>{isEnglish ? article.summaryEn : article.summary}</p>
            </Card>
          ))}
        </CardGrid>
      )}
    </Page>
  );
}
