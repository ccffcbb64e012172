import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drawCallbacks } from "#app/domain/callbacks/draw-callbacks.server.ts";
import { callbacks } from "#db/schema/callbacks.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { createStaff } from "#db/seed/factories.server.ts";
import type { TestDatabase } from "#tests/setup/database.ts";
import { createSeededDatabase, seededNow, seededSealer } from "#tests/setup/seeded-database.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";

let database: TestDatabase;
let site: TestSite;
let caller: string;

beforeAll(async () => {
  database = await createSeededDatabase();
  await drawCallbacks(database.db, seededNow);
  site = await startSite(database, { services: { clock: { now: () => seededNow }, sealer: seededSealer } });
  caller = await site.signInAs(await createStaff(database.db, "supervisor", "440783"));
}, 600_000);
afterAll(async () => {
  await site?.close();
  await database.drop();
});

const textOf = async (path: string, cookie?: string) =>
  (await (await site.request(path, { cookie })).text()).replace(/<!-- -->/g, "");

async function waiting() {
  const [row] = await database.db
    .select({ id: callbacks.id, code: disbursements.publicCode, amountFen: disbursements.amountFen })
    .from(callbacks)
    .innerJoin(disbursements, eq(disbursements.id, callbacks.disbursementId))
    .where(eq(callbacks.state, "drawn"))
    .limit(1);
  if (!row) throw new Error("nothing was drawn");
  return row;
}

describe("D6: call-backs", () => {
  it("the demo's past is drawn, and anyone reads seed, codes and figures, but no words", async () => {
    const page = await textOf("/ledger/callbacks");
    const { code } = await waiting();
    expect(page).toContain(`/ledger/notices/${code}`);
    expect(page).toMatch(/[0-9a-f]{64}/);
    expect(await textOf("/ledger")).toContain("抽查回访");
    expect(await textOf(`/ledger/notices/${code}`)).toContain("待回访");
  });

  it("a supervisor finds the queue at /staff, records what was said, and a difference marks the payment", async () => {
    expect(await textOf("/staff", caller)).toContain("待回访的付款");
    expect(await textOf("/staff/callbacks", caller)).toContain("/staff/callbacks/");
    const { id, code } = await waiting();
    const path = `/staff/callbacks/${id}`;
    expect(await textOf(path, caller)).toContain("记下回访结果");
    const form = { reached: "yes", received: "part", amount: "", receivedOn: "", words: "只到了一半" };
    const refused = await site.request(path, { cookie: caller, form });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("只到了一半");
    const saved = await site.request(path, {
      cookie: caller,
      form: { ...form, amount: "1.00", receivedOn: "2026-11-01" },
    });
    expect(saved.status).toBe(303);
    expect(await textOf(path, caller)).toContain("收款方说的与账上不符");
    const notice = await textOf(`/ledger/notices/${code}`);
    expect(notice).toContain("回访不符");
    expect(notice).not.toContain("只到了一半");
    expect((await site.request(path, { cookie: caller, form: { reached: "no", words: "" } })).status).toBe(409);
  });

  it("S31: is not there for the village's own officer, another county's supervisor or nobody", async () => {
    const { id } = await waiting();
    const officer = await site.signInAs(await createStaff(database.db, "village_officer", "440783116248"));
    const elsewhere = await site.signInAs(await createStaff(database.db, "supervisor", "51"));
    for (const cookie of [officer, elsewhere]) {
      expect((await site.request(`/staff/callbacks/${id}`, { cookie })).status).toBe(404);
      const form = { reached: "no", words: "" };
      expect((await site.request(`/staff/callbacks/${id}`, { cookie, form })).status).toBe(404);
    }
    expect((await site.request("/staff/callbacks")).status).toBe(302);
  });
});
