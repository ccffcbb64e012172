import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { donations } from "#db/schema/donations.server.ts";
import { offlineGifts } from "#db/schema/offline-gifts.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";
import {
  createMember,
  createNeed,
  createQualifiedCharity,
  createTestRegions,
  createUser,
} from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { documentPicture } from "#tests/setup/offline-gifts.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

let database: TestDatabase;
let site: TestSite;
let need: { id: string; publicCode: string };
let clerk: string;
let second: string;
let number = 0;

beforeAll(async () => {
  database = await createTestDatabase();
  await createTestRegions(database.db);
  const charity = await createQualifiedCharity(database.db);
  const organization = { id: charity.charityId, name: "开平市侨乡慈善会" };
  need = await createNeed(database.db, {
    charityId: charity.charityId,
    filingId: charity.filingId,
    publicationMode: "public",
  });
  site = await startSite(database, { env: { RATE_LIMIT_FACTOR: "1" } });
  const member = async () => site.signInAs(await createMember(database.db, organization, "charity"));
  clerk = await member();
  second = await member();
}, 180_000);
afterAll(async () => {
  await site?.close();
  await database.drop();
});
// Each test begins with no codes tried.
beforeEach(async () => void (await database.sql`delete from rate_limits`));

async function record(kind: "money" | "goods", fields: Record<string, string> = {}): Promise<Response> {
  number += 1;
  const form = new FormData();
  const own =
    kind === "money"
      ? { surplusChoice: "same_village" }
      : { itemName: "棉被", quantity: "40", unit: "床", valuationBasis: "invoice" };
  const typed = {
    needId: need.id,
    amount: "500",
    receivedOn: "2026-11-01",
    documentNumber: `DOC-${number}`,
    giverName: "金丝雀抬头",
    ...own,
    ...fields,
  };
  for (const [name, value] of Object.entries(typed)) form.append(name, value);
  form.append("photo", new Blob([new Uint8Array(await documentPicture())], { type: "image/jpeg" }), "slip.jpg");
  return fetch(`${site.url}/org/offline-gifts/new?kind=${kind}`, {
    method: "POST",
    redirect: "manual",
    headers: { Origin: site.url, Cookie: clerk },
    body: form,
  });
}

async function confirmed(kind: "money" | "goods", fields: Record<string, string> = {}): Promise<string> {
  const answer = await record(kind, fields);
  expect(answer.status).toBe(303);
  const [gift] = await database.db
    .select({ id: offlineGifts.id })
    .from(offlineGifts)
    .where(eq(offlineGifts.documentNumber, fields.documentNumber ?? `DOC-${number}`));
  const id = gift?.id ?? "";
  const form = { intent: "confirm", checkedAmount: "500.00" };
  expect((await site.request(`/org/offline-gifts/${id}`, { form, cookie: second })).status).toBe(303);
  return id;
}

async function slipCodeOf(id: string): Promise<string> {
  const answer = await site.request(`/org/offline-gifts/${id}`, { form: { intent: "slip" }, cookie: second });
  expect(answer.status).toBe(200);
  expect(answer.headers.get("Cache-Control")).toContain("no-store");
  return /[0-9B-Z]{5}-[0-9B-Z]{5}-[0-9B-Z]{5}/.exec(await answer.text())?.[0] ?? "";
}

const claim = (code: string, cookie?: string) =>
  site.request("/claim", { form: { code }, ...(cookie ? { cookie } : {}) });

async function donor(): Promise<{ actor: SignedInActor; cookie: string }> {
  const actor = await createUser(database.db);
  return { actor, cookie: await site.signInAs(actor) };
}

describe("recording and confirming", () => {
  it("Q21: the confirm page repeats the amount in figures and in words", async () => {
    await record("money", { amount: "5000" });
    const [gift] = await database.db
      .select()
      .from(offlineGifts)
      .where(eq(offlineGifts.documentNumber, `DOC-${number}`));
    const page = await (await site.request(`/org/offline-gifts/${gift?.id}`, { cookie: second })).text();
    expect(page).toContain("¥5,000.00");
    expect(page).toContain("伍仟元整");
    const form = { intent: "confirm", checkedAmount: "500" };
    const refused = await site.request(`/org/offline-gifts/${gift?.id}`, { form, cookie: second });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("与登记的金额不一致");
  });

  it("A12: the recorder sees no button, and sending the form all the same is refused and recorded", async () => {
    await record("money");
    const [gift] = await database.db
      .select()
      .from(offlineGifts)
      .where(eq(offlineGifts.documentNumber, `DOC-${number}`));
    const path = `/org/offline-gifts/${gift?.id}`;
    expect(await (await site.request(path, { cookie: clerk })).text()).not.toContain('name="checkedAmount"');
    const form = { intent: "confirm", checkedAmount: "500" };
    expect((await site.request(path, { form, cookie: clerk })).status).toBe(422);
    const steps = await database.db
      .select()
      .from(stateTransitions)
      .where(eq(stateTransitions.subjectId, gift?.id ?? ""));
    expect(steps.map((step) => step.event)).toContain("refuse_same_person");
  });

  it("a refused form keeps what was typed and stores nothing", async () => {
    const before = await database.db.$count(offlineGifts);
    const answer = await record("goods", { quantity: "0", amount: "1e3", giverName: "保留这个名字" });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain("保留这个名字");
    expect(page).toContain("1e3");
    expect(await database.db.$count(offlineGifts)).toBe(before);
  });

  it("F2: other people's addresses are not there", async () => {
    const id = await confirmed("money");
    const stranger = await donor();
    for (const path of [`/org/offline-gifts/${id}`, "/org/offline-gifts", "/org/offline-gifts/new"]) {
      expect((await site.request(path, { cookie: stranger.cookie })).status).toBe(404);
      expect((await site.request(path)).status).toBe(302);
    }
  });

  it("S93: the need's page shows goods with their basis, and names nobody who did not wish it", async () => {
    await confirmed("goods");
    await confirmed("goods", { showsName: "on", publicName: "愿意公开的厂" });
    const page = await (await site.request(`/needs/${need.publicCode}`)).text();
    expect(page).toContain("棉被 40 床");
    expect(page).toContain("发票");
    expect(page).toContain("愿意公开的厂");
    expect(page).not.toContain("金丝雀抬头");
  });
});

