import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { receiptKey } from "#app/domain/donations/receipt-key.server.ts";
import { newId } from "#app/domain/ids.ts";
import { donations } from "#db/schema/donations.server.ts";
import { offlineGifts } from "#db/schema/offline-gifts.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";
import { createUser } from "#db/seed/factories.server.ts";
import { demoPassword, type PersonaKey, personaOf } from "#db/seed/personas.ts";
import type { TestDatabase } from "#tests/setup/database.ts";
import { readForms, readLinks } from "#tests/setup/html-forms.ts";
import { createSeededDatabase, seededNow, seededSealer } from "#tests/setup/seeded-database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

/**
 * Q4: anonymous means everywhere. Donors with names nobody else has are looked for on every page, export and search document, as a visitor
 * and as every kind of staff, before, while and after they wish to be named.
 */
const canaries = {
  account: "金丝雀账户名",
  accountMail: "canary-account@jiedui.example",
  receipt: "金丝雀票据抬头",
  guestReceipt: "金丝雀访客抬头",
  guestMail: "canary-guest@jiedui.example",
  giver: "金丝雀实物捐赠人",
};
const shownNames = { account: "金丝雀愿意公开", guest: "金丝雀访客公开", goods: "金丝雀实物公开" };

const staffWalkers = ["officerBulan", "town", "county", "supervisor", "auditor", "admin", "ngo", "payer"] as const;
const starts = ["/", "/needs", "/villages", "/notices", "/results", "/ledger", "/org", "/staff", "/me"];
const exportsOfAll = ["/ledger/export.csv", "/ledger/export.jsonl", "/ledger/roots.json"];
const pagesPerKind = 3;
const notWalked = /^\/(files|assets|display|logout|ledger\/export|ledger\/roots)/;
/** Whoever issues the official receipt reads the name it is made out to (U5, L10): the charity's own people, nobody else. */
const receiptDesks = /^\/org\/(receipts|offline-gifts)\b/;

let database: TestDatabase;
let site: TestSite;
let donor: SignedInActor;
let donorCookie: string;
let needPath: string;
const owned = { id: "" };
const guest = { id: "" };
const goods = { id: newId() };

beforeAll(async () => {
  database = await createSeededDatabase();
  site = await startSite(database, {
    hasPageCache: true,
    env: { RATE_LIMIT_FACTOR: "1000" },
    services: { clock: { now: () => seededNow }, sealer: seededSealer },
  });
  donor = await createUser(database.db, { displayName: canaries.account, email: canaries.accountMail });
  donorCookie = await site.signInAs(donor);
  await hideCanariesInGifts();
}, 300_000);
afterAll(async () => {
  await site?.close();
  await database.drop();
});

/** Two of the newest gifts of a need become those of our donors: one of an account, one of a guest; and goods of the account. */
async function hideCanariesInGifts(): Promise<void> {
  const rows = await database.db.execute<{ id: string; code: string; need_id: string; charity_id: string }>(
    sql`select d.id, n.public_code as code, d.need_id, d.charity_id from donations d join needs n on n.id = d.need_id
        where d.state = 'settled' and d.need_id = (select need_id from donations where state = 'settled' group by need_id
          having count(*) > 1 order by count(*) desc, need_id limit 1) order by d.paid_at desc limit 2`,
  );
  const [first, other] = rows;
  if (!first || !other) throw new Error("the demo has no need with two gifts");
  owned.id = first.id;
  guest.id = other.id;
  needPath = `/needs/${first.code}`;
  const ofAccount = {
    userId: donor.userId,
    receiptName: canaries.receipt,
    email: canaries.accountMail,
    publicName: null,
  };
  await database.db.update(donations).set(ofAccount).where(eq(donations.id, owned.id));
  const ofGuest = { userId: null, receiptName: canaries.guestReceipt, email: canaries.guestMail, publicName: null };
  await database.db.update(donations).set(ofGuest).where(eq(donations.id, guest.id));
  const [payer] = await database.db.execute<{ id: string }>(
    sql`select id from users where email = ${personaOf("payer").email}`,
  );
  await database.db.insert(offlineGifts).values({
    id: goods.id,
    kind: "goods",
    charityId: first.charity_id,
    needId: first.need_id,
    amountFen: 480_000n,
    itemName: "棉被",
    quantity: 40,
    unit: "床",
    valuationBasis: "invoice",
    giverName: canaries.giver,
    giverEmail: canaries.accountMail,
    receivedOn: "2018-01-02",
    documentNumber: "WZ-CANARY",
    state: "confirmed",
    recordedBy: payer?.id ?? "",
    recordedAt: seededNow,
    closedAt: seededNow,
    claimedBy: donor.userId,
    claimedAt: seededNow,
  });
}

