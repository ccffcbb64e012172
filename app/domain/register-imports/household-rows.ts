/**
 * Rows → households: one person a row, the persons of a household one after the other. Blank cells repeat what stands above (offices merge
 * the household's number over its rows). Lines that hold nobody (totals, who made the table) are left out and counted.
 */
import { type Cell, isBlank, type Row, textOf } from "../cell.ts";
import type { ColumnMap, RegisterField } from "./columns.ts";

export type HouseholdRows = {
  /** Text of the number's cell, or "" where rows come before any number. */
  key: string;
  rows: Row[];
};

/** Facts of the household: written in any of its rows, the same in all rows that have them. */
export const householdFields = [
  "householdNumber",
  "headName",
  "villageCode",
  "county",
  "town",
  "village",
  "group",
  "phone",
  "bankAccount",
  "bankName",
  "programme",
  "programmeFrom",
] as const satisfies readonly RegisterField[];

const noPersonWords = /^(?:合计|总计|小计|共计|填表|制表|填报|审核|负责人|单位|备注|注|说明|续表|以下空白)/;

/** More rows than this under one number are no household; the rest is told apart so that memory stays flat. */
export const largestGroup = 60;

export class HouseholdGrouper {
  readonly #columns: ColumnMap;
  #current: HouseholdRows | null = null;
  skippedRows = 0;

  constructor(columns: ColumnMap) {
    this.#columns = columns;
  }

  /** Takes the next row; gives the household that it ends, if it ends one. */
  push(row: Row): HouseholdRows | null {
    if (this.#isNobody(row)) {
      this.skippedRows += 1;
      return null;
    }
    const number = textOf(cellOf(row, this.#columns.householdNumber));
    const current = this.#current;
    const isSame = current !== null && (number === "" || number === current.key) && current.rows.length < largestGroup;
    if (isSame) {
      current.rows.push(row);
      return null;
    }
    this.#current = { key: number !== "" ? number : (current?.key ?? ""), rows: [row] };
    return current;
  }

  /** The last household, at the end of the table. */
  end(): HouseholdRows | null {
    const last = this.#current;
    this.#current = null;
    return last;
  }

  #isNobody(row: Row): boolean {
    if (!isBlank(cellOf(row, this.#columns.name))) {
      return (
        isBlank(cellOf(row, this.#columns.idNumber)) &&
        noPersonWords.test(textOf(row.cells.find((cell) => !isBlank(cell))))
      );
    }
    const first = row.cells.find((cell) => !isBlank(cell));
    return first === undefined || noPersonWords.test(textOf(first));
  }
}

export function cellOf(row: Row, columns: readonly number[] | undefined): Cell {
  const [column] = columns ?? [];
  return column === undefined ? null : (row.cells[column] ?? null);
}

export type HouseholdFact = { cell: Cell; row: Row };

/** The fact of the household as the first row has it that has it, and the first row that says something else. */
export function householdFact(
  household: HouseholdRows,
  columns: readonly number[] | undefined,
): { fact: HouseholdFact | null; differing: Row | null } {
  let fact: HouseholdFact | null = null;
  if (columns === undefined) return { fact, differing: null };
  for (const row of household.rows) {
    const cell = cellOf(row, columns);
    if (fact !== null && cell === fact.cell) continue;
    if (isBlank(cell)) continue;
    if (fact === null) fact = { cell, row };
    else if (textOf(cell) !== textOf(fact.cell)) return { fact, differing: row };
  }
  return { fact, differing: null };
}
