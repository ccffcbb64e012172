import { Link, useLoaderData } from "@remix-run/react";
import { organizationMember } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { officialReceiptFilterOf, officialReceiptFilters } from "#app/domain/donations/official-receipt.ts";
import { charitiesOf } from "#app/domain/donations/official-receipt-policy.ts";
import {
  countGiftsToReceipt,
  type GiftToReceipt,
  listGiftsToReceipt,
  officialReceiptPageSize,
} from "#app/domain/donations/official-receipt-queries.server.ts";
import { formatYuan } from "#app/domain/money.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { pageOf } from "#app/http/page-number.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Pagination, Tabs } from "#app/ui/navigation.tsx";
import { Page } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";

export const loader = guardLoader(organizationMember, async ({ services, actor, url, t }) => {
  if (charitiesOf(actor).length === 0) throw notFound();
  const filter = officialReceiptFilterOf(url.searchParams.get("filter"));
  const page = pageOf(url);
  const counts = await countGiftsToReceipt(services.db, { actor });
  return {
    page: { title: t.receipts.official.title, isPrivate: true },
    filter,
    counts,
    gifts: await listGiftsToReceipt(services.db, { actor, filter, page }),
    pageNumber: page,
    pages: Math.ceil(counts[filter] / officialReceiptPageSize),
  };
});

/** The charity's gifts by what is to be done about their official receipts (L10): the only list with names and addresses of donors. */
export default function OrganizationReceiptsPage() {
  const t = useMessages();
  const words = t.receipts.official;
  const { filter, counts, gifts, pageNumber, pages } = useLoaderData<typeof loader>();
  const columns = useColumns();
  return (
    <Page
      title={words.title}
      lead={words.lead}
      breadcrumbs={[{ to: paths.organizationHome(), label: t.layout.organization }]}
    >
      <Tabs
        label={words.title}
        tabs={officialReceiptFilters.map((key) => ({
          to: paths.organizationReceipts({ filter: key }),
          label: words.filters[key],
          count: counts[key],
          isCurrent: key === filter,
        }))}
      />
      <p className="text-muted">
        {words.filterHints[filter]} {words.privacy}
      </p>
      {gifts.length === 0 ? (
        <EmptyState title={words.none} />
      ) : (
        <DataTable
          caption={words.filters[filter]}
          hideCaption
          rows={gifts}
          rowKey={(gift) => gift.id}
          columns={columns}
        />
      )}
      <Pagination page={pageNumber} pages={pages} to={(page) => paths.organizationReceipts({ filter, page })} />
    </Page>
  );
}

function useColumns(): Column<GiftToReceipt>[] {
  const t = useMessages();
  const words = t.receipts.official;
  return [
    {
      key: "gift",
      header: words.gift,
      rowHeader: true,
      cell: (gift) => <Link to={paths.organizationReceipt(gift.id)}>{gift.receiptNumber}</Link>,
    },
    { key: "date", header: words.date, cell: (gift) => (gift.paidAt === null ? "" : dayInChina(gift.paidAt)) },
    { key: "donor", header: words.donor, cell: (gift) => gift.receiptName || words.noName },
    { key: "email", header: words.email, cell: (gift) => gift.email, wide: true },
    {
      key: "amount",
      header: words.amount,
      numeric: true,
      cell: (gift) =>
        gift.refundedFen === 0n
          ? formatYuan(gift.amountFen)
          : `${formatYuan(gift.amountFen)} (${words.kept(formatYuan(gift.keptFen))})`,
    },
    { key: "number", header: words.number, cell: (gift) => gift.officialNumber ?? "" },
  ];
}
