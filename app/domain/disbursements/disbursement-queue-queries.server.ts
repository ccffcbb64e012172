import { and, asc, eq, ne, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type SignedInActor, scopesOf } from "../actor.ts";
import { inScope } from "../scope.server.ts";
import { disbursementSettings } from "./disbursement.ts";
import { disbursementConfirmerRoles, disbursementReaderRoles } from "./disbursement-policy.ts";

/** The last day, in China, on which a payment should be confirmed by the rules of its place; null where nobody set such a rule. */
const dueOn = sql<string | null>`to_char((${disbursements.paidAt} at time zone 'Asia/Shanghai')::date
  + jurisdiction_number(${needs.regionCode}, ${disbursementSettings.confirmWithinDays}, to_char(${disbursements.paidAt} at time zone 'Asia/Shanghai', 'YYYY-MM-DD'))::int, 'YYYY-MM-DD')`;

const queueFields = {
  id: disbursements.id,
  needId: disbursements.needId,
  needTitle: needs.title,
  purpose: disbursements.purpose,
  amountFen: disbursements.amountFen,
  villageName: regions.shortName,
  paidAt: disbursements.paidAt,
  dueOn,
};

/** Payments of the actor's subtree that nobody confirmed in time, the oldest first: for all who read them, also supervisors (S101). */
export function listOverduePayments(db: DbOrTx, { actor, today }: { actor: SignedInActor; today: string }) {
  return db
    .select(queueFields)
    .from(disbursements)
    .innerJoin(needs, eq(needs.id, disbursements.needId))
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .where(
      and(
        eq(disbursements.state, "paid_out"),
        sql`${dueOn} < ${today}`,
        inScope(needs.regionCode, scopesOf(actor, disbursementReaderRoles)),
      ),
    )
    .orderBy(asc(disbursements.paidAt))
    .limit(200);
}

/** Payments the actor may confirm: paid out in their subtree, proposed by somebody else (D6). */
export function listPaymentsToConfirm(db: DbOrTx, { actor }: { actor: SignedInActor }) {
  return db
    .select(queueFields)
    .from(disbursements)
    .innerJoin(needs, eq(needs.id, disbursements.needId))
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .where(
      and(
        eq(disbursements.state, "paid_out"),
        ne(disbursements.proposedBy, actor.userId),
        ne(disbursements.paidBy, actor.userId),
        sql`${disbursements.approvedBy} is distinct from ${actor.userId}::uuid`,
        inScope(needs.regionCode, scopesOf(actor, disbursementConfirmerRoles)),
      ),
    )
    .orderBy(asc(disbursements.paidAt))
    .limit(200);
}
