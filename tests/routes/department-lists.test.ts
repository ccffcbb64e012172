import { asc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { carryOnLists, clearOldLists } from "#app/jobs/carry-on-lists.server.ts";
import { listUploads } from "#db/schema/department-lists.server.ts";
import { householdMembers } from "#db/schema/households.server.ts";
import { createHousehold, createStaff, createTestRegions } from "#db/seed/factories.server.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { readForms } from "#tests/setup/html-forms.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";
import { gbk, unassignedId } from "#tests/setup/ugly-files.ts";

const noSignal = new AbortController().signal;

describe("the pages of other departments' lists", () => {
  let database: TestDatabase;
  let site: TestSite;
  let cookie: string;
  const known = unassignedId("1968-05-04");
  beforeAll(async () => {
    database = await createTestDatabase();
    await createTestRegions(database.db);
    site = await startSite(database, { env: { RATE_LIMIT_FACTOR: "1000" } });
    cookie = await site.signInAs(await createStaff(database.db, "county_verifier", "440783"));
    const home = await createHousehold(database.db);
    const [head] = await database.db
      .select()
      .from(householdMembers)
      .where(eq(householdMembers.householdId, home.id))
      .orderBy(asc(householdMembers.position));
    await database.db
      .update(householdMembers)
      .set({ idNumberIndex: site.services.sealer.blindIndex(known, "id_number") })
      .where(eq(householdMembers.id, head?.id ?? ""));
  }, 300_000);
  afterAll(async () => {
    await site.close();
    await database.drop();
  });

  const list = (rows: string[]) => gbk(["某局名单,,", "编号,证件号码,品牌", ...rows].join("\r\n"));
  const rows = [`甲,${known},面包车`, `乙,${unassignedId("1970-01-01")},轿车`, "丙,5.13401E+17,轿车"];
  const page = async (path: string) => (await site.request(path, { cookie })).text();
  async function upload(bytes: Uint8Array, regionCode = "440783", who = cookie) {
    const form = new FormData();
    form.set("kind", "vehicles");
    form.set("regionCode", regionCode);
    form.set("file", new File([new Uint8Array(bytes)], "车辆.csv"));
    const headers = { Origin: site.url, Cookie: who };
    return fetch(`${site.url}/staff/mismatches/lists`, { method: "POST", body: form, redirect: "manual", headers });
  }
  async function send(path: string, intent: string, changes: Record<string, string> = {}) {
    const form = readForms(await page(path)).find((one) =>
      one.fields.some(({ name, value }) => name === "intent" && value === intent),
    );
    const sent = (form?.fields ?? []).filter(({ isSent }) => isSent).map(({ name, value }) => [name, value]);
    return site.request(path, { cookie, form: { ...Object.fromEntries(sent), ...changes } });
  }
  const mismatches = async () =>
    (await database.db.execute<{ n: number }>(sql`select count(*)::int as n from list_mismatches`))[0]?.n;

  it("S13 U26: upload, columns, check, confirm: nothing is kept before the last, then it waits in the queue and the file is gone", async () => {
    const uploaded = await upload(list(rows));
    expect(uploaded.status).toBe(303);
    const path = uploaded.headers.get("Location") ?? "";
    const mapping = await page(path);
    expect(mapping).toContain("B 证件号码");
    expect(mapping).not.toContain(known);
    expect((await send(path, "map", { "columns[1]": "-" })).status).toBe(422);
    expect((await send(path, "map", { "columns[0]": "idNumber" })).status).toBe(422);
    expect((await send(path, "map")).status).toBe(303);
    expect(await page(path)).toMatch(/<meta http-equiv="refresh"/i);

    await carryOnLists(site.services, noSignal);
    const checked = await page(path);
    expect(checked).toContain("现在什么都还没有保存");
    expect(checked).toContain("第 5 行");
    expect(checked).toContain("在表格里成了数字");
    expect(await mismatches()).toBe(0);

    expect((await send(path, "confirm")).status).toBe(303);
    // A worker that is stopped in the middle leaves it to the next one, and nothing doubles.
    await carryOnLists(site.services, AbortSignal.abort());
    expect(await mismatches()).toBe(0);
    await carryOnLists(site.services, noSignal);
    expect(await page(path)).toContain("新的不一致 1 条");
    expect(await page("/staff/mismatches")).toContain("名下有车");
    const [kept] = await database.db.select().from(listUploads);
    expect([kept?.storageKey, kept?.sampleSealed, kept?.rowsUnknown, kept?.rowsRefused]).toEqual([null, null, 1, 1]);
    expect(JSON.stringify(kept)).not.toContain("面包车");

    const again = (await upload(list(rows))).headers.get("Location") ?? "";
    expect(await page(again)).toContain("已经比对过");
    await send(again, "map");
    await carryOnLists(site.services, noSignal);
    await send(again, "confirm");
    await carryOnLists(site.services, noSignal);
    expect(await mismatches()).toBe(1);
  });

  it("S13 S31: only with the register of one's own county, and another county's list is not there", async () => {
    expect((await upload(list(rows), "440784")).status).toBe(422);
    const path = (await upload(list(rows))).headers.get("Location") ?? "";
    const other = await site.signInAs(await createStaff(database.db, "county_verifier", "440784"));
    expect((await site.request(path, { cookie: other })).status).toBe(404);
    expect((await site.request(path, { cookie: other, form: { intent: "discard" } })).status).toBe(404);
    const officer = await site.signInAs(await createStaff(database.db, "village_officer", "440783116248"));
    expect((await site.request("/staff/mismatches/lists", { cookie: officer })).status).toBe(404);
    expect((await send(path, "discard")).status).toBe(303);
    await clearOldLists(site.services);
    const rest = await database.db.select().from(listUploads).where(eq(listUploads.state, "discarded"));
    expect(rest.map(({ storageKey }) => storageKey)).toEqual([null]);
  });

  it("U26: a file without an ID column, and one that is no table, are refused in words and not kept", async () => {
    const before = (await database.db.select().from(listUploads)).length;
    const noId = await upload(gbk("姓名,品牌\r\n甲,面包车"));
    expect([noId.status, (await noId.text()).includes("没有找到带身份证号的表头")]).toEqual([422, true]);
    expect((await upload(Buffer.from("%PDF-1.7 not a table"))).status).toBe(422);
    expect(await database.db.select().from(listUploads)).toHaveLength(before);
  });
});
