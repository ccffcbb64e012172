import { Link } from "@remix-run/react";
import type { RefundDetails } from "#app/domain/donations/refund-queries.server.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Section } from "#app/ui/page.tsx";
import { DescriptionList } from "#app/ui/table.tsx";

export type ShownRefundDetails = Omit<RefundDetails, "requestedBy">;

/** How much, of which gift, why and how: amount in figures and in words, so that 5,000 for 500 meets the eye (Q21). */
export function RefundFacts({ refund, inWords }: { refund: ShownRefundDetails; inWords: string }) {
  const words = useMessages().refunds;
  const { detail } = words;
  const asked = refund.reason === "donor_request" ? detail.donor : (refund.requesterName ?? detail.system);
  const items = [
    { term: detail.amount, details: <strong className="text-xl">{formatYuanWithSign(refund.amountFen)}</strong> },
    { term: detail.inWords, details: inWords },
    { term: words.columns.reason, details: words.reasons[refund.reason] },
    { term: detail.note, details: refund.note },
    { term: detail.requestedBy, details: `${asked} ${formatMinute(refund.requestedAt)}` },
    { term: detail.approvedBy, details: refund.approverName ?? "" },
    { term: detail.method, details: refund.channel === "offline" ? detail.bank : detail.online },
    { term: detail.gift, details: formatYuanWithSign(refund.giftFen) },
    { term: detail.unspent, details: refund.state === "requested" ? formatYuanWithSign(refund.unspentFen) : "" },
    { term: detail.need, details: <Link to={paths.need(refund.needCode)}>{refund.needTitle}</Link> },
    { term: detail.paidAt, details: refund.paidAt === null ? "" : formatMinute(refund.paidAt) },
    {
      term: refund.state === "rejected" ? detail.answer : detail.failure,
      details: refund.failureReason ?? "",
    },
  ];
  return (
    <Section title={detail.facts}>
      <DescriptionList items={items.filter((item) => item.details !== "")} />
    </Section>
  );
}
