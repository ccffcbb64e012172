import { appendFile } from "node:fs/promises";
import { utils, write } from "@e965/xlsx";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { StaffRole } from "#app/domain/actor.ts";
import { createMember, createOrganization, createStaff, createUser } from "#db/seed/factories.server.ts";
import type { Canary } from "#tests/setup/canaries.ts";
import { findSubject, kindOfRoute, listBuiltRoutes } from "#tests/setup/deny-matrix.ts";
import { type LeakScene, openLeakScene } from "#tests/setup/leak-scene.ts";
import { countByKind, findLeaks, type Surface, type SurfaceKind } from "#tests/setup/leak-surfaces.ts";
import { walkFor } from "#tests/setup/leak-walk.ts";

/**
 * F4, F10, D4: values nobody else has are planted in every private field of one household's story, everything is run that tells others of
 * it, and then they are looked for wherever somebody may read. Short in `npm test`; `npm run leak-scan` walks every page, also as people who
 * sign in without a right to read it, and as people whose right ends at what is sealed.
 */
const isWhole = process.env.LEAK_SCAN === "whole";
const pagesPerKind = isWhole ? 200 : 3;
const pagesPerKindSignedIn = isWhole ? 12 : 1;

let scene: LeakScene;
let starts: string[];
let publicSurfaces: Surface[] = [];
/** What somebody read whose right ends somewhere, and the values that lie beyond. */
const limited: { surfaces: Surface[]; hidden: readonly Canary[] }[] = [];

beforeAll(async () => {
  scene = await openLeakScene();
  await scene.play(isWhole);
  starts = await addressesOfEverything();
  await readEverything();
}, 1_800_000);
afterAll(() => scene?.close());

async function readEverything(): Promise<void> {
  const { site, planted } = scene;
  const request = site.request;
  publicSurfaces = await walkFor({ request, reader: "anyone", cookie: "", starts, pagesPerKind });
  const read = async (reader: string, cookie: string, from: string[], hidden: readonly Canary[]) => {
    const walk = { request, reader, cookie, starts: from, pagesPerKind: pagesPerKindSignedIn };
    limited.push({ surfaces: await walkFor(walk), hidden });
  };
  const all = planted.canaries;
  const ofHousehold = all.filter(({ isOfHousehold }) => isOfHousehold);
  const isSealed = all.filter((canary) => canary.isSealed);
  const workplaces = ["/staff", "/org", "/me", ...starts.filter((path) => path.startsWith("/staff"))];
  // The charity that received the gifts, with its books in both forms, knows its donors and whom it pays, not the file of the household.
  const charity = { id: planted.charityId ?? "", name: "慈善会" };
  const clerk = await site.signInAs(await createMember(scene.database.db, charity, "charity"));
  await read("its charity", clerk, ["/org", "/org/books", ...journals], ofHousehold);
  const own = await actorsOf("440783", "4407831", "own");
  for (const { reader, cookie } of isWhole ? own : own.slice(0, 1)) {
    await read(reader, cookie, [...(await ownPages()), "/staff"], isSealed);
  }
  if (!isWhole) return;
  const elsewhere = await actorsOf("440784", "4407841", "elsewhere");
  const others = await createMember(
    scene.database.db,
    await createOrganization(scene.database.db, { kind: "charity" }),
    "charity",
  );
  elsewhere.push({ reader: "a citizen", cookie: await site.signInAs(await createUser(scene.database.db)) });
  elsewhere.push({ reader: "another charity", cookie: await site.signInAs(others) });
  for (const { reader, cookie } of elsewhere) await read(reader, cookie, [...starts, ...workplaces, ...journals], all);
}

const journals = ["/org/books/journal.csv", "/org/books/journal.xlsx"];

async function actorsOf(county: string, town: string, where: string) {
  const roles: [StaffRole, string][] = [
    ["county_verifier", county],
    ["town_verifier", where === "own" ? county : `${town}00`],
    ["village_officer", where === "own" ? county : `${town}00201`],
    ["supervisor", county],
    ["auditor", county],
  ];
  const made: { reader: string; cookie: string }[] = [];
  for (const [role, region] of roles) {
    const actor = await createStaff(scene.database.db, role, region);
    made.push({ reader: `${role} ${where}`, cookie: await scene.site.signInAs(actor) });
  }
  return made;
}

