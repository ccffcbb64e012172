import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { actorUserId } from "#app/domain/actor.ts";
import { amountInWords } from "#app/domain/donations/amount-in-words.server.ts";
import { getDonation } from "#app/domain/donations/donation-queries.server.ts";
import { mayReadReceiptName } from "#app/domain/donations/receipt-key.server.ts";
import { getReceipt } from "#app/domain/donations/receipt-queries.server.ts";
import { listRefundsOfGift } from "#app/domain/donations/refund-queries.server.ts";
import { settleCheckout } from "#app/domain/donations/settle-checkout.server.ts";
import { maskName } from "#app/domain/households/masking.ts";
import { getGiftProofState } from "#app/domain/proof/root-queries.server.ts";
import { getLotTrace } from "#app/domain/public-ledger/lot-trace-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { qrPathOf } from "#app/http/qr-path.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { ProofNote, proofNoteOf } from "./proof-note.tsx";
import { ReceiptFacts } from "./receipt-facts.tsx";
import { RefundsOfGift } from "./refunds-of-gift.tsx";
import { UnpaidBody, unpaidTitle } from "./unpaid-body.tsx";
import { WhereItWent } from "./where-it-went.tsx";

const openStates: readonly string[] = ["started", "pending", "failed"];

/**
 * The receipt. What it says comes from our database; while it is open we ask the provider about OUR session, so the return address proves
 * nothing, whatever `session_id` somebody puts into it (B1).
 */
export const loader = guardLoader(anyone, async ({ services, params, url, actor, t }) => {
  const donationId = params.id ?? "";
  let donation = await getDonation(services.db, { donationId });
  if (donation === null) throw notFound();
  if (openStates.includes(donation.state)) {
    const input = { donationId, sessionId: null, event: null, expectsLive: services.env.mode === "production" };
    const settled = await settleCheckout(services.db, services.payments, input, services.clock.now());
    if (settled.ok) donation = (await getDonation(services.db, { donationId })) ?? donation;
  }
  const { userId, formNonce: _formNonce, receiptName, ...shown } = donation;
  const key = url.searchParams.get("key");
  const isDonor = mayReadReceiptName(services.sealer, donation, { userId: actorUserId(actor), key });
  const receipt = await getReceipt(services.db, { donationId });
  const verifyUrl = `${services.env.baseUrl}${paths.verifiedReceipt(donation.verifyCode)}`;
  return {
    // Whoever holds the address sees the receipt; the full name on it only the donor: signed in, or with the key from the mail (L17).
    donation: { ...shown, receiptName: isDonor || receiptName === "" ? receiptName : maskName(receiptName) },
    slip: receipt && {
      standing: receipt.standing,
      keptFen: receipt.keptFen,
      officialNumber: receipt.officialNumber,
      filingNumber: receipt.filingNumber,
      pdfPath: paths.donationReceiptPdf(donationId, { key: isDonor ? (key ?? undefined) : undefined }),
      officialPath:
        isDonor && receipt.hasOfficialDocument
          ? paths.donationOfficialReceipt(donationId, { key: key ?? undefined })
          : null,
      verifyQr: qrPathOf(verifyUrl),
    },
    refunds: (await listRefundsOfGift(services.db, { donationId })).map((refund) => ({
      ...refund,
      // Whoever was only passed the address reads that money went back, not what was written about it.
      answer: isDonor ? refund.answer : null,
    })),
    refundPath: isDonor ? paths.donationRefund(donationId, { key: key ?? undefined }) : null,
    trace: await getLotTrace(services.db, { code: donation.lotCode }),
    proof: proofNoteOf(await getGiftProofState(services.db, { donationId })),
    inWords: amountInWords(donation.amountFen),
    page: {
      title:
        donation.paidAt === null ? unpaidTitle(donation.state, t.donations.receipt) : t.donations.receipt.title.thanks,
      isPrivate: true,
      refreshSeconds: donation.state === "pending" ? 5 : undefined,
    },
  };
});

export default function DonationPage() {
  const t = useMessages();
  const words = t.donations.receipt;
  const { donation, slip, inWords, trace, proof, refunds, refundPath } = useLoaderData<typeof loader>();
  const crumbs = [{ to: paths.need(donation.need.publicCode), label: donation.need.title }];
  if (slip !== null) {
    return (
      <Page
        title={slip.standing === "void" ? t.receipts.slip.title : words.title.thanks}
        eyebrow={`${t.receipts.slip.number} ${donation.receiptNumber}`}
        breadcrumbs={crumbs}
        aside={<ReceiptFacts donation={donation} slip={slip} inWords={inWords} />}
      >
        <RefundsOfGift state={donation.state} refunds={refunds} refundPath={refundPath} />
        {trace && <WhereItWent donation={donation} trace={trace} />}
        <ProofNote donationId={donation.id} proof={proof} />
        <p className="text-muted">
          {words.keepAddress} {words.print}
        </p>
        <p>
          <ButtonLink to={paths.need(donation.need.publicCode)} tone="secondary">
            {words.backToNeed}
          </ButtonLink>
        </p>
      </Page>
    );
  }
  return (
    <Page title={unpaidTitle(donation.state, words)} breadcrumbs={crumbs} narrow>
      <UnpaidBody donation={donation} />
      <RefundsOfGift state={donation.state} refunds={refunds} refundPath={null} />
    </Page>
  );
}
