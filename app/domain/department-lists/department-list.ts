/**
 * Lists of other departments that are held against the register (S13): who is on a payroll, owns a vehicle or a home, has died, has another name
 * in the household register, has or has not a disability card, keeps a business by the statistics bureau's list of units, or is on the low-income list
 * although the household has left the register (a sign of falling back). What a list says is a question for a person, never a decision.
 */
import { type Cell, isBlank, type Row, textOf } from "../cell.ts";
import { fieldOf, headerSearchRows, plainHeader } from "../register-imports/columns.ts";

export const departmentLists = [
  "payroll",
  "vehicles",
  "registration",
  "deaths",
  "employment",
  "property",
  "disability",
  "statistics",
  "low_income",
] as const;
export type DepartmentList = (typeof departmentLists)[number];

export const mismatchFindings = [
  "on_payroll",
  "owns_vehicle",
  "name_differs",
  "deceased",
  "employed",
  "owns_property",
  "disabled_by_list",
  "not_disabled_by_list",
  "owns_business",
  "low_income_after_exit",
] as const;
export type MismatchFinding = (typeof mismatchFindings)[number];

export const mismatchStates = ["open", "accepted", "rejected"] as const;

/** The columns whose words go along with a finding: as few as say it. */
const detailHeaders: Readonly<Record<DepartmentList, RegExp>> = {
  payroll: /^(?:工作)?单位(?:名称)?$|^职务$|^职级$/,
  vehicles: /^车辆?(?:类型|品牌)$|^(?:车辆)?品牌$|^车型$|^登记日期$|^购置日期$/,
  registration: /^姓名$/,
  deaths: /^死亡(?:日期|时间)$|^(?:注销|火化)日期$/,
  employment: /^(?:工作|就业|参保)?单位(?:名称)?$|^参保(?:日期|时间)$/,
  property: /^房屋?(?:坐落|用途|面积)$|^(?:建筑)?面积$|^登记日期$/,
  disability: /^残疾(?:类别|等级)$/,
  statistics: /^单位(?:详细)?名称$|^(?:企业|个体户?)名称$|^行业(?:名称|类别)?$|^主要业务活动$/,
  low_income: /^(?:救助|低保|对象)?(?:类别|类型)$|^认定(?:日期|时间)$|^(?:批准|开始)(?:日期|时间)$/,
};

/** What a column of a list may be taken for; everything else is left out. */
export const listColumnUses = ["idNumber", "name", "detail"] as const;
export type ListColumnUse = (typeof listColumnUses)[number];

export type ListTable = {
  headerRow: number;
  idColumn: number;
  nameColumn: number | null;
  details: readonly { column: number; head: string }[];
};

/** The row of heads: the first that has a column for the ID number. */
export function recogniseList(rows: readonly Row[], kind: DepartmentList): ListTable | null {
  for (const row of rows.slice(0, headerSearchRows)) {
    const fields = row.cells.map(fieldOf);
    const idColumn = fields.indexOf("idNumber");
    if (idColumn === -1 || row.cells.filter((cell) => !isBlank(cell)).length < 2) continue;
    const nameColumn = fields.indexOf("name");
    const details = row.cells.flatMap((cell, column) => {
      const head = plainHeader(cell);
      return detailHeaders[kind].test(head) ? [{ column, head }] : [];
    });
    return { headerRow: row.number, idColumn, nameColumn: nameColumn === -1 ? null : nameColumn, details };
  }
  return null;
}

/** What each column is taken for, as it stands in the table. */
export function usesOf(table: ListTable, columns: number): (ListColumnUse | null)[] {
  return Array.from({ length: columns }, (_, column) => {
    if (column === table.idColumn) return "idNumber";
    if (column === table.nameColumn) return "name";
    return table.details.some((detail) => detail.column === column) ? "detail" : null;
  });
}

/** The table as somebody has named its columns: exactly one ID number, at most one name, few words that say it. */
export function tableOfUses(
  headers: readonly string[],
  headerRow: number,
  uses: readonly (ListColumnUse | null)[],
): ListTable | "no_id_column" | "column_twice" | "too_many_details" {
  const columnsOf = (use: ListColumnUse) => uses.flatMap((one, column) => (one === use ? [column] : []));
  const [idColumn, ...otherIds] = columnsOf("idNumber");
  const [nameColumn = null, ...otherNames] = columnsOf("name");
  const details = columnsOf("detail").map((column) => ({ column, head: plainHeader(headers[column] ?? null) }));
  if (idColumn === undefined) return "no_id_column";
  if (otherIds.length > 0 || otherNames.length > 0) return "column_twice";
  return details.length > 4 ? "too_many_details" : { headerRow, idColumn, nameColumn, details };
}

/** 单位名称：镇中心小学；职务：教师. */
export function detailOf(row: Row, table: ListTable): string {
  return table.details
    .flatMap(({ column, head }) => {
      const cell: Cell = row.cells[column] ?? null;
      return isBlank(cell) ? [] : [`${head}：${textOf(cell).slice(0, 60)}`];
    })
    .join("；")
    .slice(0, 200);
}

type Known = { readonly name: string; readonly isDisabled: boolean };

/** What a row of the list says against a person of the register; null: they agree. */
export function findingOf(kind: DepartmentList, person: Known, listedName: string | null): MismatchFinding | null {
  switch (kind) {
    case "payroll":
      return "on_payroll";
    case "vehicles":
      return "owns_vehicle";
    case "deaths":
      return "deceased";
    case "employment":
      return "employed";
    case "property":
      return "owns_property";
    case "registration":
      return listedName === null || listedName === person.name ? null : "name_differs";
    case "statistics":
      return "owns_business";
    case "low_income":
      return "low_income_after_exit";
    case "disability":
      return person.isDisabled ? null : "disabled_by_list";
  }
}
