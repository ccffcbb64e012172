import type { PrintedBlock } from "./printed-document.ts";

/** Rows of a table that are set in one go: about three pages. The renderer's work grows with the square of what it is given at once. */
export const rowsPerSection = 80;

/**
 * The blocks in sections that are set one after another, each beginning on a new page: a long table is cut, its totals and what follows it
 * stay with its last part. Short documents are one section.
 */
export function sectionsOf(blocks: readonly PrintedBlock[]): PrintedBlock[][] {
  const sections: PrintedBlock[][] = [[]];
  for (const block of blocks) {
    const parts = block.kind === "table" ? tableParts(block) : [block];
    for (const [index, part] of parts.entries()) {
      if (index > 0) sections.push([]);
      sections.at(-1)?.push(part);
    }
  }
  return sections;
}

function tableParts(table: PrintedBlock & { kind: "table" }): PrintedBlock[] {
  const parts: PrintedBlock[] = [];
  const { totals, ...head } = table;
  for (let start = 0; start === 0 || start < table.rows.length; start += rowsPerSection) {
    const isLast = start + rowsPerSection >= table.rows.length;
    const rows = table.rows.slice(start, start + rowsPerSection);
    parts.push(isLast ? { ...head, rows, totals } : { ...head, rows });
  }
  return parts;
}
