import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Express } from "express";
import { z } from "zod";
import { paths } from "./paths.ts";
import { contentSecurityPolicy, noncedScripts } from "./security-headers.server.ts";
import type { SiteOptions } from "./site-options.ts";

const builtFiles = z.object({ script: z.string(), style: z.string() });

/**
 * The page of the phone app, its worker and its manifest. The page is the same for everybody and holds nobody's data, so the phone may keep it; it
 * is asked for anew whenever there is signal, like the worker, whose address never changes. Everything else of the app has its sum in the name.
 */
export function serveFieldApp(app: Express, clientDirectory: string, env: SiteOptions): void {
  const listing = join(clientDirectory, "field.json");
  if (!existsSync(listing)) return;
  const files = builtFiles.parse(JSON.parse(readFileSync(listing, "utf8")));
  app.get("/field", (_request, response) => {
    const nonce = String(response.locals.nonce);
    response.setHeader(
      "Content-Security-Policy",
      `${contentSecurityPolicy(noncedScripts(nonce), env)}; worker-src 'self'`,
    );
    response.setHeader("Cache-Control", "no-cache");
    response.type("html").send(shell(files, nonce));
  });
  app.get(["/field-sw.js", "/field.webmanifest"], (_request, response, next) => {
    response.setHeader("Cache-Control", "no-cache");
    next();
  });
}

function shell({ script, style }: z.output<typeof builtFiles>, nonce: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>手机走访</title>
<meta name="theme-color" content="#14524b">
<link rel="icon" href="/favicon.svg" type="image/svg+xml">
<link rel="apple-touch-icon" href="/field-192.png">
<link rel="manifest" href="/field.webmanifest">
<link rel="stylesheet" href="${style}">
<script type="module" nonce="${nonce}" src="${script}"></script>
</head>
<body>
<main id="field" tabindex="-1">
<h1>手机走访</h1>
<noscript><p>本页要用脚本才能离线使用。<a href="${paths.staffVisitNew()}">用网页记走访</a></p></noscript>
</main>
</body>
</html>
`;
}
