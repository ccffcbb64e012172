import { and, asc, desc, eq, inArray, or, sql } from "drizzle-orm";
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
    .where(and(eq(disbursements.needId, params.needId), inArray(disbursements.state, ["proposed", "approved"])));
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
  approvedBy: disbursements.approvedBy,
  approvedAt: disbursements.approvedAt,
  costKind: disbursements.costKind,
  confirmedBy: disbursements.confirmedBy,
  confirmationMethod: disbursements.confirmationMethod,
  evidenceFileId: disbursements.evidenceFileId,
  confirmationFileId: disbursements.confirmationFileId,
  codeIssuedAt: disbursements.codeIssuedAt,
  /** The last reason somebody gave: of a refusal or a return. */
  reason: sql<string | null>`(select step.reason from state_transitions step where step.noun = 'disbursement'
    and step.subject_id = ${disbursements.id} and step.reason is not null order by step.at desc limit 1)`,
  needsApproval: sql<boolean>`${disbursements.approvedBy} is null
    and needs_disbursement_approval(${disbursements.amountFen}, ${needs.regionCode}, ${disbursements.proposedAt})`,
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

/** One disbursement for a person's page: staff of the subtree or the charity's own people; null for anybody else. */
export async function getDisbursementFor(db: DbOrTx, params: { disbursementId: string; actor: Actor }) {
  const { actor } = params;
  if (!isId(params.disbursementId) || actor.kind !== "user") return null;
  const charities = actor.memberships.filter((one) => one.isVerified).map((one) => one.organizationId);
  const [row] = await db
    .select(fields)
    .from(disbursements)
    .innerJoin(needs, eq(needs.id, disbursements.needId))
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .where(
      and(
        eq(disbursements.id, params.disbursementId),
        or(
          inScope(needs.regionCode, scopesOf(actor, disbursementReaderRoles)),
          charities.length === 0 ? sql`false` : inArray(disbursements.charityId, charities),
        ),
      ),
    );
  return row ?? null;
}

export type DisbursementDetails = NonNullable<Awaited<ReturnType<typeof getDisbursementFor>>>;

/** The same by the code on the recipient's slip. */
export async function getDisbursementByCode(db: DbOrTx, params: { publicCode: string }) {
  const [row] = await db
    .select(fields)
    .from(disbursements)
    .innerJoin(needs, eq(needs.id, disbursements.needId))
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .where(eq(disbursements.publicCode, params.publicCode));
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
    .orderBy(sql`${disbursements.state} not in ('proposed', 'approved')`, desc(disbursements.proposedAt))
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
