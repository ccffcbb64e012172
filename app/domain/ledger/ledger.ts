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
  /** The same for the needs of one household, and for one category of needs. */
  "household_pool",
  "category_pool",
  /** Promised back to donors and on its way (liability). */
  "refund_payable",
  /** Taken by the provider while a bank's dispute is open (asset: a claim). */
  "disputed",
  /** Suppliers and households: what was approved for them and what they were paid; zero when both are done. */
  "supplier",
  "household",
  /** The charity's own money: it carries fees, and losses when a gift that is already spent is taken back (expense). */
  "loss",
  "charity_own",
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
  /** From a pool to a need. */
  "allocation",
  /** Leaves the purposes / the charity's account / comes back to the purposes. */
  "refund",
  "refund_paid",
  "refund_failed",
  "dispute_opened",
  "dispute_won",
  "dispute_lost",
  "quarantine",
  /** The need owes it to the recipient / the charity's account pays the recipient / the recipient sent it back. */
  "disbursement",
  "disbursement_paid",
  "disbursement_returned",
  /** The charity's own money paid in to cover fees or losses. */
  "own_money",
  /** The provider paid a part of its balance out to the charity's bank. */
  "payout",
  "appropriation",
  "fund_budget",
  "fund_spending",
] as const;
export type LedgerTransactionKind = (typeof ledgerTransactionKinds)[number];

/** Accounts that hold gifts for a purpose: their credit balance is what is still to be spent. */
export const purposeAccountKinds = [
  "need",
  "village_pool",
  "household_pool",
  "category_pool",
  "suspense",
] as const satisfies readonly LedgerAccountKind[];

/** Movements that bring gifts to purposes or take them back to donors; a need's `fundedFen` is their sum on its account. */
export const fundingTransactionKinds = [
  "donation",
  "allocation",
  "refund",
  "refund_failed",
  "dispute_lost",
] as const satisfies readonly LedgerTransactionKind[];

/** `charity_money`: the charity's own money and transfers between its accounts, nobody's gift. */
export const ledgerLotKinds = ["gift", "public_money", "charity_money"] as const;
export type LedgerLotKind = (typeof ledgerLotKinds)[number];

/** A transfer inside the books that needs two people. */
export const transferStates = ["proposed", "approved", "rejected"] as const;
export type TransferState = (typeof transferStates)[number];

/** What the hash chain covers. */
export const chainedKinds = ["account", "transaction", "transition"] as const;
export type ChainedKind = (typeof chainedKinds)[number];

/** How the provider's balance and our books can disagree (A9). */
export const reconciliationClasses = ["missing_here", "missing_there", "amount_differs"] as const;
export type ReconciliationClass = (typeof reconciliationClasses)[number];
