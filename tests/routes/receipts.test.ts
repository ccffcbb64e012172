import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

let database: TestDatabase;
let site: TestSite;

beforeAll(async () => {
  database = await createTestDatabase();
  site = await startSite(database);
}, 180_000);
afterAll(async () => {
  await site?.close();
  await database.drop();
});

async function read(path: string) {
  const answer = await site.request(path);
  return { status: answer.status, html: await answer.text() };
}

describe("the deduction calculator", () => {
  it("S106: answers by GET, without scripts, with the limit, the rule and its source", async () => {
    const answer = await read("/tax-deduction?donor=firm&day=2024-06-01&amount=１０００００&base=500,000");
    expect(answer.status).toBe(200);
    for (const part of ["¥60,000.00", "¥40,000.00", "2027", "《企业所得税法》第九条", "不作承诺"])
      expect(answer.html).toContain(part);
  });

  it("L28: from 2026 on a gift to a target area is answered by the general rule, and the page says why", async () => {
    const query = "donor=firm&amount=100000&base=500000&isForTargetArea=on";
    const before = await read(`/tax-deduction?${query}&day=2025-12-31`);
    expect(before.html).toContain("¥100,000.00");
    expect(before.html).toContain("2021年第18号");
    const after = await read(`/tax-deduction?${query}&day=2026-01-01`);
    expect(after.html).toContain("¥60,000.00");
    expect(after.html).toContain("2025年12月31日");
  });

  it("U7: says beside the field what is wrong and keeps what was typed", async () => {
    const page = await read("/tax-deduction?donor=firm&day=2025-02-29&amount=1e3&base=-7");
    expect(page.status).toBe(422);
    for (const part of ["1e3", "2025-02-29", "亏损请填 0", "错误："]) expect(page.html).toContain(part);
  });

  it("opens empty, and with the gift of a receipt filled in", async () => {
    expect((await read("/tax-deduction")).status).toBe(200);
    const page = await read("/tax-deduction?day=2026-03-01&amount=50.00");
    expect(page.status).toBe(200);
    expect(page.html).toContain('value="50.00"');
    expect(page.html).not.toContain("error-summary");
  });
});
