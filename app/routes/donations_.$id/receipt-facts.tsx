import { Link, useSearchParams } from "@remix-run/react";
import { dayInChina } from "#app/domain/clock.ts";
import type { DonationDetails } from "#app/domain/donations/donation-queries.server.ts";
import type { ReceiptStanding } from "#app/domain/donations/receipt.ts";
import { type Fen, fenToDecimal, formatYuanWithSign } from "#app/domain/money.ts";
import { paths } from "#app/http/paths.ts";
import { formatMinute } from "#app/i18n/dates.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { paymentMethodName } from "#app/printing/payment-method-name.ts";
import { Panel } from "#app/ui/card.tsx";
import { buttonClass } from "#app/ui/form.tsx";
import { Icon } from "#app/ui/icon.tsx";
import { MoreLink } from "#app/ui/links.tsx";
import { QrCode } from "#app/ui/print.tsx";
import { Banner } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";

export type ShownDonation = Omit<DonationDetails, "userId" | "formNonce">;

/** What the receipt is worth now, and where it can be had on paper and checked. */
export type ReceiptSlip = {
  standing: ReceiptStanding;
  keptFen: Fen;
  officialNumber: string | null;
  filingNumber: string | null;
  pdfPath: string;
  /** The official receipt's own file, for its donor; null for others, and where none was attached. */
  officialPath: string | null;
  verifyQr: { path: string; size: number };
};

type ReceiptFactsProps = { donation: ShownDonation; slip: ReceiptSlip; inWords: string };

/** What a receipt states (U12): number, date, amount in figures and in words, charity, what it is not, and how anyone can check it. */
export function ReceiptFacts({ donation, slip, inWords }: ReceiptFactsProps) {
  const t = useMessages();
  const words = t.receipts.slip;
  const items = useFacts(donation, slip, inWords);
  return (
    <>
      <Panel title={words.title} tone="give">
        {slip.standing !== "valid" && (
          <Banner tone={slip.standing === "void" ? "danger" : "warning"} title={t.receipts.standings[slip.standing]} />
        )}
        <DescriptionList items={items.filter((item) => item.details !== "")} />
        <p className="mt-3 text-sm text-muted">
          {slip.officialNumber === null
            ? `${words.notOfficial} ${words.askForOfficial(donation.charity.contactPhone)}`
            : words.isOfficial(slip.officialNumber)}
        </p>
        <p className="no-print">
          {/* A plain link: what it leads to is a file, not a page. */}
          <a href={slip.pdfPath} className={buttonClass("secondary")}>
            <Icon name="download" />
            {words.openPdf}
          </a>
        </p>
        {slip.officialPath !== null && (
          <p className="no-print">
            <a href={slip.officialPath} className={buttonClass("secondary")}>
              <Icon name="download" />
              {words.openOfficial}
            </a>
          </p>
        )}
        <p className="no-print">
          <MoreLink to={deductionPath(donation, slip)}>{t.taxDeduction.link}</MoreLink>
        </p>
      </Panel>
      <Panel title={words.verifyTitle}>
        <QrCode
          {...slip.verifyQr}
          caption={<Link to={paths.verifiedReceipt(donation.verifyCode)}>{donation.verifyCode}</Link>}
        />
        <p className="text-sm text-muted">{words.verifyHint}</p>
      </Panel>
    </>
  );
}

function useFacts(donation: ShownDonation, slip: ReceiptSlip, inWords: string) {
  const t = useMessages();
  const words = t.receipts.slip;
  const page = t.donations.receipt;
  // The key from the mail goes along: with it the page knows the donor.
  const key = useSearchParams()[0].get("key") ?? undefined;
  const wentBack = donation.refundedFen > 0n;
  return [
    { term: words.amount, details: <strong className="text-xl">{formatYuanWithSign(donation.amountFen)}</strong> },
    { term: words.inWords, details: inWords },
    { term: words.refunded, details: wentBack ? formatYuanWithSign(donation.refundedFen) : "" },
    { term: words.kept, details: wentBack ? formatYuanWithSign(slip.keptFen) : "" },
    { term: words.date, details: donation.paidAt === null ? "" : formatMinute(donation.paidAt) },
    { term: words.number, details: donation.receiptNumber },
    { term: page.lot, details: donation.lotCode },
    { term: words.charity, details: donation.charity.name },
    { term: words.creditCode, details: donation.charity.creditCode },
    { term: words.qualification, details: donation.charity.qualificationNumber ?? "" },
    { term: words.filing, details: slip.filingNumber ?? "" },
    { term: words.method, details: paymentMethodName(donation, t) },
    {
      term: page.shownAs,
      details: (
        <span className="flex flex-wrap justify-between gap-x-4">
          <span className="min-w-0 break-words">{donation.publicName ?? t.common.anonymousName}</span>
          <Link className="tap no-print" to={paths.donationPublicName(donation.id, { key })}>
            {t.publicName.change}
          </Link>
        </span>
      ),
    },
    { term: words.donor, details: donation.receiptName },
    { term: page.fee, details: donation.feeFen === null ? "" : formatYuanWithSign(donation.feeFen) },
    { term: words.official, details: slip.officialNumber ?? "" },
  ];
}

/** The calculator with this gift filled in. */
function deductionPath(donation: ShownDonation, slip: ReceiptSlip): string {
  return paths.taxDeduction({
    day: donation.paidAt === null ? undefined : dayInChina(donation.paidAt),
    amount: fenToDecimal(slip.keptFen),
  });
}
