/** What a check found off. No finding means the invariant holds. */
export type Finding = {
  /** Whose figure is off: a public code, an account, a reference. No personal data. */
  subject: string;
  expectedFen: bigint;
  actualFen: bigint;
};

export const checkNames = [
  "entries_balance",
  "need_totals",
  "lot_balances",
  "refund_postings",
  "gift_postings",
  "payment_postings",
  "account_sides",
  "plan_equality",
  "project_payments",
  "bank_pairings",
] as const;
export type CheckName = (typeof checkNames)[number];

export type CheckResult = {
  name: CheckName;
  /** How many records were compared. */
  examined: number;
  findings: readonly Finding[];
};
