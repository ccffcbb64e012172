import { Link } from "@remix-run/react";
import { bookingWithoutLineWorkingDays } from "#app/domain/bank-statements/bank-statement.ts";
import type { MissingBooking } from "#app/domain/bank-statements/booking-queries.server.ts";
import type { LineItem } from "#app/domain/bank-statements/line-queries.server.ts";
import { formatYuan } from "#app/domain/money.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { DataTable } from "#app/ui/table.tsx";

type Props = { lines: readonly LineItem[]; bookings: readonly MissingBooking[] };

/** Where books and bank disagree, both directions, the oldest first; a line is settled on its own page. */
export function BankSection({ lines, bookings }: Props) {
  const t = useMessages().bankStatements;
  const words = t.differences;
  return (
    <Section title={words.title} lead={words.lead(bookingWithoutLineWorkingDays)} id="bank">
      <h3 className="text-lg">{words.linesTitle}</h3>
      {lines.length === 0 ? (
        <p className="text-muted">{words.noLines}</p>
      ) : (
        <DataTable
          caption={words.linesTitle}
          hideCaption
          rows={lines}
          rowKey={(line) => line.id}
          columns={[
            {
              key: "day",
              header: t.line.day,
              rowHeader: true,
              cell: (line) => (
                <Link to={paths.organizationBankLine(line.id)} className="tap">
                  {line.day}
                </Link>
              ),
            },
            { key: "amount", header: t.line.amount, cell: (line) => formatYuan(line.amountFen), numeric: true },
            { key: "name", header: t.line.name, cell: (line) => [line.name, line.number].filter(Boolean).join(" ") },
            { key: "memo", header: t.line.memo, cell: (line) => line.memo, wide: true },
          ]}
        />
      )}
      <h3 className="mt-4 text-lg">{words.bookingsTitle}</h3>
      {bookings.length === 0 ? (
        <p className="text-muted">{words.noBookings}</p>
      ) : (
        <DataTable
          caption={words.bookingsTitle}
          hideCaption
          rows={bookings}
          rowKey={(booking) => booking.id}
          columns={[
            { key: "day", header: t.line.day, cell: (booking) => booking.day, rowHeader: true },
            { key: "kind", header: words.kind, cell: (booking) => t.bookingKinds[booking.kind] },
            { key: "label", header: words.label, cell: ({ label }) => <span className="break-all">{label}</span> },
            { key: "amount", header: t.line.amount, cell: (booking) => formatYuan(booking.fen), numeric: true },
            {
              key: "beyond",
              header: words.beyondHeader,
              cell: (booking) => (booking.isBeyondStatements ? words.beyond : ""),
              wide: true,
            },
          ]}
        />
      )}
    </Section>
  );
}
