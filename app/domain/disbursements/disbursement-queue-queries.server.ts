import { and, asc, eq, ne } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { regions } from "#db/schema/regions.server.ts";
import { type SignedInActor, scopesOf } from "../actor.ts";
import { inScope } from "../scope.server.ts";
import { disbursementConfirmerRoles } from "./disbursement-policy.ts";

/** Payments the actor may confirm: paid out in their subtree, proposed by somebody else (D6). */
export function listPaymentsToConfirm(db: DbOrTx, { actor }: { actor: SignedInActor }) {
  return db
    .select({
      id: disbursements.id,
      needId: disbursements.needId,
      needTitle: needs.title,
      purpose: disbursements.purpose,
      amountFen: disbursements.amountFen,
      villageName: regions.shortName,
      paidAt: disbursements.paidAt,
    })
    .from(disbursements)
    .innerJoin(needs, eq(needs.id, disbursements.needId))
    .innerJoin(regions, eq(regions.code, needs.regionCode))
    .where(
      and(
        eq(disbursements.state, "paid_out"),
        ne(disbursements.proposedBy, actor.userId),
        ne(disbursements.paidBy, actor.userId),
        inScope(needs.regionCode, scopesOf(actor, disbursementConfirmerRoles)),
      ),
    )
    .orderBy(asc(disbursements.paidAt))
    .limit(200);
}
