import { useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { actorUserId } from "#app/domain/actor.ts";
import { amountInWords } from "#app/domain/donations/amount-in-words.server.ts";
import { getDonation } from "#app/domain/donations/donation-queries.server.ts";
import { mayReadReceiptName } from "#app/domain/donations/receipt-key.server.ts";
import { getReceipt } from "#app/domain/donations/receipt-queries.server.ts";
import { settleCheckout } from "#app/domain/donations/settle-checkout.server.ts";
import { maskName } from "#app/domain/households/masking.ts";
import { getGiftProof } from "#app/domain/proof/root-queries.server.ts";
import { getLotTrace } from "#app/domain/public-ledger/lot-trace-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { qrPathOf } from "#app/http/qr-path.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { Form, SubmitButton } from "#app/ui/form.tsx";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner } from "#app/ui/status.tsx";
import { ProofNote, proofNoteOf } from "./proof-note.tsx";
import { ReceiptFacts } from "./receipt-facts.tsx";
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
      verifyQr: qrPathOf(verifyUrl),
    },
    trace: await getLotTrace(services.db, { code: donation.lotCode }),
    proof: proofNoteOf(await getGiftProof(services.db, { donationId })),
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
  const { donation, slip, inWords, trace, proof } = useLoaderData<typeof loader>();
  const crumbs = [{ to: paths.need(donation.need.publicCode), label: donation.need.title }];
  if (slip !== null) {
    return (
      <Page
        title={slip.standing === "void" ? t.receipts.slip.title : words.title.thanks}
        eyebrow={`${t.receipts.slip.number} ${donation.receiptNumber}`}
        breadcrumbs={crumbs}
        aside={<ReceiptFacts donation={donation} slip={slip} inWords={inWords} />}
      >
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
    </Page>
  );
}

type Words = ReturnType<typeof useMessages>["donations"]["receipt"];

function unpaidTitle(state: string, words: Words): string {
  if (state === "pending") return words.title.pending;
  if (state === "expired") return words.title.expired;
  if (state === "failed") return words.title.failed;
  return state === "quarantined" ? words.title.quarantined : words.title.started;
}

function UnpaidBody({ donation }: { donation: { id: string; state: string; need: { publicCode: string } } }) {
  const t = useMessages();
  const words = t.donations.receipt;
  if (donation.state === "quarantined")
    return (
      <Banner tone="warning" title={words.title.quarantined}>
        {words.quarantinedBody}
      </Banner>
    );
  if (donation.state === "pending") {
    return (
      <div role="status">
        <Banner tone="info" title={words.title.pending}>
          <p>{words.pendingBody}</p>
        </Banner>
      </div>
    );
  }
  const body =
    donation.state === "expired"
      ? words.expiredBody
      : donation.state === "failed"
        ? words.failedBody
        : words.startedBody;
  return (
    <>
      <p className="text-lg">{body}</p>
      <Form action={paths.donationCheck(donation.id)}>
        <SubmitButton tone="give">{words.tryAgain}</SubmitButton>
      </Form>
      <p>
        <ButtonLink tone="quiet" to={paths.needDonate(donation.need.publicCode, { donation: donation.id })}>
          {words.changeGift}
        </ButtonLink>
      </p>
    </>
  );
}