async function signIn(who: PersonaKey): Promise<string> {
  const form = { email: personaOf(who).email, password: demoPassword };
  return ((await site.request("/login", { form })).headers.get("Set-Cookie") ?? "").split(";", 1)[0] ?? "";
}

const kindOf = (path: string) =>
  (path.split("?", 1)[0] ?? "").replace(/[0-9A-Z]{5}-[0-9A-Z]{5}|[0-9a-f]{8}-[0-9a-f-]{27}|\d{9,12}/g, ":x");

/** Every page one finds by walking, with its text: a new page is looked at without being listed here. Staff walk where only they may go. */
async function walk(cookie: string, places = /^\//): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  const counts = new Map<string, number>();
  const first = [needPath, ...starts];
  const queue = [...first];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const kind = kindOf(path);
    const count = counts.get(kind) ?? 0;
    if (pages.has(path) || notWalked.test(path) || (count >= pagesPerKind && !first.includes(path))) continue;
    counts.set(kind, count + 1);
    const html = await (await site.request(path, { cookie })).text();
    pages.set(path, html);
    queue.push(...readLinks(html).filter((link) => places.test(link)));
  }
  return pages;
}

async function everythingPublic(): Promise<Map<string, string>> {
  const pages = await walk("");
  for (const path of exportsOfAll) pages.set(path, await (await site.request(path)).text());
  const documents = await database.sql<
    { row: string }[]
  >`select to_jsonb(search_documents)::text as row from search_documents`;
  pages.set("search documents", documents.map(({ row }) => row).join("\n"));
  return pages;
}

/** Who is told where: `path: name`. */
function told(pages: ReadonlyMap<string, string>, names: readonly string[]): string[] {
  return [...pages].flatMap(([path, text]) =>
    names.filter((name) => text.includes(name)).map((name) => `${path}: ${name}`),
  );
}

const privateNames = Object.values(canaries);
const wishedNames = Object.values(shownNames);
const allNames = [...privateNames, ...wishedNames];

async function staffPages(): Promise<Map<string, string>> {
  const all = new Map<string, string>();
  for (const who of staffWalkers) {
    for (const [path, html] of await walk(await signIn(who), /^\/(staff|org|me)\b/)) {
      if (!receiptDesks.test(path)) all.set(`${who} ${path}`, html);
    }
  }
  return all;
}

const nameForm = (name: string | null) => ({ ...(name === null ? {} : { showsName: "on" }), publicName: name ?? "" });
const guestPath = () => `/donations/${guest.id}/public-name`;
const withKey = (path: string) => `${path}?key=${receiptKey(seededSealer, guest.id)}`;

async function changeAll(names: { account: string | null; guest: string | null; goods: string | null }): Promise<void> {
  const own = { form: nameForm(names.account), cookie: donorCookie };
  expect((await site.request(`/donations/${owned.id}/public-name`, own)).status).toBe(303);
  expect((await site.request(withKey(guestPath()), { form: nameForm(names.guest) })).status).toBe(303);
  const things = { form: nameForm(names.goods), cookie: donorCookie };
  expect((await site.request(`/me/goods/${goods.id}`, things)).status).toBe(303);
}

/** The site hears of the change on a connection of its own: asks until the kept page is gone. */
async function needPageThat(isRight: (html: string) => boolean): Promise<string> {
  const deadline = Date.now() + 10_000;
  for (;;) {
    const html = await (await site.request(needPath)).text();
    if (isRight(html)) return html;
    if (Date.now() > deadline) throw new Error("the need's page still shows what was before");
  }
}

