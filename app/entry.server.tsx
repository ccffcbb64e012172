import { type AppLoadContext, createReadableStreamFromReadable, type EntryContext } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToPipeableStream } from "react-dom/server";
import { dropNullBytes } from "./http/drop-null-bytes.server.ts";
import { createLogger, errorFields, loggedPath } from "./http/logger.server.ts";
import { NonceContext } from "./http/nonce-context.ts";
import { RequestIdContext } from "./http/request-id.ts";
import { ResponseStatusContext } from "./http/response-status.ts";
import { LocaleContext } from "./i18n/use-messages.ts";

const abortAfterMilliseconds = 5_000;

/**
 * Renders the whole page before its first byte is sent: the status is then true, the bytes can be cached, and readers without
 * JavaScript never see a fallback.
 */
export default function handleRequest(
  request: Request,
  actionStatus: number,
  headers: Headers,
  remixContext: EntryContext,
  loadContext: AppLoadContext,
): Promise<Response> {
  const { nonce, locale, requestId } = loadContext;
  const status = isNotThere(remixContext) ? 404 : actionStatus;
  return new Promise((resolve, reject) => {
    let finalStatus = status;
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={nonce}>
        <LocaleContext.Provider value={locale}>
          <ResponseStatusContext.Provider value={status}>
            <RequestIdContext.Provider value={requestId ?? ""}>
              <RemixServer context={remixContext} url={request.url} abortDelay={abortAfterMilliseconds} nonce={nonce} />
            </RequestIdContext.Provider>
          </ResponseStatusContext.Provider>
        </LocaleContext.Provider>
      </NonceContext.Provider>,
      {
        nonce,
        onAllReady() {
          clearTimeout(timer);
          const body = dropNullBytes();
          headers.set("Content-Type", "text/html; charset=utf-8");
          resolve(new Response(createReadableStreamFromReadable(body), { status: finalStatus, headers }));
          pipe(body);
        },
        onShellError(error) {
          clearTimeout(timer);
          reject(error);
        },
        onError(error) {
          finalStatus = 500;
          log.error("render failed", errorFields(error));
        },
      },
    );
    const timer = setTimeout(abort, abortAfterMilliseconds);
  });
}

/** A refused form of somebody for whom the page is not there is 404 like the page, not the form's 422 (F2). */
function isNotThere({ staticHandlerContext: { errors } }: EntryContext): boolean {
  return Object.values(errors ?? {}).some((error) => isRouteErrorResponse(error) && error.status === 404);
}

const log = createLogger();

/** Failures of loaders and actions: logged here, while the page gets a number and a way on, nothing else (E11). */
export function handleError(error: unknown, { request, context }: { request: Request; context: AppLoadContext }): void {
  const isRefusal = isRouteErrorResponse(error) && error.status < 500;
  if (request.signal.aborted || isRefusal) return;
  const { requestId = "" } = context;
  log.error("route failed", { path: loggedPath(new URL(request.url).pathname), requestId, ...errorFields(error) });
}
