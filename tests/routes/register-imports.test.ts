import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type SignedInActor, systemActor } from "#app/domain/actor.ts";
import { eraseSealedFields } from "#app/domain/erasures/erase-sealed-fields.server.ts";
import { proposeErasure } from "#app/domain/erasures/propose-erasure.server.ts";
import { confirmImport } from "#app/domain/register-imports/move-import.server.ts";
import { writeImport } from "#app/domain/register-imports/write-import.server.ts";
import { carryOnImports, clearOldImports } from "#app/jobs/carry-on-imports.server.ts";
import { createStaff, createTestRegions } from "#db/seed/factories.server.ts";
import { type ImportOptions, runImport } from "#scripts/import.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { forceHouseholdState } from "#tests/setup/force-household-state.ts";
import { readForms } from "#tests/setup/html-forms.ts";
import { startSite, type TestSite } from "#tests/setup/site.ts";
import { gbk, unassignedId, writeCsv } from "#tests/setup/ugly-files.ts";

const noSignal = new AbortController().signal;

describe("the import pages", () => {
  let database: TestDatabase;
  let site: TestSite;
  let cookie: string;
  let otherTown: string;
  beforeAll(async () => {
    database = await createTestDatabase();
    await createTestRegions(database.db);
    site = await startSite(database, { env: { RATE_LIMIT_FACTOR: "1000" } });
    const signIn = async (actor: Promise<SignedInActor>) => site.signInAs(await actor);
    cookie = await signIn(createStaff(database.db, "town_verifier", "440783116"));
    otherTown = await signIn(createStaff(database.db, "town_verifier", "440783117"));
  }, 300_000);
  afterAll(async () => {
    await site.close();
    await database.drop();
  });

  async function upload(bytes: Uint8Array, name: string, regionCode = "440783116") {
    const form = new FormData();
    form.set("regionCode", regionCode);
    form.set("file", new File([new Uint8Array(bytes)], name));
    return fetch(`${site.url}/staff/imports`, {
      method: "POST",
      body: form,
      redirect: "manual",
      headers: { Origin: site.url, Cookie: cookie },
    });
  }
  const page = async (path: string) => (await site.request(path, { cookie })).text();
  async function sendForm(path: string, intent: string, changes: Record<string, string> = {}) {
    const form = readForms(await page(path)).find((one) =>
      one.fields.some(({ name, value }) => name === "intent" && value === intent),
    );
    const sent = (form?.fields ?? []).filter(({ isSent }) => isSent).map(({ name, value }) => [name, value]);
    return site.request(path, { cookie, form: { ...Object.fromEntries(sent), ...changes } });
  }
  const carryOn = () => carryOnImports(site.services, noSignal);
  const households = async () =>
    (await database.db.execute<{ n: number }>(sql`select count(*)::int as n from households`))[0]?.n;

  /** What lies in staging of anybody, whatever import it came with. */
  const staged = async () => {
    const [row] = await database.sql<{ persons: number; places: number; values: number }[]>`
      select (select count(*)::int from register_import_members) as persons,
        count(*)::int as places, count(coalesce(register_number, head_name, phone_sealed, bank_account_sealed, bank_account_index))::int as values
      from register_import_households`;
    return row ?? { persons: -1, places: -1, values: -1 };
  };

  const good = unassignedId("1968-05-04");
  const sheet = [
    "赤水镇建档立卡花名册,,,,,,",
    "户编号,行政村,家庭成员姓名,与户主关系,证件号码,劳动技能,说明",
    `P-1,步栏村,梁家明,户主,${good},普通劳动力,=1+1`,
    `P-2,步栏村,陈志文,户主,5.13401E+17,普通劳动力,=cmd()`,
    `,,陈小芳,之女,${unassignedId("2015-09-01", "female")},,`,
  ].join("\r\n");

  it("U26: upload, columns, check, confirm: each on its own page, nothing written before the last", async () => {
    const uploaded = await upload(gbk(sheet), "花名册.csv");
    expect(uploaded.status).toBe(303);
    const path = uploaded.headers.get("Location") ?? "";
    const mapping = await page(path);
    expect(mapping).toContain("E 证件号码");
    expect(mapping).not.toContain(good);

    expect(
      (await sendForm(path, "map", { "columns[4]": "name", programme: "registered_poor", programmeFrom: "2014-06-01" }))
        .status,
    ).toBe(422);
    expect((await sendForm(path, "map", { programmeFrom: "昨天" })).status).toBe(422);
    expect((await sendForm(path, "map", { programme: "registered_poor", programmeFrom: "2014-06-01" })).status).toBe(
      303,
    );
    expect(await page(path)).toMatch(/<meta http-equiv="refresh"/i);
    await carryOn();
    const checked = await page(path);
    expect(checked).toContain("第 4 行 E 列");
    expect(checked).toContain("身份证号：在表格里成了数字");
    expect(await households()).toBe(0);

    const bytes = Buffer.from(await (await site.request(`${path}/marked?format=csv`, { cookie })).arrayBuffer());
    const marked = bytes.toString("utf8");
    expect(marked.startsWith("\ufeff户编号")).toBe(true);
    expect(marked).toContain("P-2,步栏村,陈志文");
    expect(marked).toContain("P-2,步栏村,陈小芳");
    expect(marked).toContain("'=cmd()");
    expect(marked).not.toContain("梁家明");
    const workbook = Buffer.from(await (await site.request(`${path}/marked`, { cookie })).arrayBuffer());
    expect(workbook.subarray(0, 2).toString()).toBe("PK");

    expect((await sendForm(path, "confirm")).status).toBe(303);
    await carryOn();
    expect(await page(path)).toContain("写入了 1 户、1 人");
    expect(await households()).toBe(1);
    expect((await site.request(path, { cookie, form: { intent: "confirm" } })).status).toBe(409);
    // F12: with the last batch the second copy of everybody is gone; where the refused rows stand is all that is kept.
    expect(await staged()).toEqual({ persons: 0, places: 1, values: 0 });
    const toCorrect = await (await site.request(`${path}/marked?format=csv`, { cookie })).text();
    expect(toCorrect).toContain("P-2,步栏村,陈小芳");

    const again = await upload(gbk(sheet), "花名册.csv");
    expect(await page(again.headers.get("Location") ?? "")).toContain("这个文件以前上传过");
  }, 120_000);

  it("S31: only into one's own subtree, and another town's import is not there", async () => {
    expect((await upload(Buffer.from(sheet), "a.csv", "440783117")).status).toBe(422);
    const path = (await upload(Buffer.from(sheet), "b.csv")).headers.get("Location") ?? "";
    for (const one of [path, `${path}/marked`])
      expect((await site.request(one, { cookie: otherTown })).status).toBe(404);
    expect((await site.request(path, { cookie: otherTown, form: { intent: "discard" } })).status).toBe(404);
    expect((await site.request(path, { cookie, form: { intent: "nonsense" } })).status).toBe(400);
    expect((await sendForm(path, "discard")).status).toBe(303);
    expect(await page(path)).toContain("什么都没有写入");
  }, 60_000);

  it("E3: the rows as they were uploaded ask for a fresh code, and nobody else learns that they are there", async () => {
    const path = (await upload(Buffer.from(sheet), "c.csv")).headers.get("Location") ?? "";
    const agoOf = (minutes: number) =>
      database.sql`update sessions set second_factor_at = now() - make_interval(mins => ${minutes})`;
    await agoOf(6);
    for (const file of [`${path}/marked`, `${path}/marked?format=csv`]) {
      const asked = await site.request(file, { cookie });
      expect([asked.status, asked.headers.get("Location")]).toEqual([
        303,
        `/me/second-factor/confirm?next=${encodeURIComponent(file)}`,
      ]);
      expect(await asked.text()).not.toContain("P-2");
      expect((await site.request(file, { cookie: otherTown })).status).toBe(404);
    }
    await agoOf(0);
    const file = await site.request(`${path}/marked?format=csv`, { cookie });
    expect([file.status, file.headers.get("Cache-Control")]).toEqual([200, "no-store"]);
    expect((await sendForm(path, "discard")).status).toBe(303);
  }, 60_000);

  it("U27: the template is a workbook; its example row is refused, its columns are all known", async () => {
    const template = Buffer.from(await (await site.request("/staff/imports/template.xlsx", { cookie })).arrayBuffer());
    const uploaded = await upload(template, "模板.xlsx");
    expect(uploaded.status).toBe(303);
    const path = uploaded.headers.get("Location") ?? "";
    expect((await sendForm(path, "map")).status).toBe(303);
    await carryOn();
    const checked = await page(path);
    expect(checked).toContain("户编号只能用数字、字母和短横线");
    expect(checked).not.toContain("确认，写入");
  }, 60_000);

  it("F12: what is erased in a file lies in no import any more: not staged, not in an upload, and nobody writes it again", async () => {
    const county = await createStaff(database.db, "county_verifier", "440783");
    const other = await createStaff(database.db, "county_verifier", "440783");
    const more = `${sheet}\r\nP-1,步栏村,梁小妹,之女,${unassignedId("2018-03-04", "female")},,`;
    const path = (await upload(gbk(more), "再来.csv")).headers.get("Location") ?? "";
    expect((await sendForm(path, "map", { programme: "registered_poor", programmeFrom: "2014-06-01" })).status).toBe(
      303,
    );
    await carryOn();
    const index = site.services.sealer.blindIndex(good, "id_number");
    const copies = async () =>
      database.sql`select id_number_sealed, state from register_import_members staged join register_imports one on one.id = import_id
        where id_number_index = ${index}`;
    expect(await copies()).toHaveLength(1);

    const [file] = await database.sql<{ id: string }[]>`select id from households where register_number = 'P-1'`;
    const householdId = file?.id ?? "";
    await forceHouseholdState(database, householdId, "closed");
    const at = site.services.clock.now();
    const reason = "保存期满，按规定抹去";
    expect(await proposeErasure(database.db, { householdId, reason }, county, at)).toMatchObject({ ok: true });
    expect(await eraseSealedFields(site.services, { householdId }, other, at)).toMatchObject({ ok: true });

    expect(await copies()).toEqual([]);
    const left = await database.sql`select 1 from register_import_members where id_number_sealed is not null
      and (import_id, ordinal) in (select import_id, ordinal from register_import_households where register_number = 'P-1')`;
    expect(left).toHaveLength(0);
    const open = await database.sql`select file_name from register_imports
      where file_key_sealed is not null and (id = ${path.split("/").at(-1) ?? ""} or id = (select import_id from households where id = ${householdId}))`;
    expect(open).toEqual([]);
    expect((await site.request(`${path}/marked`, { cookie })).status).toBe(404);
    expect(await page(path)).not.toContain("/marked");
    expect((await sendForm(path, "discard")).status).toBe(303);
    await carryOn();
    expect((await staged()).persons).toBe(0);
  }, 60_000);

  it("F12: killed between its last batch and its end, or never confirmed, the shell leaves nobody staged either", async () => {
    const bulk = site.services.openBulk();
    const path = writeCsv(
      sheet
        .replaceAll("P-", "SH-")
        .replace(good, unassignedId("1968-05-04"))
        .split("\r\n")
        .map((line) => line.split(",")),
    );
    const run = (changes: Partial<ImportOptions> = {}) =>
      runImport(site.services, bulk, {
        path,
        regionCode: "",
        programme: "registered_poor",
        programmeFrom: "2014-06-01",
        isConfirmed: false,
        print: () => {},
        ...changes,
      });
    const { id } = await run();
    const { now } = site.services.clock;
    const killed = async () => {
      await confirmImport(database.db, { importId: id }, systemActor, now());
      await writeImport(database.db, id, { now, signal: noSignal });
    };
    await killed();
    expect((await staged()).persons).toBeGreaterThan(0);
    await run();
    expect((await staged()).persons).toBe(0);

    const later = writeCsv(
      sheet
        .replaceAll("P-", "SI-")
        .replace(good, unassignedId("1968-05-04"))
        .split("\r\n")
        .map((line) => line.split(",")),
    );
    const { id: never } = await run({ path: later });
    await clearOldImports(site.services);
    expect((await staged()).persons).toBeGreaterThan(0);
    await database.sql`update register_imports set updated_at = now() - interval '8 days' where id = ${never}`;
    await clearOldImports(site.services);
    expect((await staged()).persons).toBe(0);
    expect(await database.sql`select state from register_imports where id = ${never}`).toEqual([
      { state: "discarded" },
    ]);
    await bulk.end();
  }, 60_000);

  it("U26: a file that is no table is refused beside the field", async () => {
    const refused = await upload(Buffer.from("%PDF-1.7"), "名单.pdf");
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain("这不是表格文件");
    expect(await (await upload(Buffer.from("一,二\n"), "x.csv")).text()).toContain("没有找到表头");
    expect(await (await upload(Buffer.alloc(41 * 1024 * 1024, 65), "x.csv")).text()).toContain("最大 40 MB");
  }, 60_000);
});
