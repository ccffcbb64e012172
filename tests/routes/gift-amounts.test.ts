import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createNeed, createQualifiedCharity, createTestRegions } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

/** safety.md section 5, "Money", line by line, fed to the gift form: refused with words, or taken for exactly what it says. */
let database: TestDatabase;
let site: TestSite;
let path: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await createTestRegions(database.db);
  const { charityId, filingId } = await createQualifiedCharity(database.db);
  path = `/needs/${(await createNeed(database.db, { charityId, filingId, publicationMode: "public" })).publicCode}/donate`;
  site = await startSite(database, { env: { RATE_LIMIT_FACTOR: "1000" } });
}, 180_000);
afterAll(async () => {
  await site?.close();
  await database.drop();
});

async function give(amount: string, more = ""): Promise<{ status: number; html: string; stored: string[] }> {
  const formNonce = crypto.randomUUID();
  const fields = { formNonce, preset: "other", surplusChoice: "same_village", email: "amounts@jiedui.example" };
  const body = `${new URLSearchParams(fields)}&otherAmount=${encodeURIComponent(amount)}${more}`;
  const headers = { "Content-Type": "application/x-www-form-urlencoded", Origin: site.url };
  const answer = await fetch(`${site.url}${path}`, { method: "POST", headers, body, redirect: "manual" });
  const rows = await database.db.execute<{ fen: string }>(
    sql`select amount_fen::text as fen from donations where form_nonce = ${formNonce}`,
  );
  return { status: answer.status, html: await answer.text(), stored: rows.map(({ fen }) => fen) };
}

describe("section 5: amounts that are refused beside the field, with nothing stored and nothing charged", () => {
  it.each([
    "",
    " ",
    "0",
    "0.00",
    ".5",
    "12.",
    ".5",
    "12.",
    "0.001",
    "12.345",
    "1e3",
    "0x10",
    ".5",
    "12.",
    "1_000",
    "1,00",
    "99999999999999",
    "9007199254740993",
    "NaN",
    "Infinity",
    "٣",
    "5\u202e0",
    "5\u200b0",
    "０.５",
    "4.99",
    "100000.01",
    "五十",
    "50 yuan",
    "{{7*7}}",
    "=5+5",
    "10; drop table donations",
  ])("%j", async (amount) => {
    const { status, html, stored } = await give(amount);
    expect(status).toBe(422);
    expect(html).toMatch(/<title>错误：/);
    expect(html).toMatch(/aria-invalid="true"[^>]*name="otherAmount"|name="otherAmount"[^>]*aria-invalid="true"/);
    expect(stored).toEqual([]);
  });
});

describe("section 5: amounts people do type are taken for exactly what they say", () => {
  it.each([
    ["19.99", "1999"],
    ["5", "500"],
    ["５０", "5000"],
    [" 50 元 ", "5000"],
    ["¥50", "5000"],
    ["1,000", "100000"],
    ["00012", "1200"],
    ["8.5", "850"],
    ["100000", "10000000"],
  ])("%j is %s fen", async (amount, fen) => {
    const { status, stored } = await give(amount);
    expect([status, stored]).toEqual([303, [fen]]);
  });

  it("a list, a second amount or an object instead of one amount is never a gift of another amount", async () => {
    for (const more of ["&otherAmount=9", "&otherAmount%5B%5D=9", "&otherAmount.x=9", "&amountFen=9", "&preset=10"]) {
      const { status, stored } = await give("50", more);
      expect(status, more).toBeLessThan(500);
      expect(
        stored.filter((fen) => fen !== "5000" && !(more === "&preset=10" && fen === "1000")),
        more,
      ).toEqual([]);
    }
  });
});
