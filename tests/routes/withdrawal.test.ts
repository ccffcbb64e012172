import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { consentFields } from "#app/domain/households/consent.ts";
import { withdrawConsent } from "#app/domain/needs/withdraw-consent.server.ts";
import { recordEvents } from "#app/domain/record-event.server.ts";
import { drainOutbox } from "#app/jobs/drain-outbox.server.ts";
import { eventHandlers } from "#app/jobs/event-handlers.server.ts";
import { reconcileSearch } from "#app/jobs/reconcile-search.server.ts";
import { createNotice, createReviewMeeting, createStaff, createUser } from "#db/seed/factories.server.ts";
import type { TestDatabase } from "#tests/setup/database.ts";
import { createMemoryFileStore } from "#tests/setup/memory-file-store.ts";
import { createSeededDatabase, seededNow, seededSealer } from "#tests/setup/seeded-database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

/**
 * F11: one household with a need that has gifts, pictures, notices and a payment is read on every page, from the cache and in both languages; then it
 * withdraws its consent, and nothing of it is found at any of these addresses. The money stays in the ledger, without its name.
 */
type Home = {
  household: string;
  householdCode: string;
  need: string;
  needCode: string;
  title: string;
  story: string;
  region: string;
  charity: string;
};

let database: TestDatabase;
let site: TestSite;
let home: Home;
let visitor: string;
/** Addresses about the household itself, and others on which it is mentioned. */
let own: string[];
let others: string[];
let pictures: string[];

beforeAll(async () => {
  const files = createMemoryFileStore();
  database = await createSeededDatabase(files);
  site = await startSite(database, {
    hasPageCache: true,
    env: { RATE_LIMIT_FACTOR: "100000" },
    services: { clock: { now: () => seededNow }, sealer: seededSealer, files },
  });
  const [found] = await database.sql<Home[]>`
    select home.id as household, home.public_code as "householdCode", need.id as need, need.public_code as "needCode", need.title,
      left(need.summary, 18) as story, need.region_code as region, need.charity_id as charity
    from needs need join households home on home.id = need.household_id
    where need.state = 'published' and need.charity_id is not null and exists (select from need_photos where need_id = need.id)
      and exists (select from consents where household_id = home.id and purpose = 'publish_masked' and withdrawn_at is null)
    order by need.donation_count desc, need.id limit 1`;
  if (!found) throw new Error("the demo has no published need of a household with a picture");
  home = found;
  visitor = await site.signInAs(await createUser(database.db));
  await database.sql`insert into villages (region_code) values (${home.region}) on conflict do nothing`;
  await database.sql`update villages set photo_file_id = null where region_code = ${home.region}`;
  await reconcileSearch(site.services);
  await drain();
  const column = async (query: string) =>
    (await database.sql.unsafe(query, [home.need])).map((row) => String(row.value));
  pictures = await column("select file_id::text as value from need_photos where need_id = $1");
  const notices = await column("select public_code as value from notices where need_id = $1");
  const lots = await column(
    "select lot_code as value from donations where need_id = $1 and lot_code is not null order by id limit 2",
  );
  const payments = await column("select public_code as value from disbursements where need_id = $1");
  const reports = await column("select public_code as value from impact_reports where need_id = $1");
  own = [
    `/needs/${home.needCode}`,
    `/needs/${home.needCode}.data`,
    `/needs/${home.needCode}/donate`,
    `/needs/${home.needCode}/pledge`,
    `/households/${home.householdCode}`,
    `/households/${home.householdCode}/pair`,
    ...reports.map((code) => `/results/${code}`),
    ...pictures.map((id) => `/files/${id}`),
  ];
  const town = home.region.slice(0, 9);
  others = [
    "/",
    "/needs",
    "/needs?sort=newest",
    `/needs?region=${home.region}`,
    `/needs?region=${town}`,
    `/needs?q=${encodeURIComponent(home.title)}`,
    `/needs?q=${home.needCode}`,
    "/needs.data",
    `/villages/${home.region}`,
    `/villages/${home.region}.data`,
    "/notices",
    ...notices.map((code) => `/notices/${code}`),
    "/results",
    `/organizations/${home.charity}`,
    "/ledger",
    `/ledger/needs/${home.needCode}`,
    "/ledger/notices",
    ...payments.map((code) => `/ledger/notices/${code}`),
    ...lots.map((code) => `/ledger/trace/${code}`),
    "/ledger/export.csv",
    "/ledger/export.jsonl",
    "/volunteer-projects",
    `/villages/${home.region}/pair`,
  ];
}, 240_000);
afterAll(async () => {
  await site?.close();
  await database.drop();
});

async function drain(): Promise<void> {
  while ((await drainOutbox(site.services, eventHandlers)) > 0);
}

