/**
 * The baselines of the page figures, in a process of their own: `/bytes` answers the bytes of the site's listing from memory, `/cards` renders
 * its cards with a bare Remix route. Environment: DATABASE_URL of the seeded site, SITE_URL, BARE_PORT.
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createRequestHandler } from "@remix-run/express";
import type { ServerBuild } from "@remix-run/node";
import express from "express";
import { build } from "vite";
import { readEnv } from "#app/env.server.ts";
import { noFilters } from "#app/routes/needs/need-filters.ts";
import { searchNeeds } from "#app/routes/needs/need-listing.server.ts";
import { createServices } from "#app/services.server.ts";
import { projectFolder } from "#scripts/parts.ts";
import type * as barePage from "./bare-page.tsx";

async function readCards(): Promise<barePage.BareCard[]> {
  const services = createServices(readEnv(), { applicationName: "jiedui-bench" });
  try {
    const { cards } = await searchNeeds(services, noFilters);
    return cards.map((need) => ({ need, daysLeft: null }));
  } finally {
    await services.close();
  }
}

/** The page is built as the site is: production React, svg files as addresses. */
async function loadBarePage(): Promise<typeof barePage> {
  const folder = join(projectFolder, ".cache", "bench");
  await build({
    root: projectFolder,
    configFile: false,
    logLevel: "error",
    esbuild: { jsx: "automatic" },
    build: {
      ssr: join(import.meta.dirname, "bare-page.tsx"),
      outDir: folder,
      emptyOutDir: true,
      copyPublicDir: false,
      rollupOptions: { output: { entryFileNames: "bare-page.js" } },
    },
  });
  return import(pathToFileURL(join(folder, "bare-page.js")).href);
}

function remixBuildOf(page: typeof barePage, cards: readonly barePage.BareCard[]): ServerBuild {
  const route = { hasLoader: false, hasAction: false, hasErrorBoundary: false, module: "", imports: [] };
  const flags = { hasClientAction: false, hasClientLoader: false };
  return {
    entry: { module: { default: page.handleRequest } },
    routes: {
      root: { id: "root", path: "", module: { default: page.BareDocument } },
      cards: {
        id: "cards",
        parentId: "root",
        path: "cards",
        module: { default: page.BareCards, loader: () => ({ cards }) },
      },
    },
    assets: {
      entry: { imports: [], module: "" },
      routes: {
        root: { ...route, ...flags, id: "root", path: "" },
        cards: { ...route, ...flags, id: "cards", parentId: "root", path: "cards", hasLoader: true },
      },
      url: "",
      version: "bench",
    },
    assetsBuildDirectory: "",
    publicPath: "/",
    basename: "/",
    isSpaMode: false,
    mode: "production",
    future: {
      v3_fetcherPersist: true,
      v3_lazyRouteDiscovery: true,
      v3_relativeSplatPath: true,
      v3_singleFetch: true,
      v3_throwAbortReason: true,
    },
  };
}

async function main(): Promise<void> {
  const { SITE_URL, BARE_PORT } = process.env;
  const listing = await fetch(`${SITE_URL}/needs`, { headers: { "Accept-Encoding": "identity" } });
  const bytes = Buffer.from(await listing.arrayBuffer());
  const app = express();
  // The quickest an Express reply can be: nothing is computed per request.
  app.disable("x-powered-by");
  app.disable("etag");
  app.get("/bytes", (_request, response) => {
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.setHeader("Content-Length", bytes.length);
    response.end(bytes);
  });
  app.all("*", createRequestHandler({ build: remixBuildOf(await loadBarePage(), await readCards()) }));
  const server = app.listen(Number(BARE_PORT), "127.0.0.1");
  process.once("SIGTERM", () => {
    server.closeAllConnections();
    server.close();
  });
}

await main();
