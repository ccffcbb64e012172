import { Link } from "@remix-run/react";
import { dayInChina } from "#app/domain/clock.ts";
import { type Fen, formatYuanWithSign } from "#app/domain/money.ts";
import type { MonthlyGiftState } from "#app/domain/monthly-gifts/monthly-gift.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { DataTable } from "#app/ui/table.tsx";

type MonthlyGiftListProps = {
  gifts: readonly {
    id: string;
    state: MonthlyGiftState;
    amountFen: Fen;
    nextChargeAt: Date | null;
    nextRetryAt: Date | null;
    needTitle: string;
    needCode: string;
  }[];
};

/** The donor's monthly gifts, each one click away from being cancelled (U4); and the way to those that began without signing in. */
export function MonthlyGiftList({ gifts }: MonthlyGiftListProps) {
  const t = useMessages();
  const words = t.monthlyGifts.mine;
  const findByEmail = (
    <p>
      <Link className="tap" to={paths.monthlyLink()}>
        {words.findByEmail}
      </Link>
    </p>
  );
  if (gifts.length === 0) return findByEmail;
  return (
    <Section title={words.title}>
      <DataTable
        caption={words.title}
        hideCaption
        rows={gifts}
        rowKey={(row) => row.id}
        columns={[
          {
            key: "need",
            header: t.donations.mine.need,
            cell: (row) => <Link to={paths.need(row.needCode)}>{row.needTitle}</Link>,
            rowHeader: true,
          },
          {
            key: "amount",
            header: t.donations.mine.amount,
            cell: (row) => t.monthlyGifts.perMonth(formatYuanWithSign(row.amountFen)),
            numeric: true,
          },
          { key: "state", header: words.state, cell: (row) => t.monthlyGifts.states[row.state] },
          {
            key: "next",
            header: words.nextCharge,
            cell: ({ nextChargeAt, nextRetryAt }) => {
              const next = nextRetryAt ?? nextChargeAt;
              return next === null ? t.monthlyGifts.page.noNextCharge : dayInChina(next);
            },
          },
          {
            key: "manage",
            header: words.manage,
            cell: (row) => <Link to={paths.monthlyGift(row.id)}>{words.manage}</Link>,
          },
        ]}
      />
      {findByEmail}
    </Section>
  );
}
