/**
 * Double entry, append-only, per legal person. An entry's amount is positive on the debit side and negative on the credit side, so a
 * transaction balances when its entries sum to zero; PostgreSQL refuses one that does not (A2), and any update or delete (A3).
 * Corrections are new transactions. Every page total is a query over these entries.
 */
export const ledgerAccountKinds = [
  /** Money at the charity's payment account (asset). */
  "charity_clearing",
  /** Money held for a need (liability of the charity towards the purpose). */
  "need",
  /** 村级爱心池: what a need no longer takes (liability). */
  "village_pool",
  /** Earmarked public fund (liability towards its purposes). */
  "fund",
  /** 财政专户 and the like: custody accounts (asset). */
  "custody",
  /** Budget of a payer who owes a share (source). */
  "payer",
  /** Fees of payment channels (expense). */
  "fees",
  /** Money whose purpose is in doubt (liability). */
  "suspense",
  /** Paid to suppliers and households (expense). */
  "spent",
] as const;
export type LedgerAccountKind = (typeof ledgerAccountKinds)[number];

export const ledgerTransactionKinds = [
  "donation",
  "fee",
  "refund",
  "quarantine",
  "disbursement",
  "appropriation",
  "fund_budget",
] as const;
export type LedgerTransactionKind = (typeof ledgerTransactionKinds)[number];
