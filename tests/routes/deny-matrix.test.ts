import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { paths } from "#app/http/paths.ts";
import { personaOf } from "#db/seed/personas.ts";
import { askRoute, type Outcome, sendToRoute } from "#tests/setup/ask-route.ts";
import type { TestDatabase } from "#tests/setup/database.ts";
import {
  addMissingRecords,
  addressOf,
  type BuiltRoute,
  findSubject,
  fingerprint,
  kindOfRoute,
  listBuiltRoutes,
  type Subject,
} from "#tests/setup/deny-matrix.ts";
import { keyOf, type Sending, sendingsOf } from "#tests/setup/filled-forms.ts";
import { gatherCast, mayBy, type Visitor } from "#tests/setup/matrix-cast.ts";
import { createMemoryFileStore } from "#tests/setup/memory-file-store.ts";
import { listMoneyActions, moneyActions } from "#tests/setup/money-actions.ts";
import { nastyRequests } from "#tests/setup/nasty-requests.ts";
import { hangPrivatePapers } from "#tests/setup/private-papers.ts";
import { createSeededDatabase, seededNow, seededSealer } from "#tests/setup/seeded-database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";
import { type Access, asksForMore, whoMayOpen } from "#tests/setup/who-may-open.ts";

/**
 * F1, F2: every route of the built site × everybody: each role at the record's own place and elsewhere, people of its organization and of others, its
 * owner, somebody else, and nobody. What is not theirs answers 404, whoever has not signed in is sent to sign in, and nothing the refused send, filled in
 * as somebody with the right to it would, leaves a trace in any table. What is expected stands in `who-may-open.ts`. The loaders and actions of the build
 * are called without drawing their pages; only the pages with forms are drawn, to have something to send.
 */
type Spot = {
  name: string;
  route: BuiltRoute;
  address: string;
  subject: Subject | null;
  visitors: Visitor[];
  access: Access;
};

let database: TestDatabase;
let site: TestSite;
let built: BuiltRoute[];
const spots: Spot[] = [];

/** The state a need should be in where the address is a step of it. */
const stateFor: Readonly<Record<string, string>> = {
  check: "submitted",
  meeting: "submitted",
  return: "submitted",
  reject: "submitted",
  notice: "checked",
  publish: "noticed",
  signature: "noticed",
  resume: "suspended",
  edit: "drafted",
};
/** The demo's story has no bank statement: their own test asks who may read one. */
const withoutRecord = new Set(["/org/books/bank/statements/:id", "/org/books/bank/lines/:id"]);
const home = "440783116248";
const elsewhere = {
  officer: "440783116255",
  town: "440783117",
  county: "440784",
  supervisor: "440783117",
  auditor: "440784",
  admin: "51",
};

beforeAll(async () => {
  database = await createSeededDatabase();
  const files = createMemoryFileStore();
  site = await startSite(database, {
    env: { RATE_LIMIT_FACTOR: "100000" },
    services: { clock: { now: () => seededNow }, sealer: seededSealer, files },
  });
  const citizen = await findCitizen();
  await addMissingRecords(database, citizen.userId);
  const cast = gatherCast({ database, site }, { citizen, elsewhere, home });
  built = await listBuiltRoutes();
  for (const route of built) {
    const access = whoMayOpen[route.path];
    if (access === undefined || route.path === "/files/:id") continue;
    const kind = kindOfRoute(route.path);
    const step = route.path.split("/").at(-1) ?? "";
    const subject = kind ? await findSubject(database, kind, stateFor[step] ?? "published") : null;
    if (kind && subject === null && withoutRecord.has(route.path)) continue;
    if (kind && subject === null) throw new Error(`no record for ${route.path}`);
    const address = subject ? addressOf(route.path, subject.key) : route.path.replace("*", "no/such/page");
    spots.push({ name: route.path, route, address, subject, access, visitors: await cast(subject) });
  }
  const route = built.find(({ path }) => path === "/files/:id");
  if (!route) throw new Error("no route of files");
  for (const { name, subject, see } of await hangPrivatePapers(database, files)) {
    const paper = { name: `${route.path} of ${name}`, route, address: `/files/${subject.key}` };
    spots.push({ ...paper, subject, access: { see }, visitors: await cast(subject) });
  }
}, 400_000);
afterAll(async () => {
  await site?.close();
  await database.drop();
});

