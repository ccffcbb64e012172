import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withdrawConsent } from "#app/domain/needs/withdraw-consent.server.ts";
import { recordEvents } from "#app/domain/record-event.server.ts";
import { drainOutbox } from "#app/jobs/drain-outbox.server.ts";
import { eventHandlers } from "#app/jobs/event-handlers.server.ts";
import { reconcileSearch } from "#app/jobs/reconcile-search.server.ts";
import { createStaff, createUser } from "#db/seed/factories.server.ts";
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