/** The pages of the planted file and need, for those who work on them. */
async function ownPages(): Promise<string[]> {
  const { database, planted } = scene;
  const [need] = await database.sql<{ id: string }[]>`select id from needs where public_code = ${planted.needCode}`;
  const file = `/staff/households/${planted.household.id}`;
  const parts = ["", "/edit", "/members", "/monitoring", "/versions", "/file.pdf"].map((part) => `${file}${part}`);
  return [...parts, `/staff/needs/${need?.id}`, `/staff/needs/${need?.id}/payments`];
}

/** Every address of the site that anyone may ask for: of each route, with the planted records where it names one. */
async function addressesOfEverything(): Promise<string[]> {
  const { database, planted } = scene;
  const addresses = [
    `/needs/${planted.needCode}`,
    `/ledger/needs/${planted.needCode}`,
    `/donations/${planted.donationId}`,
    "/robots.txt",
    "/manifest.webmanifest",
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

describe("the leak scan", () => {
  it("F4, F10: finds none of the values that are nobody else's business, anywhere", async () => {
    const told = [...publicSurfaces, ...(await scene.collect())];
    const groups = [{ surfaces: told, hidden: scene.planted.canaries }, ...limited];
    const everything = groups.flatMap(({ surfaces }) => surfaces);
    const leaks = groups.flatMap(({ surfaces, hidden }) => findLeaks(surfaces, hidden));
    const counts = countByKind(everything);
    await report(leaks, counts, everything);
    expect(leaks).toEqual([]);
    const met = new Set(counts.filter(({ count }) => count > 0).map(({ kind }) => kind));
    const expected: SurfaceKind[] = [
      "page",
      "payload (.data)",
      "JSON",
      "export CSV",
      "export JSONL",
      "export XLSX",
      "document PDF",
    ];
    expected.push("picture", "mail", "log of the site", "row of search documents", "body sent to the payment provider");
    expect(expected.filter((kind) => !met.has(kind))).toEqual([]);
  });

  it("F4: looks where it says: what everybody may read is found on pages, payloads, search, mails and at the provider", async () => {
    const { planted } = scene;
    expect(planted.canaries.length).toBeGreaterThanOrEqual(40);
    expect(new Set(planted.canaries.map(({ value }) => value)).size).toBe(planted.canaries.length);
    const collected = await scene.collect();
    const tells = [...publicSurfaces, ...collected].filter(({ text }) => text.includes(planted.publicTitle));
    const places = tells.map(({ where }) => where);
    for (const place of [`/needs/${planted.needCode}`, `/needs/${planted.needCode}.data`])
      expect(places).toContain(`anyone: ${place}`);
    expect(places.some((where) => where.startsWith("table search_documents"))).toBe(true);
    expect(places.some((where) => where.startsWith("mail "))).toBe(true);
    expect(tells.some(({ kind }) => kind === "body sent to the payment provider")).toBe(true);
    expect(publicSurfaces.find(({ where }) => where === "anyone: /metrics")?.text).toContain("jiedui");
    const paid = await scene.database
      .sql`select from donations where email = ${planted.donorEmail} and state in ('paid', 'settled')`;
    expect(paid.length).toBeGreaterThan(2);
  });

  it("D4: no picture tells where or by whom it was taken", () => {
    expect(publicSurfaces.filter(({ kind }) => kind === "picture").length).toBeGreaterThan(1);
    const telling = publicSurfaces.filter(({ text }) => text.includes("EXIF OR XMP OR IPTC"));
    expect(telling.map(({ where }) => where)).toEqual([]);
  });

  it("E11: no answer shows the inside of the site: no stack, no statement, no path of a file", () => {
    const inside = /\bat (?:async )?[\w.<>]+ \(|node_modules\/|\bselect .{1,80} from |PostgresError|\/app\/routes\//;
    const wrong = publicSurfaces.filter(
      ({ where, text }) => where.startsWith("anyone: /") && !/\.mjs$|export/.test(where) && inside.test(text),
    );
    expect(wrong.map(({ where }) => where)).toEqual([]);
  });
});

describe("a site that leaks", () => {
  const name: Canary = { name: "member's name", value: "雀探七七号", isSealed: false, isOfHousehold: true };
  const idNumber: Canary = { name: "ID number", value: "440783197701017700", isSealed: true, isOfHousehold: true };
  const owned: Canary = {
    ...name,
    name: "donor's e-mail",
    value: "canary-donor@jiedui.example",
    own: "canary-donor@jiedui.example",
  };

  it("F10: is caught at the page, payload, header, file, picture and language it leaks in, and the place is named", async () => {
    const workbook = utils.book_new(utils.aoa_to_sheet([["姓名"], [name.value]]), "表");
    const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: "#7a5" } });
    const answers: Record<string, () => [string, BodyInit, Record<string, string>?]> = {
      "/": () => [
        "text/html",
        `<a href="/needs">x</a><img src="/files/1"><a href="/export.xlsx">x</a><a href="/export.csv">x</a>`,
      ],
      "/needs": () => ["text/html", "<p>雀<b>探七</b>七号</p>"],
      "/needs.data": () => [
        "text/x-script",
        JSON.stringify([name.value]).replace(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16)}`),
      ],
      "/needs?lang=en": () => ["text/html", "ＩＤ ４４０７８３ １９７７０１０１ ７７００"],
      "/files/1": () => ["image/jpeg", ""],
      "/export.xlsx": () => [sheetType, new Uint8Array(write(workbook, { type: "array" }))],
      "/export.csv": () => [
        "text/csv",
        "好",
        { "Content-Disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name.value)}` },
      ],
    };
    const exif = await picture
      .withExif({ IFD0: { Artist: idNumber.value } })
      .jpeg()
      .toBuffer();
    const request = async (path: string) => {
      const [type, body, headers = {}] = answers[path]?.() ?? ["text/html", "nothing"];
      return new Response(path === "/files/1" ? new Uint8Array(exif) : body, {
        headers: { "Content-Type": type, ...headers },
      });
    };
    const surfaces = await walkFor({ request, reader: "anyone", cookie: "", starts: ["/"], pagesPerKind: 3 });
    expect(findLeaks(surfaces, [name, idNumber, owned]).sort()).toEqual([
      "anyone: /export.xlsx: member's name",
      "anyone: /files/1: ID number",
      "anyone: /needs.data: member's name",
      "anyone: /needs: member's name",
      "anyone: /needs?lang=en: ID number",
      "anyone: headers of /export.csv: member's name",
    ]);
  });

  it("F10: is caught in a log, in base64 and in somebody else's mail, and not in one's own", () => {
    const place = (kind: SurfaceKind, where: string, text: string, to?: string): Surface => ({
      kind,
      where,
      text,
      ...(to ? { to } : {}),
    });
    const coded = Buffer.from(JSON.stringify({ name: name.value })).toString("base64");
    const surfaces = [
      place("log of the jobs", "job log", `{"error":"Key (id_number)=(4407 8319 7701 0177 00) already exists"}`),
      place("body sent to the payment provider", "provider", `{"metadata":"${coded}"}`),
      place("mail", "mail of the donor", owned.value, owned.value),
      place("mail", "mail of another", owned.value, "other@jiedui.example"),
    ];
    expect(findLeaks(surfaces, [name, idNumber, owned])).toEqual([
      "job log: ID number",
      "provider: member's name",
      "mail of another: donor's e-mail",
    ]);
  });
});

const sheetType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/** `npm run leak-scan` prints what was searched, and every place where something was found. */
async function report(
  leaks: string[],
  counts: { kind: string; count: number }[],
  all: readonly Surface[],
): Promise<void> {
  const file = process.env.LEAK_SCAN_REPORT;
  if (file === undefined) return;
  const readers = [...new Set(all.flatMap(({ reader }) => (reader === undefined ? [] : [reader])))];
  const lines = [
    `${scene.planted.canaries.length} values were planted; ${all.length} places were searched:`,
    ...counts.map(
      ({ kind, count }) => `  ${String(count).padStart(7)}  ${kind}${count === 0 ? " (there is none)" : ""}`,
    ),
    `read as: ${readers.map((reader) => `${reader} (${all.filter((one) => one.reader === reader).length})`).join(", ")}`,
    leaks.length === 0 ? "found: none" : `found at ${leaks.length} places:`,
    ...leaks.map((leak) => `  LEAK  ${leak}`),
  ];
  await appendFile(file, `${lines.join("\n")}\n`);
}
