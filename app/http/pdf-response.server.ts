import type { Messages } from "#app/i18n/catalog.ts";
import type { Locale } from "#app/i18n/locale.ts";
import type { PrintedDocument } from "#app/printing/printed-document.ts";
import type { Services } from "#app/services.server.ts";
import { consumeRateLimit, rateLimitKey } from "./rate-limit.server.ts";

/** Printing is the dearest thing a visitor can ask for: enough for a year's receipts one by one, too few to keep the printer busy. */
const printLimit = { name: "print", limit: 40, windowSeconds: 600 };

type PdfRequest = {
  document: PrintedDocument;
  /** Without the ending; ASCII. */
  fileName: string;
  /** The page that says the same, for the way back. */
  backTo: string;
  clientAddress: string;
  locale: Locale;
  t: Messages;
};

/**
 * The document as a PDF that browsers show; nobody keeps a copy on the way. Where the printer has too much to do (503) or one address asks
 * too often (429) the answer is a page of its own that says so and leads back: a resource route has no error page.
 */
export async function pdfResponse(
  services: Pick<Services, "printer" | "db" | "env" | "clock">,
  request: PdfRequest,
): Promise<Response> {
  const limited = await consumeRateLimit(services.db, {
    key: rateLimitKey(printLimit.name, request.clientAddress),
    limit: Math.floor(printLimit.limit * services.env.rateLimitFactor),
    windowSeconds: printLimit.windowSeconds,
    at: services.clock.now(),
  });
  if (!limited.isAllowed) return busyPage(429, limited.retryAfterSeconds, request);
  const printed = await services.printer.print(request.document);
  if (!printed.ok) return busyPage(503, 30, request);
  return new Response(printed.value, {
    headers: {
      "Content-Type": "application/pdf",
      "Content-Length": String(printed.value.byteLength),
      "Content-Disposition": `inline; filename="${request.fileName}.pdf"`,
      "Cache-Control": "private, no-store",
      "X-Robots-Tag": "noindex",
    },
  });
}

function busyPage(status: 429 | 503, retryAfterSeconds: number, { t, locale, backTo }: PdfRequest): Response {
  const words = t.receipts.busy;
  const html = `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${words.overloaded.title} - ${t.common.siteName}</title></head><body><main><h1>${words.overloaded.title}</h1><p>${words.overloaded.body}</p><p><a href="${escapeHtml(backTo)}">${words.back}</a></p></main></body></html>`;
  return new Response(html, {
    status,
    headers: {
      "Content-Type": "text/html; charset=utf-8",
      "Cache-Control": "no-store",
      "Retry-After": String(retryAfterSeconds),
    },
  });
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
