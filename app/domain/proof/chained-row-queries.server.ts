import { and, asc, eq, inArray, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { households } from "#db/schema/households.server.ts";
import { ledgerAccounts, ledgerEntries, ledgerLots, ledgerTransactions } from "#db/schema/ledger.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { stateTransitions } from "#db/schema/transitions.server.ts";
import type { ChainedKind } from "../ledger/ledger.ts";
import { type Described, describeAccount, describeTransaction, describeTransition, type EntryRow } from "./records.ts";

export type ChainedReference = { kind: ChainedKind; subjectId: string };

/** Key of a row in the answer of `describeRows`. */
export const keyOf = ({ kind, subjectId }: ChainedReference) => `${kind} ${subjectId}`;

/** Reads the live rows behind links and says what the chain tells of each; a row that is gone is missing from the answer. */
export async function describeRows(
  db: DbOrTx,
  references: readonly ChainedReference[],
): Promise<Map<string, Described>> {
  const idsOf = (kind: ChainedKind) => references.filter((one) => one.kind === kind).map((one) => one.subjectId);
  return new Map([
    ...(await describeAccounts(db, idsOf("account"))),
    ...(await describeTransactions(db, idsOf("transaction"))),
    ...(await describeTransitions(db, idsOf("transition"))),
  ]);
}

type Entry = [key: string, described: Described];

/** The account's own columns with the public code of the need or household it belongs to. */
const accountFields = {
  code: ledgerAccounts.code,
  subjectId: ledgerAccounts.subjectId,
  subjectCode: sql<string | null>`coalesce(${needs.publicCode}, ${households.publicCode})`,
};
const isNeedOfAccount = and(eq(needs.id, ledgerAccounts.subjectId), eq(ledgerAccounts.kind, "need"));
const isHouseholdOfAccount = and(
  eq(households.id, ledgerAccounts.subjectId),
  inArray(ledgerAccounts.kind, ["household_pool", "household"]),
);

async function describeAccounts(db: DbOrTx, ids: readonly string[]): Promise<Entry[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select({
      ...accountFields,
      id: ledgerAccounts.id,
      kind: ledgerAccounts.kind,
      name: ledgerAccounts.name,
      legalPerson: ledgerAccounts.legalPerson,
      regionCode: ledgerAccounts.regionCode,
    })
    .from(ledgerAccounts)
    .leftJoin(needs, isNeedOfAccount)
    .leftJoin(households, isHouseholdOfAccount)
    .where(inArray(ledgerAccounts.id, [...ids]));
  return rows.map((row) => [keyOf({ kind: "account", subjectId: row.id }), describeAccount(row)]);
}

async function describeTransactions(db: DbOrTx, ids: readonly string[]): Promise<Entry[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select()
    .from(ledgerTransactions)
    .where(inArray(ledgerTransactions.id, [...ids]));
  const entries = await db
    .select({
      transactionId: ledgerEntries.transactionId,
      id: ledgerEntries.id,
      amountFen: sql<string>`${ledgerEntries.amountFen}::text`,
      account: accountFields,
      lot: {
        id: ledgerLots.id,
        code: ledgerLots.code,
        kind: ledgerLots.kind,
        donationId: ledgerLots.donationId,
        contributor: ledgerLots.contributor,
        allowsOperating: ledgerLots.allowsOperating,
        openedAt: ledgerLots.openedAt,
      },
    })
    .from(ledgerEntries)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .leftJoin(ledgerLots, eq(ledgerLots.id, ledgerEntries.lotId))
    .leftJoin(needs, isNeedOfAccount)
    .leftJoin(households, isHouseholdOfAccount)
    .where(inArray(ledgerEntries.transactionId, [...ids]))
    .orderBy(asc(ledgerEntries.id));
  const byTransaction = new Map<string, EntryRow[]>();
  for (const { transactionId, amountFen, ...entry } of entries) {
    const own = byTransaction.get(transactionId) ?? [];
    own.push({ ...entry, amountFen: BigInt(amountFen) });
    byTransaction.set(transactionId, own);
  }
  return rows.map((row) => [
    keyOf({ kind: "transaction", subjectId: row.id }),
    describeTransaction({ ...row, entries: byTransaction.get(row.id) ?? [] }),
  ]);
}

async function describeTransitions(db: DbOrTx, ids: readonly string[]): Promise<Entry[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .select()
    .from(stateTransitions)
    .where(inArray(stateTransitions.id, [...ids]));
  return rows.map((row) => [keyOf({ kind: "transition", subjectId: row.id }), describeTransition(row)]);
}
