import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DomainEvent } from "#app/domain/events.ts";
import { recordEvents } from "#app/domain/record-event.server.ts";
import type { FileStore } from "#app/files/file-store.ts";
import { drainOutbox } from "#app/jobs/drain-outbox.server.ts";
import { eventHandlers } from "#app/jobs/event-handlers.server.ts";
import { reconcileSearch } from "#app/jobs/reconcile-search.server.ts";
import { sendMails } from "#app/jobs/send-mails.server.ts";
import { watchFaults } from "#app/jobs/watch-faults.server.ts";
import { createStaff, createUser } from "#db/seed/factories.server.ts";
import { type Canary, type Planted, plantCanaries } from "#tests/setup/canaries.ts";
import type { TestDatabase } from "#tests/setup/database.ts";
import { findSubject, kindOfRoute, listBuiltRoutes } from "#tests/setup/deny-matrix.ts";
import { readLinks } from "#tests/setup/html-forms.ts";
import { readPdf } from "#tests/setup/read-pdf.ts";
import { createSeededDatabase, seededNow, seededSealer } from "#tests/setup/seeded-database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

/**
 * F4, F10, D4: values nobody else has are planted in every private field of one household's story, everything is run that tells others of
 * it, and then they are looked for wherever somebody may read: pages in both languages and their payloads, exports, pictures, documents,
 * search, mails, logs, metrics, and what the payment provider is told. Short in `npm test`; `npm run leak-scan` walks every page, also as
 * people who sign in without a right to read it.
 */
const isWhole = process.env.LEAK_SCAN === "whole";
const pagesPerKind = isWhole ? 200 : 3;

type Surface = { where: string; text: string; to?: string };

let database: TestDatabase;
let site: TestSite;
let planted: Planted;
const surfaces: Surface[] = [];
const logged: string[] = [];
const told: string[] = [];
const strangers: { name: string; cookie: string }[] = [];

const kept = new Map<string, Uint8Array>();
const files: FileStore = {
  write: async (name, bytes) => void kept.set(name, bytes),
  read: async (name) => kept.get(name) ?? null,
  remove: async (name) => void kept.delete(name),
};

beforeAll(async () => {
  database = await createSeededDatabase();
  const mailer = {
    send: async (mail: { to: string; subject: string; html: string; text: string }) =>
      void surfaces.push({
        where: `mail "${mail.subject}" to ${mail.to}`,
        text: `${mail.subject}\n${mail.html}\n${mail.text}`,
        to: mail.to,
      }),
  };
  const write = (message: string, fields: unknown) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  site = await startSite(database, {
    env: { RATE_LIMIT_FACTOR: "100000" },
    log: { info: write, error: write },
    services: { clock: { now: () => seededNow }, sealer: seededSealer, files, mailer },
  });
  // What is told to the payment provider is written down; the provider itself is not there.
  site.services.payments = new Proxy(site.services.payments, {
    get:
      (_, name) =>
      async (...sent: unknown[]) => {
        told.push(
          `${String(name)} ${JSON.stringify(sent, (_key, value) => (typeof value === "bigint" ? String(value) : value))}`,
        );
        throw new Error("no provider here");
      },
  });
  planted = await plantCanaries({ database, sealer: seededSealer, files, at: seededNow });
  await runEverything();
  await collect();
}, 600_000);
afterAll(async () => {
  await site?.close();
  await database.drop();
});

/** Tells everybody of everything: as if each record had changed just now, with the jobs that follow. */
async function runEverything(): Promise<void> {
  const ids = async (table: string) =>
    (await database.sql.unsafe(`select id from ${table}`)).map((row) => String(row.id));
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
  while ((await drainOutbox(site.services, eventHandlers)) > 0);
  await reconcileSearch(site.services);
  await watchFaults(site.services);
  while ((await sendMails(site.services)) > 0);
  // A gift on its way to the provider, and forms that are refused: what they carry must not end up in a log.
  const giving = {
    amount: "50",
    preset: "50",
    receiptName: "测试",
    email: planted.donorEmail,
    surplusChoice: "same_village",
  };
  await site.request(`/needs/${planted.needCode}/donate`, { form: giving });
  const refused = { email: planted.donorEmail, password: "13917770001", content: "6222021777000177001", title: "雀探" };
  for (const path of ["/login", "/join", "/complaints/new", "/staff/households/new", "/no/such/page"]) {
    await site.request(`${path}?q=13917770001`, { form: refused });
  }
  await site.request("/needs?q=雀探一号");
}

