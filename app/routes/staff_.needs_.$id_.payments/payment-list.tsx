import { Link } from "@remix-run/react";
import { dayInChina } from "#app/domain/clock.ts";
import type { DisbursementState } from "#app/domain/disbursements/disbursement.ts";
import { type Fen, formatYuan } from "#app/domain/money.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { DataTable } from "#app/ui/table.tsx";

type Payment = {
  id: string;
  purpose: string;
  payeeName: string;
  amountFen: Fen;
  state: DisbursementState;
  proposedAt: Date;
  canConfirm: boolean;
};

/** The payments of a need for staff, with the one button that is theirs. */
export function PaymentList({ payments }: { payments: readonly Payment[] }) {
  const words = useMessages().impactReports.payments;
  if (payments.length === 0) return <p className="text-muted">{words.none}</p>;
  return (
    <DataTable
      caption={words.list}
      hideCaption
      rows={payments}
      rowKey={(payment) => payment.id}
      columns={[
        {
          key: "purpose",
          header: words.purpose,
          cell: (payment) => <Link to={paths.staffPayment(payment.id)}>{payment.purpose}</Link>,
          rowHeader: true,
        },
        { key: "payee", header: words.payeeName, cell: (payment) => payment.payeeName },
        { key: "amount", header: words.amount, cell: (payment) => formatYuan(payment.amountFen), numeric: true },
        { key: "date", header: words.propose, cell: (payment) => dayInChina(payment.proposedAt) },
        {
          key: "state",
          header: words.title,
          cell: (payment) => (
            <>
              <StateBadge tone={payment.state === "confirmed" ? "success" : "info"}>
                {words.states[payment.state]}
              </StateBadge>
              {payment.canConfirm && (
                <Form className="pt-2">
                  <input type="hidden" name="intent" value="confirm" />
                  <input type="hidden" name="disbursementId" value={payment.id} />
                  <SubmitButton>{words.confirm}</SubmitButton>
                </Form>
              )}
            </>
          ),
        },
      ]}
    />
  );
}
