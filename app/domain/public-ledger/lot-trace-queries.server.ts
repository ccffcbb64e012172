import { and, asc, eq, inArray, isNotNull, sql } from "drizzle-orm";
import { isPublicNeed } from "#app/domain/needs/public-need-conditions.server.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { donations } from "#db/schema/donations.server.ts";
import { fundSpendings, funds } from "#db/schema/funds.server.ts";
import { impactReports } from "#db/schema/impact-reports.server.ts";
import { ledgerAccounts, ledgerEntries, ledgerLots, ledgerTransactions } from "#db/schema/ledger.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { disputes } from "#db/schema/refunds.server.ts";
import type { LedgerLotKind } from "../ledger/ledger.ts";
import type { Fen } from "../money.ts";
import { reportTitle } from "../needs/report-words.server.ts";
import {
  type LotMovement,
  type LotPayment,
  type LotReport,
  type LotShare,
  type LotStep,
  lotAmount,
  lotShares,
  lotSteps,
} from "./lot-trace.ts";

export type LotTrace = {
  code: string;
  kind: LedgerLotKind;
  /** The payer of public money; a donor only by the name the donor chose to show (L17). */
  contributor: string | null;
  amountFen: Fen;
  steps: readonly LotStep[];
  /** Sum to `amountFen`. */
  shares: readonly LotShare[];
  /** A bank asks about it or disputes it: nobody may spend it (B13). */
  isFrozen: boolean;
};

/** The way of one lot and where it lies now, or null when there is no such lot. Looked up by its public code. */
export async function getLotTrace(db: DbOrTx, params: { code: string }): Promise<LotTrace | null> {
  const [lot] = await db
    .select({
      id: ledgerLots.id,
      code: ledgerLots.code,
      kind: ledgerLots.kind,
      contributor: ledgerLots.contributor,
      publicName: donations.publicName,
      isFrozen: sql<boolean>`exists (select from ${disputes} where ${disputes.donationId} = ${ledgerLots.donationId} and ${disputes.state} in ('inquiry', 'open'))`,
    })
    .from(ledgerLots)
    .leftJoin(donations, eq(donations.id, ledgerLots.donationId))
    .where(eq(ledgerLots.code, params.code));
  if (!lot) return null;
  const movements = await listLotMovements(db, { lotId: lot.id });
  const payments = await listPaymentsOf(db, movements);
  const reports = await listReportsOf(db, movements);
  return {
    code: lot.code,
    kind: lot.kind,
    contributor: lot.kind === "gift" ? lot.publicName : lot.contributor,
    amountFen: lotAmount(movements),
    steps: lotSteps(movements, { payments, reports }),
    shares: lotShares(movements),
    isFrozen: lot.isFrozen,
  };
}

/** The postings of a lot, each with its accounts as anyone may see them, oldest first. */
async function listLotMovements(db: DbOrTx, params: { lotId: string }): Promise<LotMovement[]> {
  const rows = await db
    .select({
      sequence: ledgerTransactions.sequence,
      kind: ledgerTransactions.kind,
      at: ledgerTransactions.at,
      reference: ledgerTransactions.reference,
      source: ledgerTransactions.source,
      place: {
        key: ledgerAccounts.id,
        kind: ledgerAccounts.kind,
        name: sql<
          string | null
        >`case ${ledgerAccounts.kind} when 'need' then ${needs.title} else ${ledgerAccounts.name} end`,
        legalPerson: ledgerAccounts.legalPerson,
        needCode: needs.publicCode,
        fundCode: funds.code,
      },
      amount: sql<string>`sum(${ledgerEntries.amountFen})::text`,
    })
    .from(ledgerEntries)
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerEntries.transactionId))
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .leftJoin(needs, and(eq(needs.id, ledgerAccounts.subjectId), eq(ledgerAccounts.kind, "need"), isPublicNeed()))
    .leftJoin(funds, and(eq(funds.id, ledgerAccounts.subjectId), eq(ledgerAccounts.kind, "fund")))
    .where(eq(ledgerEntries.lotId, params.lotId))
    .groupBy(ledgerTransactions.id, ledgerAccounts.id, needs.id, funds.id, sql`sign(${ledgerEntries.amountFen})`)
    .orderBy(asc(ledgerTransactions.sequence), sql`min(${ledgerEntries.id})`);
  const bySequence = new Map<bigint, LotMovement>();
  for (const { sequence, kind, at, reference, source, place, amount } of rows) {
    const entries = [...(bySequence.get(sequence)?.entries ?? []), { place, amountFen: BigInt(amount) }];
    bySequence.set(sequence, { sequence, kind, at, paymentId: paymentIdOf(reference) ?? paymentIdOf(source), entries });
  }
  return [...bySequence.values()];
}

function paymentIdOf(reference: string): string | null {
  return /^(?:disbursement|fund_spending):([0-9a-f-]{36})$/.exec(reference)?.[1] ?? null;
}

async function listPaymentsOf(db: DbOrTx, movements: readonly LotMovement[]): Promise<Map<string, LotPayment>> {
  const ids = [...new Set(movements.flatMap(({ paymentId }) => (paymentId === null ? [] : [paymentId])))];
  if (ids.length === 0) return new Map();
  const paid = await db
    .select({
      id: disbursements.id,
      publicCode: disbursements.publicCode,
      payeeKind: disbursements.payeeKind,
      payeeName: disbursements.payeeName,
      purpose: disbursements.purpose,
      amountFen: disbursements.amountFen,
      documentNumber: disbursements.invoiceNumber,
      confirmedAt: disbursements.confirmedAt,
      needCode: needs.publicCode,
    })
    .from(disbursements)
    .leftJoin(needs, and(eq(needs.id, disbursements.needId), isPublicNeed()))
    .where(inArray(disbursements.id, ids));
  const spent = await db.select().from(fundSpendings).where(inArray(fundSpendings.id, ids));
  return new Map<string, LotPayment>([
    ...paid.map(({ id, ...payment }): [string, LotPayment] => [
      id,
      {
        ...payment,
        payeeName: payment.payeeKind === "supplier" ? payment.payeeName : null,
        purpose: payment.needCode === null ? null : payment.purpose,
      },
    ]),
    ...spent.map((spending): [string, LotPayment] => [
      spending.id,
      {
        publicCode: spending.publicCode,
        payeeKind: "supplier",
        payeeName: spending.payeeName,
        purpose: spending.description,
        amountFen: spending.amountFen,
        documentNumber: spending.documentNumber,
        confirmedAt: null,
        needCode: null,
      },
    ]),
  ]);
}

async function listReportsOf(db: DbOrTx, movements: readonly LotMovement[]): Promise<LotReport[]> {
  const codes = new Set(movements.flatMap(({ entries }) => entries.flatMap(({ place }) => place.needCode ?? [])));
  if (codes.size === 0) return [];
  const rows = await db
    .select({
      publicCode: impactReports.publicCode,
      title: reportTitle,
      publishedAt: impactReports.publishedAt,
      needCode: needs.publicCode,
    })
    .from(impactReports)
    .innerJoin(needs, eq(needs.id, impactReports.needId))
    .where(
      and(
        inArray(needs.publicCode, [...codes]),
        eq(impactReports.state, "published"),
        isNotNull(impactReports.publishedAt),
        isPublicNeed(),
      ),
    );
  return rows.flatMap(({ publishedAt, ...row }) => (publishedAt === null ? [] : [{ ...row, publishedAt }]));
}
