import { and, asc, eq, inArray } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { publicNeedStates } from "../needs/need.ts";

/** Every need of a household with the money it was given: what stands behind an exit (S17). Ask with a file found in the reader's scope. */
export async function getHelpBehind(db: DbOrTx, { householdId }: { householdId: string }) {
  const rows = await db
    .select({
      id: needs.id,
      publicCode: needs.publicCode,
      title: needs.title,
      state: needs.state,
      givenFen: needs.fundedFen,
      giftCount: needs.donationCount,
    })
    .from(needs)
    .where(eq(needs.householdId, householdId))
    .orderBy(asc(needs.createdAt), asc(needs.id));
  const heldFen = rows.reduce((sum, need) => (need.state === "suspended" ? sum + need.givenFen : sum), 0n);
  const all = rows.map((need) => ({ ...need, isPublic: publicNeedStates.some((state) => state === need.state) }));
  return { needs: all, heldFen };
}
export type HelpBehind = Awaited<ReturnType<typeof getHelpBehind>>;

/** What was paid out for the household's needs, to whom by kind, without anybody's name (S3). */
export function listPaymentsBehind(db: DbOrTx, { householdId }: { householdId: string }) {
  return db
    .select({
      id: disbursements.id,
      needTitle: needs.title,
      purpose: disbursements.purpose,
      payeeKind: disbursements.payeeKind,
      amountFen: disbursements.amountFen,
      paidAt: disbursements.paidAt,
      state: disbursements.state,
    })
    .from(disbursements)
    .innerJoin(needs, eq(needs.id, disbursements.needId))
    .where(and(eq(needs.householdId, householdId), inArray(disbursements.state, ["paid_out", "confirmed"])))
    .orderBy(asc(disbursements.paidAt), asc(disbursements.id));
}
export type PaymentBehind = Awaited<ReturnType<typeof listPaymentsBehind>>[number];
