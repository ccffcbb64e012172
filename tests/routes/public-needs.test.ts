import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { anonymousActor } from "#app/domain/actor.ts";
import { newId } from "#app/domain/ids.ts";
import { readEnv } from "#app/env.server.ts";
import type { RequestContext } from "#app/http/guard.server.ts";
import { silentLogger } from "#app/http/logger.server.ts";
import { loader as needsLoader } from "#app/routes/needs/route.tsx";
import { loader as needLoader } from "#app/routes/needs_.$code/route.tsx";
import { loader as villagesLoader } from "#app/routes/villages/route.tsx";
import { loader as villageLoader } from "#app/routes/villages_.$regionCode/route.tsx";
import { createServices, type Services } from "#app/services.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import {
  bulan,
  createHousehold,
  createNeed,
  createQualifiedCharity,
  createTestRegions,
  factoryDate,
  gaoshan,
} from "#db/seed/factories.server.ts";
import { reindex } from "#search/reindex.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";

let database: TestDatabase;
let services: Services;
let waterCode: string;
let householdNeedCode: string;
let draftedCode: string;

/** Every statement of the pages and of search, for each is slower than nought. */
const statements: unknown[] = [];

const secrets = ["金丝雀", "canary", "acct_", "donor@"];

beforeAll(async () => {
  database = await createTestDatabase();
  const env = readEnv({ DATABASE_URL: database.url, JIEDUI_MODE: "test" });
  services = createServices(
    { ...env, slowQueryMs: 0 },
    {
      log: { ...silentLogger, info: (message, fields) => void (message === "slow query" && statements.push(fields)) },
    },
  );
  await createTestRegions(database.db);
  const charity = await createQualifiedCharity(database.db, { contactEmail: "canary@jiedui.example" });
  const water = await createNeed(database.db, {
    publicationMode: "public",
    charityId: charity.charityId,
    filingId: charity.filingId,
    goalFen: 1_000_000n,
    fundedFen: 5_000n,
    donationCount: 1,
    staffNote: "金丝雀备注",
  });
  waterCode = water.publicCode;
  await database.db.insert(donations).values({
    id: newId(),
    formNonce: newId(),
    needId: water.id,
    charityId: charity.charityId,
    amountFen: 5_000n,
    state: "paid",
    surplusChoice: "same_village",
    receiptName: "金丝雀抬头",
    email: "donor@jiedui.example",
    message: "一起加油",
    locale: "zh-CN",
    paymentIntentId: "pi_canary",
    createdAt: factoryDate,
    updatedAt: factoryDate,
    paidAt: factoryDate,
  });
  const household = await createHousehold(database.db, {
    headName: "金丝雀甲",
    circumstances: "金丝雀病情",
    groupName: "金丝雀小组",
    consentTo: ["publish_masked"],
  });
  householdNeedCode = (
    await createNeed(database.db, { householdId: household.id, category: "education", title: "两名学生的学费" })
  ).publicCode;
  draftedCode = (await createNeed(database.db, { state: "drafted", publishedAt: null })).publicCode;
  for (let position = 0; position < 14; position += 1) {
    await createNeed(database.db, {
      regionCode: gaoshan,
      type: "goods",
      category: "infrastructure",
      goalFen: null,
      title: `高山村路灯第 ${position + 1} 段`,
    });
  }
  await reindex(services.db, services.search);
});
afterAll(async () => {
  await services.close();
  await database.drop();
});

function argsOf(path: string, params: Record<string, string> = {}) {
  const context: RequestContext = {
    services,
    actor: anonymousActor,
    locale: "zh-CN",
    isLargeText: false,
    clientAddress: "127.0.0.1",
    nonce: "nonce",
    sessionIdHash: null,
  };
  return { request: new Request(`http://127.0.0.1:3000${path}`), params, context };
}

const listing = (query: string) => needsLoader(argsOf(`/needs${query}`));
const needPage = (code: string) => needLoader(argsOf(`/needs/${code}`, { code }));
const villagePage = (regionCode: string) => villageLoader(argsOf(`/villages/${regionCode}`, { regionCode }));