const inEnglish = (path: string) => `${path}${path.includes("?") ? "&" : "?"}lang=en`;
const read = async (path: string, cookie = "") => {
  const answer = await site.request(path, { cookie });
  return { status: answer.status, cache: answer.headers.get("X-Page-Cache"), text: await answer.text() };
};
/** What only this household has: its codes, the words of its need, its pictures. */
const marks = () => [home.needCode, home.householdCode, home.title, home.story, ...pictures];
/** An address that holds a code repeats it in its links; the chain of the books names the need of each entry by its code alone. */
const isRepeated = (path: string, mark: string) =>
  path.includes(mark) ||
  path.includes(encodeURIComponent(mark)) ||
  (path === "/ledger/export.jsonl" && mark === home.needCode);

/** Which marks an address shows; what it repeats of the question does not count. */
async function shown(path: string): Promise<string[]> {
  const cookie = /\/(pair|pledge)$/.test(path) ? visitor : "";
  const texts = [await read(path, cookie), await read(path, cookie), await read(inEnglish(path), cookie)];
  return marks().filter((mark) => !isRepeated(path, mark) && texts.some(({ text }) => text.includes(mark)));
}

/** Documents of its need that search can find; a removed one leaves an empty row (D4). */
async function findable(): Promise<number> {
  const rows =
    await database.sql`select from search_documents where id in (${home.need}, ${home.needCode}) and facet_set_id is not null`;
  return rows.length;
}

describe("F11 F4: a household that takes single fields back", () => {
  const words = "屋后那口老井已经干了三年";
  const page = () => `/needs/${home.needCode}`;
  const shownNow = async (path: string) => [(await read(path)).text, (await read(inEnglish(path))).text].join("\n");
  /** Sends a form of the file's page the way a browser without scripts does. */
  async function send(cookie: string, fields: readonly (readonly [string, string])[], hasPaper = false) {
    const body = new FormData();
    for (const [name, value] of fields) body.append(name, value);
    const paper = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#57a" } })
      .jpeg()
      .toBuffer();
    if (hasPaper) body.append("photo", new Blob([new Uint8Array(paper)], { type: "image/jpeg" }), "paper.jpg");
    const answer = await fetch(`${site.url}/staff/households/${home.household}`, {
      method: "POST",
      redirect: "manual",
      headers: { Origin: site.url, Cookie: cookie },
      body,
    });
    return { status: answer.status, location: answer.headers.get("Location") ?? "", text: await answer.text() };
  }
  const searched = async () => {
    const rows = await database.sql`select id from search_documents
      where id in (${home.need}, ${home.needCode}) and facet_set_id is not null and search_documents::text like ${`%${words.slice(0, 4)}%`}`;
    return rows.length;
  };

  it("finds them gone within the next drain: page, data, JSON-LD, search, pictures, the head's name in a notice", async () => {
    const { sql } = database;
    const officer = await site.signInAs(await createStaff(database.db, "village_officer", home.region));
    await sql`update needs set story = ${words}, updated_at = ${seededNow.toISOString()} where id = ${home.need}`;
    await createReviewMeeting(database.db, { needId: home.need, needVersion: 99 });
    const { publicCode: notice } = await createNotice(database.db, {
      needId: home.need,
      needVersion: 99,
      regionCode: home.region,
      state: "open",
      body: JSON.stringify({
        form: "need",
        villageName: "步栏村",
        headName: "欧阳*明",
        summary: "请求支持",
        items: [],
        meeting: {
          heldOn: "2026-11-01",
          place: "村部",
          attendeeCount: 9,
          votesFor: 9,
          votesAgainst: 0,
          votesAbstained: 0,
        },
      }),
    });
    await recordEvents(database.db, seededNow, { kind: "need.changed", needId: home.need });
    await drain();
    await expect.poll(() => shownNow(page()), { timeout: 10_000 }).toContain(words);
    const [picture = ""] = pictures;
    expect(await shownNow(page())).toContain(picture);
    expect((await read(`/files/${picture}`)).status).toBe(200);
    expect(await shownNow(`/notices/${notice}`)).toContain("欧阳*明");
    expect(await searched()).toBe(1);

    const fields = ["story", "photo", "masked_name"].map((field) => ["fields", field] as const);
    const sent = await send(officer, [["intent", "withdraw_fields"], ["reason", "本人不愿公开这些"], ...fields]);
    expect(sent).toMatchObject({ status: 303, location: expect.stringContaining("done=fields_withdrawn") });
    await drain();
    await expect.poll(() => shownNow(page()), { timeout: 10_000 }).not.toContain(words);
    expect((await read(page())).status, "what else it agreed to stays").toBe(200);
    for (const path of [
      page(),
      `${page()}.data`,
      `/needs?region=${home.region}`,
      `/villages/${home.region}`,
      `/households/${home.householdCode}`,
    ]) {
      const text = await shownNow(path);
      expect(
        [words, ...pictures].filter((mark) => text.includes(mark)),
        path,
      ).toEqual([]);
    }
    for (const id of pictures) expect((await read(`/files/${id}`)).status).toBe(404);
    expect(await shownNow(`/notices/${notice}`)).not.toContain("欧阳");
    expect(await searched()).toBe(0);
    expect(await findable()).toBe(1);
  }, 120_000);

  it("gives them again on a signed paper, as the next version, on one form without scripts", async () => {
    const officer = await site.signInAs(await createStaff(database.db, "village_officer", home.region));
    const { text } = await read(`/staff/households/${home.household}`, officer);
    for (const field of consentFields)
      expect(text).toMatch(new RegExp(`name="fields"[^>]*type="checkbox" value="${field}"`));
    const consent = [
      ["intent", "record_consent"],
      ["purpose", "publish_masked"],
      ["signedByName", "欧阳监护"],
      ["isGuardian", "on"],
    ] as const;
    const few = await send(officer, [...consent, ["fields", "village"]]);
    expect(few.status).toBe(422);
    expect((await send(officer, consent)).status, "not without the village").toBe(422);
    const all = await send(officer, [...consent, ...consentFields.map((field) => ["fields", field] as const)], true);
    expect(all).toMatchObject({ status: 303, location: expect.stringContaining("done=consent_saved") });
    const [standing] = await database.sql<{ version: number; paper: string; signer: string }[]>`
      select version, evidence_file_id as paper, signed_by_name as signer from consents
      where household_id = ${home.household} and purpose = 'publish_masked' and withdrawn_at is null`;
    expect(standing).toMatchObject({ version: 3, signer: "欧阳监护" });
    const paper = `/files/${standing?.paper}`;
    expect([
      (await read(paper, officer)).status,
      (await read(paper, visitor)).status,
      (await read(paper)).status,
    ]).toEqual([200, 404, 404]);
    await drain();
    await expect.poll(() => shownNow(page()), { timeout: 10_000 }).toContain(words);
    expect((await read(`/files/${pictures[0]}`)).status).toBe(200);
    expect(await searched()).toBe(1);
  }, 120_000);
});

