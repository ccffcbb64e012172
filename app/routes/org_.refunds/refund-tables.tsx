import { Link } from "@remix-run/react";
import { dayInChina } from "#app/domain/clock.ts";
import type { ListedDispute, ListedRefund, MoneyToSendBack } from "#app/domain/donations/refund-queries.server.ts";
import { formatYuan } from "#app/domain/money.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { DataTable } from "#app/ui/table.tsx";
import { DisputeBadge, RefundBadge } from "./refund-badges.tsx";

/** What a list needs of a refund; who asked stays on its own page. */
export type ShownRefund = Pick<
  ListedRefund,
  "id" | "receiptNumber" | "needTitle" | "charityName" | "amountFen" | "reason" | "requestedAt" | "state"
>;

/** Charities open a refund from here; staff look on, so theirs has the charity's name and no links. */
export function RefundTable({
  caption,
  refunds,
  forStaff,
}: {
  caption: string;
  refunds: readonly ShownRefund[];
  forStaff?: boolean;
}) {
  const { columns, reasons } = useMessages().refunds;
  return (
    <DataTable
      caption={caption}
      hideCaption
      rows={refunds}
      rowKey={(refund) => refund.id}
      columns={[
        {
          key: "receipt",
          header: columns.receipt,
          rowHeader: true,
          cell: (refund) =>
            forStaff ? (
              refund.receiptNumber
            ) : (
              <Link to={paths.organizationRefund(refund.id)}>{refund.receiptNumber}</Link>
            ),
        },
        ...(forStaff
          ? [{ key: "charity", header: columns.charity, cell: (refund: ShownRefund) => refund.charityName }]
          : []),
        { key: "need", header: columns.need, cell: (refund) => refund.needTitle },
        { key: "amount", header: columns.amount, cell: (refund) => formatYuan(refund.amountFen), numeric: true },
        { key: "reason", header: columns.reason, cell: (refund) => reasons[refund.reason] },
        { key: "requested", header: columns.requested, cell: (refund) => formatMinute(refund.requestedAt) },
        { key: "state", header: columns.state, cell: (refund) => <RefundBadge state={refund.state} /> },
      ]}
    />
  );
}

export type ShownDispute = Pick<
  ListedDispute,
  "id" | "receiptNumber" | "needTitle" | "charityName" | "amountFen" | "state" | "answerBy" | "openedAt"
>;

export function DisputeTable({
  disputes,
  now,
  forStaff,
}: {
  disputes: readonly ShownDispute[];
  now: Date;
  forStaff?: boolean;
}) {
  const words = useMessages().refunds;
  const deadline = (dispute: ShownDispute) => {
    if (dispute.answerBy === null || dispute.state === "won" || dispute.state === "lost") return "";
    const day = dayInChina(dispute.answerBy);
    return dispute.answerBy < now ? `${day} ${words.overdue}` : <strong>{day}</strong>;
  };
  return (
    <DataTable
      caption={words.disputes}
      hideCaption
      rows={disputes}
      rowKey={(dispute) => dispute.id}
      columns={[
        { key: "receipt", header: words.columns.receipt, rowHeader: true, cell: (dispute) => dispute.receiptNumber },
        ...(forStaff
          ? [{ key: "charity", header: words.columns.charity, cell: (dispute: ShownDispute) => dispute.charityName }]
          : []),
        { key: "need", header: words.columns.need, cell: (dispute) => dispute.needTitle },
        {
          key: "amount",
          header: words.columns.disputed,
          cell: (dispute) => formatYuan(dispute.amountFen),
          numeric: true,
        },
        { key: "opened", header: words.columns.opened, cell: (dispute) => dayInChina(dispute.openedAt) },
        { key: "answerBy", header: words.columns.answerBy, cell: deadline },
        { key: "state", header: words.columns.state, cell: (dispute) => <DisputeBadge state={dispute.state} /> },
      ]}
    />
  );
}

export type ShownMoney = Pick<
  MoneyToSendBack,
  "donationId" | "paymentIntentId" | "receiptNumber" | "needTitle" | "charityName" | "giftState" | "leftFen" | "at"
>;

/** Second payments and payments that are not as agreed, each with the button that sends it back. */
export function MoneyToSendBackTable({ rows, forStaff }: { rows: readonly ShownMoney[]; forStaff?: boolean }) {
  const words = useMessages().refunds;
  return (
    <DataTable
      caption={words.toSendBack}
      hideCaption
      rows={rows}
      rowKey={(row) => `${row.donationId} ${row.paymentIntentId}`}
      columns={[
        { key: "receipt", header: words.columns.receipt, rowHeader: true, cell: (row) => row.receiptNumber },
        ...(forStaff
          ? [{ key: "charity", header: words.columns.charity, cell: (row: ShownMoney) => row.charityName }]
          : []),
        { key: "need", header: words.columns.need, cell: (row) => row.needTitle },
        {
          key: "reason",
          header: words.columns.reason,
          cell: (row) => (row.giftState === "quarantined" ? words.different : words.twice),
        },
        { key: "received", header: words.columns.received, cell: (row) => formatMinute(row.at) },
        { key: "left", header: words.columns.left, cell: (row) => formatYuan(row.leftFen), numeric: true },
        ...(forStaff
          ? []
          : [
              {
                key: "send",
                header: words.sendBack,
                cell: (row: ShownMoney) => (
                  <ButtonLink
                    tone="secondary"
                    to={paths.organizationRefundNew({ gift: row.donationId, payment: row.paymentIntentId })}
                  >
                    {words.sendBack}
                  </ButtonLink>
                ),
              },
            ]),
      ]}
    />
  );
}