describe("anonymous donors", () => {
  it("Q4: begin unnamed: no page, export or search document tells a name or an address, nor does any staff page", async () => {
    const open = await everythingPublic();
    expect(open.size).toBeGreaterThan(25);
    expect(open.get(needPath)).toContain("爱心人士");
    expect(told(open, allNames)).toEqual([]);
    const inside = await staffPages();
    expect(inside.size).toBeGreaterThan(60);
    expect(told(inside, allNames)).toEqual([]);
  }, 300_000);

  it("Q4: who wishes it is named on the need's page only, with the chosen name only, and at once", async () => {
    await changeAll(shownNames);
    await needPageThat((html) => wishedNames.every((name) => html.includes(name)));
    const open = await everythingPublic();
    expect(told(open, privateNames)).toEqual([]);
    const places = new Set(told(open, wishedNames).map((line) => line.split(/[?:]/)[0]));
    expect([...places]).toEqual([needPath]);
    expect(told(await staffPages(), privateNames)).toEqual([]);
  }, 300_000);

  it("Q4: who takes it back is gone at once, from the kept pages too; no step on record holds a name", async () => {
    await site.request(needPath);
    await changeAll({ account: null, guest: null, goods: null });
    await needPageThat((html) => !wishedNames.some((name) => html.includes(name)));
    expect(told(await everythingPublic(), allNames)).toEqual([]);
    const steps = await database.db.select().from(stateTransitions).where(eq(stateTransitions.subjectId, owned.id));
    expect(steps.map((step) => step.event)).toEqual(expect.arrayContaining(["show_name", "hide_name"]));
    expect(steps.every((step) => step.reason === null)).toBe(true);
  }, 300_000);
});

describe("who may change it", () => {
  const nameOf = async (id: string) =>
    (await database.db.select().from(donations).where(eq(donations.id, id)))[0]?.publicName;

  it("Q4: the mere address of a guest's receipt cannot show a name, only take it away", async () => {
    expect((await site.request(guestPath(), { form: nameForm("别人写的") })).status).toBe(404);
    expect(await nameOf(guest.id)).toBeNull();
    await site.request(withKey(guestPath()), { form: nameForm(shownNames.guest) });
    const page = await (await site.request(guestPath())).text();
    expect(page).not.toContain('name="showsName"');
    expect((await site.request(guestPath(), { form: {} })).status).toBe(303);
    expect(await nameOf(guest.id)).toBeNull();
  });

  it("Q4: a gift of an account is changed by that account only", async () => {
    const path = `/donations/${owned.id}/public-name`;
    const stranger = await site.signInAs(await createUser(database.db));
    for (const cookie of ["", stranger]) {
      for (const name of ["别人写的", null]) {
        expect((await site.request(path, { form: nameForm(name), cookie })).status).toBe(404);
      }
    }
    expect((await site.request(`/me/goods/${goods.id}`, { form: nameForm("x"), cookie: stranger })).status).toBe(404);
  });

  it("Q4, U5: the account's default is off; set, it fills the gift form, and changes earlier gifts only when asked", async () => {
    const checkedOf = async () => {
      const forms = readForms(await (await site.request(`${needPath}/donate`, { cookie: donorCookie })).text());
      return forms.flatMap((form) => form.fields).find((field) => field.name === "showsName")?.isSent;
    };
    const [open] = await database.db.execute<{ code: string }>(
      sql`select public_code as code from needs where state = 'published' and type = 'money' and publication_mode = 'public' limit 1`,
    );
    needPath = `/needs/${open?.code}`;
    expect(await checkedOf()).not.toBe(true);
    await site.request("/me/public-name", { form: nameForm("金丝雀愿意公开"), cookie: donorCookie });
    expect(await nameOf(owned.id)).toBeNull();
    const page = await (await site.request(`${needPath}/donate`, { cookie: donorCookie })).text();
    expect(page).toContain("金丝雀愿意公开");
    expect(await (await site.request(`${needPath}/donate`)).text()).not.toContain("金丝雀愿意公开");
    const all = { ...nameForm("金丝雀愿意公开"), appliesToEarlier: "on" };
    await site.request("/me/public-name", { form: all, cookie: donorCookie });
    expect(await nameOf(owned.id)).toBe("金丝雀愿意公开");
    await site.request("/me/public-name", { form: { ...nameForm(null), appliesToEarlier: "on" }, cookie: donorCookie });
    expect(await nameOf(owned.id)).toBeNull();
  });
});