async function findCitizen(): Promise<SignedInActor> {
  const { email } = personaOf("citizen");
  const [row] = await database.sql<{ id: string; name: string }[]>`
    select id, display_name as name from users where email = ${email}`;
  if (!row) throw new Error("no citizen");
  return { kind: "user", userId: row.id, displayName: row.name, email, grants: [], memberships: [] };
}

async function inTurns<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const rest = [...all];
  const worker = async () => {
    for (let one = rest.shift(); one !== undefined; one = rest.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: 6 }, worker));
}

/** The same address with a key nobody has: what is said to somebody refused must not differ from it. */
function ghostOf({ address, subject }: Spot): string {
  if (subject === null) return address;
  const ghost = subject.key
    .replace(/^[0-9a-f]{8}-[0-9a-f-]{27}$/, "00000000-0000-7000-8000-00000000dead")
    .replace(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/, "ZZZZ9-ZZZZ9");
  return address.replace(encodeURIComponent(subject.key), ghost === subject.key ? "no-such-key" : ghost);
}

const say = ({ status, location }: Outcome) => `${status} ${location}`.trim();
const isToSignIn = ({ status, location }: Outcome) => status === 302 && location.startsWith("/login?next=");
/** Drawn by a slow printer of documents, which is not what is asked here. */
const isDocument = ({ name }: Spot) => name.endsWith(".pdf");

/** One line for each route and answer, with those who got it. */
function summary(wrong: readonly { what: string; who: string }[]): string[] {
  const lines = new Map<string, string[]>();
  for (const { what, who } of wrong) lines.set(what, [...(lines.get(what) ?? []), who]);
  return [...lines].map(([what, who]) => `${what} <- ${who.join("; ")}`).sort();
}

describe("the deny matrix", () => {
  it("F1: every route of the site stands in the list of who may open it, and only those", () => {
    const line = (path: string, see: unknown, send: unknown) => `${path}${see ? " GET" : ""}${send ? " POST" : ""}`;
    const listed = Object.entries(whoMayOpen).map(([path, { see, send }]) => line(path, see, send));
    expect(built.map(({ path, load, act }) => line(path, load, act)).sort()).toEqual(listed.sort());
  });

  it("F1, F2: who may sees the page; for everybody else it is not there", async () => {
    const wrong: { what: string; who: string }[] = [];
    const cells = spots.flatMap((spot) => spot.visitors.map((visitor) => ({ spot, visitor })));
    await inTurns(cells, async ({ spot, visitor }) => {
      const { see } = spot.access;
      if (!see) return;
      const may = mayBy(see, visitor, spot.subject);
      if (may && isDocument(spot)) return;
      const outcome = await askRoute(site.services, spot.route, spot.address, visitor);
      const tell = (why: string) => wrong.push({ who: visitor.name, what: `GET ${spot.name}: ${say(outcome)} ${why}` });
      if (may) {
        const isMissing = outcome.status === 404 && asksForMore.has(spot.name);
        if ((outcome.status >= 400 && !isMissing) || isToSignIn(outcome)) tell("but may");
      } else if (outcome.status === 404 || (visitor.actor === null && isToSignIn(outcome))) {
        return;
      } else {
        const ghost = await askRoute(site.services, spot.route, ghostOf(spot), visitor);
        if (spot.subject === null || outcome.status < 300 || say(ghost) !== say(outcome))
          tell(`but may not; ${say(ghost)}`);
      }
    });
    expect(cells.length).toBeGreaterThan(3_000);
    expect(summary(wrong)).toEqual([]);
  }, 120_000);

  it("F1, F2: what the refused send is refused, tells nothing and leaves no trace", async () => {
    const forms = await collectForms();
    const before = await fingerprint(database);
    const wrong: { what: string; who: string }[] = [];
    const cells = spots.flatMap((spot) => {
      const { send, see } = spot.access;
      if (!send) return [];
      const nothing: Sending = { path: spot.address, values: [], isMultipart: false };
      return spot.visitors
        .filter((visitor) => !mayBy(send, visitor, spot.subject))
        .flatMap((visitor) =>
          [nothing, ...(forms.get(spot.name) ?? [])].map((sending) => {
            return { spot, visitor, sending, maySee: mayBy(see ?? [], visitor, spot.subject) };
          }),
        );
    });
    await inTurns(cells, async ({ spot, visitor, sending, maySee }) => {
      const outcome = await sendToRoute(site.services, spot.route, sending, visitor);
      if (outcome.status === 404 || (visitor.actor === null && isToSignIn(outcome))) return;
      // Who may read the page learns nothing new from a refusal.
      if (maySee && [400, 403, 409, 422].includes(outcome.status)) return;
      const ghost = await sendToRoute(site.services, spot.route, { ...sending, path: ghostOf(spot) }, visitor);
      const isSame = spot.subject !== null && say(ghost) === say(outcome) && outcome.status >= 300;
      if (isSame) return;
      const values = JSON.stringify(sending.values.slice(-2));
      wrong.push({ who: visitor.name, what: `POST ${spot.name} ${values}: ${say(outcome)}; ${say(ghost)}` });
    });
    expect(cells.length).toBeGreaterThan(2_000);
    expect(summary(wrong)).toEqual([]);
    const after = await fingerprint(database);
    expect([...after].filter(([table, print]) => before.get(table) !== print).map(([table]) => table)).toEqual([]);
  }, 180_000);
});

