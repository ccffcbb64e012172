/**
 * The ledger as anyone may read it (S123): every movement with both its sides, without anybody's name. A donor finds the own gift by
 * the code of its lot, which stands on the receipt and tells nothing about the receipt's address.
 */
import { type LedgerAccountKind, type LedgerTransactionKind, ledgerTransactionKinds } from "../ledger/ledger.ts";
import type { Fen } from "../money.ts";

export type MovementSide = {
  accountKind: LedgerAccountKind;
  /** Null: a need that is no longer public; the page says so in words. */
  accountName: string | null;
  legalPerson: string;
  /** Of a public need: the address of its page. */
  needCode: string | null;
  regionCode: string | null;
  regionName: string | null;
  /** Debit positive, credit negative. */
  amountFen: Fen;
  /** Where sides are told lot by lot (the export): whose money it is. */
  lotCode?: string | null;
};

export type Movement = {
  sequence: bigint;
  /** Code of the gift's lot, code of a payment of many lots, or the reference of a plan posting; empty for other transfers of many lots. */
  lot: string;
  /** The lot whose way can be followed, where the movement is of one lot. */
  traceCode: string | null;
  /** The payment it belongs to, which has a notice of its own (S99). */
  paymentCode: string | null;
  kind: LedgerTransactionKind;
  /** Only of public money: what the posting says and the document it comes from. Gifts are described by their sides. */
  description: string | null;
  source: string | null;
  at: Date;
  sides: readonly MovementSide[];
};

/** What moved, as one positive figure: the sum of the debit side. */
export function movedFen(movement: Pick<Movement, "sides">): Fen {
  return movement.sides.reduce((sum, side) => (side.amountFen > 0n ? sum + side.amountFen : sum), 0n);
}

export type MovementFilter = {
  /** Calendar year in China. */
  year: number | null;
  kind: LedgerTransactionKind | null;
  fundCode: string | null;
  /** Division code of a village or a higher place. */
  regionCode: string | null;
};

export const noMovementFilter: MovementFilter = { year: null, kind: null, fundCode: null, regionCode: null };

/** Reads the filter from an address; what is no year, code or place is left out. */
export function parseMovementFilter(query: URLSearchParams): MovementFilter {
  const year = /^20\d\d$/.exec(query.get("year") ?? "")?.[0];
  const fundCode = /^[a-z0-9-]{1,40}$/.exec(query.get("fund") ?? "")?.[0];
  const regionCode = /^\d{2,12}$/.exec(query.get("region") ?? "")?.[0];
  return {
    year: year === undefined ? null : Number(year),
    kind: ledgerTransactionKinds.find((kind) => kind === query.get("kind")) ?? null,
    fundCode: fundCode ?? null,
    regionCode: regionCode ?? null,
  };
}
