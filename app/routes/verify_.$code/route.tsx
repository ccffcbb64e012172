import { data } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { anyone } from "#app/auth/policies.ts";
import { dayInChina } from "#app/domain/clock.ts";
import { amountInWords } from "#app/domain/donations/amount-in-words.server.ts";
import { getVerifiedReceipt, type VerifiedReceipt } from "#app/domain/donations/receipt-queries.server.ts";
import { formatYuanWithSign } from "#app/domain/money.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { enforceRateLimit } from "#app/http/rate-limit.server.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { ButtonLink } from "#app/ui/links.tsx";
import { Page } from "#app/ui/page.tsx";
import { Banner, EmptyState } from "#app/ui/status.tsx";
import { DescriptionList } from "#app/ui/table.tsx";

/** Enough for an accountant with a pile of receipts; 98 bits cannot be guessed at any pace. */
const verifyLimit = { name: "verify", limit: 60, windowSeconds: 600 };

/** Whether a receipt is valid, for whoever holds its code (U12): nothing personal, not in search engines. */
export const loader = guardLoader(anyone, async ({ services, params, t, context }) => {
  await enforceRateLimit(services, verifyLimit, context.clientAddress);
  const receipt = await getVerifiedReceipt(services.db, { code: params.code ?? "" });
  const page = { title: t.receipts.verify.resultTitle, isPrivate: true };
  if (receipt === null) return data({ page, receipt, inWords: "" }, { status: 404 });
  return data({ page, receipt, inWords: amountInWords(receipt.amountFen) });
});

const tones = { valid: "success", disputed: "warning", partly_refunded: "warning", void: "danger" } as const;

export default function VerifiedReceiptPage() {
  const words = useMessages().receipts.verify;
  const { receipt, inWords } = useLoaderData<typeof loader>();
  const again = (
    <ButtonLink to={paths.verify()} tone="secondary">
      {words.again}
    </ButtonLink>
  );
  return (
    <Page title={words.resultTitle} breadcrumbs={[{ to: paths.verify(), label: words.title }]} narrow>
      {receipt === null ? (
        <EmptyState title={words.unknownTitle} actions={again}>
          <p>{words.unknownBody}</p>
        </EmptyState>
      ) : (
        <>
          <Banner tone={tones[receipt.standing]} title={words[receipt.standing]}>
            {receipt.standing === "void" && <p>{words.voidBody}</p>}
          </Banner>
          <Facts receipt={receipt} inWords={inWords} />
          <p className="text-sm text-muted">{words.notOfficial}</p>
          <p>{again}</p>
        </>
      )}
    </Page>
  );
}

function Facts({ receipt, inWords }: { receipt: VerifiedReceipt; inWords: string }) {
  const t = useMessages();
  const words = t.receipts.slip;
  const wentBack = receipt.refundedFen > 0n;
  return (
    <DescriptionList
      items={[
        { term: words.number, details: receipt.number },
        { term: words.amount, details: <strong className="text-xl">{formatYuanWithSign(receipt.amountFen)}</strong> },
        { term: words.inWords, details: inWords },
        ...(wentBack ? [{ term: words.refunded, details: formatYuanWithSign(receipt.refundedFen) }] : []),
        ...(wentBack ? [{ term: words.kept, details: formatYuanWithSign(receipt.keptFen) }] : []),
        { term: words.date, details: dayInChina(receipt.paidAt) },
        { term: words.charity, details: receipt.charityName },
        { term: words.creditCode, details: receipt.creditCode },
        {
          term: words.need,
          details:
            receipt.needCode === null ? (
              t.receipts.verify.hiddenNeed
            ) : (
              <Link to={paths.need(receipt.needCode)}>{receipt.needTitle}</Link>
            ),
        },
        { term: t.receipts.verify.official, details: receipt.officialNumber ?? t.receipts.verify.noOfficial },
      ]}
    />
  );
}
