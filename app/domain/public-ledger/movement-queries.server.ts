import { and, asc, count, desc, eq, exists, gt, inArray, like, lte, type SQL, sql } from "drizzle-orm";
import { isPublicNeed } from "#app/domain/needs/public-need-conditions.server.ts";
import type { DbOrTx } from "#db/client.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { fundSpendings } from "#db/schema/funds.server.ts";
import { ledgerAccounts, ledgerEntries, ledgerLots, ledgerTransactions } from "#db/schema/ledger.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import type { LedgerTransactionKind } from "../ledger/ledger.ts";
import type { Movement, MovementFilter, MovementSide } from "./movement.ts";

/** Postings of public money: their words come from documents. Words of gifts name needs, so those are read from the need. */
const publicMoneyKinds: readonly LedgerTransactionKind[] = ["appropriation", "fund_budget", "fund_spending"];

/** Newest first, one page of the filtered ledger with the number of all movements it matches. */
export async function listMovements(
  db: DbOrTx,
  params: { filter: MovementFilter; page: number; pageSize: number },
): Promise<{ movements: Movement[]; total: number }> {
  const condition = matches(db, params.filter);
  const [counted] = await db.select({ total: count() }).from(ledgerTransactions).where(condition);
  const rows = await selectTransactions(db)
    .where(condition)
    .orderBy(desc(ledgerTransactions.at), desc(ledgerTransactions.sequence))
    .limit(params.pageSize)
    .offset((params.page - 1) * params.pageSize);
  return { movements: await withSides(db, rows), total: counted?.total ?? 0 };
}

/**
 * Oldest first, in batches: the whole public journal for the export, each side told lot by lot. A batch is read by transaction, never by entry, so that a movement
 * that is posted meanwhile is in it with all its sides or not at all.
 */
export async function* readMovements(
  db: DbOrTx,
  params: { filter: MovementFilter; batchSize: number },
): AsyncGenerator<Movement[], void> {
  const [last] = await db.select({ sequence: sql<string>`coalesce(max(sequence), 0)::text` }).from(ledgerTransactions);
  const end = BigInt(last?.sequence ?? 0);
  let from = 0n;
  for (;;) {
    const rows = await selectTransactions(db)
      .where(
        and(matches(db, params.filter), gt(ledgerTransactions.sequence, from), lte(ledgerTransactions.sequence, end)),
      )
      .orderBy(asc(ledgerTransactions.sequence))
      .limit(params.batchSize);
    if (rows.length === 0) return;
    yield await withSides(db, rows, { byLot: true });
    from = rows.at(-1)?.sequence ?? end;
  }
}

/** Years, kinds and villages that occur in the ledger, for the filter's choices. */
export async function listFilterChoices(db: DbOrTx) {
  const years = await db.selectDistinct({ year: chinaYear }).from(ledgerTransactions).orderBy(sql`1 desc`);
  const villages = await db
    .selectDistinct({ code: regions.code, name: regions.shortName })
    .from(ledgerAccounts)
    .innerJoin(regions, eq(regions.code, ledgerAccounts.regionCode))
    .where(and(eq(regions.level, "village"), inArray(ledgerAccounts.kind, ["need", "village_pool", "household_pool"])))
    .orderBy(asc(regions.code));
  const kinds = await db
    .selectDistinct({ kind: ledgerTransactions.kind })
    .from(ledgerTransactions)
    .orderBy(asc(ledgerTransactions.kind));
  return { years: years.map((row) => row.year), kinds: kinds.map((row) => row.kind), villages };
}

const chinaYear = sql<number>`extract(year from ${ledgerTransactions.at} at time zone 'Asia/Shanghai')::int`;

function matches(db: DbOrTx, filter: MovementFilter): SQL | undefined {
  const hasAccount = (condition: SQL) =>
    exists(
      db
        .select({ one: sql`1` })
        .from(ledgerEntries)
        .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
        .where(and(eq(ledgerEntries.transactionId, ledgerTransactions.id), condition)),
    );
  return and(
    sql`true`,
    filter.year === null ? undefined : sql`${chinaYear} = ${filter.year}`,
    filter.kind === null ? undefined : eq(ledgerTransactions.kind, filter.kind),
    filter.fundCode === null ? undefined : hasAccount(eq(ledgerAccounts.code, `fund:${filter.fundCode}`)),
    filter.regionCode === null ? undefined : hasAccount(like(ledgerAccounts.regionCode, `${filter.regionCode}%`)),
  );
}

