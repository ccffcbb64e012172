import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { readBody, sendHtml, sendJson } from "#tests/stand-ins/http.ts";
import { type SmtpFaults, smtpFaultBody } from "./faults.ts";
import { inboxPage, inboxTexts, mailPage, missingMailPage } from "./inbox-page.ts";
import type { Mailbox } from "./mailbox.ts";

export type InboxParts = { mailbox: Mailbox; faults: SmtpFaults };

/**
 * The HTTP side of the catcher:
 * `GET /` inbox, `GET /messages/:id` one mail, `GET /messages/:id/html` its formatted body alone;
 * `GET /messages.json?to=&count=&waitMs=` mails as JSON, waiting for so many if asked; `DELETE /messages.json` forgets them;
 * `POST /_control/faults` adds a fault, `DELETE /_control/faults` clears them.
 */
export async function handleInboxRequest(
  parts: InboxParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? "/", "http://mail.invalid");
  if (url.pathname === "/messages.json" || url.pathname === "/_control/faults") {
    await answerJson(parts, request, response, url);
    return;
  }
  const texts = inboxTexts(request.headers["accept-language"]);
  if (url.pathname === "/") {
    sendHtml(response, 200, inboxPage(texts, parts.mailbox.list()));
    return;
  }
  const match = /^\/messages\/(\d{1,9})(\/html)?$/.exec(url.pathname);
  const mail = match ? parts.mailbox.get(Number(match[1])) : null;
  if (!mail) sendHtml(response, 404, missingMailPage(texts));
  else if (match?.[2]) sendHtml(response, 200, `<base target="_blank">${mail.html}`, mailBodyHeaders);
  else sendHtml(response, 200, mailPage(texts, mail));
}

/** A mail is written by others: its body runs nothing and loads nothing, but its links open. */
const mailBodyHeaders = {
  "Content-Security-Policy":
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
};

async function answerJson(
  { mailbox, faults }: InboxParts,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  if (request.headers.origin !== undefined) {
    sendJson(response, 403, { error: "not for pages in a browser" });
    return;
  }
  const isFault = url.pathname === "/_control/faults";
  const query = url.searchParams;
  switch (`${request.method} ${isFault ? "faults" : "messages"}`) {
    case "GET messages": {
      const timeoutMs = Math.min(Number(query.get("waitMs") ?? 0) || 0, 30_000);
      const messages = await mailbox.waitFor(query.get("to"), Number(query.get("count") ?? 1) || 1, timeoutMs);
      sendJson(response, 200, { messages });
      return;
    }
    case "DELETE messages":
      mailbox.clear();
      sendJson(response, 200, { ok: true });
      return;
    case "POST faults": {
      const parsed = smtpFaultBody.safeParse(readJson(await readBody(request)));
      if (parsed.success) faults.add(parsed.data);
      sendJson(
        response,
        parsed.success ? 200 : 400,
        parsed.success ? { ok: true } : { error: z.prettifyError(parsed.error) },
      );
      return;
    }
    case "DELETE faults":
      faults.clear();
      sendJson(response, 200, { ok: true });
      return;
    default:
      sendJson(response, 405, { error: "method not allowed" });
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