describe("claiming", () => {
  it("Q19: whoever holds the slip takes the gift to an account, once, and finds it among their gifts", async () => {
    const id = await confirmed("money");
    const code = await slipCodeOf(id);
    const { actor, cookie } = await donor();
    const typed = code.toLowerCase().replaceAll("-", " ");
    expect((await claim(typed, cookie)).headers.get("Location")).toContain("/me/donations");
    const [gift] = await database.db.select().from(offlineGifts).where(eq(offlineGifts.id, id));
    const [donation] = await database.db
      .select()
      .from(donations)
      .where(eq(donations.id, gift?.donationId ?? ""));
    expect(donation).toMatchObject({ userId: actor.userId, email: actor.email });
    expect(await (await site.request("/me/donations", { cookie })).text()).toContain(`/donations/${donation?.id}`);
    expect((await claim(code, (await donor()).cookie)).status).toBe(422);
  });

  it("Q19: goods too, with a receipt of their own", async () => {
    const id = await confirmed("goods");
    const { cookie } = await donor();
    expect((await claim(await slipCodeOf(id), cookie)).status).toBe(303);
    expect(await (await site.request("/me/donations", { cookie })).text()).toContain(`/me/goods/${id}`);
    expect(await (await site.request(`/me/goods/${id}`, { cookie })).text()).toContain("棉被 40 床");
    expect((await site.request(`/me/goods/${id}`, { cookie: (await donor()).cookie })).status).toBe(404);
  });

  it("a guest only sees the receipt, and the code stays good", async () => {
    const money = await slipCodeOf(await confirmed("money"));
    const answer = await claim(money);
    expect(answer.headers.get("Location")).toMatch(/^\/donations\/.*key=/);
    expect((await site.request(answer.headers.get("Location") ?? "")).status).toBe(200);
    const goods = await claim(await slipCodeOf(await confirmed("goods")));
    expect(goods.status).toBe(200);
    expect(await goods.text()).toContain("棉被 40 床");
    expect((await claim(money, (await donor()).cookie)).status).toBe(303);
  });

  it("wrong, used and replaced codes get the same answer", async () => {
    const id = await confirmed("money");
    const replaced = await slipCodeOf(id);
    const used = await slipCodeOf(id);
    const { cookie } = await donor();
    await claim(used, cookie);
    const answers = await Promise.all(["00000-00000-00000", used, replaced].map((code) => claim(code, cookie)));
    expect(answers.map((answer) => answer.status)).toEqual([422, 422, 422]);
    const pages = await Promise.all(answers.map((answer) => answer.text()));
    for (const page of pages) expect(page).toContain("代码不对，或已经用过");
  });

  it("two who claim at once: one gets it", async () => {
    const code = await slipCodeOf(await confirmed("money"));
    const cookies = [(await donor()).cookie, (await donor()).cookie];
    const statuses = await Promise.all(cookies.map(async (cookie) => (await claim(code, cookie)).status));
    expect(statuses.sort()).toEqual([303, 422]);
  });

  it("somebody who tries code after code is told to wait", async () => {
    const statuses: number[] = [];
    for (let tries = 0; tries < 12; tries += 1) statuses.push((await claim("00000-00000-00000")).status);
    expect(statuses.at(-1)).toBe(429);
  });

  it("F4: only the hash of a code is stored, and the slip is in no page that is asked for again", async () => {
    const id = await confirmed("money");
    const code = await slipCodeOf(id);
    const [gift] = await database.db.select().from(offlineGifts).where(eq(offlineGifts.id, id));
    expect(JSON.stringify({ ...gift, amountFen: "" })).not.toContain(code);
    expect(await (await site.request(`/org/offline-gifts/${id}`, { cookie: second })).text()).not.toContain(code);
  });
});
