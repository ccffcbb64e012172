import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { donations } from "#db/schema/donations.server.ts";
import { createNeed, createQualifiedCharity, createTestRegions } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

let database: TestDatabase;
let site: TestSite;
let code: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await createTestRegions(database.db);
  const charity = await createQualifiedCharity(database.db);
  const need = await createNeed(database.db, {
    charityId: charity.charityId,
    filingId: charity.filingId,
    publicationMode: "public",
  });
  code = need.publicCode;
  site = await startSite(database, { env: { RATE_LIMIT_FACTOR: "1" } });
}, 180_000);
afterAll(async () => {
  await site?.close();
  await database.drop();
});

function giftOf(fields: Record<string, string>): Record<string, string> {
  const gift = {
    formNonce: crypto.randomUUID(),
    preset: "50",
    surplusChoice: "same_village",
    email: "route-donor@jiedui.example",
  };
  return { ...gift, ...fields };
}

const post = (path: string, form: Record<string, string>) => site.request(path, { method: "POST", form });

describe("giving", () => {
  it("B9: one form, sent twice, is one donation", async () => {
    const gift = giftOf({});
    const answers = await Promise.all([post(`/needs/${code}/donate`, gift), post(`/needs/${code}/donate`, gift)]);
    expect(answers.map((answer) => answer.status)).toEqual([303, 303]);
    expect(answers[0]?.headers.get("Location")).toBe(answers[1]?.headers.get("Location"));
  });

  it("Q16: the button to the pay page is limited for one address, and says when to come back", async () => {
    const statuses: number[] = [];
    for (let number = 0; number < 61; number += 1)
      statuses.push((await post(`/donations/${crypto.randomUUID()}/check`, { go: "1" })).status);
    expect(new Set(statuses.slice(0, 60))).toEqual(new Set([404]));
    expect(statuses[60]).toBe(429);
  });

  it("U7: a refused gift keeps what was typed and stores nothing", async () => {
    const before = await database.db.$count(donations);
    const answer = await post(
      `/needs/${code}/donate`,
      giftOf({ preset: "other", otherAmount: "1e3", message: "早日通水" }),
    );
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain("1e3");
    expect(page).toContain("早日通水");
    expect(await database.db.$count(donations)).toBe(before);
  });

  it("F3: fields nobody offers are ignored", async () => {
    const answer = await post(`/needs/${code}/donate`, giftOf({ state: "paid", fundedFen: "99", charityId: "x" }));
    expect(answer.status).toBe(303);
    const rows = await database.db.select({ state: donations.state }).from(donations);
    expect(rows.every((row) => row.state === "started")).toBe(true);
  });
});

describe("a body that is no form of ours", () => {
  it.each([
    ["application/json", "{}", 415],
    ["text/plain", "x", 415],
    ["multipart/form-data; boundary=x", "--y", 400],
    ["multipart/form-data", "--y", 400],
  ])("%s is refused without a failure of the site", async (contentType, body, status) => {
    const answer = await fetch(`${site.url}/needs/${code}/donate`, {
      method: "POST",
      headers: { "Content-Type": contentType, Origin: site.url },
      body,
    });
    expect(answer.status).toBe(status);
  });
});

describe("limits", () => {
  it("Q16: somebody who tries card after card is told to wait", async () => {
    const statuses: number[] = [];
    for (let tries = 0; tries < 62; tries += 1) statuses.push((await post(`/needs/${code}/donate`, giftOf({}))).status);
    expect(statuses.at(-1)).toBe(429);
  });
});
