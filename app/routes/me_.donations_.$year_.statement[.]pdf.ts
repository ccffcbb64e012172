import { signedIn } from "#app/auth/policies.ts";
import { amountInWords } from "#app/domain/donations/amount-in-words.server.ts";
import { parseStatementYear } from "#app/domain/donations/receipt.ts";
import { listReceiptsOfYear, sumReceipts } from "#app/domain/donations/receipt-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { pdfResponse } from "#app/http/pdf-response.server.ts";
import { statementDocument } from "#app/printing/statement-document.ts";

/** The yearly statement on paper (S106): the same rows and sums as the page. */
export const loader = guardLoader(signedIn, async ({ services, params, actor, locale, t, context }) => {
  const year = parseStatementYear(params.year);
  if (year === null) throw notFound();
  const receipts = await listReceiptsOfYear(services.db, { userId: actor.userId, year });
  if (receipts.length === 0) throw notFound();
  const document = statementDocument({
    year,
    donorName: actor.displayName,
    receipts,
    totals: sumReceipts(receipts),
    t,
    locale,
    inWords: amountInWords,
    verifyUrl: `${services.env.baseUrl}${paths.verify()}`,
    at: services.clock.now(),
  });
  return pdfResponse(services, {
    document,
    fileName: `jiedui-${year}`,
    backTo: paths.myDonationYear(year),
    clientAddress: context.clientAddress,
    locale,
    t,
  });
});
