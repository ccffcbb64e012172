/**
 * Which column is what (U26): offices write the same thing in many words, in any order, under title rows that run across the sheet, in one
 * or two rows of heads. What is recognised is a proposal; the person who uploads corrects it before anything is checked.
 */

import { type Cell, isBlank, type Row, textOf } from "../cell.ts";
import { claimColumns } from "../table-columns.ts";

export const registerFields = [
  "householdNumber",
  "name",
  "relation",
  "idNumber",
  "birthDate",
  "gender",
  "labourAbility",
  "student",
  "health",
  "disability",
  "headName",
  "villageCode",
  "county",
  "town",
  "village",
  "group",
  "phone",
  "programme",
  "programmeFrom",
  "causes",
  "bankAccount",
  "bankName",
  "diagnosis",
  "guardianName",
  "guardianRelation",
  "guardianPhone",
] as const;
export type RegisterField = (typeof registerFields)[number];

/** Without these columns no row can be read. */
export const requiredFields = [
  "householdNumber",
  "name",
  "relation",
  "labourAbility",
] as const satisfies readonly RegisterField[];

/** Fields that several columns may feed. */
const manyColumns: readonly RegisterField[] = ["causes", "disability", "health"];

/** How offices head the column; compared without spaces, brackets and marks. The first is how the template heads it. */
export const headersOf: Readonly<Record<RegisterField, readonly string[]>> = {
  householdNumber: [
    "户编号",
    "户编码",
    "户号",
    "家庭编号",
    "贫困户编号",
    "农户编号",
    "档案编号",
    "建档立卡号",
    "户籍编号",
    "户代码",
    "家庭户编号",
  ],
  name: ["姓名", "成员姓名", "家庭成员姓名", "人员姓名", "家庭成员", "贫困人口姓名", "人口姓名"],
  relation: ["与户主关系", "与户主的关系", "户主关系", "和户主关系", "家庭关系", "与户主之关系", "关系"],
  idNumber: [
    "身份证号",
    "身份证号码",
    "身份证",
    "证件号码",
    "证件号",
    "公民身份号码",
    "公民身份证号",
    "居民身份证号",
    "居民身份证号码",
    "成员身份证号",
    "成员证件号码",
    "人员证件号码",
    "身份号码",
  ],
  birthDate: ["出生日期", "出生年月", "出生年月日", "生日"],
  gender: ["性别"],
  labourAbility: ["劳动能力", "劳动技能", "劳动力", "劳动力状况", "劳动能力状况", "劳动力类型", "有无劳动能力"],
  student: ["在校生状况", "在校状况", "在校生情况", "是否在校", "是否在校生", "就学情况", "在校学生"],
  health: ["健康状况", "身体状况", "健康情况", "身体健康状况"],
  disability: ["是否残疾", "残疾情况", "残疾类别", "残疾等级", "残疾证号", "残疾"],
  headName: ["户主姓名", "户主", "户主名称", "户主名字"],
  villageCode: ["行政村编码", "村编码", "行政村代码", "村代码", "行政区划代码", "行政区划编码", "区划代码"],
  county: ["县", "区县", "县区", "县市区", "县名", "所属县", "县级"],
  town: ["乡镇", "乡", "镇", "乡镇街道", "镇街", "所属乡镇", "乡镇名称", "乡镇名"],
  village: ["村", "行政村", "村名", "村居", "村社区", "所属村", "行政村名称", "行政村名", "村委会", "所在村"],
  group: ["村民小组", "自然村", "组", "小组", "村组", "组别", "屯", "社"],
  phone: ["联系电话", "电话", "手机号", "手机号码", "手机", "联系方式", "电话号码", "户主电话", "户联系电话"],
  programme: [
    "户类型",
    "户类别",
    "建档类别",
    "贫困户属性",
    "贫困户类型",
    "农户属性",
    "农户类型",
    "户属性",
    "监测对象类别",
  ],
  programmeFrom: ["建档时间", "建档日期", "识别时间", "识别年月", "建档年月", "纳入时间", "识别日期", "建档年度"],
  causes: ["主要致贫原因", "致贫原因", "其他致贫原因", "返贫风险类型", "致贫返贫原因", "风险类型", "次要致贫原因"],
  bankAccount: [
    "银行账号",
    "银行卡号",
    "银行账户",
    "银行卡账号",
    "一卡通账号",
    "惠农一卡通账号",
    "社保卡银行账号",
    "存折账号",
    "开户账号",
    "账号",
    "卡号",
  ],
  bankName: ["开户银行", "开户行", "开户行名称", "银行名称", "银行"],
  diagnosis: ["所患疾病", "疾病名称", "患病名称", "病种", "所患病种", "病名", "诊断", "患病情况"],
  guardianName: ["监护人", "监护人姓名", "法定监护人", "监护人名字"],
  guardianRelation: ["监护人关系", "与监护人关系", "监护人与本人关系", "监护关系"],
  guardianPhone: ["监护人电话", "监护人联系电话", "监护人手机", "监护人手机号", "监护人联系方式"],
};

