import { parse } from "csv-parse/sync";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drainOutbox } from "#app/jobs/drain-outbox.server.ts";
import { eventHandlers } from "#app/jobs/event-handlers.server.ts";
import { sendMails } from "#app/jobs/send-mails.server.ts";
import { demoPassword, type PersonaKey, personaOf } from "#db/seed/personas.ts";
import type { TestDatabase } from "#tests/setup/database.ts";
import { sendingsOfForm, bodyOf as sentBody } from "#tests/setup/filled-forms.ts";
import { type HtmlForm, isMarkedInvalid, readForms, readLinks, unescapeHtml } from "#tests/setup/html-forms.ts";
import { findMarkup, markupStrings } from "#tests/setup/markup-strings.ts";
import { createSeededDatabase, seededNow, seededSealer } from "#tests/setup/seeded-database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

/** A form as somebody meets it, found by walking the site: a new form is tested without being listed here. */
type FoundForm = { who: PersonaKey | "anonymous"; cookie: string; path: string; form: HtmlForm };

const walkers = ["anonymous", "citizen", "officerBulan", "town", "county", "enterprise", "ngo", "payer"] as const;
const starts = ["/", "/needs", "/villages", "/notices", "/volunteer-projects", "/join", "/me", "/org", "/staff"];
/** Who sends nothing but reads much; their pages are asked for what their addresses tell. */
const readers = ["supervisor", "auditor", "admin"] as const;
const pagesPerKind = 4;
/** Files, and forms that change only how a page looks or end the walker's session. */
const notWalked = /^\/(files|assets|display|logout|ledger\/export)/;
const notTested = new Set(["/display", "/logout"]);

let database: TestDatabase;
let site: TestSite;
const found = new Map<string, FoundForm>();
const mails: { to: string; subject: string; html: string }[] = [];
const publicPages = new Map<string, string>();
/** What a signed-in person's pages say to browsers and proxies, and where they lead. */
const privatePages: { who: string; path: string; status: number; caching: string; addresses: string[] }[] = [];

beforeAll(async () => {
  database = await createSeededDatabase();
  site = await startSite(database, {
    env: { RATE_LIMIT_FACTOR: "1000" },
    services: {
      clock: { now: () => seededNow },
      sealer: seededSealer,
      mailer: { send: async (mail) => void mails.push(mail) },
    },
  });
  const rows = await database.db.execute<{ start: string }>(
    sql`(select '/needs/' || public_code || '/donate' as start from needs
          where state = 'published' and type = 'money' and publication_mode = 'public' limit 2)
        union all (select '/staff/needs/new?household=' || id from households where state = 'active' limit 40)
        union all (select '/staff/needs/' || id || '/payments' from needs where funded_fen > 0 limit 5)`,
  );
  starts.push(...rows.map(({ start }) => start));
  for (const who of walkers) await walk(who, who === "anonymous" ? "" : await signIn(who), pagesPerKind);
  for (const who of readers) await walk(who, await signIn(who), 2);
}, 900_000);
afterAll(async () => {
  await site.close();
  await database.drop();
});

async function signIn(who: PersonaKey): Promise<string> {
  const form = { email: personaOf(who).email, password: demoPassword };
  const [cookie = ""] = ((await site.request("/login", { form })).headers.get("Set-Cookie") ?? "").split(";", 1);
  return cookie;
}

/** The address without what differs between objects: `/needs/:x`. */
function kindOf(path: string): string {
  return (path.split("?", 1)[0] ?? "")
    .replace(/[0-9A-Z]{5}-[0-9A-Z]{5}/g, ":x")
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ":x")
    .replace(/\d{9,12}/g, ":x");
}

