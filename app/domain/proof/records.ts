/**
 * What the hash chain says about a row (D3, F9). The public record holds what anyone may read; everything else of the row is bound to it
 * by `sealed`, a hash over a random salt and the private fields: it tells nothing, and yet no private field can be changed unnoticed.
 * Records are never stored. They are derived from the live rows whenever they are exported or checked, with their keys in this order.
 */
import { dayInChina } from "../clock.ts";
import type { LedgerAccountKind, LedgerTransactionKind } from "../ledger/ledger.ts";

/** An account of the ledger. Its name is sealed: a need's title may be withdrawn from the public. */
export type AccountRecord = {
  type: "account";
  code: string;
  kind: LedgerAccountKind;
  legalPerson: string;
  regionCode: string | null;
  sealed: string;
};

export type EntryRecord = { account: string; lot: string; amountFen: string };

/** A movement with all its entries; the time to the minute, in UTC. */
export type TransactionRecord = {
  type: "transaction";
  sequence: number;
  kind: LedgerTransactionKind;
  at: string;
  entries: readonly EntryRecord[];
  sealed: string;
};

/** A step in the life of any record: what happened on which day (China). Whom it concerned, why and by whom is sealed. */
export type TransitionRecord = { type: "transition"; noun: string; event: string; day: string; sealed: string };

export type ChainRecord = AccountRecord | TransactionRecord | TransitionRecord;

/** A record before its private fields are sealed with the link's salt. */
export type Described = { open: (sealed: string) => ChainRecord; privateFields: readonly unknown[] };

export type AccountRow = {
  id: string;
  code: string;
  kind: LedgerAccountKind;
  name: string;
  legalPerson: string;
  regionCode: string | null;
  subjectId: string | null;
  /** Public code of the need or household it belongs to. */
  subjectCode: string | null;
};

/** The account's code as the public reads it: the internal number of a need or household is replaced by its public code. */
export function publicAccountCode(row: Pick<AccountRow, "code" | "subjectId" | "subjectCode">): string {
  if (row.subjectId === null || row.subjectCode === null) return row.code;
  return row.code.replaceAll(row.subjectId, row.subjectCode);
}

export function describeAccount(row: AccountRow): Described {
  return {
    open: (sealed) => ({
      type: "account",
      code: publicAccountCode(row),
      kind: row.kind,
      legalPerson: row.legalPerson,
      regionCode: row.regionCode,
      sealed,
    }),
    privateFields: [row.id, row.code, row.name, row.subjectId],
  };
}

export type LotRow = {
  id: string;
  code: string;
  kind: string;
  donationId: string | null;
  contributor: string | null;
  allowsOperating: boolean;
  openedAt: Date;
};

export type EntryRow = {
  id: bigint;
  account: Pick<AccountRow, "code" | "subjectId" | "subjectCode">;
  /** Null only on entries older than lots. */
  lot: LotRow | null;
  amountFen: bigint;
};

export type TransactionRow = {
  id: string;
  sequence: bigint;
  reference: string;
  kind: LedgerTransactionKind;
  description: string;
  source: string;
  actorUserId: string | null;
  at: Date;
  /** In the order they were written. */
  entries: readonly EntryRow[];
};

export function describeTransaction(row: TransactionRow): Described {
  return {
    open: (sealed) => ({
      type: "transaction",
      sequence: Number(row.sequence),
      kind: row.kind,
      at: `${row.at.toISOString().slice(0, 16)}Z`,
      entries: row.entries.map((entry) => ({
        account: publicAccountCode(entry.account),
        lot: entry.lot?.code ?? "",
        amountFen: entry.amountFen.toString(),
      })),
      sealed,
    }),
    privateFields: [
      row.id,
      row.reference,
      row.description,
      row.source,
      row.actorUserId,
      row.at.toISOString(),
      row.entries.map((entry) => [entry.id.toString(), entry.lot?.id ?? null]),
      lotsOf(row).map((lot) => [
        lot.id,
        lot.kind,
        lot.donationId,
        lot.contributor,
        lot.allowsOperating,
        lot.openedAt.toISOString(),
      ]),
    ],
  };
}

function lotsOf(row: TransactionRow): LotRow[] {
  const lots = new Map<string, LotRow>();
  for (const { lot } of row.entries) if (lot !== null) lots.set(lot.id, lot);
  return [...lots.values()];
}

export type TransitionRow = {
  id: string;
  noun: string;
  subjectId: string;
  fromState: string | null;
  event: string;
  toState: string;
  reason: string | null;
  actorUserId: string | null;
  at: Date;
};

export function describeTransition(row: TransitionRow): Described {
  return {
    open: (sealed) => ({ type: "transition", noun: row.noun, event: row.event, day: dayInChina(row.at), sealed }),
    privateFields: [
      row.id,
      row.subjectId,
      row.fromState,
      row.toState,
      row.reason,
      row.actorUserId,
      row.at.toISOString(),
    ],
  };
}