const fieldByHeader: ReadonlyMap<string, RegisterField> = new Map(
  registerFields.flatMap((field) => headersOf[field].map((header) => [header, field] as const)),
);

/** 身份证号码（18位）* → 身份证号码. */
export function plainHeader(cell: Cell | undefined): string {
  return textOf(cell)
    .replace(/[(（[【<《].*?[)）\]】>》]/gu, "")
    .replace(/[^\p{L}\p{N}]/gu, "");
}

/** The field a head names, if it is one we know: 2.身份证号码（必填） as well as 身份证号. */
export function fieldOf(cell: Cell | undefined): RegisterField | undefined {
  const header = plainHeader(cell)
    .replace(/^\d+/, "")
    .replace(/^(?:必填|选填)|(?:必填|选填)$/g, "");
  return fieldByHeader.get(header);
}

/** Column index of every field found; fields that several columns feed have several. */
export type ColumnMap = Readonly<Partial<Record<RegisterField, readonly number[]>>>;

export type RecognisedTable = {
  /** Number of the row with the heads; data begin after it. */
  headerRow: number;
  headers: readonly string[];
  columns: ColumnMap;
};

/** How many rows are looked at for the heads. */
export const headerSearchRows = 30;

/**
 * Finds the row of heads among the first rows: the one with most known heads, at least three of them a name and something else. A blank cell
 * in it takes the head above it, for two rows of heads merged downwards; a title that runs across the sheet is no head.
 */
export function recogniseTable(rows: readonly Row[]): RecognisedTable | undefined {
  let best: RecognisedTable | undefined;
  let bestCount = 0;
  rows.slice(0, headerSearchRows).forEach((row, index) => {
    const headers = headsAt(rows, index);
    const columns = columnsOf(headers);
    const count = Object.keys(columns).length;
    const isTable = count >= 3 && columns.name !== undefined;
    if (isTable && count > bestCount) {
      best = { headerRow: row.number, headers, columns };
      bestCount = count;
    }
  });
  return best;
}

function headsAt(rows: readonly Row[], index: number): string[] {
  const row = rows[index];
  const above = rows[index - 1];
  const isHeadAbove = above !== undefined && above.cells.filter((cell) => !isBlank(cell)).length > 1;
  const width = Math.max(row?.cells.length ?? 0, isHeadAbove ? above.cells.length : 0);
  return Array.from({ length: width }, (_, column) => {
    const own = textOf(row?.cells[column]);
    return own !== "" || !isHeadAbove ? own : textOf(above.cells[column]);
  });
}

function columnsOf(headers: readonly string[]): ColumnMap {
  const columns: Partial<Record<RegisterField, number[]>> = {};
  headers.forEach((header, index) => {
    const field = fieldOf(header);
    if (field === undefined) return;
    const found = columns[field];
    if (found === undefined) columns[field] = [index];
    else if (manyColumns.includes(field)) found.push(index);
  });
  return columns;
}

/** One field per column, as the page asks: the map, or which field two columns claim. */
export function mapColumns(fields: readonly (RegisterField | null)[]): {
  columns: ColumnMap;
  claimedTwice: RegisterField[];
} {
  return claimColumns(fields, manyColumns);
}

/** What is missing before the rows can be read: a person needs an ID number, or birthday and sex. */
export function missingFields(columns: ColumnMap): RegisterField[] {
  const missing: RegisterField[] = requiredFields.filter((field) => columns[field] === undefined);
  if (columns.idNumber === undefined && (columns.birthDate === undefined || columns.gender === undefined)) {
    missing.push("idNumber");
  }
  return missing;
}
