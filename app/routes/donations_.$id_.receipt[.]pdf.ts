import { anyone } from "#app/auth/policies.ts";
import { actorUserId } from "#app/domain/actor.ts";
import { amountInWords } from "#app/domain/donations/amount-in-words.server.ts";
import { mayReadReceiptName } from "#app/domain/donations/receipt-key.server.ts";
import { getReceipt } from "#app/domain/donations/receipt-queries.server.ts";
import { maskName } from "#app/domain/households/masking.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { pdfResponse } from "#app/http/pdf-response.server.ts";
import { qrPathOf } from "#app/http/qr-path.server.ts";
import { receiptDocument } from "#app/printing/receipt-document.ts";

/** The receipt of one gift on paper (U12). The full name only for the donor: signed in, or with the key from the mail (L17). */
export const loader = guardLoader(anyone, async ({ services, params, url, actor, locale, t, context }) => {
  const receipt = await getReceipt(services.db, { donationId: params.id ?? "" });
  if (receipt === null) throw notFound();
  const key = url.searchParams.get("key");
  const isDonor = mayReadReceiptName(services.sealer, receipt, { userId: actorUserId(actor), key });
  const { receiptName } = receipt;
  const verifyUrl = `${services.env.baseUrl}${paths.verifiedReceipt(receipt.verifyCode)}`;
  const document = receiptDocument({
    receipt: { ...receipt, receiptName: isDonor || receiptName === "" ? receiptName : maskName(receiptName) },
    t,
    locale,
    inWords: amountInWords,
    verifyUrl,
    qr: qrPathOf(verifyUrl),
    at: services.clock.now(),
  });
  return pdfResponse(services, {
    document,
    fileName: receipt.number,
    backTo: paths.donation(receipt.id, { key: isDonor ? (key ?? undefined) : undefined }),
    clientAddress: context.clientAddress,
    locale,
    t,
  });
});
