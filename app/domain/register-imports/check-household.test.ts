import { describe, expect, it } from "vitest";
import type { Cell, Row } from "../cell.ts";
import { idNumberCheckCharacter } from "../households/id-number.ts";
import { type CheckContext, checkHousehold, type Verdict } from "./check-household.ts";
import { fieldOf, missingFields, recogniseTable } from "./columns.ts";
import { HouseholdGrouper } from "./household-rows.ts";
import { PlaceFinder } from "./places.ts";

const places = [
  { code: "440783", name: "开平市", shortName: "开平市" },
  { code: "440783116", name: "赤水镇", shortName: "赤水镇" },
  { code: "440783117", name: "金鸡镇", shortName: "金鸡镇" },
  { code: "440783116248", name: "步栏村委会", shortName: "步栏村" },
  { code: "440783116255", name: "高山村委会", shortName: "高山村" },
  { code: "440783117255", name: "高山村委会", shortName: "高山村" },
];

let sequence = 100;
function idOf(birth: string, isMale = true): string {
  sequence += 2;
  const first17 = `440783${birth}${String(sequence + (isMale ? 1 : 0)).padStart(3, "0")}`;
  return first17 + idNumberCheckCharacter(first17);
}

const headers = [
  "序号",
  "户编号",
  "乡(镇)",
  "行政村",
  "姓名",
  "与户主关系",
  "身份证号码（18位）*",
  "劳动技能",
  "致贫原因",
  "性别",
  "出生日期",
];

function tableOf(...lines: Cell[][]): Row[] {
  return [["赤水镇建档立卡贫困户花名册"], ["填报单位：赤水镇", null, null, "2026年"], headers, ...lines].map(
    (cells, index) => ({ number: index + 1, cells }),
  );
}

function check(rows: Row[], changes: Partial<CheckContext> = {}): { verdicts: Verdict[]; skipped: number } {
  const table = recogniseTable(rows);
  if (table === undefined) throw new Error("no table");
  const context: CheckContext = {
    columns: table.columns,
    places: new PlaceFinder("440783", places),
    programme: "registered_poor",
    programmeFrom: "2014-06-01",
    today: "2026-11-22",
    ...changes,
  };
  const grouper = new HouseholdGrouper(table.columns);
  const groups = rows.slice(table.headerRow).flatMap((row) => grouper.push(row) ?? []);
  const last = grouper.end();
  return {
    verdicts: [...groups, ...(last ? [last] : [])].map((group) => checkHousehold(group, context)),
    skipped: grouper.skippedRows,
  };
}

const codes = (verdict: Verdict | undefined) =>
  verdict?.findings.map(({ row, column, code }) => `${row} ${column} ${code}`);

