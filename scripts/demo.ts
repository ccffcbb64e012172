import { join } from "node:path";
import { parseArgs } from "node:util";
import { demoPersonas } from "#db/seed/personas.ts";
import { buildSiteWhenChanged } from "#scripts/build-site.ts";
import { ClearError, describeFailure } from "#scripts/clear-error.ts";
import { openDemoDatabase, removeDemoFolder } from "#scripts/demo-database.ts";
import { findFreePort, isPortFree } from "#scripts/free-port.ts";
import { loadEnvFile, readVariable } from "#scripts/load-env-file.ts";
import { migrateDatabase } from "#scripts/migrate.ts";
import { projectFolder } from "#scripts/parts.ts";
import { refuseRunningServer } from "#scripts/postgres-server.ts";
import { showProgress } from "#scripts/progress.mjs";
import { createRunning, type Running } from "#scripts/running.ts";
import { seedDatabase } from "#scripts/seed.ts";
import { type SiteAddresses, type SitePorts, startSiteParts } from "#scripts/site-parts.ts";

const demoFolder = join(projectFolder, ".data", "demo");

/** `--reset`, or `--reset=<name of the database>` when DATABASE_URL is set; null without it. */
function readReset(words: string[]): string | null {
  const bare = words.map((word) => (word === "--reset" ? "--reset=" : word));
  try {
    const { values } = parseArgs({ args: bare, options: { reset: { type: "string" } } });
    return values.reset ?? null;
  } catch {
    throw new ClearError("npm run demo knows one option: npm run demo -- --reset starts over with fresh data.");
  }
}

async function choosePorts(host: string): Promise<SitePorts> {
  const site = Number(readVariable("PORT") ?? "3000");
  if (!Number.isInteger(site) || site < 1 || site > 65_535)
    throw new ClearError("PORT must be a number from 1 to 65535.");
  if (!(await isPortFree(site, host))) {
    throw new ClearError(
      `Port ${site} is taken: end the program that uses it, or choose another: PORT=${site + 1} npm run demo.`,
    );
  }
  // The neighbours of the site's port, so that the addresses stay the same from start to start; any free one when they are taken.
  const near = async (port: number) => (port <= 65_535 && (await isPortFree(port)) ? port : findFreePort());
  return { site, stripe: await near(site + 1), mail: await near(site + 2), mailPage: await near(site + 3) };
}

async function runDemo(running: Running): Promise<void> {
  loadEnvFile();
  const reset = readReset(process.argv.slice(2));
  const givenUrl = readVariable("DATABASE_URL");
  const host = readVariable("HOST") ?? "127.0.0.1";
  const ports = await choosePorts(host);
  if (reset !== null && givenUrl === undefined) {
    await refuseRunningServer(demoFolder);
    await showProgress("Removing the data of the last demo", () => removeDemoFolder(demoFolder));
  }
  const opening = givenUrl === undefined ? "Starting PostgreSQL" : "Connecting to the database of DATABASE_URL";
  const databaseUrl = await showProgress(opening, () =>
    openDemoDatabase({ givenUrl, folder: demoFolder, reset }, running),
  );
  await showProgress("Bringing the database to the newest schema", () => migrateDatabase(databaseUrl));
  await seedDatabase({ databaseUrl, filesFolder: join(demoFolder, "files"), progress: createStoryProgress() });
  await buildSiteWhenChanged(running);
  const addresses = await showProgress("Starting the site", () =>
    startSiteParts(
      {
        mode: "demo",
        databaseUrl,
        ports,
        host,
        baseUrl: readVariable("BASE_URL") ?? null,
        folder: demoFolder,
        given: { stripeSecretKey: readVariable("STRIPE_SECRET_KEY"), smtpUrl: readVariable("SMTP_URL") },
      },
      running,
    ),
  );
  console.log(describeDemo(addresses, databaseUrl));
}

/** The headline comes with the first chapter: a database that has the story already says nothing. */
function createStoryProgress(): (message: string) => void {
  let isFirst = true;
  return (message) => {
    if (isFirst) console.log("Telling the demo story of 赤水镇 ...");
    isFirst = false;
    console.log(`  ${message}`);
  };
}

function describeDemo(addresses: SiteAddresses, databaseUrl: string): string {
  const lines = [
    "",
    "结对 Jiedui is ready.",
    "",
    `  Site       ${addresses.site}`,
    `  Payments   ${addresses.stripe ?? "Stripe, with the key of STRIPE_SECRET_KEY"}`,
    `  Mails      ${addresses.mailPage ?? "sent to the server of SMTP_URL"}`,
    `  Logs       ${join(demoFolder, "logs")}`,
    `  Ledger     DATABASE_URL=${databaseUrl} npm run ledger:verify`,
    `  Clock      write milliseconds into ${addresses.clockOffsetFile} to move the time`,
    "",
    "One sign-in per persona, at /login:",
    ...demoPersonas.map(
      (persona) =>
        `  ${persona.email.padEnd(32)} ${persona.password}  ${persona.role["zh-CN"]} ${persona.name} / ${persona.role.en}`,
    ),
    "",
    "Ctrl-C ends everything and keeps the data; npm run demo -- --reset starts over.",
  ];
  return lines.join("\n");
}

const running = createRunning("Ending the demo ...", 0);
runDemo(running).catch((failure) => running.finish(1, describeFailure(failure)));