function selectTransactions(db: DbOrTx) {
  return db
    .select({
      id: ledgerTransactions.id,
      sequence: ledgerTransactions.sequence,
      reference: ledgerTransactions.reference,
      kind: ledgerTransactions.kind,
      description: ledgerTransactions.description,
      source: ledgerTransactions.source,
      at: ledgerTransactions.at,
      paymentCode: disbursements.publicCode,
      spendingCode: fundSpendings.publicCode,
      // Null when a movement takes from several lots: then it has a code of its own.
      lotCode: sql<string | null>`(select case when count(distinct lot.code) = 1 then min(lot.code) end
        from ledger_entries entry join ledger_lots lot on lot.id = entry.lot_id where entry.transaction_id = ${ledgerTransactions.id})`,
    })
    .from(ledgerTransactions)
    .leftJoin(disbursements, eq(ledgerTransactions.source, sql`'disbursement:' || ${disbursements.id}`))
    .leftJoin(fundSpendings, eq(ledgerTransactions.reference, sql`'fund_spending:' || ${fundSpendings.id}`))
    .$dynamic();
}

type TransactionRow = Awaited<ReturnType<typeof selectTransactions>>[number];

async function withSides(
  db: DbOrTx,
  rows: readonly TransactionRow[],
  { byLot = false }: { byLot?: boolean } = {},
): Promise<Movement[]> {
  if (rows.length === 0) return [];
  const sides = await db
    .select({
      transactionId: ledgerEntries.transactionId,
      accountKind: ledgerAccounts.kind,
      accountName: ledgerAccounts.name,
      legalPerson: ledgerAccounts.legalPerson,
      regionCode: ledgerAccounts.regionCode,
      regionName: regions.shortName,
      // A movement of many lots has many entries on the same account: one side, unless lots are asked for.
      amount: sql<string>`sum(${ledgerEntries.amountFen})::text`,
      needCode: needs.publicCode,
      needTitle: needs.title,
      lotCode: byLot ? ledgerLots.code : sql<null>`null`,
    })
    .from(ledgerEntries)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .leftJoin(ledgerLots, eq(ledgerLots.id, ledgerEntries.lotId))
    .leftJoin(regions, eq(regions.code, ledgerAccounts.regionCode))
    .leftJoin(needs, and(eq(needs.id, ledgerAccounts.subjectId), eq(ledgerAccounts.kind, "need"), isPublicNeed()))
    .where(
      inArray(
        ledgerEntries.transactionId,
        rows.map((row) => row.id),
      ),
    )
    .groupBy(
      ledgerEntries.transactionId,
      ledgerAccounts.id,
      regions.code,
      needs.id,
      sql`sign(${ledgerEntries.amountFen})`,
      ...(byLot ? [ledgerLots.code] : []),
    )
    .orderBy(sql`min(${ledgerEntries.id})`);
  const byTransaction = new Map<string, typeof sides>();
  for (const side of sides)
    byTransaction.set(side.transactionId, [...(byTransaction.get(side.transactionId) ?? []), side]);
  return rows.map((row) => {
    const isPublicMoney = publicMoneyKinds.includes(row.kind);
    return {
      sequence: row.sequence,
      lot: lotOf(row),
      traceCode: row.lotCode,
      paymentCode: row.paymentCode ?? row.spendingCode,
      kind: row.kind,
      description: isPublicMoney ? row.description : null,
      source: isPublicMoney ? row.source : null,
      at: row.at,
      sides: (byTransaction.get(row.id) ?? []).map(
        ({ transactionId: _, needTitle, amount, ...side }): MovementSide => ({
          ...side,
          amountFen: BigInt(amount),
          accountName: side.accountKind === "need" ? needTitle : side.accountName,
        }),
      ),
    };
  });
}

/** A lot's code tells nothing about its receipt's address; of a movement of many lots the payment's own code is shown. */
function lotOf(row: TransactionRow): string {
  if (row.spendingCode !== null) return row.spendingCode;
  if (publicMoneyKinds.includes(row.kind)) return row.reference;
  return row.paymentCode ?? row.lotCode ?? "";
}