async function walk(who: FoundForm["who"], cookie: string, most: number): Promise<void> {
  const seen = new Map<string, number>();
  const queue = [...starts];
  const done = new Set<string>();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const kind = kindOf(path);
    const count = seen.get(kind) ?? 0;
    if (notWalked.test(path) || (count >= most && !starts.includes(path))) continue;
    if (done.has(path)) continue;
    done.add(path);
    seen.set(kind, count + 1);
    const answer = await site.request(path, { cookie });
    expect(answer.status, `${who} ${path}`).toBeLessThan(500);
    const html = await answer.text();
    if (who === "anonymous") publicPages.set(path, html);
    else privatePages.push({ who, path, status: answer.status, ...saidBeside(path, answer, html) });
    if (isOneOf(readers, who)) {
      queue.push(...readLinks(html));
      continue;
    }
    for (const form of readForms(html).filter(({ isPost }) => isPost)) keep({ who, cookie, path, form });
    queue.push(...readLinks(html));
  }
}

function isOneOf(list: readonly string[], who: string): boolean {
  return list.includes(who);
}

function saidBeside(path: string, { headers }: Response, html: string) {
  const actions = readForms(html).flatMap(({ action }) => (action === null ? [] : [action]));
  const pictures = [...html.matchAll(/\ssrc="([^"]*)"/g)].map(([, source = ""]) => unescapeHtml(source));
  const addresses = [path, headers.get("Location") ?? "", ...readLinks(html), ...actions, ...pictures];
  return {
    caching: headers.get("Cache-Control") ?? "",
    addresses: addresses.filter((address) => !address.startsWith("data:")),
  };
}

function keep(one: FoundForm): void {
  const action = kindOf(one.form.action ?? one.path);
  const names = one.form.fields.map(({ name }) => name.replace(/\[\d+\]/g, "[]"));
  const key = `${action} ${[...new Set(names)].sort().join(" ")}`;
  if (!notTested.has(action) && !found.has(key)) found.set(key, one);
}

const moneyFields = /Fen$|[aA]mount$/;
const typedKinds = new Set([
  "text",
  "textarea",
  "tel",
  "email",
  "number",
  "date",
  "time",
  "search",
  "password",
  "hidden",
]);

/** What the form would send with one field changed. Bytes are given percent-encoded, because some of them are no text. */
function bodyOf({ fields }: HtmlForm, changed: { name: string; encoded: string }): string {
  const button = fields.filter(({ kind, name }) => kind === "button" && name !== "__intent__").at(-1);
  // The box for another amount counts only when "other" is chosen.
  const isOther = changed.name === "otherAmount";
  const sent = [
    ...fields.filter(({ isSent, name }) => isSent && !(isOther && name === "preset")),
    ...(isOther ? [{ name: "preset", value: "other" }] : []),
    ...(button ? [button] : []),
  ];
  return sent
    .map(({ name, value }) =>
      [encodeURIComponent(name), name === changed.name ? changed.encoded : encodeURIComponent(value)].join("="),
    )
    .join("&");
}

async function send({ path, form, cookie }: FoundForm, body: string) {
  const answer = await fetch(new URL(form.action ?? path, `${site.url}${path}`), {
    method: "POST",
    redirect: "manual",
    headers: { Origin: site.url, Cookie: cookie, "Content-Type": "application/x-www-form-urlencoded" },
    body,
  });
  return { status: answer.status, html: await answer.text() };
}

/** How much has happened: what a refused form must not add to. */
async function countHappenings(): Promise<string> {
  const [row] = await database.db.execute<{ happened: string }>(
    sql`select concat_ws(' ', (select count(*) from outbox_events), (select count(*) from state_transitions), (select count(*) from donations),
          (select count(*) from users), (select count(*) from objections), (select count(*) from households), (select count(*) from needs)) as happened`,
  );
  return row?.happened ?? "";
}

/** So many forms at a time: the site waits for the database, the test for the site. */
const atOnce = 4;

/** Feeds a value to every field a person can type into and to every hidden one; returns what went wrong. */
async function feedToEveryForm(encoded: string, options: { only?: RegExp; isKept: boolean }): Promise<string[]> {
  const fields = [...found.values()].flatMap((one) => {
    const typed = one.form.fields.filter(({ kind }) => typedKinds.has(kind));
    const named = new Map(typed.map((field) => [field.name, field]));
    return [...named.values()].map(({ name, kind }) => ({ one, name, kind }));
  });
  const asked = fields.filter(({ name }) => options.only?.test(name) ?? true);
  const wrong: string[][] = asked.map(() => []);
  let next = 0;
  const feedSome = async () => {
    for (let index = next++; index < asked.length; index = next++) {
      const field = asked[index];
      if (field) wrong[index] = await feed(field, encoded, options.isKept);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, feedSome));
  return wrong.flat();
}

