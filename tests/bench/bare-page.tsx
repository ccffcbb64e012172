/**
 * The baseline of `pages.cold`: the least a Remix document with the same cards can be. No database, no session, no language, no header and
 * no footer; the cards are the site's own component. Built apart by `bare-server.ts`.
 */
import { PassThrough } from "node:stream";
import { createReadableStreamFromReadable, type EntryContext } from "@remix-run/node";
import { Outlet, RemixServer, useLoaderData } from "@remix-run/react";
import { renderToPipeableStream } from "react-dom/server";
import type { NeedCardData } from "#app/domain/needs/public-need.ts";
import { CardGrid } from "#app/ui/card.tsx";
import { NeedCard } from "#app/ui/need-card.tsx";

export type BareCard = { need: NeedCardData; daysLeft: number | null };

export function BareDocument() {
  return (
    <html lang="zh-CN">
      <head>
        <meta charSet="utf-8" />
        <title>需求</title>
      </head>
      <body>
        <Outlet />
      </body>
    </html>
  );
}

export function BareCards() {
  const { cards } = useLoaderData<{ cards: BareCard[] }>();
  return (
    <CardGrid>
      {cards.map(({ need, daysLeft }) => (
        <NeedCard key={need.publicCode} need={need} daysLeft={daysLeft} heading="h2" />
      ))}
    </CardGrid>
  );
}

/** As `remix reveal` writes it. */
export function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const { pipe } = renderToPipeableStream(<RemixServer context={remixContext} url={request.url} />, {
      onShellReady() {
        const body = new PassThrough();
        headers.set("Content-Type", "text/html");
        resolve(new Response(createReadableStreamFromReadable(body), { headers, status }));
        pipe(body);
      },
      onShellError: reject,
    });
  });
}