describe("F11: a household that withdraws its consent", () => {
  it("is on every page before, from the cache", async () => {
    for (const path of own) expect((await read(path, visitor)).status, path).toBeLessThan(400);
    for (const path of [`/needs/${home.needCode}`, "/needs", `/villages/${home.region}`]) {
      await expect.poll(async () => (await read(path)).cache, { timeout: 10_000 }).toBe("hit");
    }
    const mentions: string[] = [];
    for (const path of others) if ((await shown(path)).length > 0) mentions.push(path);
    expect(mentions).toEqual(expect.arrayContaining([`/needs?region=${home.region}`, `/villages/${home.region}`]));
    expect(mentions.length).toBeGreaterThan(4);
    expect(await findable()).toBe(1);
  }, 120_000);

  it("is nowhere after, in no language, cache, search, picture or export; the ledger keeps its sums", async () => {
    const sums = () =>
      database.sql`select account_id, sum(amount_fen)::text as fen from ledger_entries group by 1 order by 1`;
    const before = await sums();
    const officer = await createStaff(database.db, "village_officer", home.region);
    for (const purpose of ["publish_photo", "publish_masked"] as const) {
      const input = { householdId: home.household, purpose, reason: "本人不愿再公开" };
      const ended = await withdrawConsent(database.db, input, officer, seededNow);
      expect(ended.ok || ended.code === "not_given", purpose).toBe(true);
    }
    await drain();
    await expect.poll(async () => (await read(`/needs/${home.needCode}`)).status, { timeout: 10_000 }).toBe(404);
    const still: string[] = [];
    for (const path of own) {
      for (const address of [path, inEnglish(path)]) {
        const { status, text } = await read(address, visitor);
        const left = marks().filter((mark) => !isRepeated(path, mark) && text.includes(mark));
        if (![404, 409, 410].includes(status) || left.length > 0) still.push(`${address}: ${status} ${left.join(" ")}`);
      }
    }
    for (const path of others) {
      const left = await shown(path);
      if (left.length > 0) still.push(`${path}: ${left.join(" ")}`);
    }
    expect(still).toEqual([]);
    expect(await findable()).toBe(0);
    expect(await sums()).toEqual(before);
  }, 120_000);

  it("stays away when search is compared anew and a late message about its need comes", async () => {
    await recordEvents(database.db, seededNow, { kind: "need.changed", needId: home.need });
    await drain();
    await reconcileSearch(site.services);
    expect(await findable()).toBe(0);
  });
});