const notWalked = /^\/(display|logout|assets|login)/;
const kindOf = (path: string) =>
  (path.split("?", 1)[0] ?? "").replace(/[0-9A-Z]{5}-[0-9A-Z]{5}|[0-9a-f]{8}-[0-9a-f-]{27}|\d{9,12}/g, ":x");

async function collect(): Promise<void> {
  const starts = await addressesOfEverything();
  await walk("", starts, "anyone");
  if (isWhole) {
    strangers.push({ name: "a citizen", cookie: await site.signInAs(await createUser(database.db)) });
    const roles = ["county_verifier", "town_verifier", "village_officer", "supervisor", "auditor"] as const;
    for (const role of roles) {
      const region = role === "village_officer" ? "440784100201" : role === "town_verifier" ? "440784100" : "440784";
      strangers.push({
        name: `${role} elsewhere`,
        cookie: await site.signInAs(await createStaff(database.db, role, region)),
      });
    }
    for (const { name, cookie } of strangers) await walk(cookie, [...starts, "/staff", "/me", "/org"], name);
  }
  for (const table of ["search_documents", "search_facet_sets", "mails", "outbox_events", "alarms", "chain_roots"]) {
    const rows = await database.sql.unsafe(`select to_jsonb(one)::text as row from ${table} one`);
    // A mail's address is where it goes: only what stands beside it is looked at.
    const text = rows.map((row) => String(row.row)).join("\n");
    surfaces.push({
      where: `table ${table}`,
      text: table === "mails" ? text.replace(/"recipient": "[^"]*"/g, "") : text,
    });
  }
  surfaces.push({ where: "log", text: logged.join("\n") });
  surfaces.push({ where: "payment provider", text: told.join("\n"), to: planted.donorEmail });
}

/** Every address of the site that anyone may ask for: of each route, with the planted records where it names one. */
async function addressesOfEverything(): Promise<string[]> {
  const addresses: string[] = [
    `/needs/${planted.needCode}`,
    `/ledger/needs/${planted.needCode}`,
    `/donations/${planted.donationId}`,
  ];
  for (const route of await listBuiltRoutes()) {
    if (route.loader !== "anyone" || route.path.includes("*")) continue;
    const kind = kindOfRoute(route.path);
    const subject = kind ? await findSubject(database, kind, "published") : null;
    addresses.push(subject ? route.path.replace(/:\w+/, encodeURIComponent(subject.key)) : route.path);
  }
  const [own] = await database.sql<
    { household: string; notice: string | null; report: string | null; lot: string; verify: string }[]
  >`
    select home.public_code as household, (select public_code from notices where need_id = need.id limit 1) as notice,
      (select public_code from impact_reports where state = 'published' limit 1) as report, gift.lot_code as lot, gift.verify_code as verify
    from needs need join households home on home.id = need.household_id, donations gift
    where need.public_code = ${planted.needCode} and gift.id = ${planted.donationId}`;
  addresses.push(`/households/${own?.household}`, `/notices/${own?.notice}`, `/results/${own?.report}`);
  addresses.push(`/ledger/trace/${own?.lot}`, `/verify/${own?.verify}`, "/objections/CNRY0-CNRY0");
  return addresses;
}

