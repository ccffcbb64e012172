import { sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { isId } from "../ids.ts";

type Touched = Readonly<
  Partial<Record<"needId" | "pledgeId" | "pairingId" | "householdId" | "donationId" | "complaintId", string>>
>;

/** The open needs whose facts an event can have changed; for a gift only where it is the first or leaves nothing missing. */
export async function listNeedIdsFor(db: DbOrTx, touched: Touched): Promise<string[]> {
  const { needId, pledgeId, pairingId, householdId, donationId, complaintId } = touched;
  const which = isId(needId)
    ? sql`n.id = ${needId}::uuid`
    : isId(pledgeId)
      ? sql`n.id = (select need_id from pledges where id = ${pledgeId}::uuid)`
      : isId(pairingId)
        ? sql`n.state = 'published' and n.region_code = (select region_code from pairings where id = ${pairingId}::uuid)`
        : isId(householdId)
          ? sql`n.household_id = ${householdId}::uuid`
          : isId(complaintId)
            ? sql`n.state = 'published' and exists (select from money_freezes f where f.complaint_id = ${complaintId}::uuid
                and (f.need_id = n.id or f.household_id = n.household_id or f.charity_id = n.charity_id))`
            : isId(donationId)
              ? sql`n.id = (select need_id from donations where id = ${donationId}::uuid)
                  and exists (select from match_needs m where m.need_id = n.id and (m.nobody_helps or n.funded_fen >= n.goal_fen))`
              : sql`false`;
  const rows = await db.execute<{ id: string }>(sql`select n.id from needs n where ${which} order by n.id limit 5000`);
  return [...rows].map(({ id }) => id);
}
