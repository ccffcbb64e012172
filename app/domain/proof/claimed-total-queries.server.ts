import { and, asc, eq, inArray, lte, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { ledgerAccounts, ledgerEntries, ledgerTransactions } from "#db/schema/ledger.server.ts";
import { chainLinks } from "#db/schema/proof.server.ts";
import { fundingTransactionKinds, purposeAccountKinds } from "../ledger/ledger.ts";
import { flowSums } from "../ledger/ledger-queries.server.ts";

/** Figures in fen as decimal text, by public code. */
export type ClaimedTotals = {
  givenFen: string;
  paidOutFen: string;
  heldFen: string;
  feesFen: string;
  giftCount: number;
  needs: readonly { code: string; givenFen: string }[];
  villages: readonly { code: string; givenFen: string; paidOutFen: string }[];
  funds: readonly { code: string; postedFen: string; balanceFen: string }[];
};

/**
 * The totals that the site shows, as of a position of the chain: the same sums as on its pages (`ledger-queries`), over the movements up to
 * there. What a need shows is a stored figure; it is taken from there, less what was posted after the position.
 */
export async function getClaimedTotals(db: DbOrTx, { end }: { end: bigint }): Promise<ClaimedTotals> {
  const { given, paidOut, fees } = flowSums();
  const held = sql<string>`coalesce(-sum(${ledgerEntries.amountFen}) filter (where ${inArray(ledgerAccounts.kind, [...purposeAccountKinds])}), 0)::text`;
  const [totals] = await db
    .select({
      givenFen: given,
      paidOutFen: paidOut,
      heldFen: held,
      feesFen: fees,
      giftCount: sql<number>`count(distinct ${ledgerTransactions.id}) filter (where ${eq(ledgerTransactions.kind, "donation")})::int`,
    })
    .from(ledgerEntries)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerEntries.transactionId))
    .innerJoin(chainLinks, isSealed(end));
  return {
    givenFen: totals?.givenFen ?? "0",
    paidOutFen: totals?.paidOutFen ?? "0",
    heldFen: totals?.heldFen ?? "0",
    feesFen: totals?.feesFen ?? "0",
    giftCount: totals?.giftCount ?? 0,
    needs: await listNeeds(db, end),
    villages: await listVillages(db, end),
    funds: await listFunds(db, end),
  };
}

/** The movement's link lies within the export. */
function isSealed(end: bigint) {
  return and(
    eq(chainLinks.kind, "transaction"),
    eq(chainLinks.subjectId, ledgerTransactions.id),
    lte(chainLinks.position, end),
  );
}

async function listNeeds(db: DbOrTx, end: bigint) {
  const kinds = sql.join(
    fundingTransactionKinds.map((kind) => sql`${kind}`),
    sql`, `,
  );
  const rows = await db.execute<{ code: string; givenFen: string }>(sql`
    select need.public_code as code, (need.funded_fen + coalesce(sum(entry.amount_fen) filter (where link.position is null), 0))::text as "givenFen"
    from needs need
      join ledger_accounts account on account.subject_id = need.id and account.kind = 'need'
      join ledger_entries entry on entry.account_id = account.id
      join ledger_transactions movement on movement.id = entry.transaction_id and movement.kind in (${kinds})
      left join chain_links link on link.kind = 'transaction' and link.subject_id = movement.id and link.position <= ${end.toString()}::bigint
    group by need.id having count(link.position) > 0 order by need.public_code`);
  return rows.map(({ code, givenFen }) => ({ code, givenFen }));
}

async function listVillages(db: DbOrTx, end: bigint) {
  const { given, paidOut } = flowSums();
  return db
    .select({ code: sql<string>`${ledgerAccounts.regionCode}`, givenFen: given, paidOutFen: paidOut })
    .from(ledgerEntries)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerEntries.transactionId))
    .innerJoin(chainLinks, isSealed(end))
    .where(
      and(
        inArray(ledgerAccounts.kind, ["need", "village_pool", "household_pool"]),
        sql`${ledgerAccounts.regionCode} is not null`,
      ),
    )
    .groupBy(ledgerAccounts.regionCode)
    .orderBy(asc(ledgerAccounts.regionCode));
}

async function listFunds(db: DbOrTx, end: bigint) {
  return db
    .select({
      code: sql<string>`substr(${ledgerAccounts.code}, 6)`,
      postedFen: sql<string>`coalesce(-sum(${ledgerEntries.amountFen}) filter (where ${ledgerEntries.amountFen} < 0), 0)::text`,
      balanceFen: sql<string>`coalesce(-sum(${ledgerEntries.amountFen}), 0)::text`,
    })
    .from(ledgerEntries)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .innerJoin(ledgerTransactions, eq(ledgerTransactions.id, ledgerEntries.transactionId))
    .innerJoin(chainLinks, isSealed(end))
    .where(eq(ledgerAccounts.kind, "fund"))
    .groupBy(ledgerAccounts.code)
    .orderBy(asc(ledgerAccounts.code));
}
