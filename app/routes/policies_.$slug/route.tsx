import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { validityOn } from "#app/domain/policies/policy.ts";
import { getPolicyArticle, listPolicyArticles } from "#app/domain/policies/policy-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatDay } from "#app/i18n/dates.ts";
import { useLocale, useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { LinkList } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { Prose } from "#app/ui/prose.tsx";
import { Banner } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";
import { parseMarkdown } from "./parse-markdown.server.ts";
import { ValidityBadge } from "./validity-badge.tsx";

export const loader = guardLoader(anyone, async ({ services, params, locale }) => {
  const found = await getPolicyArticle(services.db, { slug: params.slug ?? "" });
  if (found === null) throw notFound();
  const { body, ...article } = found;
  const all = await listPolicyArticles(services.db, { text: "" });
  return {
    page: {
      title: locale === "en" ? article.titleEn : article.title,
      description: locale === "en" ? article.summaryEn : article.summary,
    },
    article: { ...article, validity: validityOn(article, dayInChina(services.clock.now())) },
    body: parseMarkdown(body),
    others: all
      .filter((other) => other.slug !== article.slug)
      .map((other) => ({ slug: other.slug, title: locale === "en" ? other.titleEn : other.title })),
  };
});

export default function PolicyPage() {
  const t = useMessages();
  const locale = useLocale();
  const { article, body, others } = useLoaderData<typeof loader>();
  const isEnglish = locale === "en";
  return (
    <Page
      title={isEnglish ? article.titleEn : article.title}
      lead={isEnglish ? article.summaryEn : article.summary}
      badges={<ValidityBadge validity={article.validity} />}
      breadcrumbs={[{ to: paths.policies(), label: t.policies.title }]}
      aside={
        <Panel title={t.policies.others}>
          <LinkList items={others.map((other) => ({ to: paths.policy(other.slug), label: other.title }))} />
        </Panel>
      }
    >
      {article.validity === "ended" && <Banner tone="warning" title={t.policies.endedNotice} />}
      {isEnglish && <p className="text-muted">{t.policies.bodyInChinese}</p>}
      <Prose nodes={body} lang="zh-CN" />
      <DescriptionList
        items={[
          { term: t.policies.source, details: <span lang="zh-CN">{article.source}</span> },
          { term: t.policies.validFrom, details: formatDay(locale, article.validFrom) },
          {
            term: t.policies.validTo,
            details: article.validTo === null ? t.policies.noEnd : formatDay(locale, article.validTo),
          },
        ]}
      />
      <p className="text-sm text-muted">{t.policies.disclaimer}</p>
    </Page>
  );
}