describe("money out and exports", () => {
  const minutesAgo = (minutes: number) => new Date(seededNow.getTime() - minutes * 60_000);
  const at = (path: string) => {
    const spot = spots.find(({ name }) => name === path);
    const access = spot?.access.send ?? spot?.access.see ?? [];
    const visitor = spot?.visitors.find(
      (one) => one.actor !== null && !one.isElsewhere && mayBy(access, one, spot.subject),
    );
    if (!spot || !visitor) throw new Error(`nobody may open ${path}`);
    return { spot, visitor };
  };
  const confirmation = (back: string, status = 303) => {
    return { status, location: paths.confirmSecondFactor({ next: back }) };
  };
  /** Pages without a record of their own: a payment of the list, and the gift a refund begins with, are somebody's. */
  const asWhoMayOpen: Readonly<Record<string, string>> = {
    "/org/payments": "/org/payments/:id",
    "/org/refunds/new": "/org/receipts/:donationId",
  };
  const asking = Object.entries(moneyActions).flatMap(([name, asks]) =>
    typeof asks === "string" ? [] : asks.map((values) => ({ path: name.split(" ", 1)[0] ?? "", values })),
  );

  it("E3: every action of the site that can reach money is known, with a fresh code or a reason without one", () => {
    expect(listMoneyActions()).toEqual(Object.keys(moneyActions).sort());
  });

  it.each(asking)(
    "E3: $path, $values.0, asks for a fresh code, comes back with what was typed, and has done nothing",
    async ({ path, values }) => {
      const { spot, visitor } = at(asWhoMayOpen[path] ?? path);
      const route = built.find((one) => one.path === path);
      if (!route) throw new Error(`no route ${path}`);
      const address = asWhoMayOpen[path] ? `${path}?gift=${spot.subject?.key}` : spot.address;
      const before = await fingerprint(database);
      // A form with a picture is not carried along: its page asks before anything is chosen.
      const isMultipart = path === "/staff/payments/:id";
      const sending: Sending = { path: address, values: [...values], isMultipart };
      const stale = { ...visitor, secondFactorAt: minutesAgo(6) };
      const asked = await sendToRoute(site.services, route, sending, stale);
      expect(asked).toEqual(confirmation(address, isMultipart ? 303 : 307));
      expect(await fingerprint(database)).toEqual(before);
      expect((await sendToRoute(site.services, route, sending, visitor)).location).not.toContain("second-factor");
    },
  );

  it.each([
    ["/staff/households/:id/file.pdf", ""],
    ["/org/books/journal.csv", "?from=2026-01-01&to=2026-03-31"],
    ["/org/books/journal.xlsx", "?from=2026-01-01&to=2026-03-31"],
  ])("E3: the file %s asks for a fresh code and comes back to the very file", async (path, query) => {
    const spot = spots.find(({ name }) => name === path);
    const visitor = path.startsWith("/org") ? at("/org/payments/:id").visitor : at("/staff/households/:id").visitor;
    if (!spot) throw new Error(`no ${path}`);
    const own = visitor.actor?.memberships[0]?.organizationId ?? "";
    const address = `${spot.address}${query.replace("?", `?charity=${own}&`)}`;
    const stale = { ...visitor, secondFactorAt: minutesAgo(6) };
    expect(await askRoute(site.services, spot.route, address, stale)).toEqual(confirmation(address));
    if (query)
      expect(await askRoute(site.services, spot.route, address, visitor)).toEqual({ status: 200, location: "" });
  });
});

