import { anyone } from "#app/auth/policies.ts";
import { actorUserId } from "#app/domain/actor.ts";
import { mayReadReceiptName } from "#app/domain/donations/receipt-key.server.ts";
import { getOfficialDocument } from "#app/domain/donations/receipt-queries.server.ts";
import { guardLoader, notFound } from "#app/http/guard.server.ts";

/**
 * The official receipt as the charity attached it (L10): for the donor, signed in or with the key from the mail, and for nobody else: not
 * even those who only hold the address of the gift. Always a download, never shown by the browser as a page of ours.
 */
export const loader = guardLoader(anyone, async ({ services, params, url, actor }) => {
  const document = await getOfficialDocument(services.db, { donationId: params.id ?? "" });
  if (document === null) throw notFound();
  const reader = { userId: actorUserId(actor), key: url.searchParams.get("key") };
  if (!mayReadReceiptName(services.sealer, document, reader)) throw notFound();
  const bytes = await services.files.read(document.storageKey);
  if (bytes === null) throw notFound();
  const ending = document.mediaType === "application/pdf" ? "pdf" : "jpg";
  return new Response(new Uint8Array(bytes), {
    headers: {
      "Content-Type": document.mediaType,
      "Content-Length": String(bytes.length),
      "Content-Disposition": `attachment; filename="${document.number}.${ending}"`,
      "X-Content-Type-Options": "nosniff",
      "Content-Security-Policy": "default-src 'none'; sandbox",
      "Cross-Origin-Resource-Policy": "same-origin",
      "Cache-Control": "private, no-store",
      "X-Robots-Tag": "noindex",
    },
  });
});
