import { Form, Link, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import {
  type HouseholdListItem,
  householdsPerPage,
  listHouseholds,
} from "#app/domain/households/household-queries.server.ts";
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
import { HouseholdStateBadge } from "#app/ui/state-badges.tsx";
import { EmptyState, StateBadge } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";

export const loader = guardLoader(
  staff("village_officer", "town_verifier", "county_verifier", "supervisor", "auditor"),
  async ({ services, actor, url, t }) => {
    const search = (url.searchParams.get("q") ?? "")
      .normalize("NFKC")
      .replace(/\p{Cc}/gu, "")
      .trim()
      .slice(0, 40);
    const page = pageOf(url);
    const { items, total } = await listHouseholds(services.db, { actor, search, page });
    return {
      page: { title: t.households.title, isPrivate: true },
      search,
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
        to={(page) => paths.staffHouseholds({ q: data.search, page })}
      />
    </Page>
  );
}

function HouseholdTable({ items }: { items: readonly HouseholdListItem[] }) {
  const t = useMessages();
  const words = t.households;
  const columns: Column<HouseholdListItem>[] = [
    {
      key: "head",
      header: words.head,
      rowHeader: true,
      cell: (row) => (
        <Link to={paths.staffHousehold(row.id)} className="tap">
          {row.headName}
        </Link>
      ),
    },
    { key: "number", header: words.registerNumber, cell: (row) => row.registerNumber },
    {
      key: "village",
      header: words.village,
      cell: (row) => [row.villageName, row.groupName].filter(Boolean).join(" "),
    },
    { key: "members", header: words.members, numeric: true, cell: (row) => words.memberCount(row.memberCount) },
    {
      key: "causes",
      header: words.causes,
      cell: (row) => row.causes.map((cause) => t.vocabulary.causes[cause]).join(" "),
    },
    {
      key: "responsible",
      header: words.responsible,
      cell: (row) => row.responsibleName ?? <StateBadge tone="danger">{words.noResponsible}</StateBadge>,
    },
    {
      key: "consent",
      header: words.consent,
      cell: (row) =>
        row.consentPurposes.includes("publish_masked") ? (
          <StateBadge tone="success">{words.consentGiven}</StateBadge>
        ) : (
          <StateBadge tone="neutral">{words.consentMissing}</StateBadge>
        ),
    },
    { key: "state", header: words.state, cell: (row) => <HouseholdStateBadge state={row.state} /> },
  ];
  return <DataTable caption={words.title} hideCaption columns={columns} rows={items} rowKey={(row) => row.id} />;
}
