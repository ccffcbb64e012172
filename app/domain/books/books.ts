/**
 * The books of one charity, for its accountant (Q19): everything that ever moved in a lot of this charity. Each lot balances, so its books do:
 * what it has (money, claims, cost carried) equals what it owes (to needs, pools, donors, recipients) and what it paid in itself.
 */
import type { LedgerAccountKind } from "../ledger/ledger.ts";
import type { Fen } from "../money.ts";

/** Lines of the balance, in the order they are shown. */
export const bookLineKeys = [
  "at_provider",
  "at_bank",
  "disputed",
  "fees",
  "losses",
  "needs",
  "pools",
  "refunds",
  "suspense",
  "recipients",
  "own",
] as const;
export type BookLineKey = (typeof bookLineKeys)[number];

/** What the charity has or carries; the others are what it owes. */
export const assetLineKeys: readonly BookLineKey[] = ["at_provider", "at_bank", "disputed", "fees", "losses"];

export function bookLineOf(kind: LedgerAccountKind): BookLineKey {
  switch (kind) {
    case "need":
      return "needs";
    case "village_pool":
    case "household_pool":
    case "category_pool":
      return "pools";
    case "refund_payable":
      return "refunds";
    case "suspense":
      return "suspense";
    case "disputed":
      return "disputed";
    case "fees":
      return "fees";
    case "loss":
      return "losses";
    case "charity_own":
      return "own";
    case "charity_clearing":
      return "at_provider";
    default:
      return "recipients";
  }
}

/** Each line as a positive figure on its side. */
export type Books = Readonly<Record<BookLineKey, Fen>>;

/** What fees and losses have not been made good from the charity's own money yet; never less than nothing. */
export function uncoveredFen(books: Books): Fen {
  const open = books.fees + books.losses - books.own;
  return open > 0n ? open : 0n;
}

export type BooksMonth = {
  /** `YYYY-MM` in China. */
  month: string;
  /** Gifts that arrived, before anything is taken off. */
  givenFen: Fen;
  refundedFen: Fen;
  /** Taken by banks in disputes, less what they gave back. */
  disputedFen: Fen;
  paidOutFen: Fen;
  feesFen: Fen;
  ownFen: Fen;
  /** Money at provider and bank together when the month ended. */
  balanceFen: Fen;
};
