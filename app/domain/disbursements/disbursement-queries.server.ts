import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { ledgerAccounts, ledgerEntries } from "#db/schema/ledger.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type Actor, scopesOf } from "../actor.ts";
import { isId } from "../ids.ts";
import type { Fen } from "../money.ts";
import { inScope } from "../scope.server.ts";
import { disbursementReaderRoles } from "./disbursement-policy.ts";

/** The money of a need by the ledger: what is there, and what open proposals would take. */
export async function getNeedMoney(
  db: DbOrTx,
  params: { needId: string },
): Promise<{ balanceFen: Fen; proposedFen: Fen }> {
  const [balance] = await db
    .select({ fen: sql<string>`coalesce(-sum(${ledgerEntries.amountFen}), 0)::text` })
    .from(ledgerEntries)
    .innerJoin(ledgerAccounts, eq(ledgerAccounts.id, ledgerEntries.accountId))
    .where(eq(ledgerAccounts.code, `need:${params.needId}`));
  const [proposed] = await db
    .select({ fen: sql<string>`coalesce(sum(${disbursements.amountFen}), 0)::text` })
    .from(disbursements)
    .where(and(eq(disbursements.needId, params.needId), eq(disbursements.state, "proposed")));
  return { balanceFen: BigInt(balance?.fen ?? "0"), proposedFen: BigInt(proposed?.fen ?? "0") };
}

const fields = {
  id: disbursements.id,
  publicCode: disbursements.publicCode,
  needId: disbursements.needId,
  needTitle: needs.title,
  charityId: disbursements.charityId,
  regionCode: needs.regionCode,
  villageName: regions.shortName,
  payeeKind: disbursements.payeeKind,
  payeeName: disbursements.payeeName,
  purpose: disbursements.purpose,
  amountFen: disbursements.amountFen,
  invoiceNumber: disbursements.invoiceNumber,
  state: disbursements.state,
  proposedBy: disbursements.proposedBy,
  paidBy: disbursements.paidBy,
  confirmedBy: disbursements.confirmedBy,
  proposedAt: disbursements.proposedAt,
  paidAt: disbursements.paidAt,
  confirmedAt: disbursements.confirmedAt,
};

/** One disbursement for its commands; who may act is asked of the policy. */
export async function getDisbursement(db: DbOrTx, params: { disbursementId: string }) {
  if (!isId(params.disbursementId)) return null;
  const [row] = await db
    .select(fields)
    .from(disbursements)
    .innerJoin(needs, eq(needs.id, disbursements.needId))
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .where(eq(disbursements.id, params.disbursementId));
  return row ?? null;
}

/** The payments of a need for staff of its subtree. */
export function listDisbursementsOfNeed(db: DbOrTx, params: { needId: string; actor: Actor }) {
  return db
    .select(fields)
    .from(disbursements)
    .innerJoin(needs, eq(needs.id, disbursements.needId))
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .where(
      and(
        eq(disbursements.needId, params.needId),
        inScope(needs.regionCode, scopesOf(params.actor, disbursementReaderRoles)),
      ),
    )
    .orderBy(asc(disbursements.proposedAt));
}

/** What a charity has to pay and has paid, open ones first. */
export function listDisbursementsOfCharity(db: DbOrTx, params: { charityId: string }) {
  return db
    .select(fields)
    .from(disbursements)
    .innerJoin(needs, eq(needs.id, disbursements.needId))
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .where(eq(disbursements.charityId, params.charityId))
    .orderBy(sql`${disbursements.state} <> 'proposed'`, desc(disbursements.proposedAt))
    .limit(200);
}

/** What anyone may see of a need's payments: suppliers by name, households only as such (L17). */
export async function listPublicDisbursements(db: DbOrTx, params: { needId: string }) {
  const rows = await db
    .select({
      publicCode: disbursements.publicCode,
      payeeKind: disbursements.payeeKind,
      payeeName: disbursements.payeeName,
      purpose: disbursements.purpose,
      amountFen: disbursements.amountFen,
      paidAt: disbursements.paidAt,
      confirmedAt: disbursements.confirmedAt,
    })
    .from(disbursements)
    .where(and(eq(disbursements.needId, params.needId), inArray(disbursements.state, ["paid_out", "confirmed"])))
    .orderBy(asc(disbursements.paidAt));
  return rows.map((row) => ({ ...row, payeeName: row.payeeKind === "supplier" ? row.payeeName : null }));
}
