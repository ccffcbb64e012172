import { Link, useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { amountInWords } from "#app/domain/donations/amount-in-words.server.ts";
import { parseStatementYear } from "#app/domain/donations/receipt.ts";
import { listReceiptsOfYear, sumReceipts } from "#app/domain/donations/receipt-queries.server.ts";
import { formatYuan, formatYuanWithSign } from "#app/domain/money.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink, MoreLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { DataTable, DescriptionList } from "#app/ui/table.tsx";

export const loader = guardLoader(signedIn, async ({ services, params, actor, t }) => {
  const year = parseStatementYear(params.year);
  if (year === null) throw notFound();
  const receipts = await listReceiptsOfYear(services.db, { userId: actor.userId, year });
  const totals = sumReceipts(receipts);
  return {
    page: { title: t.receipts.statement.title(year), isPrivate: true },
    year,
    donorName: actor.displayName,
    receipts: receipts.map(({ userId: _userId, receiptName: _receiptName, ...shown }) => shown),
    totals,
    inWords: totals.keptFen === 0n ? null : amountInWords(totals.keptFen),
  };
});

/** All gifts of one year with their receipt numbers (S106): what was given, what went back, what is kept. */
export default function DonationYearPage() {
  const t = useMessages();
  const words = t.receipts.statement;
  const { year, donorName, receipts, totals, inWords } = useLoaderData<typeof loader>();
  const crumbs = [
    { to: paths.me(), label: t.layout.me },
    { to: paths.myDonations(), label: t.donations.mine.title },
  ];
  if (receipts.length === 0) {
    return (
      <Page title={words.title(year)} breadcrumbs={crumbs} narrow>
        <EmptyState
          title={words.none(year)}
          actions={<ButtonLink to={paths.myDonations()}>{t.common.back}</ButtonLink>}
        />
      </Page>
    );
  }
  return (
    <Page
      title={words.title(year)}
      lead={words.lead}
      breadcrumbs={crumbs}
      actions={
        <ButtonLink to={paths.myDonationStatementPdf(year)} icon="download">
          {words.openPdf}
        </ButtonLink>
      }
    >
      <DescriptionList
        items={[
          { term: words.donor, details: donorName },
          { term: words.count, details: words.countValue(receipts.length) },
          { term: words.given, details: formatYuanWithSign(totals.givenFen) },
          { term: words.refunded, details: formatYuanWithSign(totals.refundedFen) },
          { term: words.kept, details: <strong className="text-xl">{formatYuanWithSign(totals.keptFen)}</strong> },
          ...(inWords === null ? [] : [{ term: words.keptInWords, details: inWords }]),
        ]}
      />
      <DataTable
        caption={words.title(year)}
        hideCaption
        rows={receipts}
        rowKey={(row) => row.id}
        columns={[
          { key: "date", header: words.date, cell: (row) => dayInChina(row.paidAt) },
          {
            key: "number",
            header: words.number,
            cell: (row) => <Link to={paths.donation(row.id)}>{row.number}</Link>,
            rowHeader: true,
          },
          { key: "charity", header: words.charity, cell: (row) => row.charityName },
          { key: "need", header: words.need, cell: (row) => row.needTitle, wide: true },
          { key: "amount", header: words.amountYuan, cell: (row) => formatYuan(row.amountFen), numeric: true },
          { key: "refunded", header: words.refundedYuan, cell: (row) => formatYuan(row.refundedFen), numeric: true },
          { key: "kept", header: words.keptYuan, cell: (row) => formatYuan(row.keptFen), numeric: true },
          { key: "official", header: words.official, cell: (row) => row.officialNumber ?? words.noOfficial },
        ]}
        footer={{
          number: words.total,
          amount: formatYuan(totals.givenFen),
          refunded: formatYuan(totals.refundedFen),
          kept: formatYuan(totals.keptFen),
        }}
      />
      <p className="max-w-measure text-sm text-muted">{words.notOfficial}</p>
      <p>
        <MoreLink to={paths.taxDeduction()}>{t.taxDeduction.link}</MoreLink>
      </p>
    </Page>
  );
}
