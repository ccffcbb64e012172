import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { listPublishedReports } from "#app/domain/impact-reports/impact-report-queries.server.ts";
import { formatYuanShort } from "#app/domain/money.ts";
import { isRegionCode } from "#app/domain/regions/region.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Card, CardGrid } from "#app/ui/card.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Pagination } from "#app/ui/navigation.tsx";
import { Page } from "#app/ui/page.tsx";
import { CategoryDrawing } from "#app/ui/photo.tsx";
import { SearchBox } from "#app/ui/search-box.tsx";
import { EmptyState } from "#app/ui/status.tsx";

export const loader = guardLoader(anyone, async ({ services, url, t }) => {
  const region = url.searchParams.get("region");
  const regionPrefix = isRegionCode(region) ? region : "";
  const page = Math.min(Math.max(Number.parseInt(url.searchParams.get("page") ?? "1", 10) || 1, 1), 500);
  const text = (url.searchParams.get("q") ?? "").slice(0, 60);
  const found = await listPublishedReports(services.db, { regionPrefix, text, page });
  return {
    ...found,
    pageNumber: page,
    regionPrefix,
    text,
    page: { title: t.impactReports.listTitle, description: t.impactReports.listLead },
  };
});

/** 帮扶成效: the channel of results (S35, S115). */
export default function ResultsPage() {
  const t = useMessages();
  const words = t.impactReports;
  const { reports, total, pageSize, pageNumber, regionPrefix, text } = useLoaderData<typeof loader>();
  return (
    <Page title={words.listTitle} lead={words.listLead} breadcrumbs={[]}>
      <SearchBox label={words.searchLabel} action={paths.results()} text={text}>
        {regionPrefix !== "" && <input type="hidden" name="region" value={regionPrefix} />}
      </SearchBox>
      {reports.length === 0 ? (
        <EmptyState title={words.empty} actions={<ButtonLink to={paths.needs()}>{words.seeNeeds}</ButtonLink>}>
          <p>{words.emptyBody}</p>
        </EmptyState>
      ) : (
        <>
          <p role="status" className="text-muted">
            {words.count(total)}
          </p>
          <CardGrid>
            {reports.map((report) => (
              <Card
                key={report.publicCode}
                to={paths.result(report.publicCode)}
                heading="h2"
                title={report.title}
                media={<CategoryDrawing category={report.category} />}
                eyebrow={report.villageName}
                footer={report.publishedAt && words.published(dayInChina(report.publishedAt))}
              >
                <p>{words.beneficiaries(report.beneficiaryHouseholds ?? 0, report.beneficiaryPersons ?? 0)}</p>
                <p>{words.spent(formatYuanShort(report.spentFen))}</p>
              </Card>
            ))}
          </CardGrid>
          <Pagination
            page={pageNumber}
            pages={Math.max(1, Math.ceil(total / pageSize))}
            to={(next) => paths.results({ region: regionPrefix, q: text, page: next })}
          />
        </>
      )}
    </Page>
  );
}
