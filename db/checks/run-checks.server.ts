import type { DbOrTx } from "#db/client.server.ts";
import { checkBankPairings } from "./bank-checks.server.ts";
import type { CheckResult } from "./finding.ts";
import {
  checkAccountSides,
  checkEntriesBalance,
  checkGiftPostings,
  checkLotBalances,
  checkNeedTotals,
  checkPaymentPostings,
  checkPlanEquality,
  checkProjectPayments,
  checkRefundPostings,
} from "./ledger-checks.server.ts";

/** Derives every figure again from the entries and compares (A5, A10). Reads only; safe at any time. */
export async function runChecks(db: DbOrTx): Promise<CheckResult[]> {
  return [
    await checkEntriesBalance(db),
    await checkNeedTotals(db),
    await checkLotBalances(db),
    await checkGiftPostings(db),
    await checkPaymentPostings(db),
    await checkRefundPostings(db),
    await checkAccountSides(db),
    await checkPlanEquality(db),
    await checkProjectPayments(db),
    await checkBankPairings(db),
  ];
}
