/** What is owed each year (S50): one deed by the kind's row, for every year that counts, flagged from the fourth quarter on. */
import { type PairingKind, pairingKindRows } from "../pairings/pairing-kinds.ts";
import { yearsOwed } from "../pairings/pairing-review.ts";

export function deedYearsMissing(params: {
  kind: PairingKind;
  activatedOn: string;
  today: string;
  /** Years with at least one deed that was confirmed. */
  confirmed: readonly number[];
}): number[] {
  if (pairingKindRows[params.kind].deedsPerYear === 0) return [];
  return yearsOwed(params.activatedOn, params.today).filter((year) => !params.confirmed.includes(year));
}
