import type { DonationDetails } from "#app/domain/donations/donation-queries.server.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Panel } from "#app/ui/card.tsx";
import { DescriptionList } from "#app/ui/table.tsx";

export type ShownDonation = Omit<DonationDetails, "userId" | "formNonce">;

/** What a receipt states (U12): number, date, amount in figures and in words, charity, and what it is not. */
export function ReceiptFacts({ donation, inWords }: { donation: ShownDonation; inWords: string }) {
  const t = useMessages();
  const words = t.donations.receipt;
  const methods: Readonly<Record<string, string>> = words.methods;
  const method = donation.paymentMethod === null ? "" : (methods[donation.paymentMethod] ?? donation.paymentMethod);
  const items = [
    { term: words.amount, details: <strong className="text-xl">{formatYuanWithSign(donation.amountFen)}</strong> },
    { term: words.inWords, details: inWords },
    { term: words.date, details: donation.paidAt === null ? "" : formatMinute(donation.paidAt) },
    { term: words.number, details: donation.receiptNumber },
    { term: words.lot, details: donation.lotCode },
    { term: words.charity, details: `${donation.charity.name} ${donation.charity.creditCode}` },
    { term: words.method, details: method },
    { term: words.shownAs, details: donation.publicName ?? t.common.anonymousName },
    { term: words.receiptName, details: donation.receiptName },
    { term: words.fee, details: donation.feeFen === null ? "" : formatYuanWithSign(donation.feeFen) },
  ];
  return (
    <Panel title={words.title.thanks} tone="give">
      <DescriptionList items={items.filter((item) => item.details !== "")} />
      <p className="mt-3 text-sm text-muted">{words.notTaxReceipt}</p>
    </Panel>
  );
}