async function statusOf(answer: Promise<unknown>): Promise<number> {
  const reply = await answer.catch((thrown: unknown) => thrown);
  if (reply instanceof Response) return reply.status;
  if (reply instanceof Error) throw reply;
  return 200;
}

/** What is sent to the browser, as text. */
const textOf = (data: unknown) =>
  JSON.stringify(data, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));

/** How many statements a page takes. */
async function statementsOf(open: () => Promise<unknown>): Promise<number> {
  statements.length = 0;
  await open();
  return statements.length;
}

describe("what a listing costs", () => {
  test.each([
    ["", 3, "browsing: search, cards, places"],
    ["?q=饮水&category=drinking_water&status=open&sort=newest", 3, "words and filters"],
    ["?q=路灯&page=2", 3, "the second page"],
    ["?q=路登", 4, "a slip: once as typed, once forgiven"],
    ["?q=太空站", 4, "nothing found: as typed, forgiven, every wider search at once, places"],
  ])("/needs%s takes at most %i statements (%s)", async (query, most) => {
    const taken = await statementsOf(() => listing(query));
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThanOrEqual(most);
  });
});

describe("search as people meet it", () => {
  test("S35: what was searched for is marked in title and place, as text", async () => {
    const page = await listing("?q=高山村的路灯");
    const [card] = page.cards;
    expect(card?.titleMarks.filter((piece) => piece.isHit).map((piece) => piece.text)).toEqual(["高山村路灯"]);
    expect(card?.placeMarks).toEqual([{ text: "高山村", isHit: true }]);
  });

  test("a slip is forgiven, and said", async () => {
    const page = await listing("?q=高山村路登");
    expect(page.isForgiven).toBe(true);
    expect(page.total).toBe(14);
    expect(page.cards[0]?.titleMarks.some((piece) => piece.isHit && piece.text.includes("路灯"))).toBe(true);
  });

  test("U16: the next page goes on behind the last card, and its address says so", async () => {
    const first = await listing("?q=路灯");
    const second = await listing(`?q=路灯&page=2&after=${encodeURIComponent(first.next ?? "")}`);
    const codes = [...first.cards, ...second.cards].map((card) => card.need.publicCode);
    expect(new Set(codes).size).toBe(14);
    expect(second.next).toBeNull();
  });

  test("an end of page that is none, or past everything, shows a list all the same", async () => {
    expect((await listing("?page=2&after=nonsense")).cards).toHaveLength(12);
    expect((await listing("?page=2&after=0.-9.zzz")).cards.length).toBeGreaterThan(0);
  });
});

describe("the listing", () => {
  test("S35: everything open, counted, twelve to a page", async () => {
    const page = await listing("");
    expect(page.total).toBe(16);
    expect(page.cards).toHaveLength(12);
    expect(page.pages).toBe(2);
    expect(page.facetCounts.category).toEqual({ drinking_water: 1, education: 1, infrastructure: 14 });
  });

  test("S35: search and facets narrow together, the story's way: 饮水 in 步栏村", async () => {
    const page = await listing(`?q=饮水&region=${bulan}`);
    expect(page.cards.map((card) => card.need.publicCode)).toContain(waterCode);
    expect(page.cards.every((card) => card.need.regionCode === bulan)).toBe(true);
    expect(page.region.path.map((step) => step.name)).toEqual(["广东省", "江门市", "开平市", "赤水镇", "步栏村"]);
  });

  test("S1: with all needs in one town its villages are one click away, with counts", async () => {
    const { region } = await listing("");
    expect(region.choices).toEqual([
      { code: gaoshan, name: "高山村", count: 14 },
      { code: bulan, name: "步栏村", count: 2 },
    ]);
  });

  test("a page beyond the last shows the last", async () => {
    const page = await listing("?page=99999");
    expect(page.filters.page).toBe(2);
    expect(page.cards).toHaveLength(4);
  });

  test("U16: nothing found offers two wider searches that find something", async () => {
    const page = await listing(`?q=饮水&region=${gaoshan}&category=housing`);
    expect(page.total).toBe(0);
    expect(page.relaxations).toHaveLength(2);
    expect(page.relaxations.every((relaxation) => relaxation.total > 0)).toBe(true);
  });

  test.each([
    "?region=440783116248&region=51",
    "?category[]=housing&category[$ne]=x",
    "?page=-1",
    "?page=1e309",
    "?page=999999999999999999",
    "?region=%00",
    "?region=999999999999",
    "?q=%00%00",
    "?q=%F0%9F",
    `?q=${encodeURIComponent("'\"\\%_&|!:*()<>")}`,
    "?sort=__proto__",
    "?category=__proto__&type=constructor&status=toString",
    "?%FF=%FF",
  ])("%s shows a list and never fails", async (query) => {
    expect(await statusOf(listing(query))).toBe(200);
  });

  test("endless words show a list and never fail", async () => {
    expect(await statusOf(listing(`?q=${"水管".repeat(2_000)}`))).toBe(200);
  });
});

