import { Link, useLoaderData } from "@remix-run/react";
import { staff } from "#app/auth/policies.ts";
import { mismatchRoles } from "#app/domain/department-lists/mismatch-form.ts";
import {
  listComparisonsOf,
  listOpenMismatches,
  mismatchesPerPage,
} from "#app/domain/department-lists/mismatch-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { pageOf } from "#app/http/page-number.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Pagination } from "#app/ui/navigation.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner, EmptyState } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";

export const loader = guardLoader(staff(...mismatchRoles), async ({ services, actor, url, t }) => {
  const page = pageOf(url);
  const { items, total } = await listOpenMismatches(services.db, { actor, page });
  return {
    page: { title: t.departmentLists.title, isPrivate: true },
    items,
    total,
    pageNumber: page,
    pages: Math.ceil(total / mismatchesPerPage),
    comparisons: await listComparisonsOf(services.db, { actor }),
    done: url.searchParams.get("done"),
  };
});

type Item = ReturnType<typeof useLoaderData<typeof loader>>["items"][number];
type Comparison = ReturnType<typeof useLoaderData<typeof loader>>["comparisons"][number];

/** What other departments' lists say against the register, the oldest first (S13). */
export default function MismatchesPage() {
  const t = useMessages();
  const words = t.departmentLists;
  const { items, total, pageNumber: page, pages, comparisons, done } = useLoaderData<typeof loader>();
  const columns: Column<Item>[] = [
    {
      key: "person",
      header: words.person,
      rowHeader: true,
      cell: (one) => (
        <Link to={paths.staffMismatch(one.id)} className="tap">
          {words.personOf(one.personName, one.headName)}
        </Link>
      ),
    },
    { key: "finding", header: words.finding, cell: (one) => words.findings[one.finding] },
    { key: "village", header: t.households.village, cell: (one) => one.villageName },
    { key: "state", header: t.households.state, cell: (one) => t.vocabulary.householdStates[one.householdState] },
    { key: "found", header: words.foundAt, cell: (one) => formatMinute(one.foundAt) },
  ];
  const compared: Column<Comparison>[] = [
    { key: "when", header: words.comparedAt, rowHeader: true, cell: (one) => formatMinute(one.comparedAt) },
    { key: "kind", header: words.list, cell: (one) => words.kinds[one.kind] },
    { key: "file", header: words.file, cell: (one) => one.fileName },
    {
      key: "rows",
      header: words.rows,
      cell: (one) => words.rowsLine(one.rowsRead, one.rowsMatched, one.rowsUnknown, one.rowsRefused),
    },
    { key: "new", header: words.found, cell: (one) => one.mismatchesFound },
  ];
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.staffHome(), label: t.layout.workspace }]}
      actions={
        <ButtonLink to={paths.staffLists()} icon="plus">
          {words.upload.button}
        </ButtonLink>
      }
    >
      {done === "decided" && <Banner tone="success" title={words.decided} />}
      <Section title={words.open(total)}>
        {items.length === 0 ? (
          <EmptyState title={words.none} icon="circle-check" />
        ) : (
          <DataTable caption={words.title} hideCaption columns={columns} rows={items} rowKey={(one) => one.id} />
        )}
        <Pagination page={page} pages={pages} to={(number) => paths.staffMismatches({ page: String(number) })} />
      </Section>
      <Section title={words.comparisons} lead={words.howTo}>
        {comparisons.length > 0 && (
          <DataTable
            caption={words.comparisons}
            hideCaption
            columns={compared}
            rows={comparisons}
            rowKey={(one) => one.id}
          />
        )}
      </Section>
    </Page>
  );
}
