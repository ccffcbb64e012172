import { join } from "node:path";
import { demoCharityName, demoStripeAccountId } from "#db/seed/seed-organizations.server.ts";
import { bundled } from "#scripts/bundle-processes.ts";
import { findFreePort } from "#scripts/free-port.ts";
import { answersOk, canConnect, describeEnd, type Part, startPart, typescript, waitForPart } from "#scripts/parts.ts";
import type { Running } from "#scripts/running.ts";

export type SitePorts = { site: number; stripe: number; mail: number; mailPage: number };

export type SiteOptions = {
  mode: "demo" | "test";
  databaseUrl: string;
  ports: SitePorts;
  host: string;
  /** Address people use; null derives it from host and port. */
  baseUrl: string | null;
  /** Logs, uploaded files, the clock and the memory of the stand-ins. */
  folder: string;
  /** Keys that were set from outside win over the stand-ins: a real Stripe test account, a real mail server. */
  given: { stripeSecretKey: string | undefined; smtpUrl: string | undefined };
};

export type SiteAddresses = {
  site: string;
  /** Null: a real one is used. */
  stripe: string | null;
  mailPage: string | null;
  clockOffsetFile: string;
};

/**
 * Starts the stand-ins, the site and the job process, and waits until the site answers `/readyz`. When one of them ends by itself, all end.
 * @throws ClearError with the last words of the part that did not come up
 */
export async function startSiteParts(options: SiteOptions, running: Running): Promise<SiteAddresses> {
  const { ports } = options;
  const addresses = addressesOf(options);
  const env = sharedEnv(options, addresses);
  const start = (name: string, words: readonly string[], more: Record<string, string> = {}) => {
    const logPath = join(options.folder, "logs", `${name.replaceAll(" ", "-")}.log`);
    const part = startPart({ name, words, env: { ...env, ...more }, logPath });
    running.add(() => part.stop());
    void part.ended.then((end) => {
      if (!end.wasAsked) void running.finish(1, describeEnd(part, end));
    });
    return part;
  };
  const waits: [Part, () => Promise<boolean>][] = [];
  if (addresses.stripe !== null) {
    const stripe = start("stripe stand-in", typescript("tests/stand-ins/stripe/main.ts"));
    waits.push([stripe, () => canConnect(ports.stripe)]);
  }
  if (addresses.mailPage !== null) {
    const mail = start("mail catcher", typescript("tests/stand-ins/smtp/main.ts"));
    waits.push([mail, async () => (await canConnect(ports.mail)) && (await canConnect(ports.mailPage))]);
  }
  const site = start("site", bundled("server"), { NODE_ENV: "production" });
  start("job process", bundled("worker"), { NODE_ENV: "production" });
  waits.push([site, () => answersOk(`http://127.0.0.1:${ports.site}/readyz`)]);
  await Promise.all(waits.map(([part, check]) => waitForPart(part, check)));
  return addresses;
}

/** One more process of the same site on a port of its own: as behind a proxy, all of them share database, files and news of changes. */
export async function startAnotherSite(options: SiteOptions, running: Running): Promise<string> {
  const port = await findFreePort();
  const env = { ...sharedEnv(options, addressesOf(options)), PORT: String(port), NODE_ENV: "production" };
  const logPath = join(options.folder, "logs", `site-${port}.log`);
  const part = startPart({ name: "another site", words: bundled("server"), env, logPath });
  running.add(() => part.stop());
  const address = `http://127.0.0.1:${port}`;
  await waitForPart(part, () => answersOk(`${address}/readyz`));
  return address;
}

function addressesOf({ given, ports, folder, host, baseUrl }: SiteOptions): SiteAddresses {
  const shownHost = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  return {
    site: baseUrl ?? `http://${shownHost}:${ports.site}`,
    stripe: given.stripeSecretKey === undefined ? `http://127.0.0.1:${ports.stripe}` : null,
    mailPage: given.smtpUrl === undefined ? `http://127.0.0.1:${ports.mailPage}` : null,
    clockOffsetFile: join(folder, "clock-offset-ms"),
  };
}

function sharedEnv(options: SiteOptions, addresses: SiteAddresses): Record<string, string> {
  const { ports, folder } = options;
  const env: Record<string, string> = {
    JIEDUI_MODE: options.mode,
    TZ: "UTC",
    PORT: String(ports.site),
    HOST: options.host,
    BASE_URL: addresses.site,
    DATABASE_URL: options.databaseUrl,
    FILES_DIR: join(folder, "files"),
    CLOCK_OFFSET_FILE: addresses.clockOffsetFile,
  };
  // All browsers of a test run share one address.
  if (options.mode === "test") env.RATE_LIMIT_FACTOR = "100";
  if (addresses.stripe !== null) {
    env.STRIPE_SECRET_KEY = "sk_test_local_stand_in";
    env.STRIPE_API_BASE = addresses.stripe;
    env.STRIPE_WEBHOOK_SECRET = "whsec_local_stand_in";
    env.STRIPE_STAND_IN_PORT = String(ports.stripe);
    env.STRIPE_STAND_IN_WEBHOOK_URL = `http://127.0.0.1:${ports.site}/webhooks/stripe`;
    // The pay page names the charity that receives the gift.
    env.STRIPE_STAND_IN_ACCOUNTS = JSON.stringify({ [demoStripeAccountId]: demoCharityName });
    env.STRIPE_STAND_IN_STATE = join(folder, "stripe-stand-in.json");
  }
  if (addresses.mailPage !== null) {
    env.SMTP_URL = `smtp://127.0.0.1:${ports.mail}`;
    env.SMTP_CATCHER_PORT = String(ports.mail);
    env.SMTP_CATCHER_HTTP_PORT = String(ports.mailPage);
    env.SMTP_CATCHER_DIR = join(folder, "mails");
  }
  return env;
}
