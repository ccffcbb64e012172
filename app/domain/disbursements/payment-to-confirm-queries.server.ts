import { and, eq, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { isPublicCode } from "../ids.ts";
import { isPublicNeed } from "../needs/public-need-conditions.server.ts";

/** What the page of a slip's address shows to whoever opens it: never the payee's name; the purpose only of a public need. */
export async function getPaymentToConfirm(db: DbOrTx, params: { publicCode: string }) {
  if (!isPublicCode(params.publicCode)) return null;
  const [row] = await db
    .select({
      publicCode: disbursements.publicCode,
      purpose: sql<string | null>`case when ${isPublicNeed()} then ${disbursements.purpose} end`,
      amountFen: disbursements.amountFen,
      state: disbursements.state,
      regionCode: needs.regionCode,
      hasCode: sql<boolean>`${disbursements.confirmationCodeHash} is not null and ${disbursements.state} = 'paid_out'`,
    })
    .from(disbursements)
    .innerJoin(needs, eq(needs.id, disbursements.needId))
    .where(
      and(eq(disbursements.publicCode, params.publicCode), sql`${disbursements.state} in ('paid_out', 'confirmed')`),
    );
  return row ?? null;
}
