/**
 * The itemised budget. Where money is asked for, the goal is never typed: it is the sum of quantity × unit price, exact in fen, so
 * that goal and budget cannot disagree (S33, S94).
 */
import type { Fen } from "../money.ts";
import { asksForMoney, type NeedType } from "./need.ts";

export type BudgetLine = { readonly quantity: number; readonly unitPriceFen: Fen | null };

/** The amount of one line in fen, or null where there is no price. */
export function lineAmountFen(line: BudgetLine): Fen | null {
  return line.unitPriceFen === null ? null : BigInt(line.quantity) * line.unitPriceFen;
}

/** The sum of all priced lines in fen. */
export function budgetTotalFen(lines: readonly BudgetLine[]): Fen {
  return lines.reduce((total, line) => total + (lineAmountFen(line) ?? 0n), 0n);
}

/** The goal of a need: the budget's sum where money is asked for, otherwise none. */
export function goalFenOf(type: NeedType, lines: readonly BudgetLine[]): Fen | null {
  return asksForMoney(type) ? budgetTotalFen(lines) : null;
}
