import { mkdir, rmdir, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { ServerBuild } from "@remix-run/node";
import { sessionCookie } from "#app/auth/session-cookie.ts";
import { startSession } from "#app/auth/sessions.server.ts";
import { isStaff, type SignedInActor } from "#app/domain/actor.ts";
import { readEnv } from "#app/env.server.ts";
import { createApp } from "#app/http/create-app.server.ts";
import { type Logger, silentLogger } from "#app/http/logger.server.ts";
import { createPageCache } from "#app/http/page-cache.server.ts";
import { createServices, type Services } from "#app/services.server.ts";
import { buildSiteWhenChanged } from "#scripts/build-site.ts";
import { projectFolder } from "#scripts/parts.ts";
import type { Running } from "#scripts/running.ts";
import type { TestDatabase } from "./database.ts";

export type TestSite = {
  url: string;
  services: Services;
  /** Signs a user in behind the login page, the second factor shown. Returns the value for a `Cookie` header. */
  signInAs: (actor: SignedInActor) => Promise<string>;
  /** A request to the site, redirects not followed. Unsafe methods come from its own origin unless `headers` say otherwise. */
  request: (path: string, init?: SiteRequest) => Promise<Response>;
  close: () => Promise<void>;
};

export type SiteRequest = {
  method?: string;
  headers?: Record<string, string>;
  cookie?: string;
  /** Sent as a form. */
  form?: Readonly<Record<string, string>>;
};

export type TestSiteOptions = {
  /** Environment keys that differ from the defaults of tests. */
  env?: Readonly<Record<string, string>>;
  /** Stand-ins for single services: a clock, a mailer. */
  services?: Partial<Services>;
  /** Takes what the site logs; by default nobody does. */
  log?: Logger;
  /** Off by default: most tests want to see what they have just written, however they wrote it. */
  hasPageCache?: boolean;
};

/** The real site (built when its sources changed) on a free port and the database of the test file. Close it before the database is dropped. */
export async function startSite(database: Pick<TestDatabase, "url">, options: TestSiteOptions = {}): Promise<TestSite> {
  const build = await loadBuild();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  const url = `http://127.0.0.1:${address.port}`;
  const env = readEnv({ JIEDUI_MODE: "test", DATABASE_URL: database.url, BASE_URL: url, ...options.env });
  const services = { ...createServices(env, { applicationName: "jiedui-test" }), ...options.services };
  const clientDirectory = join(projectFolder, "build", "client");
  const pageCache = options.hasPageCache ? createPageCache(env, services.publicReads?.noteChange) : null;
  server.on("request", createApp({ services, build, pageCache, log: options.log ?? silentLogger, clientDirectory }));
  return {
    url,
    services,
    signInAs: async (actor) => {
      const at = services.clock.now();
      const input = { userId: actor.userId, isStaff: isStaff(actor), previousIdHash: null, secondFactorAt: at };
      const session = await startSession(services.db, input, at);
      const [cookie = ""] = sessionCookie(session.sessionId, 3600, url.startsWith("https:")).split(";", 1);
      return cookie;
    },
    request: (path, init) => sendRequest(url, path, init),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await pageCache?.close();
      await services.close();
    },
  };
}

function sendRequest(
  url: string,
  path: string,
  { method, headers = {}, cookie, form }: SiteRequest = {},
): Promise<Response> {
  return fetch(`${url}${path}`, {
    method: method ?? (form ? "POST" : "GET"),
    redirect: "manual",
    headers: {
      ...(form || method ? { Origin: url } : {}),
      ...(cookie ? { Cookie: cookie } : {}),
      ...headers,
    },
    ...(form ? { body: new URLSearchParams(form) } : {}),
  });
}

// why: the builder only registers what must end with it; in a test worker the process's own handlers stay as they are.
const runningUntilDone: Running = { add: () => {}, endAll: async () => {}, finish: async () => {} };

/** Several test files may want the build at once: one makes it, the others wait for it. */
export async function ensureBuild(): Promise<void> {
  const lock = join(projectFolder, ".cache", "build.lock");
  await mkdir(join(projectFolder, ".cache"), { recursive: true });
  while (!(await takeLock(lock))) await new Promise((resolve) => setTimeout(resolve, 100));
  try {
    await buildSiteWhenChanged(runningUntilDone);
  } finally {
    await rmdir(lock).catch(() => {});
  }
}

export async function loadBuild(): Promise<ServerBuild> {
  await ensureBuild();
  const module: unknown = await import(
    /* @vite-ignore */ pathToFileURL(join(projectFolder, "build", "server", "index.js")).href
  );
  if (!isServerBuild(module)) throw new Error("build/server/index.js is not a Remix build");
  return module;
}

async function takeLock(lock: string): Promise<boolean> {
  try {
    await mkdir(lock);
    return true;
  } catch {
    // The holder was killed: a build takes seconds, on a busy machine a minute.
    const age = Date.now() - (await stat(lock).then((found) => found.mtimeMs, Date.now));
    if (age > 300_000) await rmdir(lock).catch(() => {});
    return false;
  }
}

function isServerBuild(module: unknown): module is ServerBuild {
  return typeof module === "object" && module !== null && "routes" in module && "entry" in module;
}
