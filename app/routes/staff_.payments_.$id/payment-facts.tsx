import { Link } from "@remix-run/react";
import type { DisbursementDetails } from "#app/domain/disbursements/disbursement-queries.server.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Panel } from "#app/ui/card.tsx";
import { StateBadge } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";

/** What is to be paid to whom, with its papers; for staff and for the charity. */
export function PaymentFacts({ payment }: { payment: DisbursementDetails }) {
  const t = useMessages();
  const words = t.disbursements;
  const time = (at: Date | null) => (at === null ? null : formatMinute(at));
  const picture = (fileId: string | null) => fileId && <a href={paths.file(fileId)}>{words.openPicture}</a>;
  const items = [
    { term: words.amount, details: <Amount fen={payment.amountFen} /> },
    { term: words.payee, details: payment.payeeName },
    { term: words.purpose, details: payment.purpose },
    { term: words.costKind, details: words.costKinds[payment.costKind] },
    { term: words.need, details: `${payment.villageName} ${payment.needTitle}` },
    { term: words.document, details: payment.invoiceNumber },
    { term: words.evidence, details: picture(payment.evidenceFileId) },
    { term: words.proposedAt, details: time(payment.proposedAt) },
    { term: words.approvedAt, details: time(payment.approvedAt) },
    { term: words.paidAt, details: time(payment.paidAt) },
    { term: words.confirmedAt, details: time(payment.confirmedAt) },
    {
      term: words.state,
      details: payment.confirmationMethod === null ? null : words.confirmedBy[payment.confirmationMethod],
    },
    { term: words.slipPicture, details: picture(payment.confirmationFileId) },
    { term: words.reason, details: payment.reason },
  ];
  return (
    <Panel title={words.facts}>
      <DescriptionList items={items.filter((item) => item.details)} />
      {payment.paidAt && (
        <p className="mt-3">
          <Link to={paths.ledgerNotice(payment.publicCode)} className="tap">
            {t.moneyTrace.openNotice}
          </Link>
        </p>
      )}
    </Panel>
  );
}

export function PaymentBadge({ payment }: { payment: DisbursementDetails }) {
  const t = useMessages();
  if (payment.state === "proposed" && payment.needsApproval) {
    return <StateBadge tone="warning">{t.disbursements.needsApproval}</StateBadge>;
  }
  const tone = payment.state === "confirmed" ? "success" : payment.state === "paid_out" ? "warning" : "info";
  return <StateBadge tone={tone}>{t.impactReports.payments.states[payment.state]}</StateBadge>;
}
