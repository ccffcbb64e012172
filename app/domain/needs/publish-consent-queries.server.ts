import { and, eq, isNull, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { consents } from "#db/schema/consents.server.ts";
import { needs } from "#db/schema/needs.server.ts";

/**
 * Whether the need's household lets it be published (F11): its standing consent holds every field this need cannot do without, and the guardian
 * signed where somebody is under 14 now. A village's own need asks nobody. The database refuses the same.
 */
export async function hasPublishConsent(db: DbOrTx, { needId, at }: { needId: string; at: Date }): Promise<boolean> {
  const day = sql`${at.toISOString()}::timestamptz`;
  const [row] = await db
    .select({ householdId: needs.householdId, consentId: consents.id })
    .from(needs)
    .leftJoin(
      consents,
      and(
        eq(consents.householdId, needs.householdId),
        eq(consents.purpose, "publish_masked"),
        isNull(consents.withdrawnAt),
        sql`${consents.fields} @> required_consent_fields(${needs.category})`,
        sql`(${consents.isGuardian} or not needs_guardian(${consents.householdId}, ${day}))`,
      ),
    )
    .where(eq(needs.id, needId));
  return row !== undefined && (row.householdId === null || row.consentId !== null);
}
