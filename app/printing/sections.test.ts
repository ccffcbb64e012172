import { describe, expect, it } from "vitest";
import type { PrintedBlock } from "./printed-document.ts";
import { rowsPerSection, sectionsOf } from "./sections.ts";

function tableOf(count: number): PrintedBlock & { kind: "table" } {
  const rows = Array.from({ length: count }, (_, index) => [String(index)]);
  return { kind: "table", columns: [{ header: "No.", share: 1 }], rows, totals: ["sum"] };
}
const before: PrintedBlock = { kind: "notice", text: "before" };
const after: PrintedBlock = { kind: "paragraph", text: "after" };

describe("sections of a document", () => {
  it.each([0, 1, rowsPerSection])("a table of %s rows is one with what is around it", (count) => {
    expect(sectionsOf([before, tableOf(count), after])).toEqual([[before, tableOf(count), after]]);
  });

  it("a longer table is cut; no row is lost or doubled, and the totals and the rest follow its end", () => {
    const sections = sectionsOf([before, tableOf(2 * rowsPerSection + 1), after]);
    const tables = sections.flat().filter((block) => block.kind === "table");
    expect(tables.map((table) => table.rows.length)).toEqual([rowsPerSection, rowsPerSection, 1]);
    expect(tables.flatMap((table) => table.rows.flat())).toEqual(tableOf(2 * rowsPerSection + 1).rows.flat());
    expect(tables.map((table) => table.totals)).toEqual([undefined, undefined, ["sum"]]);
    expect(sections.map((section) => section.length)).toEqual([2, 1, 2]);
  });
});