describe("what people who are signed in are shown", () => {
  it("F14: no page of theirs may be stored, and no link or address names a person or holds a number of theirs", async () => {
    const rows = await database.sql<
      { name: string }[]
    >`select distinct name from household_members where char_length(name) > 1
      union select head_name from households union select email from users union select receipt_name from donations where char_length(receipt_name) > 1`;
    const names = new Set(rows.map(({ name }) => name));
    const wrong: string[] = [];
    const pages = spots.filter(
      ({ access, name }) => access.see && /^\/(staff|org|me|files|monthly|field)\b/.test(name),
    );
    await inTurns(pages, async (spot) => {
      const visitor = spot.visitors.find(
        (one) => one.actor !== null && mayBy(spot.access.see ?? [], one, spot.subject),
      );
      if (!visitor || isDocument(spot)) return;
      const answer = await site.request(spot.address, { cookie: visitor.cookie });
      const text = await answer.text();
      if (!answer.headers.get("Cache-Control")?.includes("no-store")) wrong.push(`${spot.name}: may be stored`);
      for (const [, link = ""] of text.matchAll(/\s(?:href|src|action)="([^"]+)"/g)) {
        const plain = readable(link);
        // Dials a number on the page itself, and goes to no server.
        if (plain.startsWith("tel:")) continue;
        const isNamed = plain.split(/[/?&=#\s]/).some((part) => names.has(part));
        if (isNamed || /(?<!\d)(1[3-9]\d{9}|\d{17}[\dXx])(?!\d)/.test(plain)) wrong.push(`${spot.name}: ${plain}`);
      }
    });
    expect(pages.length).toBeGreaterThan(80);
    expect(wrong).toEqual([]);
  }, 120_000);

  it("E11: 500 nasty requests, and no answer shows a stack, a statement or a path of ours", async () => {
    const people = (spots[0]?.visitors ?? []).filter(({ isElsewhere }) => !isElsewhere);
    const inside =
      /\bat (?:async )?[\w.<>]+ \(|node_modules\/|\bselect\b.{1,200}\bfrom\b|PostgresError|\/app\/routes\/|\/build\/server|violates .* constraint/i;
    const wrong: string[] = [];
    const routes = built.filter(({ path }) => !/^\/(ledger\/(export|verify)|logout)|\.pdf$/.test(path));
    await inTurns(nastyRequests(routes, { seed: 11, count: 500 }), async ({ address, body, who }) => {
      const { cookie = "" } = people[who % people.length] ?? {};
      const headers = { Origin: site.url, Cookie: cookie, "Content-Type": "application/x-www-form-urlencoded" };
      const init = body === null ? { headers: { Cookie: cookie } } : { method: "POST", headers, body };
      const answer = await fetch(`${site.url}${address}`, { ...init, redirect: "manual" });
      const text = await answer.text();
      const found = inside.exec(text);
      if (found || answer.status >= 500)
        wrong.push(`${body === null ? "GET" : `POST ${body}`} ${address}: ${answer.status} ${found?.[0] ?? ""}`);
    });
    expect(wrong).toEqual([]);
  }, 120_000);
});

/** The forms of every page, as those who may saw them. */
async function collectForms(): Promise<Map<string, Sending[]>> {
  const forms = new Map<string, Sending[]>();
  const pages = spots.flatMap((spot) =>
    spot.visitors
      .filter((visitor) => spot.access.send && mayBy(spot.access.send, visitor, spot.subject))
      .filter((visitor) => !spot.access.send?.includes("anyone") && !visitor.isElsewhere)
      .map((visitor) => ({ spot, visitor })),
  );
  await inTurns(pages, async ({ spot, visitor }) => {
    const answer = await site.request(spot.address, { cookie: visitor.cookie });
    const found = sendingsOf(spot.address, await answer.text()).filter(
      ({ path }) => path.split("?", 1)[0] === spot.address,
    );
    const kept = new Map([...(forms.get(spot.name) ?? []), ...found].map((one) => [keyOf(one), one]));
    forms.set(spot.name, [...kept.values()]);
  });
  return forms;
}

function readable(link: string): string {
  try {
    return decodeURIComponent(link);
  } catch {
    return link;
  }
}
