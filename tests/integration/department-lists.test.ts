import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SignedInActor } from "#app/domain/actor.ts";
import { decideMismatch } from "#app/domain/department-lists/decide-mismatch.server.ts";
import { tableOfUses, usesOf } from "#app/domain/department-lists/department-list.ts";
import {
  getMismatch,
  listComparisonsOf,
  listOpenMismatches,
} from "#app/domain/department-lists/mismatch-queries.server.ts";
import { listMismatches } from "#db/schema/department-lists.server.ts";
import { householdMembers } from "#db/schema/households.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { createSealer } from "#db/sealer.server.ts";
import { bulan, createHousehold, createNeed, createStaff, createTestRegions } from "#db/seed/factories.server.ts";
import { runCompareList } from "#scripts/compare-list.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import { forceHouseholdState } from "#tests/setup/force-household-state.ts";
import { sqlRefusal } from "#tests/setup/sql-refusal.ts";
import { gbk, type UglyCell, unassignedId, writeCsv, writeXlsx } from "#tests/setup/ugly-files.ts";

const at = new Date("2026-11-22T02:00:00Z");
const later = new Date("2026-11-23T02:00:00Z");
const key = Buffer.from("bG9jYWwtZGV2ZWxvcG1lbnQta2V5LW9ubHktMzJieXQ=", "base64");
const sealer = createSealer(key, key);
const county = "440783";

