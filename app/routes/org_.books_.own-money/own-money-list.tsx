import type { OwnMoneyItem } from "#app/domain/books/own-money-queries.server.ts";
import { formatYuan } from "#app/domain/money.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { type Column, DataTable } from "#app/ui/table.tsx";

type Shown = Omit<OwnMoneyItem, "recordedById"> & { canApprove: boolean };

const tones = { proposed: "warning", approved: "success", rejected: "neutral" } as const;

/** What was recorded, with the second person's buttons where somebody waits for them. */
export function OwnMoneyList({ payments }: { payments: readonly Shown[] }) {
  const words = useMessages().books.own;
  const columns: Column<Shown>[] = [
    { key: "document", header: words.documentNumber, cell: (payment) => payment.documentNumber, rowHeader: true },
    { key: "amount", header: words.amount, cell: (payment) => formatYuan(payment.amountFen), numeric: true },
    { key: "paidOn", header: words.paidOn, cell: (payment) => payment.paidOn },
    { key: "recordedBy", header: words.recordedBy, cell: (payment) => payment.recordedBy },
    { key: "approvedBy", header: words.approvedBy, cell: (payment) => payment.approvedBy ?? "" },
    { key: "note", header: words.note, cell: (payment) => payment.note, wide: true },
    {
      key: "state",
      header: words.state,
      cell: (payment) => <StateBadge tone={tones[payment.state]}>{words.states[payment.state]}</StateBadge>,
    },
    {
      key: "decide",
      header: words.decide,
      wide: true,
      cell: (payment) =>
        payment.state !== "proposed" ? "" : payment.canApprove ? <Decide id={payment.id} /> : words.waitsForAnother,
    },
  ];
  return (
    <DataTable caption={words.list} hideCaption rows={payments} rowKey={(payment) => payment.id} columns={columns} />
  );
}

function Decide({ id }: { id: string }) {
  const words = useMessages().books.own;
  return (
    <>
      <Form>
        <input type="hidden" name="intent" value="approve" />
        <input type="hidden" name="ownMoneyId" value={id} />
        <SubmitButton>{words.approve}</SubmitButton>
      </Form>
      <details>
        <summary>{words.reject}</summary>
        <Form>
          <input type="hidden" name="intent" value="reject" />
          <input type="hidden" name="ownMoneyId" value={id} />
          <label className="block">
            {words.reason}
            <input name="reason" className="field-input w-full" maxLength={200} autoComplete="off" />
          </label>
          <SubmitButton tone="quiet">{words.reject}</SubmitButton>
        </Form>
      </details>
    </>
  );
}
