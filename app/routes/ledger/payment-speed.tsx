import { Link } from "@remix-run/react";
import type { PaymentSpeed } from "#app/domain/disbursements/payment-speed-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { StatFigure, StatFigures } from "#app/ui/card.tsx";
import { Section } from "#app/ui/page.tsx";
import { DataTable } from "#app/ui/table.tsx";

type VillageSpeed = PaymentSpeed & { regionCode: string; name: string };

/** Medians in whole tenths of days; a dash where nothing was measured yet. */
function useDays() {
  const words = useMessages().disbursements.speed;
  return (days: number | null) => (days === null ? words.notYet : String(days));
}

export function SpeedFigures({ speed }: { speed: PaymentSpeed }) {
  const words = useMessages().disbursements.speed;
  const days = useDays();
  return (
    <StatFigures small>
      <StatFigure value={days(speed.daysToPay)} label={words.daysToPay} />
      <StatFigure value={days(speed.daysToConfirm)} label={words.daysToConfirm} />
      <StatFigure value={speed.paidCount} label={words.paidCount} />
      <StatFigure value={speed.confirmedCount} label={words.confirmedCount} />
    </StatFigures>
  );
}

export function SpeedSentence({ speed }: { speed: PaymentSpeed }) {
  const words = useMessages().disbursements.speed;
  const days = useDays();
  return <p className="text-sm text-muted">{words.sentence(days(speed.daysToPay), days(speed.daysToConfirm))}</p>;
}

/** How fast money is paid and confirmed, in all and by village (S101). */
export function PaymentSpeedSection({ all, villages }: { all: PaymentSpeed; villages: readonly VillageSpeed[] }) {
  const words = useMessages().disbursements.speed;
  const days = useDays();
  if (all.paidCount === 0) return null;
  return (
    <Section id="payment-speed" title={words.title} lead={words.lead}>
      <SpeedFigures speed={all} />
      <DataTable
        caption={words.title}
        hideCaption
        rows={villages}
        rowKey={(row) => row.regionCode}
        columns={[
          {
            key: "village",
            header: words.village,
            rowHeader: true,
            cell: (row) => (
              <Link to={paths.village(row.regionCode)} lang="zh-CN">
                {row.name}
              </Link>
            ),
          },
          { key: "pay", header: words.daysToPay, cell: (row) => days(row.daysToPay), numeric: true },
          { key: "confirm", header: words.daysToConfirm, cell: (row) => days(row.daysToConfirm), numeric: true },
          { key: "paid", header: words.paidCount, cell: (row) => row.paidCount, numeric: true },
          { key: "confirmed", header: words.confirmedCount, cell: (row) => row.confirmedCount, numeric: true },
        ]}
      />
    </Section>
  );
}