async function walk(cookie: string, starts: readonly string[], who: string): Promise<void> {
  const seen = new Set<string>();
  const counts = new Map<string, number>();
  const queue = [...starts];
  const take = async (path: string) => {
    const answer = await site.request(path, { cookie });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    surfaces.push({ where: `${who}: ${path}`, text: await textOf(bytes, answer.headers.get("Content-Type") ?? "") });
    surfaces.push({ where: `${who}: headers of ${path}`, text: [...answer.headers].join("\n") });
    return {
      isPage: answer.headers.get("Content-Type")?.includes("html") === true,
      text: new TextDecoder().decode(bytes),
    };
  };
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const kind = kindOf(path);
    const count = counts.get(kind) ?? 0;
    if (seen.has(path) || notWalked.test(path) || (count >= pagesPerKind && !starts.includes(path))) continue;
    seen.add(path);
    counts.set(kind, count + 1);
    const page = await take(path);
    if (!page.isPage) continue;
    queue.push(
      ...readLinks(page.text),
      ...[...page.text.matchAll(/(?:src|href)="(\/files\/[^"]+)"/g)].map(([, file = ""]) => file),
    );
    const [address = "", query] = path.split("?");
    await take(`${address === "/" ? "/_root" : address}.data${query ? `?${query}` : ""}`);
    if (count === 0) await take(`${address}?lang=en`);
  }
}

/** What can be read in an answer; of a picture also what is hidden in it. */
async function textOf(bytes: Uint8Array, type: string): Promise<string> {
  const raw = new TextDecoder("utf-8").decode(bytes);
  if (type.startsWith("image/") && !type.includes("svg")) {
    const { exif, xmp, iptc } = await sharp(bytes).metadata();
    if (exif || xmp || iptc) return `${raw} EXIF OR XMP OR IPTC`;
  }
  if (type.includes("pdf")) return JSON.stringify(await readPdf(bytes));
  return raw;
}

/** Where which value stands: `place: name`. A mail to somebody may hold what is their own. */
function leaks(canaries: readonly Canary[]): string[] {
  return surfaces.flatMap(({ where, text, to }) =>
    canaries
      .filter(({ value, own }) => !(to !== undefined && own === to) && isIn(text, value))
      .map(({ name }) => `${where}: ${name}`),
  );
}

/** As it was typed, as an address or JSON would write it, and as digits with gaps. */
function isIn(text: string, value: string): boolean {
  if (text.includes(value) || text.includes(encodeURIComponent(value))) return true;
  if (/^\d{11,}$/.test(value)) return text.replace(/(?<=\d)[ -](?=\d)/g, "").includes(value);
  return /[^ -~]/.test(value) && text.includes(JSON.stringify(value).slice(1, -1));
}

describe("the leak scan", () => {
  it("F4, F10: looks where it says: what everybody may read is found on pages, payloads, search and mails", () => {
    expect(planted.canaries.length).toBeGreaterThanOrEqual(40);
    expect(new Set(planted.canaries.map(({ value }) => value)).size).toBe(planted.canaries.length);
    const places = surfaces.filter(({ text }) => text.includes(planted.publicTitle)).map(({ where }) => where);
    for (const place of [`/needs/${planted.needCode}`, `/needs/${planted.needCode}.data`])
      expect(places).toContain(`anyone: ${place}`);
    expect(places).toContain("table search_documents");
    const kinds = (pattern: RegExp) => surfaces.filter(({ where }) => pattern.test(where)).length;
    expect(kinds(/^mail /)).toBeGreaterThan(3);
    expect(kinds(/\/files\//)).toBeGreaterThan(2);
    expect(kinds(/export\.(csv|jsonl)$/)).toBeGreaterThan(1);
    expect(logged.length).toBeGreaterThan(100);
    expect(surfaces.find(({ where }) => where === "anyone: /metrics")?.text).toContain("jiedui");
  });

  it("F4, F10, D4: finds none of the values that are nobody else's business, anywhere", () => {
    expect(leaks(planted.canaries)).toEqual([]);
  });

  it("D4: no picture tells where or by whom it was taken", () => {
    expect(surfaces.filter(({ text }) => text.includes("EXIF OR XMP OR IPTC")).map(({ where }) => where)).toEqual([]);
  });

  it("E11: no answer shows the inside of the site: no stack, no statement, no path of a file", () => {
    const inside = /\bat (?:async )?[\w.<>]+ \(|node_modules\/|\bselect .{1,80} from |PostgresError|\/app\/routes\//;
    const wrong = surfaces.filter(
      ({ where, text }) => where.startsWith("anyone: /") && !/\.mjs$|export/.test(where) && inside.test(text),
    );
    expect(wrong.map(({ where }) => where)).toEqual([]);
  });
});
