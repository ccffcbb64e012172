import { useForm } from "@conform-to/react";
import { redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { listFilterRegions } from "#app/domain/households/household-filter.server.ts";
import { householdReaderRoles } from "#app/domain/households/household-policy.ts";
import { type HouseholdSearchInput, householdSearchForm } from "#app/domain/households/household-search-form.ts";
import { householdsPerPage, listHouseholds } from "#app/domain/households/list-households.server.ts";
import { countHouseholdsWithoutResponsible } from "#app/domain/households/responsible-person-queries.server.ts";
import { listKeptVillages } from "#app/domain/households/village-queries.server.ts";
import { parseForm } from "#app/http/forms.server.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { pageOf } from "#app/http/page-number.ts";
import { paths } from "#app/http/paths.ts";
import { openSearch, sealSearch } from "#app/http/sealed-search.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { StatFigure, StatFigures } from "#app/ui/card.tsx";
import { SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Pagination } from "#app/ui/navigation.tsx";
import { Page } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { FindByName } from "./find-by-name.tsx";
import { HouseholdFilterFields, readFilter } from "./household-filter-fields.tsx";
import { HouseholdTable } from "./household-table.tsx";

export const loader = guardLoader(staff(...householdReaderRoles), async ({ services, actor, url, t }) => {
  const found = url.searchParams.get("found");
  const search = openSearch(services.sealer, actor.userId, found);
  const page = pageOf(url);
  const filter = readFilter(url, dayInChina(services.clock.now()));
  const { items, total, isMore } = await listHouseholds(services.db, { actor, search, page, filter });
  return {
    page: { title: t.households.title, isPrivate: true },
    search,
    found: search === "" ? undefined : (found ?? undefined),
    filter,
    regions: await listFilterRegions(services.db, { actor, regionCode: filter.regionCode }),
    items,
    total,
    isMore,
    pageNumber: page,
    pages: Math.ceil(total / householdsPerPage),
    withoutResponsible: await countHouseholdsWithoutResponsible(services.db, actor),
    canRegister: (await listKeptVillages(services.db, actor)).length > 0,
  };
});

/** A search by name: the words go on sealed, so that no address names a person (F14). */
export const action = guardAction(staff(...householdReaderRoles), async ({ request, services, actor, url }) => {
  const form = parseForm(await request.formData(), householdSearchForm);
  if (!form.ok) return form.reply;
  const found = sealSearch(services.sealer, actor.userId, form.value.q);
  if (form.value.purpose === "visit") return redirect(paths.staffVisitNew({ found }), 303);
  const { regionCode, flag } = readFilter(url, dayInChina(services.clock.now()));
  return redirect(paths.staffHouseholds({ found, region: regionCode ?? undefined, flag: flag ?? undefined }), 303);
});

export default function StaffHouseholdsPage() {
  const t = useMessages();
  const data = useLoaderData<typeof loader>();
  const words = t.households;
  const filter = { region: data.filter.regionCode ?? undefined, flag: data.filter.flag ?? undefined };
  const [form, fields] = useForm<HouseholdSearchInput>({
    id: "find",
    lastResult: useActionData<typeof action>()?.result,
    defaultValue: { q: data.search, purpose: "list" },
  });
  return (
    <Page
      title={words.title}
      lead={words.listLead}
      form={form}
      labels={{ q: words.search }}
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
        <StatFigure value={data.isMore ? words.moreThan(data.total) : data.total} label={words.title} />
        <StatFigure
          value={data.withoutResponsible}
          label={words.withoutResponsible}
          note={words.withoutResponsibleHint}
        />
      </StatFigures>
      <FindByName
        form={form}
        fields={fields}
        query={filter}
        clearTo={data.found === undefined ? null : paths.staffHouseholds(filter)}
      />
      <Form method="get" className="no-print flex flex-wrap items-end gap-3">
        {data.found !== undefined && <input type="hidden" name="found" value={data.found} />}
        <HouseholdFilterFields regions={data.regions} filter={data.filter} />
        <SubmitButton tone="secondary">{words.narrow}</SubmitButton>
      </Form>
      {data.items.length === 0 ? (
        <EmptyState title={words.none}>{words.noneHint}</EmptyState>
      ) : (
        <HouseholdTable items={data.items} />
      )}
      <Pagination
        page={data.pageNumber}
        pages={data.pages}
        to={(page) => paths.staffHouseholds({ ...filter, found: data.found, page })}
      />
    </Page>
  );
}
