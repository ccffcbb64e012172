import { Link, useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { getPublicNeed } from "#app/domain/needs/public-need-queries.server.ts";
import { listNeedLots, type NeedLot } from "#app/domain/public-ledger/lot-share-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { pageOf } from "#app/http/page-number.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Pagination } from "#app/ui/navigation.tsx";
import { Page } from "#app/ui/page.tsx";
import { EmptyState } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";

const pageSize = 50;

/** 各记其功 (S98): every contributor's part of one need at every stage, by lot code and without names. */
export const loader = guardLoader(anyone, async ({ services, params, url, t }) => {
  const need = await getPublicNeed(services.db, { publicCode: params.code ?? "" });
  if (need === null) throw notFound();
  const page = pageOf(url);
  return {
    page: { title: `${t.moneyTrace.lots.needTitle} · ${need.title}` },
    need: { publicCode: need.publicCode, title: need.title },
    ...(await listNeedLots(services.db, { needId: need.key.id, page, pageSize })),
    number: page,
    asOf: formatMinute(services.clock.now()),
  };
});

export default function NeedLotsPage() {
  const { need, lots, total, number, asOf } = useLoaderData<typeof loader>();
  const t = useMessages();
  const words = t.moneyTrace.lots;
  const column = (key: "givenFen" | "paidFen" | "confirmedFen" | "heldFen", header: string) => ({
    key,
    header,
    cell: (lot: NeedLot) => <Amount fen={lot[key]} bare />,
    numeric: true,
  });
  return (
    <Page
      title={words.needTitle}
      lead={words.needLead}
      eyebrow={t.common.asOf(asOf)}
      breadcrumbs={[
        { to: paths.ledger(), label: t.ledger.title },
        { to: paths.need(need.publicCode), label: need.title },
      ]}
    >
      {lots.length === 0 ? (
        <EmptyState title={words.none} />
      ) : (
        <>
          <p className="figure">{words.count(total.count.toLocaleString("en"))}</p>
          <DataTable
            caption={words.needTitle}
            hideCaption
            rows={lots}
            rowKey={(lot) => lot.code}
            columns={[
              {
                key: "code",
                header: words.code,
                rowHeader: true,
                cell: (lot) => <Link to={paths.ledgerTrace(lot.code)}>{lot.code}</Link>,
              },
              column("givenFen", words.given),
              column("paidFen", words.paid),
              column("confirmedFen", words.confirmed),
              column("heldFen", words.held),
            ]}
            footer={{
              code: t.moneyTrace.sum,
              givenFen: <Amount fen={total.givenFen} bare />,
              paidFen: <Amount fen={total.paidFen} bare />,
              confirmedFen: <Amount fen={total.confirmedFen} bare />,
              heldFen: <Amount fen={total.heldFen} bare />,
            }}
          />
        </>
      )}
      <Pagination
        page={number}
        pages={Math.ceil(total.count / pageSize)}
        to={(page) => paths.ledgerNeed(need.publicCode, { page })}
      />
    </Page>
  );
}