type AskedField = { one: FoundForm; name: string; kind: string };

async function feed({ one, name, kind }: AskedField, encoded: string, isKept: boolean): Promise<string[]> {
  const { status, html } = await send(one, bodyOf(one.form, { name, encoded }));
  const label = `${one.who} ${one.path} ${name}: ${status}`;
  const isHidden = kind === "hidden";
  // Fields of the button that was not pressed, and the two of a sign-in, are answered for by the page's other messages.
  const hasMessage =
    isMarkedInvalid(html, name) ||
    (!moneyFields.test(name) && (html.includes('aria-invalid="true"') || html.includes('role="alert"')));
  const markup = findMarkup(html);
  if (markup.length > 0) return [`${label} shows what was typed as markup: ${markup.join(" ")}`];
  if (![422, ...(isHidden ? [400, 404, 409] : [])].includes(status)) return [label];
  if (status === 422 && !hasMessage) return [`${label} without a message beside it`];
  if (status === 422 && isKept && kind !== "password" && !isHidden) {
    if (!unescapeHtml(html).includes(decodeURIComponent(encoded))) return [`${label} loses what was typed`];
  }
  return [];
}

describe("every form of the site", () => {
  it("is found by walking the site as each persona", () => {
    expect(new Set(markupStrings).size).toBe(60);
    expect(found.size).toBeGreaterThan(25);
    const names = [...found.values()].flatMap(({ form }) => form.fields.map(({ name }) => name));
    expect(names.filter((name) => moneyFields.test(name)).length).toBeGreaterThan(1);
  });

  it.each([
    ["a NUL", "a%00b", false],
    ["a right-to-left override", encodeURIComponent("5\u202e0"), true],
    ["a zero-width space", encodeURIComponent("5\u200b0"), true],
    ["a lone surrogate's bytes", "a%ED%A0%80b", false],
    ["10,000 combining marks", encodeURIComponent(`a${"\u0301".repeat(10_000)}`), false],
    // E10: sixty strings of markup, script, address and formula, too long for every field so that nothing is stored.
    ["20,000 characters of markup", encodeURIComponent(`${markupStrings.join(" ")}${"x".repeat(20_000)}`), true],
  ])(
    "section 5: %s is refused beside the field, what was typed is kept, nothing is stored",
    async (_name, encoded, isKept) => {
      const before = await countHappenings();
      expect(await feedToEveryForm(encoded, { isKept })).toEqual([]);
      expect(await countHappenings()).toBe(before);
    },
    180_000,
  );

  it.each([
    "0",
    "0.00",
    "-5",
    "+5",
    "0.001",
    "12.345",
    "1e3",
    "0x10",
    "99999999999999",
    "9007199254740993",
    "NaN",
    "Infinity",
    "٣",
    "1,000,00",
    "1_000",
  ])(
    "section 5: the amount %s is refused beside the field, kept, and nothing is stored",
    async (amount) => {
      const before = await countHappenings();
      const wrong = await feedToEveryForm(encodeURIComponent(amount), { only: /Fen$|Amount$|amount$/, isKept: true });
      expect(wrong).toEqual([]);
      expect(await countHappenings()).toBe(before);
    },
    60_000,
  );

  it("section 5: empty forms, lists for single values and repeated fields never break a page", async () => {
    for (const one of found.values()) {
      const sent = one.form.fields.filter(({ isSent }) => isSent);
      const asList = sent.map(({ name, value }) => `${encodeURIComponent(`${name}[]`)}=${encodeURIComponent(value)}`);
      const bodies = ["", asList.join("&"), "items%5B4294967295%5D.name=x&__proto__.x=1&constructor.prototype.y=1"];
      for (const body of bodies) {
        const { status } = await send(one, body);
        expect(status, `${one.who} ${one.path} ${body.slice(0, 40)}`).toBeLessThan(500);
      }
    }
  }, 120_000);

  it("F1: nobody but who may sends a form: strangers sign in first, an auditor changes nothing", async () => {
    const auditor = await signIn("auditor");
    const before = await countHappenings();
    for (const one of found.values()) {
      if (!/^\/(staff|org|me)\b/.test(one.path)) continue;
      const body = bodyOf(one.form, { name: "", encoded: "" });
      expect((await send({ ...one, cookie: "" }, body)).status, `anonymous ${one.path}`).toBe(302);
      if (!one.path.startsWith("/staff/")) continue;
      expect([403, 404, 422], `auditor ${one.path}`).toContain((await send({ ...one, cookie: auditor }, body)).status);
    }
    expect(await countHappenings()).toBe(before);
  }, 60_000);
});