describe("lists of other departments", () => {
  let database: TestDatabase;
  let verifier: SignedInActor;
  beforeAll(async () => {
    database = await createTestDatabase();
    await createTestRegions(database.db);
    verifier = await createStaff(database.db, "county_verifier", county);
  });
  afterAll(() => database.drop());

  async function person(options: Parameters<typeof createHousehold>[1] = {}, changes: { isDisabled?: boolean } = {}) {
    const home = await createHousehold(database.db, options);
    const idNumber = unassignedId("1968-05-04");
    const [head] = await database.db
      .update(householdMembers)
      .set({ idNumberIndex: sealer.blindIndex(idNumber, "id_number"), ...changes })
      .where(eq(householdMembers.id, (await membersOf(home.id))[0]?.id ?? ""))
      .returning();
    return { home, idNumber, name: head?.name ?? "" };
  }
  const membersOf = (householdId: string) =>
    database.db
      .select()
      .from(householdMembers)
      .where(eq(householdMembers.householdId, householdId))
      .orderBy(asc(householdMembers.position));
  async function compare(path: string, list: string, now = at) {
    const tools = { db: database.db, sealer, clock: { now: () => now } };
    return runCompareList(tools, { path, list, regionCode: county, print: () => undefined });
  }
  const sheet = (heads: UglyCell[], ...rows: UglyCell[][]) => [["某某局名单"], heads, ...rows];
  const openOf = async (householdId: string) =>
    (await listOpenMismatches(database.db, { actor: verifier, page: 1 })).items.filter(
      (one) => one.householdId === householdId,
    );

  it("S13: a GBK payroll under a title finds who is in the register; the others are counted and nothing of them is kept", async () => {
    const { home, idNumber, name } = await person();
    const lines = sheet(
      ["姓名", "身份证号码", "单位名称", "手机号"],
      [name, idNumber, "镇中心小学", "13900007777"],
      ["路人甲", unassignedId("1970-01-01"), "县财政局", "13900008888"],
      ["路人乙", "12345", "县财政局", null],
    );
    const counts = await compare(writeCsv(lines, gbk), "payroll");
    expect(counts).toEqual({ rowsRead: 3, rowsMatched: 1, rowsUnknown: 1, rowsRefused: 1, mismatchesFound: 1 });
    const [found] = await openOf(home.id);
    expect(found).toMatchObject({ finding: "on_payroll", kind: "payroll", personName: name });
    const whole = await getMismatch({ db: database.db, sealer }, { mismatchId: found?.id ?? "", actor: verifier });
    expect(whole?.detail).toBe("单位名称：镇中心小学");
    const kept = JSON.stringify([
      await database.sql`select * from list_mismatches`,
      await database.sql`select * from list_comparisons`,
      await database.sql`select * from state_transitions`,
    ]);
    for (const value of ["路人甲", "县财政局", "13900007777", "13900008888", "镇中心小学", idNumber]) {
      expect(kept).not.toContain(value);
    }
  });

  it("S13 S45: accepted, the published needs wait for the county; the reason and who are on record, and it is decided once", async () => {
    const { home, idNumber, name } = await person({ consentTo: ["publish_masked"] });
    const { id: needId } = await createNeed(database.db, { householdId: home.id });
    await compare(await writeXlsx(sheet(["姓名", "身份证号", "车辆类型"], [name, idNumber, "小型轿车"])), "vehicles");
    const [found] = await openOf(home.id);
    const input = { mismatchId: found?.id ?? "", decision: "accepted" as const, reason: "入户看过，车在用" };
    expect(await decideMismatch(database.db, input, verifier, later)).toEqual({
      ok: true,
      value: { householdId: home.id, suspendedNeedIds: [needId] },
    });
    const [need] = await database.db.select().from(needs).where(eq(needs.id, needId));
    expect(need?.state).toBe("suspended");
    expect(await decideMismatch(database.db, input, verifier, later)).toEqual({ ok: false, code: "conflict" });
    expect(await openOf(home.id)).toEqual([]);
    const rewritten = sqlRefusal(database, (tx) =>
      tx.update(listMismatches).set({ reason: "改写" }).where(eq(listMismatches.id, input.mismatchId)),
    );
    expect(await rewritten).toBe("42501 list_mismatches_kept");
  }, 120_000);

  it("S13: rejected, the same row of a later list does not come back; with other content it does", async () => {
    const { home, idNumber, name } = await person();
    const list = (kind: string) => writeCsv(sheet(["姓名", "身份证号", "车辆类型"], [name, idNumber, kind]));
    await compare(list("摩托车"), "vehicles");
    const [found] = await openOf(home.id);
    const input = { mismatchId: found?.id ?? "", decision: "rejected" as const, reason: "已报废，有注销证明" };
    expect((await decideMismatch(database.db, input, verifier, later)).ok).toBe(true);
    expect(await compare(list("摩托车"), "vehicles", later)).toMatchObject({ rowsMatched: 1, mismatchesFound: 0 });
    expect(await openOf(home.id)).toEqual([]);
    expect(await compare(list("小型轿车"), "vehicles", later)).toMatchObject({ mismatchesFound: 1 });
    expect(await openOf(home.id)).toHaveLength(1);
  });

  it("S13: another name in the household registration is asked about, the same name is not; so with disability cards both ways", async () => {
    const same = await person();
    const other = await person();
    const heads = ["姓名", "公民身份号码"];
    await compare(writeCsv(sheet(heads, [same.name, same.idNumber], ["张三", other.idNumber])), "registration");
    expect(await openOf(same.home.id)).toEqual([]);
    expect((await openOf(other.home.id)).map(({ finding }) => finding)).toEqual(["name_differs"]);

    const marked = await person({}, { isDisabled: true });
    const card = await person({}, { isDisabled: true });
    const unmarked = await person();
    const cards = sheet(
      ["姓名", "身份证号", "残疾等级"],
      [card.name, card.idNumber, "二级"],
      [unmarked.name, unmarked.idNumber, "三级"],
    );
    await compare(writeCsv(cards), "disability");
    expect((await openOf(marked.home.id)).map(({ finding }) => finding)).toEqual(["not_disabled_by_list"]);
    expect(await openOf(card.home.id)).toEqual([]);
    expect((await openOf(unmarked.home.id)).map(({ finding }) => finding)).toEqual(["disabled_by_list"]);
  });

  it("S13 S31: only this county's verifiers see and decide; an ended file and other counties' files are not compared", async () => {
    const { home, idNumber, name } = await person();
    const ended = await person({ state: "closed" });
    await compare(
      writeCsv(
        sheet(
          ["姓名", "身份证号", "死亡日期"],
          [name, idNumber, "2026-10-01"],
          [ended.name, ended.idNumber, "2026-10-01"],
        ),
      ),
      "deaths",
    );
    expect(await openOf(ended.home.id)).toEqual([]);
    const [found] = await openOf(home.id);
    const mismatchId = found?.id ?? "";
    const strangers = await Promise.all([
      createStaff(database.db, "county_verifier", "440784"),
      createStaff(database.db, "town_verifier", "440783116"),
      createStaff(database.db, "village_officer", bulan),
      createStaff(database.db, "auditor", county),
    ]);
    for (const stranger of strangers) {
      expect((await listOpenMismatches(database.db, { actor: stranger, page: 1 })).total).toBe(0);
      expect(await getMismatch({ db: database.db, sealer }, { mismatchId, actor: stranger })).toBeNull();
      expect(await listComparisonsOf(database.db, { actor: stranger })).toEqual([]);
      const input = { mismatchId, decision: "accepted" as const, reason: "入户看过" };
      expect(await decideMismatch(database.db, input, stranger, later)).toEqual({ ok: false, code: "not_found" });
    }
  });

  it("S13: the queue is oldest first, and a file without an ID column or an unknown kind of list is refused in words", async () => {
    const { items } = await listOpenMismatches(database.db, { actor: verifier, page: 1 });
    const times = items.map(({ foundAt }) => foundAt.getTime());
    expect(times).toEqual([...times].sort((one, other) => one - other));
    await expect(
      compare(
        writeCsv([
          ["姓名", "单位"],
          ["甲", "乙"],
        ]),
        "payroll",
      ),
    ).rejects.toThrow(/身份证号/);
    await expect(compare(writeCsv([["姓名", "身份证号"]]), "yachts")).rejects.toThrow(/payroll, vehicles/);
  });

  it("S13: the statistics list says who keeps a business; the low-income list is held against households that have left", async () => {
    const stays = await person();
    const left = await person();
    await forceHouseholdState(database, left.home.id, "exited");
    const people = [stays, left].map(({ idNumber, name }) => [name, idNumber]);
    const units = people.map(([name, id]) => [name ?? null, id ?? null, "步栏小卖部"]);
    await compare(writeCsv(sheet(["法定代表人姓名", "身份证号", "单位名称"], ...units)), "statistics");
    expect((await openOf(stays.home.id)).map(({ finding }) => finding)).toEqual(["owns_business"]);
    const poor = people.map(([name, id]) => [name ?? null, id ?? null, "低保"]);
    await compare(writeCsv(sheet(["姓名", "身份证号", "救助类别"], ...poor)), "low_income");
    expect((await openOf(stays.home.id)).map(({ finding }) => finding)).toEqual(["owns_business"]);
    expect((await openOf(left.home.id)).map(({ finding }) => finding)).toContain("low_income_after_exit");
  });

  it("S13: columns as somebody names them: one ID number, at most one name, few words that say it", () => {
    const heads = ["证号", "姓名", "单位", "电话"];
    const table = tableOfUses(heads, 2, ["idNumber", "name", "detail", null]);
    expect(table).toEqual({ headerRow: 2, idColumn: 0, nameColumn: 1, details: [{ column: 2, head: "单位" }] });
    if (typeof table === "string") throw new Error(table);
    expect(usesOf(table, 4)).toEqual(["idNumber", "name", "detail", null]);
    expect(tableOfUses(heads, 2, [null, "name", "detail", null])).toBe("no_id_column");
    expect(tableOfUses(heads, 2, ["idNumber", "name", "name", null])).toBe("column_twice");
    expect(tableOfUses(heads, 2, ["idNumber", "idNumber", null, null])).toBe("column_twice");
    const many = Array.from({ length: 5 }, () => "detail" as const);
    expect(tableOfUses(heads, 2, ["idNumber", ...many])).toBe("too_many_details");
  });
});
