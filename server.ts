/** The site's process: environment, services, one HTTP server, and an orderly end (H2). */
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ServerBuild } from "@remix-run/node";
import { readEnv } from "#app/env.server.ts";
import { type AppOptions, createApp } from "#app/http/create-app.server.ts";
import { createLogger, errorFields } from "#app/http/logger.server.ts";
import { createPageCache } from "#app/http/page-cache.server.ts";
import { createServices } from "#app/services.server.ts";
import { loadEnvFile } from "#scripts/load-env-file.ts";

const drainMilliseconds = 10_000;
const log = createLogger();

async function start(): Promise<void> {
  loadEnvFile();
  const env = readEnv();
  const services = createServices(env);
  const isDevelopment = process.env.NODE_ENV === "development";
  // While developing, what one sees is what one has just written.
  const pageCache = isDevelopment ? null : createPageCache(env, services.publicReads?.noteChange);
  const build = isDevelopment ? await loadSources() : await loadBuild();
  const server = createServer(createApp({ services, log, pageCache, ...build }));
  // A proxy in front keeps connections for 60 s; ours must live longer, or it meets a closed one.
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 66_000;
  endInOrder(server, async () => {
    await pageCache?.close();
    await services.close();
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(env.port, env.host, resolve);
  });
  log.info("listening", { address: env.baseUrl, mode: env.mode });
}

type Build = Pick<AppOptions, "build" | "clientDirectory" | "viteMiddleware">;

/** `npm run dev`: the sources through Vite, always the newest. */
async function loadSources(): Promise<Build> {
  const vite = await import("vite");
  const server = await vite.createServer({
    server: { middlewareMode: true, hmr: false, ws: false },
    appType: "custom",
  });
  const build = async () => serverBuildOf(await server.ssrLoadModule("virtual:remix/server-build"));
  return { build, clientDirectory: null, viteMiddleware: server.middlewares };
}

/** `npm run build` made it. */
async function loadBuild(): Promise<Build> {
  const folder = join(import.meta.dirname, "build");
  const build = serverBuildOf(await import(pathToFileURL(join(folder, "server", "index.js")).href));
  return { build, clientDirectory: join(folder, "client") };
}

function serverBuildOf(module: unknown): ServerBuild {
  if (isServerBuild(module)) return module;
  throw new Error("build/server/index.js is not a Remix build: run npm run build");
}

function isServerBuild(module: unknown): module is ServerBuild {
  return typeof module === "object" && module !== null && "routes" in module && "entry" in module;
}

/** Asked to end: no new connections, running requests get up to 10 s. A bug nobody caught: the same, and exit 1 so that a supervisor restarts. */
function endInOrder(server: Server, close: () => Promise<void>): void {
  let isEnding = false;
  const end = (code: number) => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(code), drainMilliseconds).unref();
    server.close(() => {
      close()
        .catch((error: unknown) => log.error("close failed", errorFields(error)))
        .finally(() => process.exit(code));
    });
    // Connections that fall idle from now on would be kept for their next request until the limit above.
    setInterval(() => server.closeIdleConnections(), 100).unref();
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => end(0));
  for (const bug of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(bug, (error: unknown) => {
      log.error(bug, errorFields(error));
      end(1);
    });
  }
}

start().catch((error: unknown) => {
  log.error("start failed", errorFields(error));
  process.exit(1);
});
