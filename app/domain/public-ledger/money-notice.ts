/**
 * 资金公告公示 (S99): every payment, every spending of a fund and every allocation out of a pool is announced the moment it is in the books, at least as many days as the
 * place's rules say, and stays for good afterwards. A notice is read from the books, so nobody can forget it or take it down.
 */
import type { ConfirmationMethod, DisbursementState } from "../disbursements/disbursement.ts";
import type { Fen } from "../money.ts";
import { earliestClose } from "../notices/notice.ts";

/** Days a notice of money is up at least; a jurisdiction setting, never a constant. */
export const moneyNoticeDaysKey = "moneyNotice.minDays";

export type MoneyNotice = {
  code: string;
  kind: "payment" | "fund_spending" | "allocation";
  announcedAt: Date;
  amountFen: Fen;
  /** The charity's account or the fund the money comes from. */
  source: string;
  fundCode: string | null;
  /** What for; null where the need is no longer public. */
  use: string | null;
  /** 实施单位: the supplier or payee, for an allocation the charity that holds it on; null: a household, which is never named. */
  unit: string | null;
  documentNumber: string | null;
  needCode: string | null;
  needTitle: string | null;
  regionCode: string;
  regionName: string;
  isReturned: boolean;
  confirmedAt: Date | null;
  confirmationMethod: ConfirmationMethod | null;
  /** What came of it, in words of whoever accepted a fund's project. */
  result: string | null;
  resultAt: Date | null;
  report: { publicCode: string; title: string } | null;
  /** Invented for the demo. */
  isDemo: boolean;
};

export const announcedDisbursementStates = [
  "paid_out",
  "confirmed",
  "returned",
] as const satisfies readonly DisbursementState[];

/** A period is over only after its full days of 24 hours; without a rule of the place nothing is said about an end. */
export type NoticePeriod =
  | { state: "running"; until: Date; minDays: number }
  | { state: "permanent"; since: Date; minDays: number }
  | { state: "no_rule" };

export function noticePeriod(announcedAt: Date, minDays: number | null, now: Date): NoticePeriod {
  if (minDays === null) return { state: "no_rule" };
  const end = earliestClose(announcedAt, minDays);
  return now.getTime() < end.getTime()
    ? { state: "running", until: end, minDays }
    : { state: "permanent", since: end, minDays };
}
