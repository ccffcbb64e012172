import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { vi } from "vitest";
import type { DomainEvent } from "#app/domain/events.ts";
import { newId } from "#app/domain/ids.ts";
import { recordEvents } from "#app/domain/record-event.server.ts";
import { createDiskFileStore } from "#app/files/disk-file-store.server.ts";
import { drainOutbox } from "#app/jobs/drain-outbox.server.ts";
import { eventHandlers } from "#app/jobs/event-handlers.server.ts";
import { reconcileSearch } from "#app/jobs/reconcile-search.server.ts";
import { sendMails } from "#app/jobs/send-mails.server.ts";
import { settleOpenDonations } from "#app/jobs/settle-open-donations.server.ts";
import { watchFaults } from "#app/jobs/watch-faults.server.ts";
import { bundled } from "#scripts/bundle-processes.ts";
import { startPart } from "#scripts/parts.ts";
import { type SmtpCatcher, startSmtpCatcher } from "#tests/stand-ins/smtp/start-smtp-catcher.ts";
import { type StripeStandIn, startStripeStandIn } from "#tests/stand-ins/stripe/start-stripe-stand-in.ts";
import { type Planted, plantCanaries } from "./canaries.ts";
import type { TestDatabase } from "./database.ts";
import type { Surface } from "./leak-surfaces.ts";
import { createSeededDatabase, seededKey, seededNow, seededSealer } from "./seeded-database.ts";
import { startSite, type TestSite } from "./site.ts";

/** The platform with planted values: site, provider and mail server as they run in the demo, everything written down. */
export type LeakScene = {
  database: TestDatabase;
  site: TestSite;
  planted: Planted;
  /** Runs everything that tells others of the planted story; `isWhole`: also the real job process. */
  play: (isWhole: boolean) => Promise<void>;
  /** What was logged, mailed, sent to the provider and stored for others to read. */
  collect: () => Promise<Surface[]>;
  close: () => Promise<void>;
};

const webhookSecret = "whsec_leak_scan";

