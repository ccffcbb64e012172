import { desc, eq } from "drizzle-orm";
import type { Tx } from "#db/client.server.ts";
import { libraryBudgetLines, libraryBudgets } from "#db/schema/library-projects.server.ts";
import { newId } from "../ids.ts";
import type { Fen } from "../money.ts";
import { totalOf } from "./library-project.ts";

export type BudgetLine = { item: string; quantity: number; unit: string; unitPriceFen: Fen };

/** The newest version of a project's budget with its lines, decided or not; null before the first. */
export async function findLatestBudget(tx: Tx, projectId: string) {
  const [budget] = await tx
    .select()
    .from(libraryBudgets)
    .where(eq(libraryBudgets.projectId, projectId))
    .orderBy(desc(libraryBudgets.number))
    .limit(1);
  if (!budget) return null;
  const lines = await tx
    .select()
    .from(libraryBudgetLines)
    .where(eq(libraryBudgetLines.budgetId, budget.id))
    .orderBy(libraryBudgetLines.position);
  return { ...budget, lines };
}

/** Whether two lists of lines say the same: then it is no new version. */
export function isSameBudget(left: readonly BudgetLine[], right: readonly BudgetLine[]): boolean {
  const said = (lines: readonly BudgetLine[]) =>
    lines.map((line) => [line.item, line.quantity, line.unit, line.unitPriceFen].join("\n")).join("\n\n");
  return said(left) === said(right);
}

type NewVersion = {
  projectId: string;
  number: number;
  reason: string;
  lines: readonly BudgetLine[];
  proposedBy: string;
};

/** Writes one version with its lines; nothing is approved by it (S100). */
export async function insertBudgetVersion(tx: Tx, version: NewVersion, at: Date): Promise<string> {
  const { lines, ...fields } = version;
  const id = newId();
  await tx.insert(libraryBudgets).values({ ...fields, id, totalFen: totalOf(lines), proposedAt: at });
  await tx.insert(libraryBudgetLines).values(
    lines.map(({ item, quantity, unit, unitPriceFen }, position) => ({
      id: newId(),
      budgetId: id,
      position,
      item,
      quantity,
      unit,
      unitPriceFen,
    })),
  );
  return id;
}
