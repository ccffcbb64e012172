import { Link } from "@remix-run/react";
import type { BankBooking } from "#app/domain/bank-statements/booking-queries.server.ts";
import type { LineItem } from "#app/domain/bank-statements/line-queries.server.ts";
import { formatYuan } from "#app/domain/money.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { type Column, DataTable } from "#app/ui/table.tsx";

export type ShownBooking = Pick<BankBooking, "id" | "kind" | "label" | "day">;
export type ShownLine = LineItem & {
  /** Of an open line: the one to confirm, and how many there are. */
  exact: ShownBooking | null;
  candidateCount: number;
};

/** 拨付 · 7KQ4D-M29XB · 2026-11-02 */
export function useBookingWords() {
  const words = useMessages().bankStatements.bookingKinds;
  return ({ kind, label, day }: ShownBooking) => [words[kind], label, day].join(" · ");
}

/** Lines of the bank; open ones with what each may be. */
export function LineTable({ lines, caption }: { lines: readonly ShownLine[]; caption: string }) {
  const t = useMessages().bankStatements;
  const bookingWords = useBookingWords();
  const said = (line: ShownLine) => {
    if (line.state !== "open") return line.reason || t.line.states[line.state];
    if (line.exact !== null) return bookingWords(line.exact);
    return line.candidateCount > 0 ? t.lines.several(line.candidateCount) : t.lines.nothing;
  };
  const columns: Column<ShownLine>[] = [
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
    { key: "proposal", header: t.lines.proposal, cell: said, wide: true },
  ];
  return <DataTable caption={caption} hideCaption rows={lines} rowKey={(line) => line.id} columns={columns} />;
}