export async function openLeakScene(): Promise<LeakScene> {
  const folder = await mkdtemp(join(tmpdir(), "jiedui-leaks-"));
  const files = createDiskFileStore(folder);
  const database = await createSeededDatabase(files);
  const catcher = await startSmtpCatcher({ port: 0, httpPort: 0, now: () => seededNow });
  const stripe = await startStripeStandIn({ port: 0, webhookUrl: null, webhookSecret, now: () => seededNow });
  const siteLog: string[] = [];
  const jobLog: string[] = [];
  const write = (message: string, fields: unknown) => void siteLog.push(`${message} ${JSON.stringify(fields)}`);
  const site = await startSite(database, {
    env: {
      RATE_LIMIT_FACTOR: "100000",
      STRIPE_API_BASE: stripe.url,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      SMTP_URL: catcher.smtpUrl,
      AUDIT_MAIL_TO: "audit@jiedui.example",
      ALARM_MAIL_TO: "alarm@jiedui.example",
    },
    log: { info: write, error: write },
    services: { clock: { now: () => seededNow }, sealer: seededSealer, files },
  });
  await stripe.control.setEndpoint({ url: `${site.url}/webhooks/stripe` });
  const planted = await plantCanaries({ database, sealer: seededSealer, files, at: seededNow });
  const scene = { database, site, planted, catcher, stripe, folder };
  return {
    database,
    site,
    planted,
    play: async (isWhole) => {
      const output = [vi.spyOn(process.stdout, "write"), vi.spyOn(process.stderr, "write")];
      const said = [vi.spyOn(console, "log"), vi.spyOn(console, "error"), vi.spyOn(console, "warn")];
      try {
        await tellEverybody(scene);
        await fillForms(scene);
        if (isWhole) jobLog.push(await runJobProcess(scene));
      } finally {
        for (const spy of [...output, ...said]) {
          jobLog.push(...spy.mock.calls.map((words) => words.map(String).join(" ")));
          spy.mockRestore();
        }
      }
    },
    collect: async () => [
      ...siteLog.map((text): Surface => ({ kind: "log of the site", where: `log: ${text.slice(0, 80)}`, text })),
      ...jobLog
        .flatMap((text) => text.split("\n"))
        .map((text): Surface => ({ kind: "log of the jobs", where: `job log: ${text.slice(0, 80)}`, text })),
      ...(await readMails(catcher)),
      ...(await readTables(database)),
      ...(await readProvider(stripe, planted.donorEmail)),
    ],
    close: async () => {
      await site.close();
      await stripe.stop();
      await catcher.stop();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

type Parts = {
  database: TestDatabase;
  site: TestSite;
  planted: Planted;
  catcher: SmtpCatcher;
  stripe: StripeStandIn;
  folder: string;
};

/** As if each record had changed just now, with the jobs that follow; one connection to the mail server fails on the way. */
async function tellEverybody({ database, site, planted, catcher }: Parts): Promise<void> {
  const ids = async (table: string) =>
    (await database.sql.unsafe(`select id from ${table}`)).map(({ id }) => String(id));
  const events: DomainEvent[] = [];
  for (const needId of await ids("needs")) events.push({ kind: "need.changed", needId });
  for (const pairingId of await ids("pairings")) events.push({ kind: "pairing.changed", pairingId });
  for (const pledgeId of await ids("pledges")) events.push({ kind: "pledge.changed", pledgeId });
  for (const reportId of await ids("impact_reports")) events.push({ kind: "impact_report.published", reportId });
  for (const complaintId of await ids("complaints")) events.push({ kind: "complaint.changed", complaintId });
  for (const refundId of await ids("refunds")) events.push({ kind: "refund.changed", refundId });
  events.push({ kind: "donation.paid", donationId: planted.donationId });
  events.push({ kind: "household.changed", householdId: planted.household.id });
  await recordEvents(database.db, seededNow, ...events);
  await catcher.client.addFault({ kind: "refuse" });
  await runQuickJobs(site);
}

async function runQuickJobs({ services }: TestSite): Promise<void> {
  while ((await drainOutbox(services, eventHandlers)) > 0);
  await settleOpenDonations(services);
  await reconcileSearch(services);
  await watchFaults(services);
  while ((await sendMails(services)) > 0);
}

/** Gifts on their way through the provider, once and every month, and forms that are refused: what they carry is in no log. */
async function fillForms({ site, planted, stripe }: Parts): Promise<void> {
  const { donorEmail: email, receiptName, needCode } = planted;
  for (const frequency of ["once", "monthly"]) {
    const form = {
      formNonce: newId(),
      frequency,
      preset: "50",
      receiptName,
      surplusChoice: "same_village",
      email,
    };
    const begun = await site.request(`/needs/${needCode}/donate`, { form });
    const cookie = (begun.headers.get("Set-Cookie") ?? "").split(";", 1)[0] ?? "";
    await site.request(begun.headers.get("Location") ?? "/", { method: "POST", cookie });
  }
  for (const session of await openSessions(site)) await stripe.control.paySession(session).catch(() => {});
  await stripe.control.settled();
  await runQuickJobs(site);
  const refused = {
    email,
    password: "13917770001",
    content: "6222021777000177001",
    title: "雀探",
    secret: "canary-password-77",
  };
  for (const path of [
    "/login",
    "/join",
    "/complaints/new",
    "/staff/households/new",
    "/webhooks/stripe",
    "/no/such/page",
  ]) {
    await site.request(`${path}?q=13917770001`, { form: refused });
  }
  await site.request("/needs?q=雀探一号");
}

async function openSessions({ services }: TestSite): Promise<string[]> {
  const rows = await services.db.execute<{ id: string }>(sql`
    select checkout_session_id as id from donations where state in ('started', 'pending') and checkout_session_id is not null
    union select checkout_session_id from monthly_gifts where checkout_session_id is not null`);
  return rows.map(({ id }) => id);
}

const longestWaitMs = 180_000;

/** The job process as it runs in production, until nothing waits; returns what it printed. */
async function runJobProcess({ database, site, planted, catcher, stripe, folder }: Parts): Promise<string> {
  const offset = join(folder, "clock-offset-ms");
  await writeFile(offset, String(seededNow.getTime() - Date.now()));
  await recordEvents(database.db, seededNow, { kind: "household.changed", householdId: planted.household.id });
  const logPath = join(folder, "jobs.log");
  const part = startPart({
    name: "job process",
    words: bundled("worker"),
    logPath,
    env: {
      JIEDUI_MODE: "test",
      DATABASE_URL: database.url,
      BASE_URL: site.url,
      STRIPE_API_BASE: stripe.url,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      SMTP_URL: catcher.smtpUrl,
      FIELD_KEY: seededKey.toString("base64"),
      INDEX_KEY: seededKey.toString("base64"),
      FILES_DIR: folder,
      CLOCK_OFFSET_FILE: offset,
    },
  });
  const deadline = Date.now() + longestWaitMs;
  const isBusy = async () => {
    const [row] = await database.sql<
      { waiting: number }[]
    >`select ((select count(*) from outbox_events where processed_at is null and dead_at is null and attempts = 0)
      + (select count(*) from mails where sent_at is null and attempts = 0))::int as waiting`;
    return (row?.waiting ?? 0) > 0 || (await readFile(logPath, "utf8")).length === 0;
  };
  while ((await isBusy()) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 500));
  await part.stop();
  return readFile(logPath, "utf8");
}

async function readMails(catcher: SmtpCatcher): Promise<Surface[]> {
  return (await catcher.client.messages()).map(({ to, subject, text, html, headers, attachments }) => ({
    kind: "mail",
    where: `mail "${subject}" to ${to.join(", ")}`,
    text: [subject, html, text, JSON.stringify(headers), JSON.stringify(attachments)].join("\n"),
    to: to.join(", "),
  }));
}

/** Rows that are made to be read by others or to be passed on. A mail's address is where it goes: only what stands beside it is looked at. */
async function readTables({ sql }: TestDatabase): Promise<Surface[]> {
  const surfaces: Surface[] = [];
  for (const table of ["search_documents", "search_facet_sets", "mails", "outbox_events", "alarms", "chain_roots"]) {
    const rows = await sql.unsafe(`select to_jsonb(one)::text as row from ${table} one`);
    const kind = table.startsWith("search") ? "row of search documents" : "row of outbox, mails, alarms and chain";
    for (const [index, { row }] of rows.entries()) {
      const text = String(row).replace(table === "mails" ? /"recipient": "[^"]*"/g : /(?!)/g, "");
      surfaces.push({ kind, where: `table ${table}, row ${index + 1}`, text });
    }
  }
  return surfaces;
}

/** What the provider was sent, word for word. It mails its own receipts, so it may know the donor's address and nothing else. */
async function readProvider({ control }: StripeStandIn, donorEmail: string): Promise<Surface[]> {
  return (await control.requests()).map((request) => ({
    kind: "body sent to the payment provider",
    where: `provider: ${request.method} ${request.path}`,
    text: JSON.stringify(request).replaceAll(donorEmail, "").replaceAll(encodeURIComponent(donorEmail), ""),
  }));
}