describe("what everybody may read", () => {
  it("F4: no public page names a member of a household, a donor's address or a whole donation number", async () => {
    const rows = await database.db.execute<{ secret: string }>(
      sql`select name as secret from household_members where char_length(name) > 2 and name not in (select display_name from users)
            and name not in (select name from organizations)
          union select email from users union select email from donations union select id::text from donations
          union select id::text from households union select register_number from households`,
    );
    const secrets = rows.map(({ secret }) => secret);
    expect(secrets.length).toBeGreaterThan(500);
    const told = [...publicPages].flatMap(([path, html]) =>
      secrets.filter((secret) => html.includes(secret)).map((secret) => `${path}: ${secret}`),
    );
    expect(told).toEqual([]);
  });
});

describe("what signed-in people's pages leave behind", () => {
  it("F14: every page of a signed-in person is kept by no cache", () => {
    expect(privatePages.length).toBeGreaterThan(300);
    // The phone app's frame and the verifier are the same bytes for everybody and hold nothing of anybody.
    const isForAll = (path: string) => path === "/field" || path === "/verify.mjs";
    const kept = privatePages.filter(({ path, caching }) => !isForAll(path) && !caching.includes("no-store"));
    expect(kept.map(({ who, path, caching }) => `${who} ${path}: ${caching}`)).toEqual([]);
  });

  it("F14: no address names a person: no name, number, phone or mail address in a path, a query, a form or a picture", async () => {
    const rows = await database.db.execute<{ secret: string }>(
      sql`select name as secret from household_members union select head_name from households union select register_number from households
          union select email from users union select email from donations where email <> '' union select display_name from users
          union select receipt_name from donations where receipt_name <> '' union select real_name from volunteers`,
    );
    const secrets = rows.map(({ secret }) => secret).filter((secret) => secret.length > 1);
    expect(secrets.length).toBeGreaterThan(500);
    const numbers = /(?<![0-9a-f-])(?:1[3-9]\d{9}|\d{17}[\dXx]|\d{16,19})(?![0-9a-f-])/;
    const addresses = new Map(
      privatePages.flatMap(({ who, addresses }) => addresses.map((one) => [one, who] as const)),
    );
    expect(addresses.size).toBeGreaterThan(500);
    const told = [...addresses].flatMap(([address, who]) => {
      const text = decodeURIComponent(address.replaceAll("+", " "));
      const found = [...secrets.filter((secret) => text.includes(secret)), ...(numbers.exec(text) ?? [])];
      return found.map((secret) => `${who} ${address}: ${secret}`);
    });
    expect(told).toEqual([]);
  });

  it("F14: a search for a person's file is sent, and the address it leads to is sealed for the one who searched", async () => {
    const cookie = await signIn("town");
    const [row] = await database.db.execute<{ name: string }>(
      sql`select head_name as name from households order by id limit 1`,
    );
    const name = row?.name ?? "";
    const sent = await site.request("/staff/households", { form: { q: name, purpose: "list" }, cookie });
    expect(sent.status).toBe(303);
    const address = sent.headers.get("Location") ?? "";
    expect(decodeURIComponent(address)).not.toContain(name);
    expect(await (await site.request(address, { cookie })).text()).toContain(`value="${name}"`);
    const other = await (await site.request(address, { cookie: await signIn("county") })).text();
    expect(other).not.toContain(`value="${name}"`);
    // What used to be an address finds nothing narrower any more.
    const old = await (await site.request(`/staff/households?q=${encodeURIComponent(name)}`, { cookie })).text();
    expect(old).not.toContain(`value="${name}"`);
  });

  it("F14: a page that a code opens is kept by no cache either", async () => {
    const rows = await database.db.execute<{ path: string }>(
      sql`(select '/donations/' || id as path from donations limit 1) union all (select '/verify/' || verify_code from donations where verify_code is not null limit 1)
          union all (select '/objections/' || public_code from objections limit 1)`,
    );
    for (const path of [...rows.map((row) => row.path), "/join", "/claim", "/login", "/staff", "/me"]) {
      expect((await site.request(path)).headers.get("Cache-Control"), path).toContain("no-store");
    }
    const page = await site.request("/needs");
    expect(page.headers.get("Cache-Control")).not.toContain("no-store");
  });
});

