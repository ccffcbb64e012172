import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { count, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { systemActor } from "#app/domain/actor.ts";
import { columnLetters } from "#app/domain/cell.ts";
import { assignResponsiblePerson } from "#app/domain/households/assign-responsible-person.server.ts";
import { readGuardian } from "#app/domain/households/guardian.ts";
import { getHouseholdFile } from "#app/domain/households/household-queries.server.ts";
import { recordConsent } from "#app/domain/households/record-consent.server.ts";
import {
  householdBankAccountPlace,
  memberDiagnosisPlace,
  memberGuardianPlace,
  memberIdNumberPlace,
} from "#app/domain/households/sealed-places.ts";
import { draftNeed } from "#app/domain/needs/draft-need.server.ts";
import { findImport } from "#app/domain/register-imports/find-import.server.ts";
import { listFindings } from "#app/domain/register-imports/import-queries.server.ts";
import { confirmImport } from "#app/domain/register-imports/move-import.server.ts";
import { householdsPerBatch } from "#app/domain/register-imports/register-import.ts";
import { NotItsTurn, writeBatch } from "#app/domain/register-imports/write-batch.server.ts";
import { writeImport } from "#app/domain/register-imports/write-import.server.ts";
import { RegisterFileError } from "#app/register-files/register-file.ts";
import { type Bulk, openBulk } from "#db/bulk.server.ts";
import { householdMembers, households } from "#db/schema/households.server.ts";
import { createSealer } from "#db/sealer.server.ts";
import {
  bulan,
  createHousehold,
  createNeed,
  createStaff,
  createTestRegions,
  gaoshan,
  otherTownVillage,
} from "#db/seed/factories.server.ts";
import { type ImportOptions, runImport } from "#scripts/import.ts";
import { projectFolder } from "#scripts/parts.ts";
import { generateRegister } from "#scripts/register-generate.ts";
import { createTestDatabase, type TestDatabase } from "#tests/setup/database.ts";
import {
  gbk,
  temporaryPath,
  type UglyCell,
  unassignedId,
  writeCsv,
  writeXls,
  writeXlsx,
} from "#tests/setup/ugly-files.ts";

const now = new Date("2026-11-22T02:00:00Z");
const key = Buffer.from("bG9jYWwtZGV2ZWxvcG1lbnQta2V5LW9ubHktMzJieXQ=", "base64");
const sealer = createSealer(key, key);
const head: UglyCell[] = [
  "序号",
  "户编号",
  "乡镇",
  "行政村",
  "姓名",
  "与户主关系",
  "身份证号码",
  "劳动技能",
  "致贫原因",
  "出生日期",
  "性别",
];

function sheetOf(...lines: UglyCell[][]): UglyCell[][] {
  return [["赤水镇建档立卡花名册"], ["填报单位：赤水镇", null, "2026年"], head, ...lines];
}

let order = 0;
function household(name: string, changes: { number?: string; village?: string; id?: UglyCell } = {}): UglyCell[][] {
  order += 1;
  const number = changes.number ?? `U${order}`;
  return [
    [
      order,
      number,
      "赤水镇",
      changes.village ?? "步栏村",
      name,
      "户主",
      changes.id === undefined ? unassignedId("1968-05-04") : changes.id,
      "普通劳动力",
      "因病",
      "1968-05-04",
      null,
    ],
    [null, null, null, null, `${name.slice(0, 1)}小芳`, "之女", null, null, null, "2016/9/1", "女"],
  ];
}

describe("import of a household register", () => {
  let database: TestDatabase;
  let bulk: Bulk;
  beforeAll(async () => {
    database = await createTestDatabase();
    await createTestRegions(database.db);
    // As the site's own role, which owns nothing: what it may not do must not be needed.
    bulk = openBulk(database.url, { applicationName: "test-bulk", settings: { role: "jiedui_app" } });
  });
  afterAll(async () => {
    await bulk.end();
    await database.drop();
  });

  async function run(path: string, changes: Partial<ImportOptions> = {}) {
    const lines: string[] = [];
    const outcome = await runImport({ db: database.db, sealer, clock: { now: () => now } }, bulk, {
      path,
      regionCode: "",
      programme: "registered_poor",
      programmeFrom: "2014-06-01",
      isConfirmed: true,
      print: (line) => lines.push(line),
      ...changes,
    });
    const { items } = await listFindings(database.db, { importId: outcome.id, isWarning: false, page: 1 });
    const places = items.map(
      ({ rowNumber, columnIndex, code }) =>
        `${rowNumber}${columnIndex === null ? "" : columnLetters(columnIndex)} ${code}`,
    );
    return { outcome, lines, places };
  }
  /** The same without writing: findings are there to be read, because staging is cleared only after writing. */
  const check = (path: string, changes: Partial<ImportOptions> = {}) => run(path, { ...changes, isConfirmed: false });
  const onFile = async (number: string) => {
    const [row] = await database.db.select().from(households).where(eq(households.registerNumber, number));
    return row;
  };
  const householdCount = async () => (await database.db.select({ n: count() }).from(households))[0]?.n ?? 0;

  it("U26 S2: GBK under merged titles with blank repeated cells: nothing before the confirmation, then whole households, sealed, waiting for their signature", async () => {
    const lines = sheetOf(...household("梁家明", { number: "GBK-1" }), ["合计", null, null, null, null, null, "2"]);
    const path = writeCsv(lines, gbk);
    const before = await householdCount();
    const checked = await check(path);
    expect(checked.outcome).toMatchObject({
      state: "checked",
      encoding: "GB18030",
      householdsReady: 1,
      personsReady: 2,
      rowsSkipped: 1,
    });
    expect(await householdCount()).toBe(before);

    const { outcome } = await run(path);
    expect(outcome).toMatchObject({ state: "done", householdsWritten: 1, personsWritten: 2 });
    const file = await onFile("GBK-1");
    expect(file).toMatchObject({
      state: "imported",
      headName: "梁家明",
      regionCode: bulan,
      causes: ["illness"],
      programmeFrom: "2014-06-01",
      importId: outcome.id,
    });
    const members = await database.db
      .select()
      .from(householdMembers)
      .where(eq(householdMembers.householdId, file?.id ?? ""));
    const ids = members.map((member) =>
      member.idNumberSealed === null ? null : sealer.open(member.idNumberSealed, memberIdNumberPlace(member.id)),
    );
    expect(ids).toContain(lines[3]?.[6]);
    expect(members.find(({ relation }) => relation === "child")).toMatchObject({
      birthDate: "2016-09-01",
      labourAbility: "minor",
      idNumberSealed: null,
    });
    const [staged] = await database.db.execute<{ n: number }>(
      sql`select count(*)::int as n from register_import_members where import_id = ${outcome.id}`,
    );
    expect(staged?.n).toBe(0);
  });

  it("F5 F6: account, illness and guardian come sealed; an account in two households, or one a spreadsheet turned into a number, is left out", async () => {
    const heads = [...head, "银行卡号", "开户行", "所患疾病", "监护人姓名", "监护人关系", "监护人电话"];
    const own = "6222021777000177024";
    const row = (lines: UglyCell[][], more: UglyCell[], ofChild: UglyCell[] = []) => [
      [...(lines[0] ?? []), ...more],
      [...(lines[1] ?? []), null, null, null, ...ofChild],
    ];
    const lines = [
      ...row(household("梁守信", { number: "P-1" }), [own, "信用社", "尿毒症"], ["梁守信", "父亲", "13900000000"]),
      ...row(household("陈双成", { number: "P-2" }), ["6222021777000177016", "信用社"]),
      ...row(household("周双成", { number: "P-3" }), ["6222 0217 7700 0177 016", "信用社"]),
      ...row(
        household("关数字", { number: "P-4" }),
        [6_222_021_777_000_177_000, "信用社"],
        ["13900000000", "父亲", null],
      ),
    ];
    const path = await writeXlsx([heads, ...lines]);
    const { outcome } = await check(path);
    const { items } = await listFindings(database.db, { importId: outcome.id, isWarning: true, page: 1 });
    expect(items.map(({ rowNumber, code }) => [rowNumber, code])).toEqual([
      [4, "account_taken"],
      [6, "account_taken"],
      [8, "account_not_kept"],
      [9, "guardian_not_kept"],
    ]);
    await run(path);
    const file = await onFile("P-1");
    const id = file?.id ?? "";
    expect(sealer.open(file?.bankAccountSealed ?? "", householdBankAccountPlace(id))).toBe(own);
    const members = await database.db.select().from(householdMembers).where(eq(householdMembers.householdId, id));
    const [first, second] = members.sort((one, other) => one.position - other.position);
    expect(sealer.open(first?.diagnosisSealed ?? "", memberDiagnosisPlace(first?.id ?? ""))).toBe("尿毒症");
    expect(readGuardian(sealer.open(second?.guardianSealed ?? "", memberGuardianPlace(second?.id ?? "")))).toEqual({
      name: "梁守信",
      relation: "parent",
      phone: "13900000000",
    });
    for (const number of ["P-2", "P-3", "P-4"]) {
      expect(await onFile(number), number).toMatchObject({ bankAccountSealed: null, bankAccountIndex: null });
    }
  });

  it("U26 finding 9: .xlsx and .xls with floats, dates and serials: the bad household is refused with row and column, the good one is taken", async () => {
    for (const [write, tag] of [
      [writeXlsx, "X"],
      [async (lines: UglyCell[][]) => writeXls(lines), "O"],
    ] as const) {
      const good = household("陈志文", { number: `${tag}-1` });
      const bad = household("关秀英", { number: `${tag}-2`, id: 890_001_196_805_041_000 });
      if (good[0]) good[0][9] = new Date(Date.UTC(1968, 4, 4));
      const { outcome, places } = await check(await write(sheetOf(...good, ...bad)));
      expect(outcome, tag).toMatchObject({ state: "checked", householdsReady: 1, householdsRefused: 1 });
      expect(places, tag).toEqual(["6G id_is_number"]);
    }
  }, 120_000);

  it("U26: the same file twice writes once, and a household that is on file unchanged is left as it is", async () => {
    const lines = household("梁大成", { number: "TWICE-1" });
    const path = writeCsv(sheetOf(...lines));
    await run(path);
    const before = await onFile("TWICE-1");
    const again = await run(path);
    expect(again.lines.at(-1)).toMatch(/nothing to do/);
    const other = await run(writeCsv(sheetOf(...lines, ...household("周新", { number: "TWICE-2" }))));
    expect(other.outcome).toMatchObject({ householdsUnchanged: 1, householdsWritten: 1 });
    expect(await onFile("TWICE-1")).toEqual(before);
  });

  it("S3 S31: a person twice in the file, on file here or elsewhere, a taken or split number: refused with the place, not with where", async () => {
    const twice = unassignedId("1968-05-04");
    const known = unassignedId("1968-05-04");
    const far = unassignedId("1968-05-04");
    await run(writeCsv(sheetOf(...household("已在册", { number: "K-1", id: known }))));
    await run(writeCsv([head, ["1", "K-2", "金鸡镇", "石湾村", "别处人", "户主", far, "有", "因病", ""]]));
    const { outcome, places } = await check(
      writeCsv(
        sheetOf(
          ...household("甲甲", { number: "D-1", id: twice }),
          ...household("乙乙", { number: "D-2", id: twice }),
          ...household("丙丙", { number: "D-3", id: known }),
          ...household("丁丁", { number: "D-4", id: far }),
          ...household("戊戊", { number: "K-1" }),
          ...household("己己", { number: "D-5" }),
          ...household("庚庚", { number: "D-6" }),
          ...household("辛辛", { number: "D-5" }),
          ...household("外外", { number: "D-7", village: "石湾村" }),
        ),
      ),
      { regionCode: "440783116" },
    );
    expect(places).toEqual([
      "4G person_twice",
      "6G person_twice",
      "8G person_on_file",
      "10G person_on_file_elsewhere",
      "12B number_taken",
      "14B household_split",
      "18B household_split",
      "20D village_unknown",
    ]);
    expect(outcome).toMatchObject({ householdsReady: 1, householdsRefused: 8 });
  });

  it("C7 S3: somebody registers a person between check and writing: that household is refused, the others are written", async () => {
    const id = unassignedId("1968-05-04");
    const path = writeCsv(
      sheetOf(
        ...household("赵一", { number: "R-1" }),
        ...household("赵二", { number: "R-2", id }),
        ...household("赵三", { number: "R-3" }),
      ),
    );
    const { outcome } = await check(path);
    expect(outcome.householdsReady).toBe(3);
    const rival = await createHousehold(database.db, { registerNumber: "RIVAL-1" });
    await database.db
      .update(householdMembers)
      .set({ idNumberIndex: sealer.blindIndex(id, "id_number") })
      .where(sql`household_id = ${rival.id} and position = 0`);
    const written = await run(path);
    expect(written.outcome).toMatchObject({ state: "done", householdsWritten: 2, householdsRefused: 1 });
    expect(await onFile("R-2")).toBeUndefined();
  });

  it("S5 D9 S23: an imported household can ask for nothing until it has signed and has a responsible person; the database refuses it too", async () => {
    await run(writeCsv(sheetOf(...household("许平安", { number: "SIGN-1" }))));
    const file = await onFile("SIGN-1");
    if (!file) throw new Error("not imported");
    const officer = await createStaff(database.db, "village_officer", bulan);
    const need = {
      type: "service",
      items: [],
      title: "帮忙修屋顶",
      summary: "屋顶漏雨，请人帮忙。",
      category: "housing",
    };
    const drafted = await draftNeed(
      database.db,
      { regionCode: bulan, householdId: file.id, need: need as never },
      officer,
      now,
    );
    expect(drafted).toEqual({ ok: false, code: "household_imported" });
    await expect(createNeed(database.db, { householdId: file.id, state: "drafted" })).rejects.toThrow();
    await expect(
      database.db.update(households).set({ state: "active" }).where(eq(households.id, file.id)),
    ).rejects.toThrow();

    const consent = { householdId: file.id, purpose: "register", signedByName: "许平安", isGuardian: true } as const;
    expect((await recordConsent(database.db, consent, officer, now)).ok).toBe(true);
    expect((await onFile("SIGN-1"))?.state).toBe("imported");
    const assign = { householdId: file.id, responsibleUserId: officer.userId, handOverNote: "导入后首次确定" };
    expect((await assignResponsiblePerson(database.db, assign, officer, now)).ok).toBe(true);
    expect((await onFile("SIGN-1"))?.state).toBe("applied");
    expect(
      await getHouseholdFile({ db: database.db, sealer }, { householdId: file.id, actor: officer, at: now }),
    ).toMatchObject({ state: "applied" });
  });

  it("U26: files that are no table are told what they are", async () => {
    const cases: [string, Buffer, string][] = [
      ["pdf", Buffer.from("%PDF-1.7 ..."), "file_not_table"],
      ["xls", Buffer.from("<html><table><tr><td>姓名</td></tr></table></html>"), "file_html"],
      ["xlsx", Buffer.from("PK\x03\x04 not really"), "file_damaged"],
      ["csv", Buffer.alloc(0), "file_empty"],
      ["csv", Buffer.from([0x41, 0x00, 0x42]), "file_not_table"],
      ["csv", Buffer.concat([Buffer.from("姓名,户编号,关系\n"), Buffer.from([0xff, 0xff, 0x0a])]), "file_encoding"],
      ["csv", Buffer.from(`姓名,户编号,关系\n"${"x".repeat(300_000)}`), "file_line_too_long"],
    ];
    for (const [ending, bytes, code] of cases) {
      const path = temporaryPath(ending);
      writeFileSync(path, bytes);
      const failure = await check(path).then(
        () => null,
        (error: unknown) => error,
      );
      expect(failure, code).toBeInstanceOf(RegisterFileError);
      expect(failure instanceof RegisterFileError && failure.code).toBe(code);
    }
  });

  it("S2 C7: of three batches the first and the second meet somebody who was faster: exactly those two are refused, and the rest is there once and in order", async () => {
    const rivals = new Map([
      [3, unassignedId("1968-05-04")],
      [1_500, unassignedId("1968-05-04")],
    ]);
    const lines = Array.from({ length: 2_100 }, (_, index) =>
      household("钱行", { number: `LANE-${index}`, id: rivals.get(index) ?? unassignedId("1968-05-04") }),
    );
    const path = writeCsv(sheetOf(...lines.flat()));
    expect((await check(path)).outcome.householdsReady).toBe(2_100);
    for (const [index, id] of rivals) {
      const rival = await createHousehold(database.db, { registerNumber: `LANE-RIVAL-${index}` });
      await database.db
        .update(householdMembers)
        .set({ idNumberIndex: sealer.blindIndex(id, "id_number") })
        .where(sql`household_id = ${rival.id} and position = 0`);
    }
    const { outcome } = await run(path);
    expect(outcome).toMatchObject({
      state: "done",
      householdsWritten: 2_098,
      personsWritten: 4_196,
      householdsRefused: 2,
      nextOrdinal: 2_100,
    });
    const [found] = await database.db.execute<{ households: number; persons: number }>(sql`
      select count(distinct h.id)::int as households, count(*)::int as persons
      from households h join household_members m on m.household_id = h.id where h.import_id = ${outcome.id}`);
    expect(found).toEqual({ households: 2_098, persons: 4_196 });
    expect(await onFile("LANE-1500")).toBeUndefined();
  }, 120_000);

  it("S2: two processes that write the same import at once write every household once", async () => {
    const lines = Array.from({ length: 2_100 }, (_, index) => household("孙行", { number: `BOTH-${index}` }));
    const path = writeCsv(sheetOf(...lines.flat()));
    const { outcome } = await check(path);
    const at = () => now;
    expect((await confirmImport(database.db, { importId: outcome.id }, systemActor, now)).ok).toBe(true);
    const input = { now: at, signal: new AbortController().signal };
    await Promise.all([writeImport(database.db, outcome.id, input), writeImport(database.db, outcome.id, input)]);
    const done = await findImport(database.db, { importId: outcome.id, actor: systemActor });
    expect(done).toMatchObject({
      state: "done",
      householdsWritten: 2_100,
      personsWritten: 4_200,
      householdsRefused: 0,
    });
    const [found] = await database.db.execute<{ n: number }>(
      sql`select count(*)::int as n from households where import_id = ${outcome.id}`,
    );
    expect(found?.n).toBe(2_100);
  }, 120_000);

  it("S2: a batch is undone when the one before it was not written: no hole is ever left behind the mark", async () => {
    const lines = Array.from({ length: 1_100 }, (_, index) => household("李行", { number: `HOLE-${index}` }));
    const { outcome } = await check(writeCsv(sheetOf(...lines.flat())));
    expect((await confirmImport(database.db, { importId: outcome.id }, systemActor, now)).ok).toBe(true);
    const second = database.db.transaction((tx) =>
      writeBatch(tx, { importId: outcome.id, from: householdsPerBatch, at: now }),
    );
    await expect(second).rejects.toThrow(NotItsTurn);
    expect(await onFile(`HOLE-${householdsPerBatch}`)).toBeUndefined();
    const first = await database.db.transaction((tx) => writeBatch(tx, { importId: outcome.id, from: 0, at: now }));
    expect(first).toMatchObject({ isDone: false, householdsWritten: 1_000 });
  });

  it("S2: 20,000 persons; killed at any moment while it writes, the same command goes on, and each household is there once and whole", async () => {
    const path = temporaryPath("csv");
    await generateRegister({
      path,
      households: 6_770,
      persons: 20_000,
      villageCodes: [bulan, gaoshan, otherTownVillage],
    });
    const before = await householdCount();
    const env = { ...process.env, DATABASE_URL: database.url, JIEDUI_MODE: "test", BASE_URL: "http://127.0.0.1:3000" };
    const words = ["--import", "tsx", "scripts/import.ts", path, "--programme", "registered_poor", "--yes"];
    const child = spawn(process.execPath, words, { cwd: projectFolder, env });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += String(chunk);
        if (/written \d+ households/.test(output)) child.kill("SIGKILL");
      });
    }
    const [, signal] = await once(child, "close");
    expect(signal, output).toBe("SIGKILL");
    const half = (await householdCount()) - before;
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(6_770);

    const { outcome, lines } = await run(path);
    expect(lines.filter((line) => line.startsWith("  checked"))).toEqual([]);
    expect(outcome).toMatchObject({ state: "done", householdsWritten: 6_770, personsWritten: 20_000 });
    expect((await householdCount()) - before).toBe(6_770);
    const [found] = await database.db.execute<{ persons: number; broken: number }>(sql`
      select (select count(*)::int from household_members m join households h on h.id = m.household_id where h.register_number like 'G0%') as persons,
        (select count(*)::int from households h where h.register_number like 'G0%'
          and (select count(*) from household_members m where m.household_id = h.id and m.relation = 'head') <> 1) as broken`);
    expect(found).toEqual({ persons: 20_000, broken: 0 });
  }, 300_000);
});