describe("a register as a county office has it", () => {
  it("U26: heads are found under merged titles, in any order and many spellings", () => {
    expect(fieldOf("2.身份证号码（必填）")).toBe("idNumber");
    expect(fieldOf("与户主 的\n关系")).toBe("relation");
    expect(fieldOf("乡（镇）")).toBe("town");
    expect(fieldOf("备注")).toBeUndefined();
    const table = recogniseTable(tableOf());
    expect(table).toMatchObject({ headerRow: 3, columns: { householdNumber: [1], idNumber: [6], causes: [8] } });
    expect(missingFields(table?.columns ?? {})).toEqual([]);
  });

  it("U26: two rows of heads merged downwards are one", () => {
    const rows = [
      ["户信息", null, "家庭成员情况", null, null, null],
      ["户编号", "行政村", "姓名", "与户主关系", "证件号码", "劳动能力"],
    ];
    const table = recogniseTable(rows.map((cells, index) => ({ number: index + 1, cells })));
    expect(table?.headerRow).toBe(2);
    const merged = [
      ["户编号", "行政村", "家庭成员情况", null, null, null],
      [null, null, "姓名", "与户主关系", "证件号码", "劳动能力"],
    ];
    const both = recogniseTable(merged.map((cells, index) => ({ number: index + 1, cells })));
    expect(both).toMatchObject({
      headerRow: 2,
      columns: { householdNumber: [0], village: [1], name: [2], labourAbility: [5] },
    });
  });

  it("U26: blank repeated cells belong to the household above, and totals are nobody", () => {
    const { verdicts, skipped } = check(
      tableOf(
        [
          1,
          "H1",
          "赤水镇",
          "步栏村",
          "梁家明",
          "户主",
          idOf("19680504"),
          "普通劳动力",
          "因病,缺土地",
          "男",
          "1968-05-04",
        ],
        [2, null, null, null, "陈秀", "之妻", idOf("19700203", false), "普通劳动力", null, "女", 25_602],
        [3, null, null, null, "梁小芳", "之女", null, null, null, "女", "2016/9/1"],
        [],
        ["合计", null, null, null, null, null, 3],
      ),
    );
    expect(skipped).toBe(2);
    expect(verdicts).toHaveLength(1);
    expect(verdicts[0]?.household).toMatchObject({
      registerNumber: "H1",
      regionCode: "440783116248",
      causes: ["illness"],
      circumstances: "登记册所载原因：缺土地",
      members: [
        { name: "梁家明", relation: "head", birthDate: "1968-05-04", labourAbility: "full", row: 4 },
        { name: "陈秀", relation: "spouse", gender: "female" },
        { name: "梁小芳", relation: "child", idNumber: null, birthDate: "2016-09-01", labourAbility: "minor" },
      ],
    });
    expect(codes(verdicts[0])).toEqual(["4 8 cause_kept_as_text"]);
  });

  it("U26: a household is whole or not at all, and every reason has row and column", () => {
    const { verdicts } = check(
      tableOf(
        [1, "H1", "赤水镇", "步栏村", "梁家明", "户主", 4.407831968e17, "普通劳动力", "因病", "男", null],
        [2, "H1", null, null, "陈", "远房", idOf("19700203", false), "", null, "男", null],
        [3, "H2", "赤水镇", "高山村", "王五", "户主", idOf("19700203"), "有", "因残", "男", "1970-02-04"],
        [4, "H3", null, "高山村", "赵六", "户主", idOf("19700203"), "有", "因残", null, null],
        [5, "H4", "赤水镇", "没有村", "孙七", "之子", idOf("19700203"), "有", "因残", null, null],
      ),
    );
    expect(verdicts.map(({ household }) => household)).toEqual([null, null, null, null]);
    expect(codes(verdicts[0])).toEqual(["4 6 id_is_number", "5 4 name", "5 5 relation", "5 9 gender_differs"]);
    expect(codes(verdicts[1])).toEqual(["6 10 birth_differs"]);
    expect(codes(verdicts[2])).toEqual(["7 3 village_ambiguous"]);
    expect(codes(verdicts[3])).toEqual(["8 3 village_unknown", "8 5 no_head"]);
  });

  it("U26: facts of a household that contradict each other, two heads and one person twice are refused", () => {
    const twice = idOf("19680504");
    const { verdicts } = check(
      tableOf(
        [1, "H1", "赤水镇", "步栏村", "梁家明", "户主", twice, "有", "因病", null, null],
        [2, "H1", "赤水镇", "高山村", "梁家文", "户主", twice, "有", "因病", null, null],
      ),
    );
    expect(codes(verdicts[0])).toEqual(["5 3 differs_in_household", "5 5 two_heads", "5 6 twice_in_household"]);
  });

  it("S31: a village outside the subtree of the import is refused by its code and unknown by its name", () => {
    const finder = new PlaceFinder(
      "440783116",
      places.filter(({ code }) => code.startsWith("440783116")),
    );
    const none = { county: null, town: null, village: null };
    expect(finder.find({ ...none, villageCode: "440783117255" })).toEqual({ ok: false, code: "outside_scope" });
    expect(finder.find({ ...none, villageCode: null, village: "高山村" })).toEqual({ ok: true, value: "440783116255" });
    expect(finder.find({ ...none, villageCode: null, village: "步栏行政村" })).toEqual({
      ok: true,
      value: "440783116248",
    });
    expect(finder.find({ ...none, villageCode: null, village: "石湾村" })).toEqual({
      ok: false,
      code: "village_unknown",
    });
    expect(new PlaceFinder("440783116248", places).find({ ...none, villageCode: null })).toEqual({
      ok: true,
      value: "440783116248",
    });
    expect(finder.find({ ...none, villageCode: null })).toEqual({ ok: false, code: "village_missing" });
  });
});