describe("what was stored through the forms", () => {
  it("E10: none of the sixty strings becomes more than text: not on a page, in a mail, in a file", async () => {
    let next = 0;
    const word = () => markupStrings[next++ % markupStrings.length] ?? "";
    let stored = 0;
    for (const { cookie, path, form } of found.values()) {
      for (const sending of sendingsOfForm(path, form, word)) {
        const body = sentBody(sending);
        const answer = await fetch(new URL(sending.path, `${site.url}${path}`), {
          method: "POST",
          redirect: "manual",
          headers: { Origin: site.url, Cookie: cookie },
          body,
        });
        expect(answer.status, `${path} ${[...body.keys()].join(" ")}`).toBeLessThan(500);
        if (answer.status < 400) stored += 1;
      }
    }
    expect(next).toBeGreaterThan(markupStrings.length);
    expect(stored).toBeGreaterThan(20);
    while ((await drainOutbox(site.services, eventHandlers)) > 0);
    while ((await sendMails(site.services)) > 0);
    const wrong = mails.flatMap((mail) => findMarkup(mail.html).map((tag) => `mail: ${tag}`));
    wrong.push(
      ...mails.filter(({ subject, to }) => /[\r\n]/.test(subject + to)).map(({ subject }) => `mail: ${subject}`),
    );
    let shown = 0;
    for (const who of ["anonymous", "county", "payer", "enterprise", "citizen"] as const) {
      const pages = await readPages(who === "anonymous" ? "" : await signIn(who));
      for (const { path, html, type } of pages) {
        if (html.includes("xss77")) shown += 1;
        if (type.includes("html")) wrong.push(...findMarkup(html).map((tag) => `${who} ${path}: ${tag}`));
        if (type.includes("csv")) wrong.push(...formulasIn(html).map((cell) => `${who} ${path}: ${cell}`));
      }
    }
    expect(shown).toBeGreaterThan(10);
    expect(wrong).toEqual([]);
  }, 300_000);
});

/** Cells of a table that a spreadsheet would run; a negative amount is none. */
function formulasIn(csv: string): string[] {
  const rows: string[][] = parse(csv, { bom: true, relax_column_count: true });
  return rows.flat().filter((cell) => /^[=+@\t\r]/.test(cell) || /^-(?![\d.]*$)/.test(cell));
}

async function readPages(cookie: string): Promise<{ path: string; html: string; type: string }[]> {
  const pages: { path: string; html: string; type: string }[] = [];
  const counts = new Map<string, number>();
  const queue = [...starts, "/ledger/export.csv", "/org/books/journal.csv"];
  const done = new Set<string>();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const count = counts.get(kindOf(path)) ?? 0;
    if (done.has(path) || /^\/(files|assets|display|logout)/.test(path) || count >= 3) continue;
    done.add(path);
    counts.set(kindOf(path), count + 1);
    const answer = await site.request(path, { cookie });
    const html = await answer.text();
    pages.push({ path, html, type: answer.headers.get("Content-Type") ?? "" });
    queue.push(...readLinks(html));
  }
  return pages;
}