describe("the page of a need", () => {
  test("S45: shows the day it was last compared with the register, on card and page", async () => {
    expect((await needPage(waterCode)).need.registerVerifiedOn).toBe("2026-11-01");
    const page = await listing(`?q=${waterCode}`);
    expect(page.cards[0]?.need.registerVerifiedOn).toBe("2026-11-01");
  });

  test("U2: shows charity, qualification and filing, and that a gift is possible", async () => {
    const page = await needPage(waterCode);
    expect(page.noGiftReason).toBeNull();
    expect(page.charity).toMatchObject({ qualificationNumber: "53440783MJK00001X" });
    expect(page.filing?.filingNumber).toMatch(/^53440783/);
  });

  test("U2: without a charity it says why only pledges are taken", async () => {
    const page = await needPage(householdNeedCode);
    expect(page.noGiftReason).toBe("intent_only");
    expect(page.charity).toBeNull();
  });

  test("U5: a donor who did not choose to be named is not named", async () => {
    const { donors } = await needPage(waterCode);
    expect(donors).toHaveLength(1);
    expect(donors[0]).toMatchObject({ name: null, amountFen: 5_000n, message: "一起加油" });
  });

  test("F4: nothing private leaves the loaders of public pages", async () => {
    const sent = await Promise.all([
      listing(""),
      listing("?q=学费"),
      needPage(waterCode),
      needPage(householdNeedCode),
      villagePage(bulan),
      villagesLoader(argsOf("/villages")),
    ]);
    for (const secret of secrets) expect(textOf(sent).includes(secret), secret).toBe(false);
  });

  test("what is not public is not there", async () => {
    for (const code of [draftedCode, "00000-00000", "x", "..%2f", "'", `${waterCode}x`]) {
      expect(await statusOf(needPage(code)), code).toBe(404);
    }
  });
});

describe("villages", () => {
  test("S4: a village has its needs, money and progress on a page of its own", async () => {
    const page = await villagePage(bulan);
    expect(page.needs.map(({ need }) => need.publicCode)).toContain(waterCode);
    expect(page.money).toMatchObject({ goalFen: 2_000_000n, fundedFen: 5_000n, needCount: 2, metCount: 0 });
    expect(page.regionPath.map((step) => step.name)).toEqual(["广东省", "江门市", "开平市", "赤水镇"]);
  });

  test("S4: villages are found by name and by whether they ask for something", async () => {
    const found = await villagesLoader(argsOf("/villages?q=gaoshan"));
    expect(found.cards.map((village) => village.regionCode)).toEqual([gaoshan]);
    const asking = await villagesLoader(argsOf("/villages?needs=open"));
    expect(asking.cards.map((village) => village.regionCode).sort()).toEqual([bulan, gaoshan]);
  });

  test("only villages with a profile have a page", async () => {
    for (const code of ["440783116", "440783116999", "44", "x", "440783116248x"]) {
      expect(await statusOf(villagePage(code)), code).toBe(404);
    }
  });

  test.each(["?page=-5", "?needs=maybe&partner[]=x", "?region=zz&q=%00", "?page=123456"])(
    "%s shows a list and never fails",
    async (query) => {
      expect(await statusOf(villagesLoader(argsOf(`/villages${query}`)))).toBe(200);
    },
  );
});
