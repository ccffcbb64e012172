import { Form, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { listFilterRegions } from "#app/domain/households/household-filter.server.ts";
import { householdsPerPage, listHouseholds } from "#app/domain/households/household-queries.server.ts";
import { countHouseholdsWithoutResponsible } from "#app/domain/households/responsible-person-queries.server.ts";
import { listKeptVillages } from "#app/domain/households/village-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { pageOf } from "#app/http/page-number.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { StatFigure, StatFigures } from "#app/ui/card.tsx";
import { SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Pagination } from "#app/ui/navigation.tsx";
import { Page } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { HouseholdFilterFields, readFilter } from "./household-filter-fields.tsx";
import { HouseholdTable } from "./household-table.tsx";

export const loader = guardLoader(
  staff("village_officer", "town_verifier", "county_verifier", "supervisor", "auditor"),
  async ({ services, actor, url, t }) => {
    const search = (url.searchParams.get("q") ?? "")
      .normalize("NFKC")
      .replace(/\p{Cc}/gu, "")
      .trim()
      .slice(0, 40);
    const page = pageOf(url);
    const filter = readFilter(url, dayInChina(services.clock.now()));
    const { items, total } = await listHouseholds(services.db, { actor, search, page, filter });
    return {
      page: { title: t.households.title, isPrivate: true },
      search,
      filter,
      regions: await listFilterRegions(services.db, { actor, regionCode: filter.regionCode }),
      items,
      total,
      pageNumber: page,
      pages: Math.ceil(total / householdsPerPage),
      withoutResponsible: await countHouseholdsWithoutResponsible(services.db, actor),
      canRegister: (await listKeptVillages(services.db, actor)).length > 0,
    };
  },
);

export default function StaffHouseholdsPage() {
  const t = useMessages();
  const data = useLoaderData<typeof loader>();
  const words = t.households;
  return (
    <Page
      title={words.title}
      lead={words.listLead}
      breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}
      actions={
        data.canRegister && (
          <ButtonLink to={paths.staffHouseholdNew()} icon="plus">
            {words.register}
          </ButtonLink>
        )
      }
    >
      <StatFigures>
        <StatFigure value={data.total} label={words.title} />
        <StatFigure
          value={data.withoutResponsible}
          label={words.withoutResponsible}
          note={words.withoutResponsibleHint}
        />
      </StatFigures>
      <Form method="get" role="search" className="no-print flex flex-wrap items-end gap-3">
        <div className="field">
          <label htmlFor="q" className="font-bold">
            {words.search}
          </label>
          <p id="q-hint" className="text-sm text-muted">
            {words.searchHint}
          </p>
          <input
            id="q"
            name="q"
            type="search"
            defaultValue={data.search}
            aria-describedby="q-hint"
            className="field-input"
          />
        </div>
        <HouseholdFilterFields regions={data.regions} filter={data.filter} />
        <SubmitButton tone="secondary" icon="search">
          {t.common.search}
        </SubmitButton>
      </Form>
      {data.items.length === 0 ? (
        <EmptyState title={words.none}>{words.noneHint}</EmptyState>
      ) : (
        <HouseholdTable items={data.items} />
      )}
      <Pagination
        page={data.pageNumber}
        pages={data.pages}
        to={(page) =>
          paths.staffHouseholds({
            q: data.search,
            region: data.filter.regionCode ?? undefined,
            flag: data.filter.flag ?? undefined,
            page,
          })
        }
      />
    </Page>
  );
}
