import { Link, useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { listDonationsOf } from "#app/domain/donations/donation-queries.server.ts";
import { listReceiptYears } from "#app/domain/donations/receipt-queries.server.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { listMonthlyGiftsOf } from "#app/domain/monthly-gifts/monthly-gift-queries.server.ts";
import { listGoodsOf } from "#app/domain/offline-gifts/offline-gift-queries.server.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink, LinkList } from "#app/ui/links.tsx";
import { Page, Section } from "#app/ui/page.tsx";
import { Banner, EmptyState } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";
import { MonthlyGiftList } from "./monthly-gift-list.tsx";

export const loader = guardLoader(signedIn, async ({ services, actor, url, t }) => ({
  page: { title: t.donations.mine.title, isPrivate: true },
  donations: await listDonationsOf(services.db, { userId: actor.userId }),
  monthlyGifts: await listMonthlyGiftsOf(services.db, { userId: actor.userId }),
  years: await listReceiptYears(services.db, { userId: actor.userId }),
  goods: await listGoodsOf(services.db, { userId: actor.userId }),
  isJustClaimed: url.searchParams.get("done") === "claimed",
}));

export default function MyDonationsPage() {
  const t = useMessages();
  const words = t.donations.mine;
  const { donations, monthlyGifts, years, goods, isJustClaimed } = useLoaderData<typeof loader>();
  return (
    <Page title={words.title} breadcrumbs={[{ to: paths.me(), label: t.layout.me }]}>
      {isJustClaimed && <Banner tone="success" title={t.offlineGifts.claim.done} />}
      <MonthlyGiftList gifts={monthlyGifts} />
      {donations.length === 0 ? (
        <EmptyState title={words.empty} actions={<ButtonLink to={paths.needs()}>{t.donations.seeOthers}</ButtonLink>}>
          <p>{words.emptyBody}</p>
        </EmptyState>
      ) : (
        <DataTable
          caption={t.monthlyGifts.mine.onceTitle}
          hideCaption={monthlyGifts.length === 0}
          rows={donations}
          rowKey={(row) => row.id}
          columns={[
            { key: "date", header: words.date, cell: (row) => (row.paidAt === null ? "" : formatMinute(row.paidAt)) },
            {
              key: "need",
              header: words.need,
              cell: (row) => <Link to={paths.need(row.needCode)}>{row.needTitle}</Link>,
              rowHeader: true,
            },
            { key: "amount", header: words.amount, cell: (row) => formatYuanWithSign(row.amountFen), numeric: true },
            { key: "open", header: words.open, cell: (row) => <Link to={paths.donation(row.id)}>{words.open}</Link> },
          ]}
        />
      )}
      <MyGoods goods={goods} />
      {years.length > 0 && (
        <Section title={t.receipts.statement.years} id="years">
          <LinkList
            items={[
              ...years.map((year) => ({
                to: paths.myDonationYear(year),
                label: t.receipts.statement.yearLink(year),
                note: t.receipts.statement.title(year),
              })),
              { to: paths.taxDeduction(), label: t.taxDeduction.link, note: t.taxDeduction.linkNote },
            ]}
          />
        </Section>
      )}
      <p>
        <Link className="tap" to={paths.claim()}>
          {t.offlineGifts.claim.link}
        </Link>
      </p>
    </Page>
  );
}

/** Goods given outside the site and claimed by code. */
function MyGoods({ goods }: { goods: ReturnType<typeof useLoaderData<typeof loader>>["goods"] }) {
  const words = useMessages().offlineGifts;
  if (goods.length === 0) return null;
  return (
    <Section title={words.claim.myGoods} id="goods">
      <LinkList
        items={goods.map((one) => ({
          to: paths.myGoods(one.id),
          label: words.goodsLine(one.itemName ?? "", String(one.quantity), one.unit ?? ""),
          note: `${one.receivedOn} · ${one.needTitle}`,
        }))}
      />
    </Section>
  );
}
